#pragma once

#include <string>
#include <vector>

#include "services/recoursectl/calendar/calendar_file.h"
#include "services/recoursectl/calendar/calendar_text.h"

// Values as the tests of calendars write them.
namespace recourse::ctl::calendar::testing {

inline Date Day(const std::string& text) { return *ReadDate(text); }
inline Windows Hours(const std::string& text) { return *ReadWindows(text); }
inline CivilTime Civil(const std::string& text) { return *ReadCivilTime(text); }

// The dates of holidays or working days, as `2026-10-01 2026-10-02`.
template <typename Days>
std::string DatesOf(const Days& days) {
  std::string text;
  for (const auto& [date, day] : days) text += (text.empty() ? "" : " ") + DateText(date);
  return text;
}

template <typename Value>
std::string MessageOf(const StatusOr<Value>& result) {
  return result.ok() ? "" : std::string(result.status().message());
}

inline std::string FileBeside(const std::string& name) {
  return std::string(RECOURSE_TESTS_DIR) + "/../" + name;
}

}  // namespace recourse::ctl::calendar::testing
