#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace recourse {

enum class Role {
  kIngest,
  kAgent,
  kBranchManager,
  kOperations,
  kQuality,
  kDispatcher,
  kAdministrator,
  kAuditor,
};

// As written in keys, accounts and on screens: "branch_manager".
std::string_view RoleName(Role role);
std::optional<Role> ParseRole(std::string_view name);
const std::vector<Role>& AllRoles();

}  // namespace recourse
