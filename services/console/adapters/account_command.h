#pragma once

#include <string>
#include <vector>

#include "services/common/process/common_config.h"

namespace recourse::console {

// `account USER ROLE [--scope PLACE]`, the password as the first line of standard input: makes a
// local account or resets it. 0 done, 1 refused with a reason on stderr, 2 wrong use.
int RunAccountCommand(const std::vector<std::string>& arguments, const StoreConfig& store);

}  // namespace recourse::console
