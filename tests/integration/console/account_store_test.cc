// Accounts and sessions in a real PostgreSQL: who is disabled or reset is out with that statement,
// whatever else happens at that moment.
#include "services/console/adapters/account_store.h"

#include <gtest/gtest.h>

#include "services/console/adapters/password.h"
#include "services/console/adapters/sign_in.h"
#include "services/console/adapters/token.h"
#include "tests/support/postgres_server.h"

namespace recourse::console {

const std::vector<Migration>& Migrations();

namespace {

const Secret kPassword("a password of her own");
constexpr const char* kAddress = "192.0.2.1";

recourse::testing::PostgresServer& Server() {
  static recourse::testing::PostgresServer server;
  return server;
}

class AccountStoreTest : public ::testing::Test {
 protected:
  AccountStoreTest() { EXPECT_TRUE(Migrate(dsn_, Migrations()).ok()); }

  static std::string NewSchema() {
    static int count = 0;
    return Server().Schema("console" + std::to_string(++count));
  }
  static std::string HashOf(const Secret& password) { return *HashPassword(password); }
  // Of somebody new: his one-time password.
  std::string Create(const std::string& user, const std::string& agent_id = "") {
    const std::string password = NewOneTimePassword();
    const auto made =
        accounts_.Create({user, HashOf(Secret(password)), "agent", "b1", agent_id, true});
    EXPECT_TRUE(made.ok()) << made.status();
    return password;
  }
  SignInDesk::Outcome SignIn(const std::string& user, const Secret& password,
                             std::optional<Secret> new_password = {}) {
    auto outcome = desk_.SignIn(user, password, new_password, kAddress);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return *std::move(outcome);
  }
  template <typename Kind>
  bool Is(const SignInDesk::Outcome& outcome) {
    return std::holds_alternative<Kind>(outcome);
  }
  // The hash by which the session of somebody who was let in is known.
  std::string SessionOf(const SignInDesk::Outcome& outcome) {
    return Is<SignedIn>(outcome) ? HashToken(std::get<SignedIn>(outcome).token) : "";
  }
  bool IsLive(const std::string& session) { return sessions_.Find(session)->has_value(); }

  const std::string dsn_ = NewSchema();
  Pool pool_{dsn_, 8};
  AccountStore accounts_{pool_};
  SessionStore sessions_{pool_};
  SignInDesk desk_{accounts_, sessions_};
};

TEST_F(AccountStoreTest, AOneTimePasswordOnlyLetsInWithAnother) {
  const Secret given(Create("anna"));
  EXPECT_TRUE(Is<PasswordToChange>(SignIn("anna", given)));
  EXPECT_TRUE(Is<NewPasswordRefused>(SignIn("anna", given, Secret("short"))));
  EXPECT_TRUE(Is<NewPasswordRefused>(SignIn("anna", given, given)));
  EXPECT_EQ((*accounts_.Find("anna"))->account.state, AccountState::kNew);
  const auto in = SignIn("anna", given, kPassword);
  EXPECT_TRUE(IsLive(SessionOf(in)));
  EXPECT_TRUE(Is<WrongPassword>(SignIn("anna", given)));
  EXPECT_TRUE(Is<SignedIn>(SignIn("anna", kPassword)));
  EXPECT_EQ((*accounts_.Find("anna"))->account.state, AccountState::kActive);
}

TEST_F(AccountStoreTest, AOneTimePasswordEnds) {
  const Secret given(Create("anna"));
  ASSERT_TRUE(
      pool_.Ask({"UPDATE accounts SET one_time_until = clock_timestamp() - interval '1 ms'"}).ok());
  EXPECT_TRUE(Is<WrongPassword>(SignIn("anna", given)));
  EXPECT_TRUE(Is<WrongPassword>(SignIn("anna", given, kPassword)));
}

TEST_F(AccountStoreTest, WhoIsDisabledIsOutAtOnceAndStaysOut) {
  const auto in = SignIn("anna", Secret(Create("anna")), kPassword);
  ASSERT_TRUE(accounts_.Disable("anna").ok());
  EXPECT_FALSE(IsLive(SessionOf(in)));
  EXPECT_TRUE(Is<WrongPassword>(SignIn("anna", kPassword)));
  EXPECT_EQ(accounts_.Disable("anna")->state, AccountState::kDisabled);
  EXPECT_EQ(accounts_.Disable("nobody").status().code(), StatusCode::kNotFound);
}

TEST_F(AccountStoreTest, AResetEndsSessionsAndLetsInAgain) {
  const auto in = SignIn("anna", Secret(Create("anna")), kPassword);
  ASSERT_TRUE(accounts_.Disable("anna").ok());
  const Secret given(NewOneTimePassword());
  ASSERT_TRUE(accounts_.Reset("anna", HashOf(given)).ok());
  EXPECT_FALSE(IsLive(SessionOf(in)));
  EXPECT_TRUE(Is<WrongPassword>(SignIn("anna", kPassword)));
  EXPECT_TRUE(Is<PasswordToChange>(SignIn("anna", given)));
}

// The password was right a moment ago; by the time the session is made it is not hers any more.
TEST_F(AccountStoreTest, NoSessionBeginsWithAPasswordThatWasReset) {
  SignIn("anna", Secret(Create("anna")), kPassword);
  const std::string before = (*accounts_.Find("anna"))->password_hash;
  ASSERT_TRUE(accounts_.Reset("anna", HashOf(Secret(NewOneTimePassword()))).ok());
  const auto made = sessions_.Create(HashToken("late"), "anna", before);
  ASSERT_TRUE(made.ok());
  EXPECT_FALSE(*made);
}

// It was being made while the account was reset, and its row comes after the reset looked for rows.
TEST_F(AccountStoreTest, ASessionOfAnOlderPasswordIsOverWheneverItWasWritten) {
  SignIn("anna", Secret(Create("anna")), kPassword);
  const std::string before = (*accounts_.Find("anna"))->password_hash;
  ASSERT_TRUE(accounts_.Reset("anna", HashOf(Secret(NewOneTimePassword()))).ok());
  constexpr const char* kLate =
      "INSERT INTO sessions (token_hash, user_name, password_hash) VALUES ('\\x6c', 'anna', $1)";
  ASSERT_TRUE(pool_.Ask({kLate, Params().Text(before)}).ok());
  EXPECT_FALSE(IsLive("\x6c"));
}

TEST_F(AccountStoreTest, APersonHasOneAccountAndIsKnownByHisOwnId) {
  Create("anna", "a-17");
  EXPECT_EQ((*accounts_.Find("anna"))->account.agent_id, "a-17");
  const auto again = accounts_.Create({"anna2", "hash", "agent", "b1", "a-17", true});
  EXPECT_EQ(again.status().code(), StatusCode::kAlreadyExists);
  const auto same = accounts_.Create({"anna", "hash", "agent", "b1", "", true});
  EXPECT_EQ(same.status().code(), StatusCode::kAlreadyExists);
  Create("boris");
  EXPECT_EQ((*accounts_.Find("boris"))->account.agent_id.size(), 36u);
}

TEST_F(AccountStoreTest, AChangedRoleAndScopeHoldForSessionsThatAreOpen) {
  const auto in = SignIn("anna", Secret(Create("anna")), kPassword);
  ASSERT_TRUE(accounts_.Change("anna", "auditor", "").ok());
  const auto row = sessions_.Find(SessionOf(in));
  ASSERT_TRUE(row->has_value());
  EXPECT_EQ((*row)->account.role, "auditor");
  EXPECT_EQ((*row)->account.scope, "");
}

TEST_F(AccountStoreTest, ListsByNameInPages) {
  for (const char* name : {"c", "a", "b"}) Create(name);
  EXPECT_EQ(accounts_.List("", 2)->size(), 2u);
  EXPECT_EQ(accounts_.List("", 2)->back().user_name, "b");
  EXPECT_EQ(accounts_.List("b", 2)->front().user_name, "c");
}

}  // namespace
}  // namespace recourse::console
