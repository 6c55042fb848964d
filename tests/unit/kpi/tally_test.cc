#include "services/kpi/adapters/tally.h"

#include <gtest/gtest.h>

#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/ticket_records.h"

namespace recourse::kpi {
namespace {

std::vector<RawRecord> Records(int count) {
  TicketHistory history(7);
  std::vector<RawRecord> records;
  for (int i = 0; i < count; ++i) records.push_back(history.Next());
  return records;
}

RawRecord At(RawRecord record, std::int64_t offset) {
  record.offset = offset;
  return record;
}

TEST(Tally, CountsARecordThatWasSentAgainOnce) {
  const auto records = Records(3);
  Tally once(Position{});
  for (const RawRecord& record : records) once.Add(record);
  Tally twice(Position{});
  std::int64_t offset = 0;
  for (int i = 0; i < 2; ++i) {
    for (const RawRecord& record : records) twice.Add(At(record, offset++));
  }
  EXPECT_EQ(twice.counters(), once.counters());
  EXPECT_EQ(twice.position(), once.position());
}

TEST(Tally, NothingBeyondAHoleIsCountedUntilItIsFilled) {
  const auto records = Records(3);
  Tally tally(Position{});
  tally.Add(records[0]);
  tally.Add(records[2]);
  EXPECT_EQ(tally.missing(), 2);
  EXPECT_EQ(tally.position(), (Position{1, 1, 0}));
  tally.Add(At(records[1], 3));
  tally.Add(At(records[2], 4));
  EXPECT_EQ(tally.missing(), std::nullopt);
  EXPECT_EQ(tally.position(), (Position{1, 3, 4}));
  EXPECT_EQ(tally.counted(), 3);
}

TEST(Tally, WhatCannotBeReadIsCountedAsSuchAndReadOver) {
  auto records = Records(2);
  records[0].payload = "\xff";
  records[1].unreadable = "ended the process three times";
  RawRecord stray;
  Tally tally(Position{});
  tally.Add(records[0]);
  tally.Add(records[1]);
  tally.Add(At(stray, 2));
  const Cell unreadable{Measure::kRecordsUnreadable, "", "", ""};
  EXPECT_EQ(tally.counters(), (Counters{{kNowBucket, {{unreadable, 2}}}}));
  EXPECT_EQ(tally.position(), (Position{1, 2, 1})) << "a stray is left out and moves nothing";
  ASSERT_EQ(tally.uncounted().size(), 2u);
  EXPECT_EQ(tally.uncounted()[1].reason, "ended the process three times");
}

TEST(Tally, EachTopicIsReadAsWhatItCarries) {
  LoopHistory loops(7);
  Tally tally(Position{});
  for (int i = 0; i < 40; ++i) tally.Add(loops.Next());
  EXPECT_EQ(tally.counted(), 40);
  EXPECT_TRUE(tally.uncounted().empty());
  Counters counters;
  RawRecord garbage;
  garbage.partition = loops.partition();
  garbage.payload = "\xff";
  EXPECT_EQ(CountFact(garbage, counters), "payload is not a LoopEvent");
}

TEST(Tally, ALaterEpochTellsThatWhatWasCountedIsLost) {
  auto records = Records(3);
  Tally tally(Position{1, 3, 2});
  records[2].place = {2, 3, 3};
  tally.Add(records[2]);
  EXPECT_TRUE(tally.lost_time_line());
  EXPECT_FALSE(tally.Moved());
}

TEST(Tally, ABatchNamesEachBucketOnceAndNothingThatCancelsOut) {
  const auto records = Records(200);
  Tally tally(Position{});
  for (const RawRecord& record : records) tally.Add(record);
  const CountingBatch batch = BatchOf(tally);
  EXPECT_EQ(batch.buckets.size(), tally.counters().size());
  for (const Increment& increment : batch.increments) {
    EXPECT_NE(increment.delta, 0);
    EXPECT_LT(increment.bucket, batch.buckets.size());
  }
}

}  // namespace
}  // namespace recourse::kpi
