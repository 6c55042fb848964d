#include "services/kpi/domain/audit.h"

#include <gtest/gtest.h>

namespace recourse::kpi {
namespace {

const Timestamp kNow(std::chrono::hours(489'740));
const Cell kOpen{Measure::kTicketsOpen, "north", "card", "r1"};
const std::string kField = FieldOf(kOpen);

TEST(Audit, EqualCountersHaveNoDifference) {
  const Counters expected{{kNowBucket, {{kOpen, 2}}}};
  const auto comparison = Compare(expected, {{"now", {{kField, 2}}}}, kNow);
  EXPECT_EQ(comparison.compared, 1);
  EXPECT_TRUE(comparison.differences.empty());
}

TEST(Audit, ACounterPlusOneIsNamed) {
  const Counters expected{{kNowBucket, {{kOpen, 2}}}};
  const auto comparison = Compare(expected, {{"now", {{kField, 3}}}}, kNow);
  EXPECT_EQ(comparison.differences, (std::vector<Difference>{{"now", kField, 2, 3}}));
}

TEST(Audit, WhatIsAbsentCountsAsZero) {
  EXPECT_TRUE(Compare({}, {{"now", {{kField, 0}}}}, kNow).differences.empty());
  EXPECT_EQ(Compare({{kNowBucket, {{kOpen, 1}}}}, {}, kNow).differences.size(), 1u);
  EXPECT_EQ(Compare({}, {{"now", {{"nobody's", 1}}}}, kNow).differences.size(), 1u);
  EXPECT_EQ(Compare({}, {{"nobody's", {{"x", 1}}}}, kNow).differences.size(), 1u);
}

TEST(Audit, ABucketThatHasRunOutMayBeGone) {
  const Counters expected{{MinuteOf(kNow - kMinuteKept), {{kOpen, 1}}}};
  EXPECT_TRUE(Compare(expected, {}, kNow).differences.empty());
  const Counters lately{{MinuteOf(kNow - kMinuteKept + 2 * kExpiryMargin), {{kOpen, 1}}}};
  EXPECT_EQ(Compare(lately, {}, kNow).differences.size(), 1u);
}

}  // namespace
}  // namespace recourse::kpi
