// Published calendars as bytes: whatever they are, they are read or refused within the limits, and
// what was read can be written as YAML and read again.
#include "services/common/core/check.h"
#include "services/recoursectl/calendar/calendar_ical.h"
#include "tests/fuzz/calendar_laws.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace recourse::ctl::calendar;  // NOLINT: the subject
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = ReadCalendarIcal("fuzz.ics", text, {});
  if (!file.ok()) {
    RECOURSE_CHECK(std::string(file.status().message()).starts_with("fuzz.ics"));
    return 0;
  }
  RECOURSE_CHECK(file->known_until.has_value());
  WrittenDaysAreReadAgain(*file);
  MergedCalendarHolds(*file);
  return 0;
}
