#include "services/kpi/domain/kpi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "services/kpi/domain/duration_bucket.h"

namespace recourse::kpi {
namespace {

const Visible kAll = [](const auto&, const auto&) { return true; };

const Sums kSums{
    {{{Measure::kTicketsOpen, "north", "card", "r1"}, 3},
     {{Measure::kTicketsOpen, "south", "card", "r2"}, 2},
     {{Measure::kRecordsUnreadable, "", "", ""}, 7}},
    {{{Measure::kClocksMet, "north", "card", "r1", 1}, 3},
     {{Measure::kClocksMissed, "north", "loan", "r1", 1}, 1},
     {{Measure::kFeedbackReceived, "", "card", ""}, 5}},
};

Kpi Find(const std::vector<Kpi>& kpis, const std::string& name, const std::string& branch = "",
         const std::string& category = "") {
  const auto found = std::find_if(kpis.begin(), kpis.end(), [&](const Kpi& kpi) {
    return kpi.name == name && kpi.branch_id == branch && kpi.category == category;
  });
  EXPECT_NE(found, kpis.end()) << name << " at " << branch << " in " << category;
  return found == kpis.end() ? Kpi{} : *found;
}

TEST(Kpi, ComplianceIsMetOverMetAndMissed) {
  const Kpi kpi = Find(KpisOf(kSums, {}, kAll), "compliance");
  EXPECT_EQ(kpi.value, 0.75);
  EXPECT_EQ(kpi.numerator, 3);
  EXPECT_EQ(kpi.denominator, 4);
  EXPECT_EQ(kpi.window, "1h");
}

TEST(Kpi, ComplianceWithNoClockFinishedIsAbsentAndNotZero) {
  const Kpi kpi = Find(KpisOf({}, {}, kAll), "compliance");
  EXPECT_EQ(kpi.value, std::nullopt);
  EXPECT_EQ(kpi.denominator, 0);
}

TEST(Kpi, WithoutGroupingEveryMeasureIsThereAlsoWhenNothingWasCounted) {
  const auto kpis = KpisOf({}, {"north", "", Window::kDay, Group::kNone}, kAll);
  for (const char* name :
       {"feedback_received", "tickets_opened", "tickets_resolved", "tickets_reopened",
        "contacts_repeated", "clocks_breached", "clocks_breached_by_change", "tickets_open",
        "tickets_unassigned", "tickets_waiting", "tickets_at_risk", "clocks_breached_open",
        "loops_unheard"}) {
    EXPECT_EQ(Find(kpis, name, "north").value, 0) << name;
  }
  EXPECT_EQ(Find(kpis, "tickets_open", "north").window, "now");
  EXPECT_EQ(Find(kpis, "tickets_opened", "north").window, "24h");
}

TEST(Kpi, GroupsAddUpToTheWhole) {
  EXPECT_EQ(Find(KpisOf(kSums, {}, kAll), "tickets_open").numerator, 5);
  const auto by_branch = KpisOf(kSums, {"", "", Window::kHour, Group::kBranch}, kAll);
  EXPECT_EQ(Find(by_branch, "tickets_open", "north").numerator, 3);
  EXPECT_EQ(Find(by_branch, "tickets_open", "south").numerator, 2);
  EXPECT_EQ(Find(by_branch, "feedback_received", "").numerator, 5);
  const auto by_category = KpisOf(kSums, {"", "", Window::kHour, Group::kCategory}, kAll);
  EXPECT_EQ(Find(by_category, "tickets_open", "", "card").numerator, 5);
  const auto by_both = KpisOf(kSums, {"", "", Window::kHour, Group::kBranchAndCategory}, kAll);
  EXPECT_EQ(Find(by_both, "compliance", "north", "card").value, 1);
  EXPECT_EQ(Find(by_both, "compliance", "north", "loan").value, 0);
}

TEST(Kpi, OnlyTheBranchAndTheCategoryAskedForAreCounted) {
  const auto kpis = KpisOf(kSums, {"north", "card", Window::kHour, Group::kNone}, kAll);
  EXPECT_EQ(Find(kpis, "tickets_open", "north", "card").numerator, 3);
  EXPECT_EQ(Find(kpis, "compliance", "north", "card").value, 1);
}

TEST(Kpi, WhatTheCallerMayNotSeeIsNotCountedForHim) {
  const auto r2 = [](const std::string&, const std::string& region) { return region == "r2"; };
  EXPECT_EQ(Find(KpisOf(kSums, {}, r2), "tickets_open").numerator, 2);
  for (const Kpi& kpi : KpisOf(kSums, {"", "", Window::kHour, Group::kBranch}, r2)) {
    EXPECT_EQ(kpi.branch_id, "south");
  }
}

// Cells of one place, for what is made of them.
Sums Happened(const std::vector<std::tuple<Measure, int, std::int64_t>>& counts) {
  Sums sums;
  for (const auto& [measure, detail, count] : counts) {
    sums.happened[{measure, "north", "card", "r1", detail}] = count;
  }
  return sums;
}

TEST(Kpi, WhatHasNoAnswersIsAbsentAndNotZero) {
  const auto kpis = KpisOf({}, {}, kAll);
  for (const char* name :
       {"compliance", "csat", "nps", "ces", "fcr", "recovery_rate", "survey_response_rate",
        "response_time_p50", "response_time_p90", "response_time_p95", "resolution_time_p50",
        "resolution_time_p90", "resolution_time_p95"}) {
    const Kpi kpi = Find(kpis, name);
    EXPECT_EQ(kpi.value, std::nullopt) << name;
    EXPECT_EQ(kpi.denominator, 0) << name;
  }
}

TEST(Kpi, EachNameComesOnceAndFcrTwiceFirstTheOneThatStands) {
  std::map<std::string, std::vector<bool>> names;
  for (const Kpi& kpi : KpisOf({}, {}, kAll)) names[kpi.name].push_back(kpi.provisional);
  for (const auto& [name, provisional] : names) {
    const std::vector<bool> expected =
        name == "fcr" ? std::vector<bool>{false, true} : std::vector<bool>{false};
    EXPECT_EQ(provisional, expected) << name;
  }
}

TEST(Kpi, ComplianceIsOverAllKindsOfClocksOrOne) {
  const int first = static_cast<int>(ClockKind::kFirstResponse);
  const int resolution = static_cast<int>(ClockKind::kResolution);
  const Sums sums = Happened({{Measure::kClocksMet, first, 6},
                              {Measure::kClocksMissed, first, 2},
                              {Measure::kClocksMissed, resolution, 2}});
  EXPECT_EQ(Find(KpisOf(sums, {}, kAll), "compliance").value, 0.6);
  KpiQuery query;
  query.clock_kind = ClockKind::kFirstResponse;
  EXPECT_EQ(Find(KpisOf(sums, query, kAll), "compliance").value, 0.75);
}

TEST(Kpi, ABreachRevokedBeyondTheWindowLeavesNoNegativeCount) {
  const Sums sums = Happened({{Measure::kClocksBreached, 1, -1}});
  EXPECT_EQ(Find(KpisOf(sums, {}, kAll), "clocks_breached").value, 0);
}

// 280 of 400 resolved at first contact are 70 % (metrics.md).
TEST(Kpi, FcrIsConfirmedAtFirstContactOverConfirmed) {
  const Kpi kpi = Find(KpisOf(Happened({{Measure::kResolutionsConfirmed, 1, 280},
                                        {Measure::kResolutionsConfirmed, 0, 120}}),
                              {}, kAll),
                       "fcr");
  EXPECT_DOUBLE_EQ(*kpi.value, 0.7);
  EXPECT_EQ(kpi.numerator, 280);
  EXPECT_EQ(kpi.denominator, 400);
  EXPECT_FALSE(kpi.provisional);
}

TEST(Kpi, FcrIsProvisionalOfWhatWasResolvedAndIsNotConfirmedYet) {
  const auto kpis = KpisOf(Happened({{Measure::kTicketsResolved, 0, 10},
                                     {Measure::kResolutionsSettled, 0, 2},
                                     {Measure::kResolutionsUndone, 0, 2}}),
                           {}, kAll);
  const auto found = std::find_if(kpis.begin(), kpis.end(), [](const Kpi& kpi) {
    return kpi.name == "fcr" && kpi.provisional;
  });
  ASSERT_NE(found, kpis.end());
  EXPECT_EQ(found->numerator, 6);
  EXPECT_EQ(found->denominator, 8);
  EXPECT_EQ(found->value, 0.75);
}

TEST(Kpi, ResponseTimesAreOfFirstAndLaterAnswersOrOfTheKindAskedFor) {
  const int minute = DurationBucketOf(std::chrono::minutes(1));
  const int hour = DurationBucketOf(std::chrono::hours(1));
  const Sums sums =
      Happened({{Measure::kFirstResponseTime, minute, 1}, {Measure::kNextResponseTime, hour, 3}});
  EXPECT_NEAR(*Find(KpisOf(sums, {}, kAll), "response_time_p50").value, 3600, 36);
  EXPECT_EQ(Find(KpisOf(sums, {}, kAll), "response_time_p50").denominator, 4);
  KpiQuery query;
  query.clock_kind = ClockKind::kFirstResponse;
  EXPECT_NEAR(*Find(KpisOf(sums, query, kAll), "response_time_p95").value, 60, 0.6);
  EXPECT_EQ(Find(KpisOf(sums, query, kAll), "resolution_time_p50").value, std::nullopt);
}

TEST(Kpi, WhatFollowupSaysIsMarkedAsItsOwn) {
  const auto kpis = KpisOf(Happened({{Measure::kNps, 10, 3},
                                     {Measure::kNps, 0, 2},
                                     {Measure::kNps, 7, 5},
                                     {Measure::kLoopsHeard, 0, 3},
                                     {Measure::kLoopsUnheard, 0, 1},
                                     {Measure::kCustomersRecovered, 0, 1},
                                     {Measure::kCustomersNotRecovered, 0, 3}}),
                           {}, kAll);
  EXPECT_DOUBLE_EQ(*Find(kpis, "nps").value, 10);
  EXPECT_TRUE(Find(kpis, "nps").standard_error.has_value());
  EXPECT_EQ(Find(kpis, "survey_response_rate").value, 0.75);
  EXPECT_EQ(Find(kpis, "recovery_rate").value, 0.25);
  EXPECT_EQ(Find(kpis, "loops_unheard").value, 1);
  EXPECT_EQ(Find(kpis, "ces").variant, "a");
  for (const Kpi& kpi : kpis) {
    const bool of_loops = kpi.name == "csat" || kpi.name == "nps" || kpi.name == "ces" ||
                          kpi.name == "recovery_rate" || kpi.name == "survey_response_rate" ||
                          kpi.name == "loops_unheard";
    EXPECT_EQ(kpi.source == Source::kLoops, of_loops) << kpi.name;
  }
}

TEST(Kpi, OnlyTheNamesAskedForAreGiven) {
  KpiQuery query;
  query.names = {"nps", "fcr", "no_such"};
  std::vector<std::string> names;
  for (const Kpi& kpi : KpisOf(kSums, query, kAll)) names.push_back(kpi.name);
  EXPECT_EQ(names, (std::vector<std::string>{"fcr", "fcr", "nps"}));
}

TEST(Kpi, RegionsAreAGroupAndAFilter) {
  std::map<std::string, std::int64_t> open;
  for (const Kpi& kpi : KpisOf(kSums, {"", "", Window::kHour, Group::kRegion}, kAll)) {
    if (kpi.name == "tickets_open") open[kpi.region_id] = kpi.numerator;
  }
  EXPECT_EQ(open, (std::map<std::string, std::int64_t>{{"", 0}, {"r1", 3}, {"r2", 2}}));
  KpiQuery query;
  query.region_id = "r1";
  EXPECT_EQ(Find(KpisOf(kSums, query, kAll), "tickets_open").numerator, 3);
}

}  // namespace
}  // namespace recourse::kpi
