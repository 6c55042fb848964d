#include "services/console/adapters/account_command.h"

#include <cstdio>
#include <iostream>
#include <optional>

#include "services/common/access/role.h"
#include "services/common/text/utf8.h"
#include "services/console/adapters/account_store.h"
#include "services/console/adapters/password.h"
#include "services/console/domain/user.h"

namespace recourse::console {
namespace {

constexpr const char* kUse =
    "use: recourse-console account USER ROLE [--scope PLACE] < file-with-the-password";
constexpr int kRefused = 1;
constexpr int kWrongUse = 2;

struct Wanted {
  std::string user;
  std::string role;
  std::string scope;
};

std::optional<Wanted> ReadArguments(const std::vector<std::string>& arguments) {
  if (arguments.size() != 2 && arguments.size() != 4) return std::nullopt;
  if (arguments.size() == 4 && arguments[2] != "--scope") return std::nullopt;
  return Wanted{arguments[0], arguments[1], arguments.size() == 4 ? arguments[3] : ""};
}

Status Check(const Wanted& wanted, const Secret& password) {
  if (!IsUserName(wanted.user) || !IsUtf8(wanted.user)) {
    return absl::InvalidArgumentError(
        "a user's name has 1 to 128 bytes of text without slashes, and does not begin with a dot");
  }
  if (!ParseRole(wanted.role)) {
    std::string roles;
    for (const Role role : AllRoles()) roles += " " + std::string(RoleName(role));
    return absl::InvalidArgumentError("the role is one of:" + roles);
  }
  return CheckNewPassword(wanted.user, password);
}

Status Put(const Wanted& wanted, const Secret& password, const StoreConfig& store) {
  if (const Status checked = Check(wanted, password); !checked.ok()) return checked;
  const auto hash = HashPassword(password);
  if (!hash.ok()) return hash.status();
  Pool pool(store.postgres_dsn.Reveal(), 1);
  return AccountStore(pool).Put(wanted.user, *hash, wanted.role, wanted.scope);
}

}  // namespace

int RunAccountCommand(const std::vector<std::string>& arguments, const StoreConfig& store) {
  const auto wanted = ReadArguments(arguments);
  if (!wanted) {
    std::fprintf(stderr, "%s\n", kUse);
    return kWrongUse;
  }
  std::string line;
  std::getline(std::cin, line);
  const Status put = Put(*wanted, Secret(std::move(line)), store);
  if (put.ok()) return 0;
  std::fprintf(stderr, "the account was not made: %s\n",
               std::string(put.message().data(), put.message().size()).c_str());
  return kRefused;
}

}  // namespace recourse::console
