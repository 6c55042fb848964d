#include "services/routing/domain/route.h"

#include <utility>

namespace recourse::routing {
namespace {

bool Fits(const RoutingRule& rule, const Category& category, const std::string& place) {
  return (!rule.category || *rule.category == category) && (!rule.place || *rule.place == place);
}

Route To(const BranchId& branch_id, std::string rule, const Policy& policy) {
  const auto found = policy.branches.find(branch_id);
  const RegionId region_id = found == policy.branches.end() ? RegionId() : found->second.region_id;
  return {branch_id, region_id, std::move(rule)};
}

}  // namespace

Route RouteOf(const Category& category, const std::string& place, const Policy& policy) {
  for (const RoutingRule& rule : policy.rules) {
    if (Fits(rule, category, place)) return To(rule.branch_id, rule.rule_id, policy);
  }
  const auto at_place = policy.branch_of_place.find(place);
  if (at_place != policy.branch_of_place.end()) return To(at_place->second, "place", policy);
  return To(policy.otherwise, "otherwise", policy);
}

}  // namespace recourse::routing
