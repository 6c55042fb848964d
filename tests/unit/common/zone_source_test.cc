// What the zone files of the system say about places, against what is known of them.
#include "services/common/process/zone_source.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace recourse {
namespace {

using namespace std::chrono_literals;  // NOLINT: units of this test
using std::chrono::local_days;
using std::chrono::sys_days;
using std::chrono::year;

Zone Load(const std::string& id) {
  const auto zone = LoadZone(id);
  EXPECT_TRUE(zone.ok()) << zone.status();
  return zone.ok() ? *zone : Zone{};
}

bool HasTransition(const Zone& zone, Timestamp time, Duration offset) {
  for (const auto& transition : zone.transitions) {
    if (transition == ZoneTransition{time, offset}) return true;
  }
  return false;
}

TEST(ZoneSourceTest, ShanghaiHadSummerTimeUntil1991AndHasHadNoneSince) {
  const Zone zone = Load("Asia/Shanghai");
  EXPECT_EQ(zone.id, "Asia/Shanghai");
  EXPECT_EQ(zone.first_offset, 8h);
  // 1986 to 1991: twice a year.
  ASSERT_EQ(zone.transitions.size(), 12U);
  EXPECT_EQ(zone.transitions.back(), (ZoneTransition{sys_days(year(1991) / 9 / 14) + 17h, 8h}));
}

TEST(ZoneSourceTest, NewYorkChangesTwiceAYearUpToTheEnd) {
  const Zone zone = Load("America/New_York");
  EXPECT_EQ(zone.first_offset, -5h);
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2026) / 3 / 8) + 7h, -4h));
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2026) / 11 / 1) + 6h, -5h));
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2011) / 11 / 6) + 6h, -5h));
  // The second Sunday of March and the first of November, by the rule and not by the file.
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2099) / 3 / 8) + 7h, -4h));
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2099) / 11 / 1) + 6h, -5h));
  EXPECT_LT(zone.transitions.back().time, kZoneEnd);
  EXPECT_GE(zone.transitions.front().time, kZoneBegin);
  EXPECT_EQ(zone.transitions.size(), 2U * 130);
}

TEST(ZoneSourceTest, LordHoweMovesByHalfAnHour) {
  const Zone zone = Load("Australia/Lord_Howe");
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2026) / 4 / 4) + 15h, 10h + 30min));
  EXPECT_TRUE(HasTransition(zone, sys_days(year(2026) / 10 / 3) + 15h + 30min, 11h));
}

TEST(ZoneSourceTest, ApiaLeftOutADay) {
  const Zone zone = Load("Pacific/Apia");
  const Timestamp skip = sys_days(year(2011) / 12 / 30) + 10h;
  EXPECT_TRUE(HasTransition(zone, skip, 14h));
  EXPECT_EQ(OffsetAt(zone, skip - 1ms), -10h);
  EXPECT_EQ(First(zone, local_days(year(2011) / 12 / 30) + 12h), skip);
}

TEST(ZoneSourceTest, CasablancaGoesBackForRamadan) {
  const Zone zone = Load("Africa/Casablanca");
  // UTC+1 all the year but for Ramadan: in 2026 from 15 February to 22 March it is UTC.
  EXPECT_EQ(OffsetAt(zone, sys_days(year(2026) / 1 / 15)), 1h);
  EXPECT_EQ(OffsetAt(zone, sys_days(year(2026) / 3 / 1)), 0h);
  EXPECT_EQ(OffsetAt(zone, sys_days(year(2026) / 6 / 1)), 1h);
}

TEST(ZoneSourceTest, KathmanduStandsAtAQuarterSince1986) {
  const Zone zone = Load("Asia/Kathmandu");
  EXPECT_EQ(zone.first_offset, 5h + 30min);
  EXPECT_EQ(
      zone.transitions,
      (std::vector<ZoneTransition>{{sys_days(year(1985) / 12 / 31) + 18h + 30min, 5h + 45min}}));
}

TEST(ZoneSourceTest, UtcIsAZoneWithoutTransitions) {
  for (const char* id : {"UTC", "Etc/UTC"}) {
    const Zone zone = Load(id);
    EXPECT_EQ(zone.first_offset, 0h) << id;
    EXPECT_TRUE(zone.transitions.empty()) << id;
  }
  EXPECT_EQ(Load("Etc/GMT+8").first_offset, -8h);
}

TEST(ZoneSourceTest, EachTransitionIsLaterThanTheOneBeforeAndChangesTheOffset) {
  for (const char* id : {"Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
                         "Africa/Casablanca", "Europe/London", "Europe/Dublin", "America/Sao_Paulo",
                         "Antarctica/Troll"}) {
    const Zone zone = Load(id);
    Duration offset = zone.first_offset;
    Timestamp before = Timestamp::min();
    for (const auto& transition : zone.transitions) {
      EXPECT_GT(transition.time, before) << id;
      EXPECT_NE(transition.offset, offset) << id;
      before = transition.time;
      offset = transition.offset;
    }
  }
}

TEST(ZoneSourceTest, WhatIsNoPlaceIsRefusedAndNeverTakenForUtc) {
  for (const char* id : {"Asia/Bejing",
                         "",
                         "localtime",
                         "/usr/share/zoneinfo/UTC",
                         "../UTC",
                         "Asia/../UTC",
                         ".",
                         "Fixed/UTC+08:00:00",
                         "file:UTC",
                         "right/Asia/Shanghai",
                         "posix/Asia/Shanghai",
                         "Factory",
                         "posixrules",
                         "Asia",
                         "Asia/",
                         "Asia//Shanghai",
                         "asia/shanghai",
                         "Asia/Shanghai ",
                         "tzdata.zi",
                         "UTC\n",
                         "+08:00",
                         "Etc/\xE4\xBA\xAC"}) {
    const auto zone = LoadZone(id);
    EXPECT_EQ(zone.status().code(), absl::StatusCode::kNotFound) << id;
  }
  EXPECT_FALSE(LoadZone(std::string("UTC\0x", 5)).ok());
  EXPECT_FALSE(LoadZone(std::string(100'000, 'A')).ok());
}

TEST(ZoneSourceTest, TheRefusalSaysWhatToDo) {
  const std::string message(LoadZone("Asia/Bejing").status().message());
  EXPECT_NE(message.find("Asia/Bejing"), std::string::npos);
  EXPECT_NE(message.find("IANA"), std::string::npos);
}

TEST(ZoneSourceTest, SeveralThreadsMayLoadAtOnce) {
  std::vector<Zone> zones(8);
  std::vector<std::thread> threads;
  for (auto& zone : zones) threads.emplace_back([&zone] { zone = Load("Europe/Paris"); });
  for (auto& thread : threads) thread.join();
  for (const auto& zone : zones) EXPECT_EQ(zone, zones.front());
}

}  // namespace
}  // namespace recourse
