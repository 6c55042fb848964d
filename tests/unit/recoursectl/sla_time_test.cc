// Instants as files write them, and times and spans as people read them.
#include "services/recoursectl/sla/sla_time.h"

#include <gtest/gtest.h>

#include "services/recoursectl/sla/sla_spoken.h"

namespace recourse::ctl {
namespace {

using namespace std::chrono_literals;  // NOLINT: units of this test
using std::chrono::sys_days;
using std::chrono::year;

constexpr Timestamp kTen = sys_days(year(2026) / 3 / 3) + 2h;  // 10:00 in Shanghai

std::string Instant(Timestamp time) {
  std::string text;
  AppendInstant(time, text);
  return text;
}

TEST(SlaTimeTest, AnInstantIsRfc3339WithZOrAnOffset) {
  for (const char* text :
       {"2026-03-03T02:00:00Z", "2026-03-03T02:00:00.0Z", "2026-03-03T02:00:00.00Z",
        "2026-03-03T02:00:00.000Z", "2026-03-03T10:00:00+08:00", "2026-03-02T21:00:00-05:00",
        "2026-03-03t02:00:00z", "2026-03-03T02:00:00-00:00", "2026-03-03T07:45:00+05:45"}) {
    EXPECT_EQ(ParseInstant(text), kTen) << text;
  }
  EXPECT_EQ(ParseInstant("2026-03-03T02:00:00.5Z"), kTen + 500ms);
  EXPECT_EQ(ParseInstant("2026-03-03T02:00:00.05Z"), kTen + 50ms);
  EXPECT_EQ(ParseInstant("2026-03-03T02:00:00.005Z"), kTen + 5ms);
  EXPECT_EQ(ParseInstant("2024-02-29T00:00:00Z"), Timestamp(sys_days(year(2024) / 2 / 29)));
}

TEST(SlaTimeTest, AnythingElseIsNone) {
  for (const char* text : {"",
                           "2026-03-03",
                           "2026-03-03T02:00Z",
                           "2026-03-03T02:00:00",
                           "2026-03-03 02:00:00Z",
                           "2026-03-03T02:00:00.Z",
                           "2026-03-03T02:00:00.0000Z",
                           "2026-03-03T24:00:00Z",
                           "2026-03-03T02:60:00Z",
                           "2026-03-03T23:59:60Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-03-03T02:00:00+8",
                           "2026-03-03T02:00:00+0800",
                           "2026-03-03T02:00:00+24:00",
                           "2026-03-03T02:00:00+08:60",
                           "2026-03-03T02:00:00Z ",
                           " 2026-03-03T02:00:00Z",
                           "2026-03-03T02:00:00Z0",
                           "20260303T020000Z",
                           "+2026-03-03T02:00:00Z",
                           "2026-3-03T02:00:00Z",
                           "2026-03-03T02:00:00,5Z",
                           "-026-03-03T02:00:00Z"}) {
    EXPECT_EQ(ParseInstant(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseInstant(std::string_view("2026-03-03T02:00:00Z\0", 21)), std::nullopt);
}

TEST(SlaTimeTest, AnInstantIsWrittenWithThreeDecimalsAndZ) {
  EXPECT_EQ(Instant(kTen), "2026-03-03T02:00:00.000Z");
  EXPECT_EQ(Instant(kTen - 1ms), "2026-03-03T01:59:59.999Z");
  EXPECT_EQ(Instant(Timestamp{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(Instant(Timestamp{} - 1ms), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(Instant(*ParseInstant("0001-02-03T04:05:06.007Z")), "0001-02-03T04:05:06.007Z");
}

TEST(SlaTimeTest, DurationsAreSpokenInHoursMinutesAndSeconds) {
  EXPECT_EQ(SpokenDuration(0ms), "0 min");
  EXPECT_EQ(SpokenDuration(8h), "8 h");
  EXPECT_EQ(SpokenDuration(22min + 30s), "22 min 30 s");
  EXPECT_EQ(SpokenDuration(100h + 1min), "100 h 1 min");
  EXPECT_EQ(SpokenDuration(1ms), "0.001 s");
  EXPECT_EQ(SpokenDuration(1min + 250ms), "1 min 0.250 s");
  EXPECT_EQ(SpokenDuration(1s + 20ms), "1.020 s");
  EXPECT_EQ(SpokenDuration(-5min), "-5 min");
}

TEST(SlaTimeTest, SharesOfShortTargetsAreSpokenInMinutes) {
  EXPECT_EQ(SpokenShare(5min, 30min), "5 of 30 min");
  EXPECT_EQ(SpokenShare(65min, 8h), "1 h 5 min of 8 h");
  EXPECT_EQ(SpokenShare(30s, 30min), "30 s of 30 min");
}

TEST(SlaTimeTest, SpansSayTheDateAgainWhereItIsAnother) {
  const Zone shanghai{"Asia/Shanghai", 8h};
  EXPECT_EQ(SpokenTime(shanghai, kTen), "Tue 2026-03-03 10:00:00");
  EXPECT_EQ(SpokenSpan(shanghai, kTen, kTen + 5min), "Tue 2026-03-03 10:00:00 → 10:05:00");
  EXPECT_EQ(SpokenSpan(shanghai, kTen, kTen + 14h + 1ms),
            "Tue 2026-03-03 10:00:00 → Wed 2026-03-04 00:00:00.001");
}

TEST(SlaTimeTest, SpansOverAnHourThatComesTwiceSayTheirOffsets) {
  const Timestamp back = sys_days(year(2026) / 11 / 1) + 6h;
  const Zone new_york{"America/New_York", -4h, {{back, -5h}}};
  EXPECT_EQ(SpokenSpan(new_york, back - 15min, back + 15min),
            "Sun 2026-11-01 01:45:00 -04:00 → 01:15:00 -05:00");
}

TEST(SlaTimeTest, ColumnsStandUnderEachOtherInChineseToo) {
  Table table;
  table.Add({"网点", "a"});
  table.Add({"b → c", "d", ""});
  std::string text;
  table.AppendTo(text);
  EXPECT_EQ(text, "  网点   a\n  b → c  d\n");
}

TEST(SlaTimeTest, WhatSteersATerminalIsNotRepeated) {
  EXPECT_EQ(Printable("a\x1b[2Jb\x7f\n"), "a?[2Jb??");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "31m网\xC2\xA0"),
            "?31m网\xC2\xA0");
}

}  // namespace
}  // namespace recourse::ctl
