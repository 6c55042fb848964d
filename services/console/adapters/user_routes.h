#pragma once

#include "services/common/process/log.h"
#include "services/console/adapters/account_store.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/places_codec.h"
#include "services/console/adapters/policy_client.h"

namespace recourse::console {

// /v1/users: who may sign in, as what, and where. A password is shown once, in the answer that made
// it, and lets in once, to choose another. Nobody disables or changes himself. Blocks.
class UserRoutes {
 public:
  UserRoutes(AccountStore& accounts, PolicyClient& policies)
      : accounts_(accounts), policies_(policies) {}

  void List(const Ask& ask);
  // {"user", "role", "scope", "agent_id"}: who is named by agent_id is one of the organisation's
  // people, and has his role and branch where none is said.
  void Create(const Ask& ask);
  void Reset(const Ask& ask);
  void Disable(const Ask& ask);
  void Change(const Ask& ask);

 private:
  struct Wanted {
    std::string user;
    std::string role;
    std::string scope;
    std::string agent_id;
  };
  // Fills in what follows from the organisation; false where it was refused, and answered.
  bool Complete(const Ask& ask, Wanted& wanted);
  bool IsNotHimself(const Ask& ask);
  void AnswerWith(const Ask& ask, const StatusOr<Account>& account, LogPhrase what,
                  const std::string& password = "");

  AccountStore& accounts_;
  PolicyClient& policies_;
};

}  // namespace recourse::console
