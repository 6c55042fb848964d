#include "services/recoursectl/calendar/calendar_load.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <variant>

#include "services/common/process/json.h"
#include "services/recoursectl/calendar/calendar_ical.h"
#include "services/recoursectl/calendar/calendar_text.h"
#include "services/recoursectl/calendar/calendar_yaml.h"
#include "services/routing/adapters/calendar_json.h"

namespace recourse::ctl::calendar {
namespace {

namespace json = boost::json;

// At most one byte more than any reader takes, so that each says itself that it is too much.
StatusOr<std::string> ReadBounded(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  std::string text(kIcalBytesMax + 1, '\0');
  if (!in || std::filesystem::is_directory(path)) return absl::NotFoundError("cannot read " + path);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

enum class Format { kYaml, kIcal, kJson };

Format FormatOf(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  constexpr std::string_view kIcalBegin = "BEGIN:";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.starts_with('{')) return Format::kJson;
  const bool ical = text.size() >= kIcalBegin.size() &&
                    std::equal(kIcalBegin.begin(), kIcalBegin.end(), text.begin(),
                               [](char want, char c) { return c == want || c == want + 32; });
  return ical ? Format::kIcal : Format::kYaml;
}

// The calendar of a JSON file by its id: {"calendars": {ID: {...}}}, or the calendar alone.
StatusOr<NamedCalendar> FromJson(const std::string& path, const std::string& text,
                                 const std::string& name) {
  const auto parsed = ParseJsonObject(text);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return RefusedAt(path, 0, fault->slug + ": " + fault->detail);
  }
  const json::object* calendar = &std::get<json::object>(parsed);
  std::string id = name;
  if (const json::value* all = calendar->if_contains("calendars")) {
    const json::object* ids = all->if_object();
    if (ids != nullptr && id.empty() && ids->size() == 1) id = ids->begin()->key();
    const json::value* found = ids == nullptr ? nullptr : ids->if_contains(id);
    calendar = found == nullptr ? nullptr : found->if_object();
  }
  if (calendar == nullptr) {
    return RefusedAt(path, 0, "has no calendar '" + id + "': say --name, one of its calendars");
  }
  auto read = routing::ReadCalendar(id, *calendar);
  if (const auto* refusal = std::get_if<Refusal>(&read)) {
    const auto detail = refusal->parameters.find("detail");
    return RefusedAt(
        path, 0,
        refusal->slug + (detail == refusal->parameters.end() ? "" : ": " + detail->second));
  }
  return NamedCalendar{std::get<routing::sla::Calendar>(std::move(read))};
}

// Puts the options where the file says nothing, and refuses them where it says something.
Status Add(const LoadOptions& options, CalendarFile& file) {
  if (!options.zone.empty() && !file.zone.empty() && file.zone != options.zone) {
    return RefusedAt(file.file, 0, "says zone " + file.zone + ": leave out --zone");
  }
  if (!options.zone.empty()) file.zone = options.zone;
  if (!options.week.empty() && file.week) {
    return RefusedAt(file.file, 0, "has a week: leave out --week");
  }
  for (const std::string& text : options.week) {
    const auto blank = text.find(' ');
    const auto days = ReadWeekdays(text.substr(0, blank));
    const auto hours = blank == std::string::npos ? std::nullopt : ReadWindows(text.substr(blank));
    if (!days || !hours) {
      return absl::InvalidArgumentError("--week '" + text +
                                        "': write \"mon-fri 09:00-12:00, 13:30-17:30\"");
    }
    if (!file.week) file.week.emplace();
    for (const unsigned day : *days) (*file.week)[day] = *hours;
  }
  if (options.known_until) {
    file.known_until =
        std::min(file.known_until.value_or(*options.known_until), *options.known_until);
  }
  return absl::OkStatus();
}

std::string Beside(const std::string& path, const std::string& other) {
  return (std::filesystem::path(path).parent_path() / other).string();
}

class Loading {
 public:
  explicit Loading(const LoadOptions& options) : options_(options) {}

  StatusOr<Loaded> Run(const std::string& path) {
    const auto text = ReadBounded(path);
    if (!text.ok()) return text.status();
    if (FormatOf(*text) == Format::kJson) {
      auto calendar = FromJson(path, *text, options_.name);
      if (!calendar.ok()) return calendar.status();
      return Loaded{CalendarFile{.file = path}, *std::move(calendar)};
    }
    auto file = ReadDays(path, *text, options_.zone);
    if (!file.ok()) return file.status();
    if (Status s = Add(options_, *file); !s.ok()) return s;
    Loaded out{*std::move(file)};
    if (Status s = Make(path, out); !s.ok()) return s;
    out.notes = std::move(notes_);
    return out;
  }

 private:
  StatusOr<CalendarFile> ReadDays(const std::string& path, const std::string& text,
                                  const std::string& zone) {
    StatusOr<CalendarFile> file = FormatOf(text) == Format::kIcal
                                      ? ReadCalendarIcal(path, text, {zone, options_.known_until})
                                      : ReadCalendarYaml(path, text);
    if (!file.ok()) return file;
    for (const std::string& note : file->notes) notes_.push_back(path + ": " + note);
    return file;
  }

  // The calendar, where there is a week to make one of.
  Status Make(const std::string& path, Loaded& out) {
    std::vector<std::string> paths;
    for (const std::string& other : out.days.holidays_from) paths.push_back(Beside(path, other));
    paths.insert(paths.end(), options_.holidays.begin(), options_.holidays.end());
    if (!out.days.week) {
      if (paths.empty() && out.days.dates.empty()) return absl::OkStatus();
      return RefusedAt(path, 0,
                       "has no week, so there is no calendar to add days to: write week, "
                       "or say --week \"mon-fri 09:00-18:00\"");
    }
    std::vector<CalendarFile> holidays;
    for (const std::string& other : paths) {
      const auto text = ReadBounded(other);
      if (!text.ok()) return text.status();
      auto file = ReadDays(other, *text, out.days.zone);
      if (!file.ok()) return file.status();
      holidays.push_back(*std::move(file));
    }
    const std::string stem = std::filesystem::path(path).stem().string();
    const std::string id = !options_.name.empty() ? options_.name : path == "-" ? "new" : stem;
    auto calendar = MakeCalendar(id, out.days, holidays);
    if (!calendar.ok()) return calendar.status();
    if (!calendar->calendar.holidays.empty() && !calendar->calendar.known_until) {
      notes_.push_back(path +
                       ": no known_until: every day after the last holiday is taken for an "
                       "ordinary one");
    }
    out.calendar = *std::move(calendar);
    return absl::OkStatus();
  }

  const LoadOptions& options_;
  std::vector<std::string> notes_;
};

}  // namespace

StatusOr<Loaded> Load(const std::string& path, const LoadOptions& options) {
  return Loading(options).Run(path);
}

}  // namespace recourse::ctl::calendar
