// A calendar's one JSON shape: what it says, that it comes back, and each refusal with its place.
#include "services/routing/adapters/calendar_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "services/common/process/zone_source.h"
#include "services/routing/adapters/civil_text.h"

namespace recourse::routing {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;  // NOLINT: units of this test
using std::chrono::local_days;
using std::chrono::year;

std::variant<sla::Calendar, Refusal> Read(const std::string& text) {
  return ReadCalendar("SH", json::parse(text).as_object());
}

sla::Calendar Calendar(const std::string& text) {
  auto read = Read(text);
  const auto* refusal = std::get_if<Refusal>(&read);
  EXPECT_EQ(refusal, nullptr) << refusal->slug << " at " << refusal->parameters.at("at");
  return refusal == nullptr ? std::get<sla::Calendar>(std::move(read)) : sla::Calendar{};
}

struct Refused {
  std::string slug;
  std::string at;
  friend bool operator==(const Refused&, const Refused&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Refused& refused) {
    return out << refused.slug << " at '" << refused.at << "'";
  }
};

Refused RefusalOf(const std::string& text) {
  const auto read = Read(text);
  const auto* refusal = std::get_if<Refusal>(&read);
  if (refusal == nullptr) return {"taken", ""};
  EXPECT_GT(refusal->parameters.at("detail").size(), 15U) << "says what to do";
  return {refusal->slug, refusal->parameters.at("at")};
}

// A sound calendar with `field` besides.
std::string With(const std::string& field) {
  return R"({"zone":"Asia/Shanghai","week":{"mon":[["09:00","18:00"]]},)" + field + "}";
}

const char* const kFull =
    R"({"zone":"America/New_York",
        "week":{"mon":[["09:00","12:00"],["13:30","17:30:30"]],"sat":[["22:00","06:00"]],
                "sun":[["00:00","24:00"]]},
        "holidays":["2026-07-03","2026-12-25"],
        "dates":{"2026-12-24":[["09:00","12:00"]],"2026-12-26":[]},
        "closures":[{"from":"2026-03-03T14:00","to":"2026-03-03T18:00","reason":"flood"},
                    {"from":"2026-04-01T00:00:01","to":"2026-04-01T24:00"}],
        "known_until":"2026-12-31"})";

TEST(CalendarJsonTest, EachFieldIsRead) {
  const sla::Calendar calendar = Calendar(kFull);
  EXPECT_EQ(calendar.calendar_id, "SH");
  EXPECT_EQ(calendar.zone, LoadZone("America/New_York").value());
  EXPECT_EQ(calendar.week[0], (sla::Windows{{9h, 12h}, {13h + 30min, 17h + 30min + 30s}}));
  EXPECT_EQ(calendar.week[5], (sla::Windows{{22h, 6h}}));
  EXPECT_EQ(calendar.week[6], (sla::Windows{{0h, 24h}}));
  EXPECT_TRUE(calendar.week[1].empty());
  EXPECT_EQ(calendar.holidays,
            (std::set<Date>{local_days(year(2026) / 7 / 3), local_days(year(2026) / 12 / 25)}));
  EXPECT_EQ(calendar.dates,
            (std::map<Date, sla::Windows>{{local_days(year(2026) / 12 / 24), {{9h, 12h}}},
                                          {local_days(year(2026) / 12 / 26), {}}}));
  const Date april = local_days(year(2026) / 4 / 1);
  EXPECT_EQ(calendar.closures,
            (std::vector<sla::Closure>{{local_days(year(2026) / 3 / 3) + 14h,
                                        local_days(year(2026) / 3 / 3) + 18h, "flood"},
                                       {april + 1s, april + 24h, ""}}));
  EXPECT_EQ(calendar.known_until, local_days(year(2026) / 12 / 31));
}

TEST(CalendarJsonTest, WhatIsWrittenReadsAsTheSameCalendar) {
  for (const std::string& text :
       {std::string(kFull), With(R"("holidays":[])"),
        std::string(R"({"zone":"UTC","dates":{"2026-01-01":[["00:00","24:00"]]}})")}) {
    const sla::Calendar calendar = Calendar(text);
    EXPECT_EQ(Calendar(json::serialize(WriteCalendar(calendar))), calendar) << text;
  }
}

TEST(CalendarJsonTest, ACalendarMadeInMillisecondsComesBackToo) {
  sla::Calendar calendar = Calendar(kFull);
  calendar.week[2] = {{1ms, 23h + 59min + 59s + 999ms}};
  calendar.closures[0].to += 1ms;
  EXPECT_EQ(Calendar(json::serialize(WriteCalendar(calendar))), calendar);
}

TEST(CalendarJsonTest, WhatIsAlwaysOpenIsWrittenAsSeven) {
  const json::object written = WriteCalendar(sla::AlwaysOpen());
  EXPECT_EQ(written.at("zone"), "UTC");
  EXPECT_EQ(written.at("week").as_object().size(), 7U);
  EXPECT_EQ(written.size(), 2U) << "nothing that is empty";
}

TEST(CalendarJsonTest, TheZoneMustBeThereAndBeOne) {
  EXPECT_EQ(RefusalOf(R"({"week":{"mon":[["09:00","18:00"]]}})"),
            (Refused{"calendar_malformed", "zone"}));
  EXPECT_EQ(RefusalOf(R"({"zone":8})"), (Refused{"calendar_malformed", "zone"}));
  EXPECT_EQ(RefusalOf(R"({"zone":"Asia/Bejing","week":{"mon":[["09:00","18:00"]]}})"),
            (Refused{"unknown_zone", "zone"}));
  EXPECT_EQ(RefusalOf(R"({"zone":"","week":{"mon":[["09:00","18:00"]]}})"),
            (Refused{"unknown_zone", "zone"}));
}

TEST(CalendarJsonTest, AFieldThatIsNotKnownIsRefused) {
  EXPECT_EQ(RefusalOf(With(R"("holiday":[])")), (Refused{"calendar_malformed", "holiday"}));
  EXPECT_EQ(RefusalOf(R"({"zone":"UTC","week":{"monday":[]}})"),
            (Refused{"calendar_malformed", "week.monday"}));
  EXPECT_EQ(RefusalOf(With(R"("closures":[{"start":"2026-03-03T14:00"}])")),
            (Refused{"calendar_malformed", "closures[0].start"}));
}

TEST(CalendarJsonTest, HoursAreRefusedAtTheirPlace) {
  const auto week = [](const std::string& hours) {
    return R"({"zone":"UTC","week":{"tue":)" + hours + "}}";
  };
  EXPECT_EQ(RefusalOf(week("{}")), (Refused{"calendar_malformed", "week.tue"}));
  for (const char* hours :
       {R"(["09:00","18:00"])", R"([["09:00"]])", R"([["09:00","18:00","19:00"]])",
        R"([["09:00",18]])", R"([["9:00","18:00"]])", R"([["09:00","24:01"]])",
        R"([["09:00","18:60"]])", R"([["09:00","18:00:60"]])", R"([["09.00","18:00"]])",
        R"([["09:00","18:00:00.5"]])", R"([["","18:00"]])", R"([["-1:00","18:00"]])"}) {
    EXPECT_EQ(RefusalOf(week(hours)), (Refused{"calendar_malformed", "week.tue[0]"})) << hours;
  }
  EXPECT_EQ(RefusalOf(week(R"([["00:00","06:00"],["24:00","06:00"]])")),
            (Refused{"window_invalid", "week.tue[1]"}));
  EXPECT_EQ(RefusalOf(R"({"zone":"UTC","week":[]})"), (Refused{"calendar_malformed", "week"}));
}

TEST(CalendarJsonTest, DatesAreRefusedAtTheirPlace) {
  EXPECT_EQ(RefusalOf(With(R"("holidays":["2026-10-01","2026-02-29"])")),
            (Refused{"calendar_malformed", "holidays[1]"}));
  EXPECT_EQ(RefusalOf(With(R"("holidays":{})")), (Refused{"calendar_malformed", "holidays"}));
  EXPECT_EQ(RefusalOf(With(R"("holidays":[20261001])")),
            (Refused{"calendar_malformed", "holidays[0]"}));
  EXPECT_EQ(RefusalOf(With(R"("dates":[])")), (Refused{"calendar_malformed", "dates"}));
  EXPECT_EQ(RefusalOf(With(R"("dates":{"2026-1-1":[]})")),
            (Refused{"calendar_malformed", "dates.2026-1-1"}));
  EXPECT_EQ(RefusalOf(With(R"("dates":{"2026-01-01":[["09:00","x"]]})")),
            (Refused{"calendar_malformed", "dates.2026-01-01[0]"}));
  EXPECT_EQ(RefusalOf(With(R"("known_until":"soon")")),
            (Refused{"calendar_malformed", "known_until"}));
  EXPECT_EQ(RefusalOf(With(R"("known_until":"2100-01-01")")),
            (Refused{"date_out_of_range", "known_until"}));
  EXPECT_EQ(RefusalOf(With(R"("holidays":["1969-12-31"])")),
            (Refused{"date_out_of_range", "1969-12-31"}));
}

TEST(CalendarJsonTest, ClosuresAreRefusedAtTheirPlace) {
  const auto closure = [](const std::string& from, const std::string& to) {
    return With(R"("closures":[{"from":")" + from + R"(","to":")" + to + R"("}])");
  };
  EXPECT_EQ(RefusalOf(closure("2026-03-03", "2026-03-04T00:00")),
            (Refused{"calendar_malformed", "closures[0].from"}));
  EXPECT_EQ(RefusalOf(closure("2026-03-03T00:00", "2026-03-04T00:00Z")),
            (Refused{"calendar_malformed", "closures[0].to"}));
  EXPECT_EQ(RefusalOf(With(R"("closures":[{"from":"2026-03-03T00:00"}])")),
            (Refused{"calendar_malformed", "closures[0].to"}));
  EXPECT_EQ(RefusalOf(With(R"("closures":[7])")), (Refused{"calendar_malformed", "closures[0]"}));
  EXPECT_EQ(RefusalOf(closure("2026-03-03T10:00", "2026-03-03T10:00")).slug, "closure_invalid");
  EXPECT_EQ(RefusalOf(closure("2026-03-03T10:00", "2027-05-03T10:00")).slug, "closure_invalid");
}

TEST(CalendarJsonTest, WhatNeverOpensIsRefused) {
  EXPECT_EQ(RefusalOf(R"({"zone":"UTC"})").slug, "calendar_never_opens");
  EXPECT_EQ(RefusalOf(R"({"zone":"UTC","week":{"mon":[]},"dates":{"2026-01-01":[]}})").slug,
            "calendar_never_opens");
}

TEST(CalendarJsonTest, MoreThanACalendarMayHoldIsRefused) {
  json::array windows;
  for (std::size_t i = 0; i <= sla::kWindowsOfDayMax; ++i) {
    windows.push_back(json::array{"09:00", "18:00"});
  }
  const json::object in{{"zone", "UTC"}, {"week", {{"mon", windows}}}};
  EXPECT_EQ(RefusalOf(json::serialize(in)), (Refused{"calendar_too_large", "week.mon"}));
}

TEST(CivilTextTest, TimesOfDayAreWrittenInTheShortestForm) {
  EXPECT_EQ(TimeOfDayText(9h), "09:00");
  EXPECT_EQ(TimeOfDayText(24h), "24:00");
  EXPECT_EQ(TimeOfDayText(9h + 5s), "09:00:05");
  EXPECT_EQ(TimeOfDayText(50ms), "00:00:00.050");
  EXPECT_EQ(CivilText(local_days(year(2026) / 3 / 3) + 14h), "2026-03-03T14:00");
}

}  // namespace
}  // namespace recourse::routing
