#include "services/kpi/adapters/watch_codec.h"

#include <gtest/gtest.h>

namespace recourse::kpi {
namespace {

Kpi Open(const std::string& branch, std::int64_t count) {
  return {"tickets_open", static_cast<double>(count), count, 1, "now", branch, ""};
}
Kpi Nps(double value) {
  Kpi kpi{"nps", value, 1, 2, "1h", "", ""};
  kpi.source = Source::kLoops;
  return kpi;
}

Reading ReadingAt(std::int64_t ms) {
  Reading reading;
  reading.tickets = {Timestamp(Duration(ms)), false, 1};
  reading.loops = {Timestamp(Duration(ms - 1)), false, 1};
  return reading;
}

TEST(WatchView, BeginsWithEverything) {
  WatchView view;
  const auto first = view.Changes({Open("north", 3), Open("south", 1)}, ReadingAt(5'000));
  EXPECT_TRUE(first.snapshot());
  EXPECT_EQ(first.kpis_size(), 2);
  EXPECT_EQ(first.ticket_as_of().seconds(), 5);
  EXPECT_EQ(first.loop_as_of().nanos(), 999'000'000);
}

TEST(WatchView, ThenSaysWhatChangedAndTheAgeOfAll) {
  WatchView view;
  view.Changes({Open("north", 3), Open("south", 1)}, ReadingAt(5'000));
  const auto next = view.Changes({Open("north", 3), Open("south", 2)}, ReadingAt(6'000));
  EXPECT_FALSE(next.snapshot());
  ASSERT_EQ(next.kpis_size(), 1);
  EXPECT_EQ(next.kpis(0).branch_id(), "south");
  EXPECT_EQ(next.kpis(0).numerator(), 2);
  const auto quiet = view.Changes({Open("north", 3), Open("south", 2)}, ReadingAt(7'000));
  EXPECT_EQ(quiet.kpis_size(), 0) << "the age alone is no change";
  EXPECT_EQ(quiet.ticket_as_of().seconds(), 7);
}

TEST(WatchView, AMarkThatComesOrGoesIsAChange) {
  WatchView view;
  Reading reading = ReadingAt(5'000);
  view.Changes({Open("north", 3), Nps(10)}, reading);
  reading.loops.rebuilding = true;
  const auto next = view.Changes({Open("north", 3), Nps(10)}, reading);
  ASSERT_EQ(next.kpis_size(), 1);
  EXPECT_EQ(next.kpis(0).name(), "nps");
  EXPECT_TRUE(next.kpis(0).rebuilding());
}

TEST(WatchView, WhereAPlaceIsGoneAllIsToldAnew) {
  WatchView view;
  view.Changes({Open("north", 3), Open("south", 1)}, ReadingAt(5'000));
  const auto next = view.Changes({Open("north", 3)}, ReadingAt(6'000));
  EXPECT_TRUE(next.snapshot());
  EXPECT_EQ(next.kpis_size(), 1);
}

TEST(WatchView, AfterASnapshotOnlyWhatDiffersFromItIsToldAgain) {
  WatchView view;
  view.Changes({Open("north", 3)}, ReadingAt(5'000));
  EXPECT_TRUE(view.Snapshot({Open("north", 4)}, ReadingAt(6'000)).snapshot());
  EXPECT_EQ(view.Changes({Open("north", 4)}, ReadingAt(7'000)).kpis_size(), 0);
}

TEST(WatchView, BothValuesOfFcrAreTold) {
  WatchView view;
  Kpi stands{"fcr", 0.5, 1, 2, "1h", "", ""};
  Kpi provisional = stands;
  provisional.provisional = true;
  EXPECT_EQ(view.Changes({stands, provisional}, ReadingAt(5'000)).kpis_size(), 2);
  provisional.numerator = 2;
  const auto next = view.Changes({stands, provisional}, ReadingAt(6'000));
  ASSERT_EQ(next.kpis_size(), 1);
  EXPECT_TRUE(next.kpis(0).provisional());
}

}  // namespace
}  // namespace recourse::kpi
