#include "services/recoursectl/calendar/ical_values.h"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "services/recoursectl/calendar/calendar_text.h"

namespace recourse::ctl::calendar {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2099;
constexpr auto kRuleParts = std::to_array<std::string_view>(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"});
constexpr auto kFrequencies =
    std::to_array<std::string_view>({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"});

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;
using RuleIterator = std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)>;

// libical stops the program at a fault unless it is told not to.
void KeepRunning() {
  static const bool done = (icalerror_set_errors_are_fatal(0), true);
  (void)done;
}

std::string OwnText(char* text) {
  const std::string copy = text == nullptr ? "" : text;
  std::free(text);
  return copy;
}

// One line by libical: as a component of its own, so that its faults are those of this line.
Component Parsed(const IcalLine& line) {
  KeepRunning();
  const std::string text = "BEGIN:VEVENT\r\n" + line.text + "\r\nEND:VEVENT\r\n";
  Component component(icalparser_parse_string(text.c_str()), &icalcomponent_free);
  if (component != nullptr && icalcomponent_count_errors(component.get()) != 0) component.reset();
  return component;
}

std::vector<icalproperty*> PropertiesOf(icalcomponent* component) {
  std::vector<icalproperty*> all;
  if (component == nullptr) return all;
  for (auto* p = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
    all.push_back(p);
  }
  return all;
}

// The fields as they are: libical takes 30 February, and so would not be asked what it makes of it.
std::optional<CivilTime> CivilOf(const icaltimetype& time) {
  const std::chrono::year_month_day date{std::chrono::year(time.year),
                                         std::chrono::month(static_cast<unsigned>(time.month)),
                                         std::chrono::day(static_cast<unsigned>(time.day))};
  if (!date.ok() || time.year < kYearMin || time.year > kYearMax) return std::nullopt;
  if (time.is_date != 0) return CivilTime(Date(date));
  const auto within = [](int value, int end) { return value >= 0 && value < end; };
  if (!within(time.hour, 24) || !within(time.minute, 60) || !within(time.second, 60)) {
    return std::nullopt;
  }
  return Date(date) + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
         std::chrono::seconds(time.second);
}

icaltimetype FieldsOf(CivilTime time, bool is_date) {
  const Date date = DateOf(time);
  const std::chrono::year_month_day parts(date);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - date));
  icaltimetype fields = icaltime_null_time();
  fields.year = static_cast<int>(parts.year());
  fields.month = static_cast<int>(static_cast<unsigned>(parts.month()));
  fields.day = static_cast<int>(static_cast<unsigned>(parts.day()));
  fields.hour = static_cast<int>(clock.hours().count());
  fields.minute = static_cast<int>(clock.minutes().count());
  fields.second = static_cast<int>(clock.seconds().count());
  fields.is_date = is_date ? 1 : 0;
  return fields;
}

// Nothing where libical read something else than what is written.
std::optional<IcalTime> TimeOf(const icaltimetype& time, const std::string& zone_id,
                               std::string_view written) {
  if (OwnText(icaltime_as_ical_string_r(time)) != written) return std::nullopt;
  const auto civil = CivilOf(time);
  if (!civil) return std::nullopt;
  return IcalTime{*civil, time.is_date != 0, icaltime_is_utc(time) != 0, zone_id};
}

std::string ZoneIdOf(icalproperty* property) {
  auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  return parameter == nullptr ? "" : icalparameter_get_tzid(parameter);
}

bool HoldsName(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What a rule says besides what libical makes of it.
struct RuleParts {
  bool taken = true;  // only parts of kRuleParts, and FREQ one of kFrequencies
  std::string_view frequency{};
  bool has_count = false;
  bool has_month = false;  // BYMONTH or BYMONTHDAY
};

RuleParts PartsOf(const std::string& rule) {
  RuleParts parts;
  for (const std::string_view part : Split(rule, ';')) {
    const auto equals = std::min(part.find('='), part.size());
    const std::string_view name = part.substr(0, equals);
    parts.taken = parts.taken && HoldsName(kRuleParts, name) && equals < part.size();
    parts.has_count = parts.has_count || name == "COUNT";
    parts.has_month = parts.has_month || name.starts_with("BYMONTH");
    if (name == "FREQ" && parts.taken) parts.frequency = part.substr(equals + 1);
  }
  return parts;
}

// A day or a week that only some months have would be looked for day by day, over a century: a
// fifth of a second a rule. MONTHLY and YEARLY say the same, and are quick.
bool IsTaken(const RuleParts& parts) {
  const bool short_steps = parts.frequency == "DAILY" || parts.frequency == "WEEKLY";
  return parts.taken && HoldsName(kFrequencies, parts.frequency) &&
         !(short_steps && parts.has_month);
}

}  // namespace

std::vector<IcalTime> ReadIcalTimes(const IcalLine& line) {
  std::vector<IcalTime> times;
  const auto written = Split(line.value, ',');
  if (written.size() > kIcalTimesMax) return times;
  const Component component = Parsed(line);
  const auto properties = PropertiesOf(component.get());
  if (properties.size() != written.size()) return times;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const icaltimetype value = icalvalue_get_datetimedate(icalproperty_get_value(properties[i]));
    const auto time = TimeOf(value, ZoneIdOf(properties[i]), written[i]);
    if (!time) return {};
    times.push_back(*time);
  }
  return times;
}

std::optional<std::string> ReadIcalText(const IcalLine& line) {
  const Component component = Parsed(line);
  const auto properties = PropertiesOf(component.get());
  if (properties.empty()) return std::nullopt;
  std::string text;
  for (auto* property : properties) {
    const char* part = icalvalue_get_text(icalproperty_get_value(property));
    text += (text.empty() ? "" : ",") + std::string(part == nullptr ? "" : part);
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return std::string(Trimmed(text));
}

std::optional<IcalSpan> ReadIcalSpan(const IcalLine& line) {
  constexpr unsigned kPartMax = 100'000;
  KeepRunning();
  const icaldurationtype span = icaldurationtype_from_string(line.value.c_str());
  if (icaldurationtype_is_bad_duration(span) != 0 || span.is_neg != 0 ||
      std::max({span.weeks, span.days, span.hours, span.minutes, span.seconds}) >= kPartMax) {
    return std::nullopt;
  }
  return IcalSpan{std::chrono::days(span.weeks * 7 + span.days),
                  std::chrono::hours(span.hours) + std::chrono::minutes(span.minutes) +
                      std::chrono::seconds(span.seconds)};
}

std::optional<IcalRule> ReadIcalRule(const IcalLine& line) {
  KeepRunning();
  const RuleParts parts = PartsOf(line.value);
  if (!IsTaken(parts)) return std::nullopt;
  const icalrecurrencetype rule = icalrecurrencetype_from_string(line.value.c_str());
  if (rule.freq == ICAL_NO_RECURRENCE || rule.interval < 1 || rule.count < 0) return std::nullopt;
  IcalRule out{.text = line.value};
  if (icaltime_is_null_time(rule.until) == 0) {
    const auto until = CivilOf(rule.until);
    if (!until) return std::nullopt;
    out.until = IcalTime{*until, rule.until.is_date != 0, icaltime_is_utc(rule.until) != 0};
  }
  out.endless = !parts.has_count && !out.until;
  return out;
}

std::vector<CivilTime> Occurrences(const IcalRule& rule, const IcalTime& start, CivilTime bound) {
  std::vector<CivilTime> times;
  if (bound < start.time) return times;
  KeepRunning();
  icalrecurrencetype recurrence = icalrecurrencetype_from_string(rule.text.c_str());
  const auto count =
      recurrence.count > 0 ? static_cast<std::size_t>(recurrence.count) : kOccurrencesMax + 1;
  // The iterator looks on until the year 2582 for an occurrence that never comes (30 February): an
  // end puts an end to that too. It takes no count beside an end, so that is counted here.
  recurrence.count = 0;
  recurrence.until = FieldsOf(bound, start.is_date);
  const RuleIterator iterator(
      icalrecur_iterator_new(recurrence, FieldsOf(start.time, start.is_date)),
      &icalrecur_iterator_free);
  while (iterator != nullptr && times.size() < std::min(count, kOccurrencesMax + 1)) {
    const icaltimetype next = icalrecur_iterator_next(iterator.get());
    const auto time = icaltime_is_null_time(next) != 0 ? std::nullopt : CivilOf(next);
    if (!time || *time > bound) break;
    times.push_back(*time);
  }
  return times;
}

}  // namespace recourse::ctl::calendar
