#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "services/common/access/caller.h"
#include "services/common/core/status.h"

namespace recourse {

// Who may call a method: "/recourse.routing.v1.TicketService/TakeTicket".
struct MethodRule {
  std::string_view method;
  std::vector<Role> roles;
};

// Every method of proto/. What is not here is refused; a test compares it with the contracts.
std::span<const MethodRule> MethodRules();

// Health checks and, where it is switched on, reflection: they tell nothing and need no key.
bool IsOpenMethod(std::string_view method);

// Ok, or PermissionDenied. A method without a rule is refused to everyone.
Status Authorise(const Caller& caller, std::string_view method);

}  // namespace recourse
