#pragma once

#include <string>

#include "services/routing/domain/event.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

// Where feedback goes, and why.
struct Route {
  BranchId branch_id;
  RegionId region_id;
  std::string rule;  // the id of the rule, `place` for the branch at the place, or `otherwise`
};

// The first rule that fits; else the branch at the feedback's place; else policy.otherwise.
Route RouteOf(const Category& category, const std::string& place, const Policy& policy);
inline Route RouteOf(const FeedbackClassified& feedback, const Policy& policy) {
  return RouteOf(feedback.category, feedback.place, policy);
}

}  // namespace recourse::routing
