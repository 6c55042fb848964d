// Calendars in YAML as bytes: they are read or refused with their line, and what was read makes a
// calendar that holds or is refused.
#include "services/common/core/check.h"
#include "services/recoursectl/calendar/calendar_yaml.h"
#include "tests/fuzz/calendar_laws.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace recourse::ctl::calendar;  // NOLINT: the subject
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto file = ReadCalendarYaml("fuzz.yaml", text);
  if (!file.ok()) {
    RECOURSE_CHECK(std::string(file.status().message()).starts_with("fuzz.yaml"));
    return 0;
  }
  WrittenDaysAreReadAgain(*file);
  MergedCalendarHolds(*file);
  return 0;
}
