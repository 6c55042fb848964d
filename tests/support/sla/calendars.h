#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

#include "services/common/process/zone_source.h"
#include "services/routing/domain/sla/fold.h"

// The calendars and the notation that the specification's cases are written in.
namespace recourse::routing::sla {

using namespace std::chrono_literals;  // NOLINT: the tables read better

inline Zone ZoneOf(const std::string& id) {
  auto zone = LoadZone(id);
  if (!zone.ok()) throw std::runtime_error(std::string(zone.status().message()));
  return *zone;
}

// "2026-03-03 10:00", with or without seconds and milliseconds.
inline CivilTime Civil(const std::string& text) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0;
  double s = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%d %d:%d:%lf", &y, &mo, &d, &h, &mi, &s) < 3) {
    throw std::runtime_error("not a time: " + text);
  }
  const std::chrono::year_month_day day{std::chrono::year(y), std::chrono::month(unsigned(mo)),
                                        std::chrono::day(unsigned(d))};
  return Date(day) + std::chrono::hours(h) + std::chrono::minutes(mi) +
         Duration(static_cast<std::int64_t>(s * 1000 + 0.5));
}
inline Date Day(const std::string& text) { return DateOf(Civil(text)); }
// The same digits as UTC.
inline Timestamp Utc(const std::string& text) { return Timestamp(Civil(text).time_since_epoch()); }
inline std::string Spoken(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd{day};
  const auto ms = (time - day).count();
  char text[40];
  std::snprintf(text, sizeof text, "%d-%02u-%02u %02d:%02d:%02d.%03d", int(ymd.year()),
                unsigned(ymd.month()), unsigned(ymd.day()), int(ms / 3600000), int(ms / 60000 % 60),
                int(ms / 1000 % 60), int(ms % 1000));
  return text;
}

inline Windows Hours09To18() { return {{9h, 18h}}; }

inline void SetWeekdays(Calendar& calendar, const Windows& windows, int days = 5) {
  for (int day = 0; day < days; ++day) calendar.week[std::size_t(day)] = windows;
}

inline Calendar Weekly(const std::string& id, const std::string& zone, const Windows& windows,
                       int days = 5) {
  Calendar calendar;
  calendar.calendar_id = id;
  calendar.zone = ZoneOf(zone);
  SetWeekdays(calendar, windows, days);
  return calendar;
}

inline void Close(Calendar& calendar, const std::string& first, const std::string& last) {
  for (Date day = Day(first); day <= Day(last); day += std::chrono::days(1)) {
    calendar.holidays.insert(day);
  }
}

// China 2026 as published by the State Council, with the make-up days at `windows`.
inline void AddChina2026(Calendar& calendar, const Windows& windows) {
  Close(calendar, "2026-01-01", "2026-01-03");
  Close(calendar, "2026-02-15", "2026-02-23");
  Close(calendar, "2026-04-04", "2026-04-06");
  Close(calendar, "2026-05-01", "2026-05-05");
  Close(calendar, "2026-06-19", "2026-06-21");
  Close(calendar, "2026-09-25", "2026-09-27");
  Close(calendar, "2026-10-01", "2026-10-07");
  for (const char* day :
       {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}) {
    calendar.dates[Day(day)] = windows;
  }
}

inline Calendar Sh() {
  Calendar calendar = Weekly("SH", "Asia/Shanghai", {{9h, 18h}});
  AddChina2026(calendar, {{9h, 18h}});
  return calendar;
}
inline Calendar ShL() {
  const Windows split = {{9h, 12h}, {13h + 30min, 17h + 30min}};
  Calendar calendar = Weekly("SH-L", "Asia/Shanghai", split);
  AddChina2026(calendar, split);
  return calendar;
}
inline Calendar Sh8() { return Weekly("SH8", "Asia/Shanghai", {{8h, 18h}}); }
inline Calendar Ur() { return Weekly("UR", "Asia/Shanghai", {{10h, 19h}}); }
inline Calendar Ny() { return Weekly("NY", "America/New_York", {{9h, 17h}}); }
inline Calendar NyN() { return Weekly("NY-N", "America/New_York", {{22h, 6h}}, 7); }
inline Calendar Lh() { return Weekly("LH", "Australia/Lord_Howe", {{0h, 6h}}, 7); }
inline Calendar H24(const std::string& zone = "Asia/Shanghai") {
  return Weekly("H24", zone, {{0h, 24h}}, 7);
}
inline Calendar Lo() {
  Calendar calendar = Weekly("LO", "Europe/London", {{9h, 17h}});
  Close(calendar, "2026-12-25", "2026-12-25");
  Close(calendar, "2026-12-28", "2026-12-28");
  calendar.dates[Day("2026-12-24")] = {{9h, 12h}};
  return calendar;
}

inline Timetable TimetableOf(const Calendar& calendar) {
  auto made = Timetable::Of(calendar);
  if (auto* refusal = std::get_if<Refusal>(&made)) throw std::runtime_error(refusal->slug);
  return std::get<Timetable>(made);
}

inline Calendars AllCalendars() {
  Calendars all;
  for (const Calendar& each : {Sh(), ShL(), Sh8(), Ur(), Ny(), NyN(), Lh(), H24(), Lo()}) {
    all.Add(each);
  }
  return all;
}

}  // namespace recourse::routing::sla
