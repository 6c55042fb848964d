#pragma once

#include "services/common/process/metrics.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/client_address.h"
#include "services/console/adapters/sign_in.h"

namespace recourse::console {

// POST, GET and DELETE /v1/session.
class SessionRoutes {
 public:
  SessionRoutes(SignInDesk& desk, SessionStore& sessions, const TrustedProxies& proxies);

  void SignIn(const Ask& ask);
  void Get(const Ask& ask);
  void SignOut(const Ask& ask);

 private:
  void Welcome(const Ask& ask, const SignedIn& signed_in);

  SignInDesk& desk_;
  SessionStore& sessions_;
  const TrustedProxies& proxies_;
  Counter signed_in_;
  Counter wrong_;
  Counter limited_;
};

}  // namespace recourse::console
