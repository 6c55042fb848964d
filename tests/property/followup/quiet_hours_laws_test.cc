// Quiet hours against another library's zones: instants over twenty years, four zones, any hours.
#include <gtest/gtest.h>

#include "tests/support/followup/chance.h"
#include "tests/support/followup/night.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

constexpr unsigned kCases = 10'000;
constexpr int kSamples = 40;

// Any instant from 2011 to 2031, as often as not within two days of a change of the clocks.
Timestamp AnyTime(Chance& chance, const Zone& zone) {
  const Timestamp begin = Timestamp(std::chrono::sys_days(std::chrono::year(2011) / 1 / 1));
  const Timestamp any = begin + 24h * chance.Below(20 * 365) + Duration(chance.Below(86'400'000));
  if (zone.transitions.empty() || chance.OneIn(2)) return any;
  const Timestamp change = chance.Of(zone.transitions).time;
  return change - 48h + Duration(chance.Below(4 * 86'400'000));
}

bool IsNearChange(const Zone& zone, Timestamp time) {
  return std::any_of(zone.transitions.begin(), zone.transitions.end(), [&](const auto& change) {
    return change.time > time - 72h && change.time < time + 72h;
  });
}

struct Case {
  Zone zone;
  QuietHours quiet;
  Timestamp time;
  Night night;
};

Case CaseOf(unsigned seed) {
  Chance chance(seed);
  const Zone zone = chance.Of(SomeZones());
  const QuietHours quiet = AnyQuietHours(chance);
  return {zone, quiet, AnyTime(chance, zone), Night(quiet, zone.id)};
}

TEST(QuietHoursLaws, WhatIsAllowedIsNotQuietAndNothingBeforeItWasAllowed) {
  for (unsigned seed = 1; seed <= kCases && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case at = CaseOf(seed);
    ASSERT_TRUE(at.night.known());
    const Timestamp allowed = AllowedFrom(at.quiet, at.zone, at.time);
    EXPECT_GE(allowed, at.time);
    EXPECT_FALSE(at.night.IsQuiet(allowed));
    EXPECT_EQ(AllowedFrom(at.quiet, at.zone, allowed), allowed);
    if (IsNearChange(at.zone, at.time))
      continue;  // there it may be quiet longer than the clocks say
    for (int i = 0; i < kSamples && allowed != at.time; ++i) {
      EXPECT_TRUE(at.night.IsQuiet(at.time + (allowed - at.time) * i / kSamples));
    }
  }
}

TEST(QuietHoursLaws, UntilTheyBeginNoInstantIsQuiet) {
  int sampled = 0;
  for (unsigned seed = 1; seed <= kCases && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case at = CaseOf(seed);
    const Timestamp allowed = AllowedFrom(at.quiet, at.zone, at.time);
    const Timestamp begin = QuietFrom(at.quiet, at.zone, allowed);
    ASSERT_GT(begin, allowed);
    EXPECT_LE(begin - allowed, 50h);  // a night that the clocks skipped lies between
    EXPECT_NE(AllowedFrom(at.quiet, at.zone, begin), begin);
    for (int i = 0; i < kSamples; ++i, ++sampled) {
      EXPECT_FALSE(at.night.IsQuiet(allowed + (begin - allowed) * i / kSamples));
    }
  }
  EXPECT_EQ(sampled, static_cast<int>(kCases) * kSamples);
}

}  // namespace
}  // namespace recourse::followup
