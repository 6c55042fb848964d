#include "services/console/adapters/identity.h"

#include "services/common/access/key.h"
#include "services/common/process/log.h"
#include "services/console/adapters/token.h"

namespace recourse::console {
namespace {

constexpr const char* kPlainCookie = "recourse-session";
constexpr const char* kTlsCookie = "__Host-recourse-session";
constexpr const char* kOwnId = "console";
constexpr const char* kOwnName = "the customer's pages";
constexpr std::size_t kMaxPortDigits = 5;
constexpr const char* kSignInAgain = "Nobody is signed in, or the session is over. Sign in again.";

Timestamp Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// Cookies know no ports: two systems on one machine would sign each other's people out, so on plain
// loopback the name holds the port.
std::string CookieName(const HttpRequest& request) {
  if (IsBehindTls(request)) return kTlsCookie;
  const std::string_view host = request.Header("host");
  const std::size_t colon = host.rfind(':');
  const std::string_view port = colon == std::string_view::npos ? "" : host.substr(colon + 1);
  const bool digits = port.find_first_not_of("0123456789") == std::string_view::npos;
  if (port.empty() || port.size() > kMaxPortDigits || !digits) return kPlainCookie;
  return std::string(kPlainCookie) + "-" + std::string(port);
}

std::string Cookie(const HttpRequest& request, const std::string& token, long seconds) {
  const bool tls = IsBehindTls(request);
  return CookieName(request) + "=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
         (tls ? "; Secure" : "");
}

}  // namespace

// Believed of anyone: who says it without TLS only gets a cookie that his browser will not send.
bool IsBehindTls(const HttpRequest& request) {
  return request.Header("x-forwarded-proto") == "https";
}

std::string_view SessionCookie(const HttpRequest& request) {
  return request.Cookie(CookieName(request));
}

std::string SetSessionCookie(const HttpRequest& request, const std::string& token) {
  return Cookie(request, token,
                std::chrono::duration_cast<std::chrono::seconds>(kSessionAge).count());
}

std::string ClearSessionCookie(const HttpRequest& request) { return Cookie(request, "", 0); }

StatusOr<Identity> Identities::Identify(const HttpRequest& request) {
  if (!request.Header("authorization").empty()) return ByKey(request.Bearer());
  const std::string_view token = SessionCookie(request);
  if (token.empty()) return absl::UnauthenticatedError(kSignInAgain);
  return BySession(token);
}

// As narrow as there is one: what a customer may do by his link, and handing feedback in.
StatusOr<std::string> Identities::OwnKey() const {
  return MintKey(key_secret_, {kOwnId, Role::kIngest, "", kOwnName}, Now() + kKeyLife);
}

StatusOr<Identity> Identities::ByKey(std::string_view key) const {
  auto caller = CheckKey(key_secret_, key, Now());
  if (!caller.ok()) return caller.status();
  return Identity{*std::move(caller), std::string(key), false};
}

StatusOr<Identity> Identities::BySession(std::string_view token) {
  const std::string hash = HashToken(token);
  const auto row = sessions_.Find(hash);
  if (!row.ok()) return absl::UnavailableError("The database of the accounts does not answer.");
  if (!*row || JudgeSession((*row)->times, (*row)->now) != SessionState::kLive) {
    return absl::UnauthenticatedError(kSignInAgain);
  }
  if (ShouldNoteUse((*row)->times, (*row)->now)) {
    if (const Status noted = sessions_.NoteUse(hash); !noted.ok()) {
      Log(LogLevel::kWarning, "use of a session not noted", {{"error", noted.ToString()}});
    }
  }
  return Minted((*row)->account, Now());
}

StatusOr<Identity> Identities::Minted(const Account& account, Timestamp now) const {
  const auto role = ParseRole(account.role);
  if (!role) return absl::PermissionDeniedError("The role of this account is not known here.");
  Caller caller{account.agent_id, *role, account.scope, account.user_name};
  auto key = MintKey(key_secret_, caller, now + kKeyLife);
  if (!key.ok()) return key.status();
  return Identity{std::move(caller), *std::move(key), true};
}

}  // namespace recourse::console
