#include "services/kpi/domain/measure.h"

#include <gtest/gtest.h>

#include "services/kpi/domain/bucket.h"

namespace recourse::kpi {
namespace {

TEST(Measure, AFieldNamesMeasureBranchCategoryAndRegion) {
  EXPECT_EQ(FieldOf({Measure::kTicketsOpen, "north", "card", "r1"}), "tickets_open|north|card|r1");
  EXPECT_EQ(FieldOf({Measure::kTicketsOpened, "", "", ""}), "tickets_opened|||");
}

TEST(Measure, AFieldNamesTheDetailOfWhatHasOne) {
  EXPECT_EQ(FieldOf({Measure::kNps, "north", "card", "r1", 9}), "nps.9|north|card|r1");
  EXPECT_EQ(ParseField("nps.0|||"), (Cell{Measure::kNps, "", "", "", 0}));
  EXPECT_EQ(ParseField("first_response_time.878|a|b|c"),
            (Cell{Measure::kFirstResponseTime, "a", "b", "c", 878}));
}

TEST(Measure, EveryMeasureComesBackByItsName) {
  for (int i = 0; i <= static_cast<int>(Measure::kRecordsUnreadable); ++i) {
    const auto measure = static_cast<Measure>(i);
    const Cell cell{measure, "b", "c", "r", HasDetail(measure) ? 3 : 0};
    EXPECT_EQ(ParseField(FieldOf(cell)), cell) << NameOf(measure);
  }
}

TEST(Measure, BarsAndPerCentSignsInNamesDoNotMixFields) {
  const Cell cell{Measure::kTicketsOpen, "a|b", "100%7C", "|"};
  EXPECT_EQ(FieldOf(cell), "tickets_open|a%7Cb|100%257C|%7C");
  EXPECT_EQ(ParseField(FieldOf(cell)), cell);
}

TEST(Measure, AFieldOfNobodysIsNotParsed) {
  for (const char* field :
       {"", "tickets_open", "tickets_open|a|b", "tickets_open|a|b|c|d", "tickets_closed|a|b|c",
        "tickets_open|a%|b|c", "tickets_open|%41|b|c", "tickets_open.1|a|b|c", "nps|a|b|c",
        "nps.|a|b|c", "nps.-1|a|b|c", "nps.1x|a|b|c"}) {
    EXPECT_FALSE(ParseField(field)) << field;
  }
}

TEST(Bucket, NamesComeBack) {
  for (const Bucket& bucket :
       {kNowBucket, Bucket{Bucket::Kind::kMinute, 29384410}, Bucket{Bucket::Kind::kHour, 489740}}) {
    EXPECT_EQ(ParseBucket(NameOf(bucket)), bucket);
  }
  for (const char* name : {"", "position", "minute:", "minute:1x", "day:1"}) {
    EXPECT_FALSE(ParseBucket(name)) << name;
  }
}

TEST(Bucket, TimeBefore1970FallsIntoTheMinuteThatHoldsIt) {
  EXPECT_EQ(MinuteOf(Timestamp(Duration(-1))).index, -1);
  EXPECT_EQ(HourOf(Timestamp(Duration(-1))).index, -1);
}

TEST(Bucket, WhatIsSoNowNeverExpires) {
  EXPECT_FALSE(ExpireTimeOf(kNowBucket));
  EXPECT_EQ(ExpireTimeOf({Bucket::Kind::kMinute, 0}), Timestamp(std::chrono::hours(25)));
  EXPECT_EQ(ExpireTimeOf({Bucket::Kind::kHour, 0}), Timestamp(std::chrono::days(32)));
}

}  // namespace
}  // namespace recourse::kpi
