#pragma once

#include <functional>
#include <string>

#include "services/common/access/caller.h"
#include "services/common/core/status.h"
#include "services/common/core/time.h"
#include "services/common/http/message.h"
#include "services/common/process/secret.h"
#include "services/console/adapters/session_store.h"

namespace recourse::console {

// Who sends a request, and the key by which the services will know him.
struct Identity {
  Caller caller;
  std::string key;
  bool by_session = false;
};

// The cookie of a session. Where TLS ends before us it has the name that browsers bind to this host
// and to TLS; on plain loopback that name would be refused.
std::string_view SessionCookie(const HttpRequest& request);
bool IsBehindTls(const HttpRequest& request);
std::string SetSessionCookie(const HttpRequest& request, const std::string& token);
std::string ClearSessionCookie(const HttpRequest& request);

// Knows people by their session and machines by their key. Thread-safe; blocks on the database.
class Identities {
 public:
  // A key that stands for a person is good for the one request that it is made for.
  static constexpr std::chrono::seconds kKeyLife{60};

  Identities(SessionStore& sessions, Secret key_secret)
      : sessions_(sessions), key_secret_(std::move(key_secret)) {}

  // Unauthenticated when nobody is known; Unavailable when that cannot be told. A key goes before a
  // cookie, and is passed on as it is.
  StatusOr<Identity> Identify(const HttpRequest& request);
  // The key of the console itself, by which it asks for a customer whose right is his link.
  StatusOr<std::string> OwnKey() const;

 private:
  StatusOr<Identity> ByKey(std::string_view key) const;
  StatusOr<Identity> BySession(std::string_view token);
  StatusOr<Identity> Minted(const Account& account, Timestamp now) const;

  SessionStore& sessions_;
  const Secret key_secret_;
};

}  // namespace recourse::console
