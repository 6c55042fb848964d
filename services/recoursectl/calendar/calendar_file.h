#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/routing/domain/sla/calendar.h"

namespace recourse::ctl::calendar {

using routing::sla::Closure;
using routing::sla::Windows;
using Week = std::array<Windows, 7>;  // Monday first

struct Holiday {
  std::string name{};
  int line = 0;  // where the file says so, from 1
};

// A date that is worked though its week day may not be: a make-up day (调休). Its hours are its
// own, else those of the week day that it is like, else those of the first week day that is open.
struct WorkingDay {
  std::string name{};
  std::optional<unsigned> like{};
  std::optional<Windows> hours{};
  int line = 0;
};

// What one file says, as it says it. A file without a week holds days for many branches.
struct CalendarFile {
  std::string file{};
  std::string zone{};  // empty: not said
  std::optional<Week> week{};
  std::map<Date, Holiday> holidays{};
  std::map<Date, WorkingDay> working_days{};
  std::map<Date, Windows> dates{};
  std::vector<Closure> closures{};
  std::optional<Date> known_until{};
  std::vector<std::string> holidays_from{};
  // What a person should know of how it was read: what was left out, what was taken for what.
  std::vector<std::string> notes{};
};

// Limits of one file; those of the calendar that comes of it stand in sla/calendar.h.
inline constexpr std::size_t kYamlBytesMax = 1024 * 1024;
inline constexpr std::size_t kIcalBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kNameBytesMax = 200;
inline constexpr std::size_t kTextBytesMax = 240;  // a name with the dates before it
inline constexpr std::size_t kHolidaysFromMax = 16;

// INVALID_ARGUMENT as `file:line: what`, the shape of all refusals of a file; line 0 is left out.
Status RefusedAt(const std::string& file, int line, const std::string& what);

}  // namespace recourse::ctl::calendar
