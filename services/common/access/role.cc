#include "services/common/access/role.h"

#include <algorithm>
#include <array>
#include <utility>

namespace recourse {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 8> kNames{{
    {Role::kIngest, "ingest"},
    {Role::kAgent, "agent"},
    {Role::kBranchManager, "branch_manager"},
    {Role::kOperations, "operations"},
    {Role::kQuality, "quality"},
    {Role::kDispatcher, "dispatcher"},
    {Role::kAdministrator, "administrator"},
    {Role::kAuditor, "auditor"},
}};

}  // namespace

std::string_view RoleName(Role role) {
  const auto* found = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const auto& row) { return row.first == role; });
  return found == kNames.end() ? "" : found->second;
}

std::optional<Role> ParseRole(std::string_view name) {
  for (const auto& [role, word] : kNames) {
    if (word == name) {
      return role;
    }
  }
  return std::nullopt;
}

const std::vector<Role>& AllRoles() {
  static const std::vector<Role> roles = [] {
    std::vector<Role> all;
    for (const auto& row : kNames) {
      all.push_back(row.first);
    }
    return all;
  }();
  return roles;
}

}  // namespace recourse
