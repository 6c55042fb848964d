#pragma once

#include "services/console/adapters/door.h"
#include "services/console/adapters/key_routes.h"
#include "services/console/adapters/policy_routes.h"
#include "services/console/adapters/user_routes.h"

namespace recourse::console {

// All that an administrator does, by its routes; what they are given outlives them.
Door::Routes AdminRoutes(UserRoutes& user, PolicyRoutes& policy, KeyRoutes& key);

}  // namespace recourse::console
