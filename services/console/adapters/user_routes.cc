#include "services/console/adapters/user_routes.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "services/common/grpc/status.h"
#include "services/common/http/problem.h"
#include "services/common/process/log.h"
#include "services/common/text/utf8.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/json_fields.h"
#include "services/console/adapters/password.h"
#include "services/console/adapters/query.h"
#include "services/console/domain/time_text.h"
#include "services/console/domain/user.h"

namespace recourse::console {
namespace {

namespace json = boost::json;

constexpr const char* kOrganization = "organization";
constexpr std::int64_t kPageSize = 100;
constexpr std::int64_t kPageSizeMax = 1'000;

const char* NameOf(AccountState state) {
  switch (state) {
    case AccountState::kNew:
      return "new";
    case AccountState::kActive:
      return "active";
    case AccountState::kDisabled:
      return "disabled";
  }
  return "";
}

json::object UserJson(const Account& account) {
  return {{"user", account.user_name},      {"agent_id", account.agent_id},
          {"role", account.role},           {"scope", account.scope},
          {"state", NameOf(account.state)}, {"changed_time", FormatTime(account.changed_time)}};
}

HttpResponse Refused(const char* slug, const char* field, const std::string& sentence) {
  return ProblemResponse({400, slug, sentence, {{"field", field}}});
}

HttpResponse NoStore() {
  return ProblemResponse(
      {503, "unavailable", "The database of the accounts does not answer. Try again shortly."});
}

HttpResponse ProblemOfChange(const Status& status) {
  if (status.code() == StatusCode::kNotFound) {
    return ProblemResponse({404, "user-unknown", "There is no account of this name."});
  }
  if (status.code() == StatusCode::kAlreadyExists) {
    return ProblemResponse({409, "user-exists",
                            "An account of this name, or of this person, is there already. Reset "
                            "its password instead, or choose another name."});
  }
  Log(LogLevel::kError, "an account could not be changed", {{"error", status.ToString()}});
  return NoStore();
}

}  // namespace

void UserRoutes::List(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {"page_size", "page_token"})) {
    return ask.answer(*std::move(bad));
  }
  std::int64_t page_size = kPageSize;
  if (!ReadNumber(*ask.request, "page_size", 1, kPageSizeMax, page_size)) {
    return ask.answer(BadQuery("The page size is a number from 1 to 1,000."));
  }
  const std::string after = ask.request->Query("page_token").value_or("");
  if (after.find('\0') != std::string::npos) return ask.answer(BadQuery("The page token is none."));
  const auto accounts = accounts_.List(after, static_cast<int>(page_size));
  if (!accounts.ok()) return ask.answer(NoStore());
  json::array users;
  for (const Account& account : *accounts) users.push_back(UserJson(account));
  const bool more = static_cast<std::int64_t>(accounts->size()) == page_size;
  ask.answer(JsonResponse(json::serialize(json::object{
      {"users", std::move(users)}, {"next_page_token", more ? accounts->back().user_name : ""}})));
}

bool UserRoutes::Complete(const Ask& ask, Wanted& wanted) {
  const auto refuse = [&](HttpResponse response) {
    ask.answer(std::move(response));
    return false;
  };
  if (!wanted.agent_id.empty() || !wanted.scope.empty()) {
    const auto organization = policies_.GetActive(ask.identity.key, kOrganization);
    if (!organization.ok()) return refuse(ProblemOf(ToGrpc(organization.status())));
    const Places places = ReadPlaces(organization->document());
    const auto person = places.people.find(wanted.agent_id);
    if (!wanted.agent_id.empty() && person == places.people.end()) {
      return refuse(Refused("person-unknown", "agent_id",
                            "The organisation has nobody of this agent_id. Import an organisation "
                            "that names him among its people first."));
    }
    if (!wanted.agent_id.empty()) {
      if (wanted.scope.empty()) wanted.scope = person->second.branch_id;
      if (wanted.role.empty()) wanted.role = person->second.role;
    }
    if (!wanted.scope.empty() && !places.scopes.contains(wanted.scope)) {
      return refuse(Refused("scope-unknown", "scope",
                            "The organisation has no such branch or region. Leave the scope empty "
                            "for the whole of it."));
    }
  }
  if (IsPersonsRole(wanted.role)) return true;
  return refuse(Refused("role-unknown", "role",
                        "The role of a person is agent, branch_manager, operations, quality, "
                        "dispatcher, administrator or auditor."));
}

void UserRoutes::Create(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  std::optional<FieldFault> fault;
  Wanted wanted;
  JsonFields fields(*body, "", fault);
  fields.Text("user", wanted.user);
  fields.Text("role", wanted.role);
  fields.Text("scope", wanted.scope);
  fields.Text("agent_id", wanted.agent_id);
  fields.NothingElse();
  if (fault) return ask.answer(ProblemOf(*fault));
  if (!IsUserName(wanted.user) || !IsUtf8(wanted.user)) {
    return ask.answer(Refused("user-name-invalid", "user",
                              "A user's name has 1 to 128 bytes of text without slashes, and does "
                              "not begin with a dot."));
  }
  if (!Complete(ask, wanted)) return;
  const std::string password = NewOneTimePassword();
  const auto hash = HashPassword(Secret(password));
  if (!hash.ok()) return ask.answer(ProblemOfChange(hash.status()));
  AnswerWith(
      ask, accounts_.Create({wanted.user, *hash, wanted.role, wanted.scope, wanted.agent_id, true}),
      "an account was made", password);
}

void UserRoutes::Reset(const Ask& ask) {
  const std::string password = NewOneTimePassword();
  const auto hash = HashPassword(Secret(password));
  if (!hash.ok()) return ask.answer(ProblemOfChange(hash.status()));
  AnswerWith(ask, accounts_.Reset(ask.part, *hash), "a password was reset", password);
}

bool UserRoutes::IsNotHimself(const Ask& ask) {
  if (!ask.identity.by_session || ask.identity.caller.name != ask.part) return true;
  ask.answer(ProblemResponse({409, "user-yourself",
                              "This is your own account. Have another administrator do it, so that "
                              "one is always left."}));
  return false;
}

void UserRoutes::Disable(const Ask& ask) {
  if (!IsNotHimself(ask)) return;
  AnswerWith(ask, accounts_.Disable(ask.part), "an account was disabled");
}

void UserRoutes::Change(const Ask& ask) {
  if (!IsNotHimself(ask)) return;
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  std::optional<FieldFault> fault;
  Wanted wanted;
  JsonFields fields(*body, "", fault);
  fields.Text("role", wanted.role);
  fields.Text("scope", wanted.scope);
  fields.NothingElse();
  if (fault) return ask.answer(ProblemOf(*fault));
  if (!body->contains("scope")) {
    return ask.answer(Refused("field-missing", "scope",
                              "Say the scope as well: empty, it is the whole organisation."));
  }
  if (!Complete(ask, wanted)) return;
  AnswerWith(ask, accounts_.Change(ask.part, wanted.role, wanted.scope), "an account was changed");
}

void UserRoutes::AnswerWith(const Ask& ask, const StatusOr<Account>& account, LogPhrase what,
                            const std::string& password) {
  if (!account.ok()) return ask.answer(ProblemOfChange(account.status()));
  Log(LogLevel::kInfo, what,
      {{"user", account->user_name},
       {"role", account->role},
       {"actor_id", ask.identity.caller.id}});
  json::object answer{{"user", UserJson(*account)}};
  if (!password.empty()) answer["password"] = password;
  ask.answer(JsonResponse(json::serialize(answer)));
}

}  // namespace recourse::console
