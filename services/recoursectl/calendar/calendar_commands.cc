#include <boost/json/serialize.hpp>
#include <cstdio>

#include "services/recoursectl/calendar/calendar_json_text.h"
#include "services/recoursectl/calendar/calendar_month.h"
#include "services/recoursectl/calendar/calendar_text.h"
#include "services/recoursectl/calendar/calendar_yaml.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

// What is written after the command.
struct Given {
  std::string file;
  calendar::LoadOptions options{};
  std::string known_until{};
  std::string month{};
};

int WrongUse(const std::string& what) {
  std::fprintf(stderr, "recoursectl: %s\n", what.c_str());
  return kWrongUse;
}

StatusOr<calendar::Loaded> LoadGiven(const Given& given) {
  calendar::LoadOptions options = given.options;
  options.known_until = calendar::ReadDate(given.known_until);
  auto loaded = calendar::Load(given.file, options);
  if (!loaded.ok()) return loaded;
  for (const std::string& note : loaded->notes) {
    std::fprintf(stderr, "recoursectl: %s\n", note.c_str());
  }
  return loaded;
}

bool IsDateOrNone(const std::string& text) {
  return text.empty() || calendar::ReadDate(text).has_value();
}

int Import(const Context& context, const Given& given) {
  if (!IsDateOrNone(given.known_until)) return WrongUse("--known-until: write 2026-12-31");
  const auto loaded = LoadGiven(given);
  if (!loaded.ok()) return Fail(loaded.status());
  if (context.json) {
    std::printf("%s\n", boost::json::serialize(calendar::JsonOf(*loaded)).c_str());
  } else if (loaded->calendar) {
    std::printf("%s", calendar::OnLines(calendar::JsonOf(*loaded)).c_str());
  } else {
    std::printf("%s", calendar::WriteDaysYaml(loaded->days, loaded->notes).c_str());
  }
  return kDone;
}

int Show(const Context& context, const Given& given) {
  const auto month = calendar::ReadMonth(given.month);
  if (!month) return WrongUse("--month: write 2026-10, from 1970-01 to 2099-12");
  if (!IsDateOrNone(given.known_until)) return WrongUse("--known-until: write 2026-12-31");
  const auto loaded = LoadGiven(given);
  if (!loaded.ok()) return Fail(loaded.status());
  if (!loaded->calendar) {
    return Fail(absl::InvalidArgumentError(given.file + ": has no week to show: say --week "
                                                        "\"mon-fri 09:00-18:00\""));
  }
  if (context.json) {
    std::printf("%s\n",
                boost::json::serialize(calendar::MonthJson(*loaded->calendar, *month)).c_str());
  } else {
    std::printf("%s", calendar::MonthText(*loaded->calendar, *month).c_str());
  }
  return kDone;
}

// Each mention takes one value, so that the file may follow.
void AddList(CLI::App& command, const char* name, std::vector<std::string>& values,
             const char* description) {
  command.add_option(name, values, description)->allow_extra_args(false);
}

void AddOptions(CLI::App& command, Given& given) {
  command.add_option("file", given.file, "YAML, iCalendar or JSON; - for standard input")
      ->required();
  AddList(command, "--holidays", given.options.holidays,
          "a file of days, such as deploy/calendars/china-2025-2026.yaml; repeatable");
  AddList(command, "--week", given.options.week,
          "\"mon-fri 09:00-12:00, 13:30-17:30\", where the file has none; repeatable");
  command.add_option("--zone", given.options.zone, "IANA name, where the file says none");
  command.add_option("--known-until", given.known_until,
                     "the last date whose holidays are published");
  command.add_option("--name", given.options.name, "the calendar's id; else the file's name");
}

}  // namespace

void AddCalendar(CLI::App& app, Context& context, int& exit_status) {
  static Given given;
  auto* command = app.add_subcommand("calendar", "opening hours, holidays, make-up days");
  command->require_subcommand(1);
  auto* import = command->add_subcommand(
      "import", "a file as the calendar's JSON; published days without a week as YAML");
  AddOptions(*import, given);
  import->callback([&] { exit_status = Import(context, given);
});
auto* show = command->add_subcommand("show", "one month, date by date, and why");
AddOptions(*show, given);
show->add_option("--month", given.month, "2026-10")->required();
show->callback([&] { exit_status = Show(context, given); });
}  // namespace recourse::ctl

}  // namespace recourse::ctl
