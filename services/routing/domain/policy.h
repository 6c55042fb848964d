#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/routing/domain/ticket.h"

namespace recourse::routing {

struct Branch {
  BranchId branch_id;
  RegionId region_id;
  std::string name_zh;
  std::string name_en;
  std::vector<std::string> places;
};

// Feedback goes where the first rule says that fits. What a rule leaves out fits everything.
struct RoutingRule {
  std::string rule_id;
  std::optional<Category> category{};
  std::optional<std::string> place{};
  BranchId branch_id;
};

// The first-response standard. Its calendar is open always; others come with the clock library.
struct ResponseStandard {
  std::string calendar_id;
  Duration target{};
  Duration warn_after{};  // since the start
};

// What a person may change while the system runs.
struct Policy {
  std::map<BranchId, Branch> branches;
  std::map<std::string, BranchId> branch_of_place;
  std::vector<RoutingRule> rules;
  BranchId otherwise;
  ResponseStandard response;
  PolicyVersions versions;
};

}  // namespace recourse::routing
