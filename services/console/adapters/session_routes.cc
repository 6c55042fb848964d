#include "services/console/adapters/session_routes.h"

#include <boost/json/serialize.hpp>

#include "services/common/http/problem.h"
#include "services/common/process/log.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/password.h"
#include "services/console/adapters/token.h"

namespace recourse::console {
namespace {

constexpr const char* kSignIns = "recourse_console_sign_ins_total";
constexpr const char* kSignInsHelp = "Tries to sign in, by what came of them.";
constexpr std::size_t kMaxUserBytes = 128;

struct Credentials {
  std::string user;
  Secret password;
  std::optional<Secret> new_password{};
};

// Nothing where the shape is another. Names that no account can have are as wrong as any other.
std::optional<Credentials> ReadCredentials(const boost::json::object& body) {
  const auto* user = body.if_contains("user");
  const auto* password = body.if_contains("password");
  const auto* new_password = body.if_contains("new_password");
  if (body.size() != (new_password == nullptr ? 2 : 3) || user == nullptr || password == nullptr ||
      !user->is_string() || !password->is_string() ||
      (new_password != nullptr && !new_password->is_string())) {
    return std::nullopt;
  }
  const auto& name = user->get_string();
  const auto& secret = password->get_string();
  if (name.size() > kMaxUserBytes || secret.size() > kMaxPasswordBytes ||
      name.find('\0') != boost::json::string::npos) {
    return Credentials{};
  }
  Credentials credentials{std::string(name), Secret(std::string(secret))};
  if (new_password != nullptr) {
    credentials.new_password = Secret(std::string(new_password->get_string()));
  }
  return credentials;
}

std::string PersonJson(const std::string& agent_id, const std::string& user, std::string_view role,
                       const std::string& scope) {
  return boost::json::serialize(boost::json::object{
      {"agent_id", agent_id}, {"user", user}, {"role", std::string(role)}, {"scope", scope}});
}

HttpResponse Wrong() {
  return ProblemResponse({401, "sign-in-refused",
                          "The user name or the password is wrong. Try again, or have an "
                          "administrator reset it: recoursectl user reset USER."});
}

HttpResponse ToChange() {
  return ProblemResponse({403, "password-change-required",
                          "This password was given to you by somebody who has read it. Send it "
                          "again with \"new_password\", 12 to 128 bytes that only you know."});
}

HttpResponse NewRefused(const std::string& sentence) {
  return ProblemResponse(
      {400, "new-password-refused", "The new password was not taken: " + sentence + "."});
}

HttpResponse Limited(std::chrono::seconds wait) {
  const std::string seconds = std::to_string(wait.count());
  HttpResponse response =
      ProblemResponse({429,
                       "sign-in-limited",
                       "Too many tries failed. Wait " + seconds + " s and try again.",
                       {{"seconds", seconds}}});
  for (auto& [name, value] : response.headers) {
    if (name == "Retry-After") value = seconds;
  }
  return response;
}

}  // namespace

SessionRoutes::SessionRoutes(SignInDesk& desk, SessionStore& sessions,
                             const TrustedProxies& proxies)
    : desk_(desk),
      sessions_(sessions),
      proxies_(proxies),
      signed_in_(kSignIns, kSignInsHelp, {{"outcome", "signed_in"}}),
      wrong_(kSignIns, kSignInsHelp, {{"outcome", "wrong"}}),
      limited_(kSignIns, kSignInsHelp, {{"outcome", "limited"}}) {}

void SessionRoutes::SignIn(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  const auto credentials = ReadCredentials(*body);
  if (!credentials) {
    return ask.answer(ProblemResponse(
        {400, "field-wrong-type",
         "Send {\"user\": \"...\", \"password\": \"...\"}, and \"new_password\" to choose another, "
         "and nothing else."}));
  }
  const auto outcome = desk_.SignIn(credentials->user, credentials->password,
                                    credentials->new_password, proxies_.AddressOf(*ask.request));
  if (!outcome.ok()) {
    Log(LogLevel::kError, "sign-in failed", {{"error", outcome.status().ToString()}});
    return ask.answer(ProblemResponse(
        {503, "unavailable", "Signing in does not work at the moment. Try again shortly."}));
  }
  if (const auto* limited = std::get_if<TooManyTries>(&*outcome)) {
    limited_.Add();
    return ask.answer(Limited(limited->wait));
  }
  if (std::holds_alternative<PasswordToChange>(*outcome)) return ask.answer(ToChange());
  if (const auto* refused = std::get_if<NewPasswordRefused>(&*outcome)) {
    return ask.answer(NewRefused(refused->sentence));
  }
  const auto* signed_in = std::get_if<SignedIn>(&*outcome);
  if (signed_in == nullptr) {
    wrong_.Add();
    return ask.answer(Wrong());
  }
  Welcome(ask, *signed_in);
}

void SessionRoutes::Welcome(const Ask& ask, const SignedIn& signed_in) {
  const Account& account = signed_in.account;
  signed_in_.Add();
  Log(LogLevel::kInfo, "signed in", {{"agent_id", account.agent_id}});
  HttpResponse response =
      JsonResponse(PersonJson(account.agent_id, account.user_name, account.role, account.scope));
  response.headers.emplace_back("Set-Cookie", SetSessionCookie(*ask.request, signed_in.token));
  ask.answer(std::move(response));
}

void SessionRoutes::Get(const Ask& ask) {
  const Caller& caller = ask.identity.caller;
  ask.answer(JsonResponse(PersonJson(caller.id, caller.name, RoleName(caller.role), caller.scope)));
}

void SessionRoutes::SignOut(const Ask& ask) {
  const std::string_view token = SessionCookie(*ask.request);
  if (!token.empty()) {
    if (const Status deleted = sessions_.Delete(HashToken(token)); !deleted.ok()) {
      return ask.answer(ProblemResponse(
          {503, "unavailable", "Signing out does not work at the moment. Try again shortly."}));
    }
  }
  HttpResponse response = JsonResponse("{}");
  response.headers.emplace_back("Set-Cookie", ClearSessionCookie(*ask.request));
  ask.answer(std::move(response));
}

}  // namespace recourse::console
