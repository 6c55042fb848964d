// The suite of the handler over PostgreSQL: the same promises as over the store in memory, and what
// only the real one has: numbers without holes, and two owners at a time.
#include <fstream>
#include <sstream>
#include <thread>

#include "services/common/postgres/migrate.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/relay_store.h"
#include "tests/support/handler_suite.h"
#include "tests/support/postgres_server.h"

namespace recourse::testing {
namespace {

constexpr const char* kTables =
    "CREATE TABLE alarms (key uuid PRIMARY KEY, set_count int NOT NULL DEFAULT 0, "
    "off_count int NOT NULL DEFAULT 0, due_time timestamptz)";
constexpr const char* kMake =
    "INSERT INTO alarms (key) SELECT k FROM unnest($1::uuid[]) AS k ORDER BY k "
    "ON CONFLICT DO NOTHING";
constexpr const char* kLoad =
    "SELECT key, set_count, off_count, due_time FROM alarms WHERE key = ANY ($1) "
    "ORDER BY key FOR UPDATE";
constexpr const char* kSave =
    "UPDATE alarms SET set_count = $2, off_count = $3, due_time = $4 WHERE key = $1";

class AlarmTables final : public Tables<Alarm> {
 public:
  StatusOr<View> Load(Session& session, const std::vector<Alarm::Key>& keys) override {
    std::vector<Uuid> ids;
    for (const auto& key : keys) ids.push_back(key.uuid());
    session.Queue({kMake, Params().Uuids(ids)});
    auto rows = session.Ask({kLoad, Params().Uuids(ids)});
    if (!rows.ok()) return rows.status();
    View view;
    for (int i = 0; i < rows->rows(); ++i) {
      view[Alarm::Key(rows->Uuid(i, 0))] = {static_cast<int>(rows->Int(i, 1)),
                                            static_cast<int>(rows->Int(i, 2)),
                                            rows->OptionalTime(i, 3)};
    }
    return view;
  }
  void Save(Session& session, const Changes<Alarm>& changes) override {
    for (const auto& [key, state] : changes.states) {
      session.Queue({kSave, Params()
                                .Uuid(key.uuid())
                                .Int4(state.set_count)
                                .Int4(state.off_count)
                                .OptionalTime(state.due_time)});
    }
  }
  StatusOr<std::shared_ptr<const Alarm::Policy>> ReadPolicy(Session&) override {
    return std::make_shared<const Alarm::Policy>();
  }
};

PostgresServer& Server() {
  static PostgresServer server;
  return server;
}

std::string RuntimeTables() {
  std::ifstream file(std::string(RECOURSE_TESTS_DIR) +
                     "/../services/common/postgres/migrations/0000_runtime.sql");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A schema of its own for each test.
std::string NewSchema() {
  static int count = 0;
  const std::string dsn = Server().Schema("alarm" + std::to_string(++count));
  const Status migrated = Migrate(dsn, {{"0000_runtime", RuntimeTables()}, {"0001", kTables}});
  EXPECT_TRUE(migrated.ok()) << migrated;
  return dsn;
}

class PostgresBench {
 public:
  PostgresBench() : pool_(NewSchema(), 8), store_(pool_, tables_, codec_, AlarmCodec::kDeadTopic) {
    auto session = pool_.Acquire();
    for (const char* topic : {AlarmCodec::kTopic, AlarmCodec::kDeadTopic}) {
      for (auto& statement : statements::EnsureTopic(topic)) session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }
  PgStore<Alarm>& store() { return store_; }
  Pool& pool() { return pool_; }
  Timestamp Now() { return pool_.Ask(statements::Now())->Time(0, 0); }
  std::vector<std::string> Facts() {
    std::vector<std::string> said;
    for (const auto& row : Rows(PartitionOf(Alarm::KeyOf(1).uuid()))) said.push_back(row.payload);
    return said;
  }
  std::vector<Outgoing> Rows(int partition) {
    PgRelayStore relay(pool_);
    return relay.Read({AlarmCodec::kTopic, partition}, 0, 10'000).value();
  }
  int DeadCount() {
    PgRelayStore relay(pool_);
    return static_cast<int>(relay.Read({AlarmCodec::kDeadTopic, 3}, 0, 100).value().size());
  }

 private:
  Pool pool_;
  AlarmTables tables_;
  AlarmCodec codec_;
  PgStore<Alarm> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, HandlerSuite, PostgresBench);

Command<Alarm> Set(int key) {
  static std::atomic<int> count = 0;
  const Timestamp far(std::chrono::hours(24 * 365 * 100));
  return {RequestId(NamedUuid(kRecourseSpace, "command " + std::to_string(++count))),
          "d",
          {Alarm::KeyOf(key), Alarm::Event::Kind::kSet, far}};
}

TEST(PgStoreTest, WritersAtOnceLeaveNumbersWithoutHolesAndNoDeadlock) {
  PostgresBench bench;
  Handler<Alarm> handler(bench.store());
  std::vector<std::thread> writers;
  std::atomic<int> failed = 0;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < 25; ++i) {
        std::vector<Command<Alarm>> batch;
        for (int k = 0; k < 8; ++k) batch.push_back(Set((w * 3 + i + k * 5) % 16));
        if (!handler.Execute(batch).ok()) ++failed;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  std::size_t total = 0;
  for (int partition = 0; partition < kPartitions; ++partition) {
    const auto rows = bench.Rows(partition);
    total += rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(rows[i].place.sequence, static_cast<std::int64_t>(i) + 1);
    }
  }
  EXPECT_EQ(total, 800u);
}

TEST(PgStoreTest, TwoOwnersOfOnePartitionHandleEachRecordOnce) {
  PostgresBench bench;
  Handler<Alarm> handler(bench.store());
  std::vector<Record<Alarm>> batch;
  for (int i = 1; i <= 50; ++i) {
    batch.push_back({{1, 1, i},
                     i,
                     FactId(NamedUuid(kRecourseSpace, std::to_string(i))),
                     Set(1).event,
                     nullptr});
  }
  std::thread other([&] { EXPECT_TRUE(handler.Handle({"heard", 0}, batch).ok()); });
  EXPECT_TRUE(handler.Handle({"heard", 0}, batch).ok());
  other.join();
  EXPECT_EQ(bench.Facts().size(), 50u);
}

TEST(PgStoreTest, AFactForATopicWithoutAHeadIsRefusedWhole) {
  PostgresBench bench;
  auto session = bench.pool().Acquire();
  session->Queue(statements::Begin());
  for (auto& statement : statements::Say(
           {{{"no.such.topic.v1", 0}, FactId(), Uuid{}, "t", "s", "p", {}}}, bench.Now())) {
    session->Queue(std::move(statement));
  }
  EXPECT_TRUE(absl::IsInvalidArgument(session->Flush()));
}

TEST(PgStoreTest, ATracedFactKeepsItsPlaceAmongOthersAndItsRowNamesTheTrace) {
  PostgresBench bench;
  Handler<Alarm> handler(bench.store());
  std::vector<Command<Alarm>> commands = {Set(1), Set(1), Set(1)};
  commands[1].span = {{1}, {2}, true};
  commands[2].span = {{3}, {4}, false};
  ASSERT_TRUE(handler.Execute(commands).ok());
  const auto rows = bench.Rows(PartitionOf(Alarm::KeyOf(1).uuid()));
  ASSERT_EQ(rows.size(), 3u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].id, Derive(commands[i].request->uuid(), 0));
  }
  const Headers traced = {{"traceparent", trace::FormatTraceparent(commands[1].span)}};
  EXPECT_EQ(rows[0].headers, Headers{});
  EXPECT_EQ(rows[1].headers, traced);
  EXPECT_EQ(rows[2].headers, Headers{});
}

TEST(PgStoreTest, AFactTooLargeToBeSentIsRefusedAtTheOutbox) {
  PostgresBench bench;
  auto session = bench.pool().Acquire();
  session->Queue(statements::Begin());
  const std::string payload(kFactBytesMax + 1, 'x');
  for (auto& statement : statements::Say(
           {{{AlarmCodec::kTopic, 0}, FactId(), Uuid{}, "t", "s", payload, {}}}, bench.Now())) {
    session->Queue(std::move(statement));
  }
  EXPECT_TRUE(absl::IsInvalidArgument(session->Flush()));
}

TEST(PgRelayStoreTest, AProcessThatComesAgainHasNewTermsAndTheOldOneAcknowledgesNothing) {
  PostgresBench bench;
  Handler<Alarm> handler(bench.store());
  ASSERT_TRUE(handler.Execute({Set(1)}).ok());
  const int partition = PartitionOf(Alarm::KeyOf(1).uuid());
  PgRelayStore before(bench.pool()), after(bench.pool());
  const auto lease_of = [&](const std::vector<Lease>& leases) {
    for (const Lease& lease : leases) {
      if (lease.partition == Partition{AlarmCodec::kTopic, partition}) return lease;
    }
    return Lease{};
  };
  const Lease old_lease = lease_of(before.Hold("alarm-1").value());
  const Lease new_lease = lease_of(after.Hold("alarm-1").value());
  EXPECT_GT(new_lease.term, old_lease.term);
  EXPECT_EQ(new_lease.last_sequence, 1);
  EXPECT_FALSE(before.Acknowledge(old_lease.partition, old_lease.term, 1).value());
  EXPECT_TRUE(after.Acknowledge(new_lease.partition, new_lease.term, 1).value());
}

TEST(PgRelayStoreTest, AnotherOwnerWaitsForTheLeaseToRunOut) {
  PostgresBench bench;
  PgRelayStore one(bench.pool()), two(bench.pool());
  EXPECT_FALSE(one.Hold("alarm-1").value().empty());
  EXPECT_TRUE(two.Hold("alarm-2").value().empty());
}

TEST(MigrateTest, AMigrationThatFailsSaysWhyAndLeavesNothing) {
  const std::string dsn = Server().Schema("failing");
  const Status failed = Migrate(dsn, {{"0001", "CREATE TABLE a (x int); CREATE TABLE a (x int)"}});
  EXPECT_FALSE(failed.ok());
  EXPECT_NE(std::string(failed.message()).find("migration 0001"), std::string::npos) << failed;
  EXPECT_TRUE(Migrate(dsn, {{"0001", "CREATE TABLE a (x int)"}}).ok());
}

TEST(MigrateTest, ManyProcessesAtOnceApplyEachOnce) {
  const std::string dsn = Server().Schema("together");
  constexpr int kProcesses = 8;
  std::vector<Status> migrated(kProcesses);
  {
    std::vector<std::jthread> processes;
    for (Status& one : migrated) {
      processes.emplace_back([&dsn, &one] {
        one = Migrate(
            dsn, {{"0001", "CREATE TABLE a (x int)"}, {"0002", "INSERT INTO a VALUES (1), (2)"}});
      });
    }
  }
  for (const Status& one : migrated) EXPECT_TRUE(one.ok()) << one;
  Pool pool(dsn, 1);
  const auto rows = pool.Ask({"SELECT count(*) FROM a"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->Int(0, 0), 2);
}

TEST(MigrateTest, AMigrationWhoseTextChangedIsRefused) {
  const std::string dsn = Server().Schema("changed");
  ASSERT_TRUE(Migrate(dsn, {{"0001", "CREATE TABLE a (x int)"}}).ok());
  ASSERT_TRUE(Migrate(dsn, {{"0001", "CREATE TABLE a (x int)"}}).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(dsn, {{"0001", "CREATE TABLE a (x bigint)"}})));
}

}  // namespace
}  // namespace recourse::testing
