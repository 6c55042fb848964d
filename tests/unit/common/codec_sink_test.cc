#include "services/common/runtime/codec_sink.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/counting_domain.h"
#include "tests/support/fake_store.h"

namespace recourse {
namespace {

using testing::Count;
using testing::CountCodec;
using testing::FakeStore;

const Partition kOne{"recourse.said.number.v1", 1};
const Partition kTwo{"recourse.said.number.v1", 2};
constexpr std::int64_t kPrepared = 1'000;  // added to the number of what was prepared

// What happened, in its order.
using Steps = std::vector<std::string>;

class PreparingCodec final : public Codec<Count> {
 public:
  explicit PreparingCodec(Steps& steps) : steps_(steps) {}
  std::variant<Count::Event, Unreadable> Decode(const RawRecord& record) const override {
    return codec_.Decode(record);
  }
  void Prepare(std::span<Count::Event* const> events) const override {
    steps_.push_back("prepare " + std::to_string(events.size()));
    for (Count::Event* event : events) event->number += kPrepared;
  }
  Encoded Encode(const Count::Fact& fact) const override { return codec_.Encode(fact); }
  std::string EncodeAnswer(const int& answer) const override { return codec_.EncodeAnswer(answer); }
  int DecodeAnswer(const std::string& bytes) const override { return codec_.DecodeAnswer(bytes); }

 private:
  const CountCodec codec_{};
  Steps& steps_;
};

class TellingStore final : public Store<Count> {
 public:
  explicit TellingStore(Steps& steps) : steps_(steps) {}
  StatusOr<std::unique_ptr<UnitOfWork<Count>>> Begin() override {
    steps_.push_back("begin");
    return store.Begin();
  }
  StatusOr<DueTimers<Count>> Due(int limit) override { return store.Due(limit); }
  StatusOr<Position> PositionOf(const Partition& partition) override {
    return store.PositionOf(partition);
  }
  FakeStore<Count> store;

 private:
  Steps& steps_;
};

class CodecSinkTest : public ::testing::Test {
 protected:
  static RawRecord Heard(const Partition& partition, std::int64_t sequence,
                         const std::string& payload) {
    RawRecord record;
    record.partition = partition;
    record.offset = sequence - 1;
    record.place = {1, 1, sequence};
    record.id = Derive(NamedUuid(kRecourseSpace, "heard " + std::to_string(partition.number)),
                       static_cast<std::size_t>(sequence));
    record.payload = payload;
    return record;
  }
  std::int64_t NumberOf(int key) { return store_.store.rows.at(Count::KeyOf(key)).last_number; }

  Steps steps_;
  TellingStore store_{steps_};
  PreparingCodec codec_{steps_};
  CodecSink<Count> sink_{store_, codec_};
};

TEST_F(CodecSinkTest, AllEventsOfSeveralPartitionsArePreparedBeforeTheTransaction) {
  const std::vector<RawRecord> one{Heard(kOne, 1, CountCodec::Write(1, 11)),
                                   Heard(kOne, 2, CountCodec::Write(2, 12))};
  const std::vector<RawRecord> two{Heard(kTwo, 1, CountCodec::Write(3, 13))};
  const auto told = sink_.HandleAll({{kOne, &one}, {kTwo, &two}});
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(steps_, (Steps{"prepare 3", "begin"}));
  EXPECT_EQ(NumberOf(1), 11 + kPrepared);
  EXPECT_EQ(NumberOf(2), 12 + kPrepared);
  EXPECT_EQ(NumberOf(3), 13 + kPrepared);
}

TEST_F(CodecSinkTest, OnePartitionIsPreparedToo) {
  const auto told = sink_.Handle(kOne, {Heard(kOne, 1, CountCodec::Write(1, 11))});
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(steps_, (Steps{"prepare 1", "begin"}));
  EXPECT_EQ(NumberOf(1), 11 + kPrepared);
}

TEST_F(CodecSinkTest, WhatCannotBeReadIsNotPrepared) {
  const auto told =
      sink_.Handle(kOne, {Heard(kOne, 1, "unreadable"), Heard(kOne, 2, CountCodec::Write(1, 11))});
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(steps_, (Steps{"prepare 1", "begin"}));
  EXPECT_EQ(store_.store.dead.size(), 1U);
}

}  // namespace
}  // namespace recourse
