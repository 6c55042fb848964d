// Keys in a real PostgreSQL: made, shown, revoked, and told as revoked while they would be good.
#include "services/ingest/adapters/credential_store.h"

#include <gtest/gtest.h>

#include "services/common/access/key.h"
#include "tests/support/postgres_server.h"

namespace recourse::ingest {

const std::vector<Migration>& Migrations();

namespace {

const Caller kAnna{"a-1", Role::kAdministrator, "", "anna"};

class CredentialStoreTest : public ::testing::Test {
 protected:
  CredentialStoreTest() { EXPECT_TRUE(Migrate(dsn_, Migrations()).ok()); }
  std::string Make(const std::string& name, std::optional<Timestamp> expire_time = {}) {
    const Caller key{NewKeyId(), Role::kIngest, "", name};
    EXPECT_TRUE(store_.Keep(key, "hash", expire_time, kAnna).ok());
    return key.id;
  }

  recourse::testing::PostgresServer server_;
  const std::string dsn_ = server_.Schema("ingest");
  Pool pool_{dsn_, 2};
  CredentialStore store_{pool_};
};

TEST_F(CredentialStoreTest, KeepsRevokesAndTells) {
  const std::string first = Make("first"), second = Make("second");
  const std::string elsewhere = NewKeyId();
  EXPECT_TRUE(store_.Revoked(10)->empty());
  EXPECT_EQ(store_.List("", 10)->size(), 2u);
  EXPECT_EQ(store_.List("", 10)->front().caller.name, "second");
  EXPECT_EQ(store_.List(second, 10)->front().caller.id, first);
  EXPECT_EQ(store_.List("", 10)->front().actor_name, "anna");

  ASSERT_TRUE(store_.Revoke(first, kAnna, "lost").ok());
  const auto again = store_.Revoke(first, {"a-2", Role::kAdministrator, "", "boris"}, "again");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->revoked_by_name, "anna") << "as it was revoked first";
  EXPECT_EQ(again->revoked_note, "lost");
  ASSERT_TRUE(store_.Revoke(elsewhere, kAnna, "").ok()) << "signed without a server";
  std::vector<std::string> expected{first, elsewhere};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(*store_.Revoked(10), expected);
  EXPECT_EQ(store_.List("", 10)->size(), 3u);

  const auto past = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now() -
                                                           std::chrono::hours(1));
  const std::string ended = Make("ended", past);
  ASSERT_TRUE(store_.Revoke(ended, kAnna, "").ok());
  EXPECT_EQ(*store_.Revoked(10), expected) << "what has ended by itself need not be told";
}

}  // namespace
}  // namespace recourse::ingest
