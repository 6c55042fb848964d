// What is remembered of feedback, over a real PostgreSQL: the same as in memory, and forgotten in
// time.
#include "services/classify/adapters/matter_store.h"

#include <gtest/gtest.h>

#include "services/classify/adapters/matter_codec.h"
#include "services/common/app/side_decider.h"
#include "tests/integration/classify/triage_desk.h"
#include "tests/unit/classify/matter_values.h"

namespace recourse::classify {
namespace {

using namespace matter::testing;  // NOLINT: values of this test
using matter::Heard;

const Partition kPartition{kClassifiedTopic, 3};

class Silent final : public Encoder {
 public:
  const std::string& release() const override { return release_; }
  std::size_t dimensions() const override { return 2; }
  void Encode(std::span<const std::string> texts, std::vector<float>& points) const override {
    points.assign(texts.size() * 2, 0);
  }

 private:
  const std::string release_ = "silent";
};

class MatterStoreTest : public ::testing::Test {
 protected:
  MatterStoreTest() {
    auto session = pool_.Acquire();
    for (const char* topic : {kClassifiedTopic, kMatterTopic}) {
      for (auto& statement : statements::EnsureTopic(topic)) session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }

  void Hear(const std::vector<Heard>& heard) {
    std::vector<Record<matter::Domain>> records;
    for (const Heard& each : heard) {
      const FactId id(NamedUuid(kRecourseSpace, "record " + std::to_string(++sequence_)));
      records.push_back({{1, 1, sequence_}, sequence_ - 1, id, each});
    }
    const auto progress = handler_.Handle(kPartition, records);
    ASSERT_TRUE(progress.ok()) << progress.status();
    ASSERT_EQ(progress->position.sequence, sequence_);
  }
  matter::View Load(const std::vector<matter::FileId>& files) {
    auto work = store_.Begin();
    auto view = (*work)->Load(files);
    EXPECT_TRUE(view.ok()) << view.status();
    return *std::move(view);
  }
  std::int64_t Number(const char* sql) {
    const auto rows = pool_.Ask({sql});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows->Int(0, 0);
  }
  void Do(const char* sql) {
    const auto done = pool_.Ask({sql});
    ASSERT_TRUE(done.ok()) << done.status();
  }

  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = testing::TriageServer().Schema("matters" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }

  Pool pool_{NewSchema(), 4};
  MatterMetric metric_;
  MatterTables tables_{metric_};
  MatterCodec codec_{std::make_shared<const Silent>(), metric_, [] { return kNoon; }};
  PgStore<matter::Domain> store_{pool_, tables_, codec_, kDeadTopic};
  Handler<matter::Domain> handler_{store_};
  std::int64_t sequence_ = 0;
};

TEST_F(MatterStoreTest, RemembersWhatTheDomainDoes) {
  const std::vector<Heard> heard{HeardOf("f1", "c", "card", {-127, 3}),
                                 HeardOf("f2", "c", "fee", {-120, 9}),
                                 HeardOf("f3", "", "card", {127, 0}, kNoon + std::chrono::hours(2)),
                                 CorrectionOf(HeardOf("f1", "c", "card", {}), "loan")};
  History expected;
  for (const Heard& each : heard) {
    expected.Hear(each);
    Hear({each});
  }
  std::vector<matter::FileId> files;
  for (const auto& [id, file] : expected.view) files.push_back(id);
  EXPECT_EQ(Load(files), expected.view);
}

TEST_F(MatterStoreTest, SaysWhatWasFoundInItsTopicOnce) {
  Hear({HeardOf("f1", "c", "card", kSame), HeardOf("f2", "c", "fee", kNear)});
  EXPECT_EQ(Number("SELECT count(*) FROM outbox WHERE topic = 'recourse.classify.matter.v1'"), 1);
  sequence_ = 0;
  Hear({HeardOf("f1", "c", "card", kSame), HeardOf("f2", "c", "fee", kNear)});
  EXPECT_EQ(Number("SELECT count(*) FROM outbox"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM matter_pieces"), 2);
}

TEST_F(MatterStoreTest, WhatGoesFromTheFileGoesFromTheTable) {
  for (int i = 0; i < 17; ++i) {
    Hear({HeardOf("f" + std::to_string(i), "c", "card", kOther, kNoon + std::chrono::minutes(i))});
  }
  EXPECT_EQ(Number("SELECT count(*) FROM matter_pieces"), 16);
  Hear({CorrectionOf(HeardOf("f16", "c", "card", kOther), "card", false)});
  EXPECT_EQ(Number("SELECT count(*) FROM matter_pieces"), 15);
  EXPECT_EQ(Number("SELECT count(*) FROM matter_clusters"), 1);
  Hear({HeardOf("late", "d", "card", kOther, kNoon + std::chrono::hours(100))});
  EXPECT_EQ(Number("SELECT count(*) FROM matter_clusters WHERE counts LIKE '%:1'"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM matter_clusters"), 1) << "the old one is forgotten";
}

TEST_F(MatterStoreTest, AFileThatNothingWasAddedToForEightDaysGoesWithAllOfIt) {
  Hear({HeardOf("f1", "c", "card", kSame)});
  ASSERT_EQ(Number("SELECT count(*) FROM matter_files"), 2);
  Do("UPDATE matter_files SET changed_time = changed_time - interval '9 days'");
  Hear({HeardOf("f2", "d", "fee", kSame)});
  EXPECT_EQ(Number("SELECT count(*) FROM matter_files"), 2);
  EXPECT_EQ(Number("SELECT count(*) FROM matter_pieces"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM matter_clusters"), 1);
}

TEST_F(MatterStoreTest, WhatIsAddedToIsNotForgotten) {
  Hear({HeardOf("f1", "c", "card", kSame)});
  Do("UPDATE matter_files SET changed_time = changed_time - interval '9 days'");
  Hear({HeardOf("f2", "c", "card", kSame)});
  EXPECT_EQ(Number("SELECT count(*) FROM matter_pieces"), 2);
}

// What classify said of so many pieces before.
class FromNowTest : public MatterStoreTest {
 protected:
  void Say(int facts) {
    auto session = pool_.Acquire();
    std::vector<statements::Said> said;
    for (int i = 0; i < facts; ++i) {
      const FactId id(NamedUuid(kRecourseSpace, "said " + std::to_string(++said_)));
      said.push_back({kPartition, id, id.uuid(), "type", "schema", "payload", {}});
    }
    for (auto& each : statements::Say(said, kNoon)) session->Queue(std::move(each));
    ASSERT_TRUE(session->Flush().ok());
  }
  Position Begin() {
    const auto position = sink_.PositionOf(kPartition);
    EXPECT_TRUE(position.ok()) << position.status();
    return *position;
  }

  CodecSink<matter::Domain> handling_{store_, codec_};
  FromNowSink sink_{handling_, pool_};
  int said_ = 0;
};

TEST_F(FromNowTest, ANewReaderBeginsShortlyBeforeTheHead) {
  Say(FromNowSink::kRecordsBefore + 7);
  EXPECT_EQ(Begin(), (Position{1, 7, -1}));
  EXPECT_EQ(Begin(), (Position{1, 7, -1})) << "and stays there";
}

TEST_F(FromNowTest, OfAYoungTopicItHearsAll) {
  EXPECT_EQ(Begin().sequence, 0);
  Say(3);
  EXPECT_EQ(Begin().sequence, 0);
}

TEST_F(FromNowTest, WhereTheNextWasForgottenItGoesOnWithWhatIsThere) {
  Say(5);
  EXPECT_EQ(Begin().sequence, 0);
  Do("DELETE FROM outbox WHERE sequence <= 3");
  EXPECT_EQ(Begin().sequence, 3);
  Do("DELETE FROM outbox");
  EXPECT_EQ(Begin().sequence, 5);
}

TEST_F(FromNowTest, ALaterTimeLineIsEnteredWhereItBegins) {
  Say(2);
  Do("DELETE FROM outbox");
  Do("UPDATE heads SET epoch = 2, epoch_first = last_sequence + 1");
  Say(1);
  const Position position = Begin();
  EXPECT_EQ(position.sequence, 2);
  EXPECT_EQ(FollowingOf(position, {2, 3, 3}), Following::kNext);
}

}  // namespace
}  // namespace recourse::classify
