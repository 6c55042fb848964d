#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "services/common/access/caller.h"
#include "services/common/core/status.h"

namespace recourse {

// What a caller's scope means to a method.
enum class Reach {
  kPlace,  // its service shows and changes only what lies within the scope
  kWhole,  // it concerns all places at once: only for a scope that is the whole organisation
  kAny,    // it concerns no place: the scope is not asked
};
std::string_view ReachName(Reach reach);

// Who may call a method: "/recourse.routing.v1.TicketService/TakeTicket".
struct MethodRule {
  std::string_view method;
  std::vector<Role> roles;
  Reach reach = Reach::kPlace;
};

// Every method of proto/. What is not here is refused; unit.common compares it with the contracts
// and with METHODS.md, and e2e.admin_test calls every method of METHODS.md with every role.
std::span<const MethodRule> MethodRules();

// Health checks and, where it is switched on, reflection: they tell nothing and need no key.
bool IsOpenMethod(std::string_view method);

// Ok, or PermissionDenied. A method without a rule is refused to everyone.
Status Authorise(const Caller& caller, std::string_view method);

}  // namespace recourse
