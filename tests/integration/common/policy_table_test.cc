// Versions of policies in a real PostgreSQL: which is active, how it became so, and the way back.
#include "services/common/postgres/policy_table.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/postgres_server.h"

namespace recourse {
namespace {

constexpr const char* kKind = "sla";
const PolicyActor kAnna{"a-1", "anna", "shorter"};
const PolicyActor kBoris{"a-2", "boris", "too short"};

Migration FileOf(const std::string& name) {
  std::ifstream file(std::string(RECOURSE_TESTS_DIR) + "/../services/common/postgres/migrations/" +
                     name + ".sql");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return {name, text.str()};
}

testing::PostgresServer& Server() {
  static testing::PostgresServer server;
  return server;
}

std::string NewSchema() {
  static int count = 0;
  return Server().Schema("policies" + std::to_string(++count));
}

class PolicyTableTest : public ::testing::Test {
 protected:
  PolicyTableTest() {
    EXPECT_TRUE(Migrate(dsn_, {FileOf("0000_runtime"), FileOf("0002_runtime_policies")}).ok());
  }
  std::int64_t Put(const std::string& document, PolicyTable::Then then = kActivate) {
    const auto put = table_.Put(kKind, document, kAnna, then);
    EXPECT_TRUE(put.ok()) << put.status();
    return put.ok() ? put->version() : 0;
  }
  // The version that is active afterwards.
  std::int64_t RollBack() {
    const auto versions = table_.VersionBefore(kKind);
    EXPECT_TRUE(versions.ok()) << versions.status();
    const auto made = table_.RollBack(kKind, versions->active, kBoris);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->version : 0;
  }
  std::int64_t Active() {
    auto session = pool_.Acquire();
    return PolicyTable::ActiveVersions(*session)->at(kKind);
  }

  static constexpr PolicyTable::Then kActivate = PolicyTable::Then::kActivate;
  static constexpr PolicyTable::Then kKeep = PolicyTable::Then::kKeep;
  const std::string dsn_ = NewSchema();
  Pool pool_{dsn_, 8};
  PolicyTable table_{pool_};
};

TEST_F(PolicyTableTest, WhatIsPutIsActiveAndSaysWhoAndWhy) {
  EXPECT_EQ(Put(R"({"a": 1})"), 1);
  EXPECT_EQ(Put(R"({"a": 2})"), 2);
  const auto active = table_.Get(kKind, 0);
  ASSERT_TRUE(active.ok());
  EXPECT_EQ(active->version, 2);
  EXPECT_EQ(active->actor.name, "anna");
  EXPECT_EQ(active->actor.note, "shorter");
  EXPECT_TRUE(active->active);
  EXPECT_FALSE(table_.Get(kKind, 1)->active);
  EXPECT_EQ(table_.Get(kKind, 3).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(table_.Get("weather", 0).status().code(), StatusCode::kNotFound);
}

TEST_F(PolicyTableTest, TheSameDocumentIsNoNewVersion) {
  EXPECT_EQ(Put(R"({"a": 1, "b": [2]})"), 1);
  const auto again = table_.Put(kKind, R"({ "b": [2], "a": 1 })", kBoris);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->unchanged);
  EXPECT_EQ(again->version(), 1);
  EXPECT_EQ(again->policy.actor.name, "anna") << "who put it first";
  EXPECT_EQ(table_.Activations({kKind, 0, 100})->size(), 1u);
  EXPECT_EQ(Put(R"({"a": 1, "b": [2, 2]})"), 2);
  EXPECT_EQ(Put(R"({"a": 1, "b": [2]})"), 3) << "said anew, after another was active";
}

TEST_F(PolicyTableTest, AVersionCanBeKeptWithoutBeingActive) {
  EXPECT_EQ(Put("{}"), 1);
  EXPECT_EQ(Put(R"({"a": 1})", kKeep), 2);
  EXPECT_EQ(Active(), 1);
  EXPECT_EQ(Put(R"({"a": 1})", kKeep), 2) << "the newest says it already";
  const auto made = table_.Activate(kKind, 2, kBoris);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->cause, "activated");
  EXPECT_EQ(made->activation, 2);
  EXPECT_EQ(Active(), 2);
  EXPECT_EQ(table_.Activate(kKind, 9, kBoris).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Active(), 2);
}

TEST_F(PolicyTableTest, WhatIsActiveIsNotActivatedAgain) {
  EXPECT_EQ(Put("{}"), 1);
  const auto again = table_.Activate(kKind, 1, kBoris);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->activation, 1);
  EXPECT_EQ(again->actor.name, "anna");
}

TEST_F(PolicyTableTest, RollingBackGoesOneFurtherEachTimeAndIsKept) {
  for (const char* document : {"{}", R"({"a": 1})", R"({"a": 2})"}) Put(document);
  EXPECT_EQ(RollBack(), 2);
  EXPECT_EQ(Active(), 2);
  EXPECT_EQ(RollBack(), 1) << "not forth again to what was just taken back";
  EXPECT_EQ(table_.VersionBefore(kKind).status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(table_.RollBack(kKind, 1, kBoris).status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Active(), 1);
  const auto history = table_.Activations({kKind, 0, 100});
  ASSERT_EQ(history->size(), 5u);
  EXPECT_EQ(history->front().cause, "rolled_back");
  EXPECT_EQ(history->front().actor.note, "too short");
  EXPECT_EQ(history->back().cause, "put");
}

TEST_F(PolicyTableTest, WhatIsPutAfterARollBackIsRolledBackToWhatWasActive) {
  for (const char* document : {"{}", R"({"a": 1})"}) Put(document);
  EXPECT_EQ(RollBack(), 1);
  EXPECT_EQ(Put(R"({"a": 2})"), 3);
  EXPECT_EQ(RollBack(), 1);
}

TEST_F(PolicyTableTest, ARollBackOfWhatIsNotActiveAnyMoreIsRefused) {
  for (const char* document : {"{}", R"({"a": 1})"}) Put(document);
  EXPECT_EQ(table_.RollBack(kKind, 1, kBoris).status().code(), StatusCode::kAborted);
  EXPECT_EQ(Active(), 2);
}

TEST_F(PolicyTableTest, ListsInPagesByKindNewestFirst) {
  for (const char* document : {"{}", R"({"a": 1})"}) Put(document);
  ASSERT_TRUE(table_.Put("calendar", "{}").ok());
  const auto words = [](const auto& listed) {
    std::string text;
    for (const auto& one : *listed) {
      text += one.kind + std::to_string(one.version) + (one.active ? "* " : " ");
    }
    return text;
  };
  EXPECT_EQ(words(table_.List({"", 0, 100}, false)), "calendar1* sla2* sla1 ");
  EXPECT_EQ(words(table_.List({"sla", 2, 100}, false)), "sla1 ");
  EXPECT_EQ(words(table_.List({"calendar", 1, 1}, false)), "sla2* ");
  EXPECT_EQ(words(table_.List({"calendar", 0, 100}, true)), "calendar1* ");
}

// Each of many at once either makes the version that follows or waits for who does.
TEST_F(PolicyTableTest, ManyAtOnceMakeOneVersionEach) {
  constexpr int kThreads = 8;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] { Put("{\"a\": " + std::to_string(i) + "}"); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(table_.List({kKind, 0, 100}, true)->size(), static_cast<std::size_t>(kThreads));
  const auto history = table_.Activations({kKind, 0, 100});
  ASSERT_EQ(history->size(), static_cast<std::size_t>(kThreads));
  EXPECT_EQ(history->front().version, kThreads);
  EXPECT_EQ(Active(), kThreads);
}

TEST(PolicyMigrationTest, WhatWasPutBeforeIsActiveAsItWas) {
  const std::string dsn = NewSchema();
  ASSERT_TRUE(Migrate(dsn, {FileOf("0000_runtime")}).ok());
  Pool pool(dsn, 1);
  ASSERT_TRUE(pool.Ask({"INSERT INTO policies (kind, version, document) VALUES "
                        "('sla', 1, '{}'), ('sla', 2, '{\"a\": 1}'), ('rules', 1, '{}')"})
                  .ok());
  ASSERT_TRUE(Migrate(dsn, {FileOf("0000_runtime"), FileOf("0002_runtime_policies")}).ok());
  PolicyTable table(pool);
  EXPECT_EQ(table.Get("sla", 0)->version, 2);
  EXPECT_EQ(table.Get("rules", 0)->version, 1);
  EXPECT_EQ(table.VersionBefore("sla")->before, 1);
}

}  // namespace
}  // namespace recourse
