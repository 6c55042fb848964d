#include "services/console/domain/user.h"

#include <algorithm>
#include <array>

namespace recourse::console {
namespace {

constexpr unsigned char kDelete = 0x7f;
constexpr std::array<std::string_view, 7> kPersonsRoles = {
    "agent", "branch_manager", "operations", "quality", "dispatcher", "administrator", "auditor"};

}  // namespace

// A slash or a backslash would end the part of an address in which the name stands.
bool IsUserName(std::string_view name) {
  return !name.empty() && name.size() <= kUserNameBytesMax && name.front() != '.' &&
         std::none_of(name.begin(), name.end(), [](unsigned char c) {
           return c < ' ' || c == kDelete || c == '/' || c == '\\';
         });
}

bool IsPersonsRole(std::string_view role) {
  return std::find(kPersonsRoles.begin(), kPersonsRoles.end(), role) != kPersonsRoles.end();
}

}  // namespace recourse::console
