#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/recoursectl/calendar/calendar_merge.h"

namespace recourse::ctl::calendar {

// What the command line adds to a file.
struct LoadOptions {
  std::vector<std::string> holidays{};  // further files of days
  std::string zone{};
  std::vector<std::string> week{};  // each `mon-fri 09:00-12:00, 13:30-17:30`
  std::optional<Date> known_until{};
  std::string name{};  // the calendar's id; empty: the file's name without its ending
};

// A file and what is made of it: a calendar where there is a week, else only days.
struct Loaded {
  CalendarFile days;
  std::optional<NamedCalendar> calendar{};
  std::vector<std::string> notes{};  // of all files that were read, each with its name
};

// Reads `path` ("-" is standard input) and the files that it and the options name; those of
// `holidays_from` are sought beside it. What a file is, is told by its content: iCalendar, JSON as
// `sla explain` reads it, else YAML. NOT_FOUND and INVALID_ARGUMENT say which file, and what to do.
StatusOr<Loaded> Load(const std::string& path, const LoadOptions& options);

}  // namespace recourse::ctl::calendar
