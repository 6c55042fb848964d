#include "services/kpi/domain/kpi.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace recourse::kpi {
namespace {

const Visible kAll = [](const auto&, const auto&) { return true; };

const Sums kSums{
    {{{Measure::kTicketsOpen, "north", "card", "r1"}, 3},
     {{Measure::kTicketsOpen, "south", "card", "r2"}, 2},
     {{Measure::kRecordsUnreadable, "", "", ""}, 7}},
    {{{Measure::kClocksMet, "north", "card", "r1"}, 3},
     {{Measure::kClocksMissed, "north", "loan", "r1"}, 1},
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
  for (const char* name : {"feedback_received", "tickets_opened", "tickets_resolved",
                           "contacts_repeated", "clocks_breached", "tickets_open",
                           "tickets_at_risk", "clocks_breached_open"}) {
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

}  // namespace
}  // namespace recourse::kpi
