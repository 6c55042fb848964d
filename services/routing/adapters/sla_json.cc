#include "services/routing/adapters/sla_json.h"

#include <array>
#include <set>
#include <utility>

namespace recourse::routing {
namespace {

namespace json = boost::json;

constexpr std::int64_t kTargetMillisecondsMax = 400LL * 24 * 3600 * 1000;
constexpr std::size_t kStandardsMax = 1'000;
constexpr std::size_t kValuesMax = 1'000;
constexpr std::size_t kAlarmsMax = 10;  // warnings, and levels, of one standard
constexpr std::array<const char*, 5> kFields{"category", "branch", "severity", "channel",
                                             "language"};
constexpr std::array kKinds{sla::ClockKind::kFirstResponse,  sla::ClockKind::kNextResponse,
                            sla::ClockKind::kPeriodicUpdate, sla::ClockKind::kResolution,
                            sla::ClockKind::kStatutory,      sla::ClockKind::kInternal};

// One of a few words, by its place among them; the first where it is absent.
template <std::size_t Count>
std::size_t Choice(const json::object& in, const char* name,
                   const std::array<const char*, Count>& words, DocumentReading& reading) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr) return 0;
  std::string all;
  for (std::size_t i = 0; i < Count; ++i) {
    if (found->is_string() && found->get_string() == words[i]) return i;
    all += (i == 0 ? "" : ", ") + std::string(words[i]);
  }
  reading.Fail(name, "must be one of " + all);
  return 0;
}

// Severities may stand as numbers.
std::string ValueText(const json::value& value, const std::string& place,
                      DocumentReading& reading) {
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_string()) return std::string(value.get_string());
  reading.Fail(place, "must be a list of texts or numbers");
  return "";
}

void ReadConditions(const json::object& in, const std::string& place, sla::Standard& standard,
                    DocumentReading& reading) {
  for (const auto& [name, value] : in) {
    const std::string field(name);
    if (std::find(kFields.begin(), kFields.end(), field) == kFields.end()) {
      reading.Fail(place + ".when", "knows category, branch, severity, channel and language");
      return;
    }
    auto& values = standard.conditions[field];
    for (const auto& each : reading.List(in, field.c_str(), kValuesMax)) {
      values.insert(ValueText(each, place + ".when." + field, reading));
    }
  }
}

sla::Target ReadTarget(const json::object& in, sla::ClockKind kind, DocumentReading& reading) {
  if (kind != sla::ClockKind::kStatutory) {
    return Duration(reading.Number(in, "target_ms", 1000, kTargetMillisecondsMax));
  }
  using Term = sla::StatutoryDays;
  Term term;
  term.count = static_cast<int>(reading.Number(in, "days", 1, 366));
  term.kind =
      std::array{Term::Kind::kNatural,
                 Term::Kind::kWorking}[Choice<2>(in, "day_kind", {"natural", "working"}, reading)];
  term.roll = std::array{
      Term::Roll::kRestDays, Term::Roll::kHolidays,
      Term::Roll::kNone}[Choice<3>(in, "roll", {"rest_days", "holidays", "none"}, reading)];
  return term;
}

void ReadTargets(const json::object& in, const std::string& place, sla::Standard& standard,
                 DocumentReading& reading) {
  if (in.empty()) reading.Fail(place + ".clocks", "must promise at least one clock");
  std::size_t known = 0;
  for (const sla::ClockKind kind : kKinds) {
    const json::value* found = in.if_contains(NameOf(kind));
    if (found == nullptr) continue;
    ++known;
    const auto& clock = reading.Object(*found, place + ".clocks." + NameOf(kind));
    if (reading.ok()) standard.targets[kind] = ReadTarget(clock, kind, reading);
  }
  if (known == in.size()) return;
  reading.Fail(place + ".clocks",
               "knows first_response, next_response, periodic_update, resolution, statutory and "
               "internal");
}

void ReadAlarms(const json::object& in, const std::string& place, sla::AlarmRules& alarms,
                DocumentReading& reading) {
  if (in.contains("warn_share_percent")) {
    for (const auto& each : reading.List(in, "warn_share_percent", kAlarmsMax)) {
      const bool fits = each.is_int64() && each.get_int64() >= 1 && each.get_int64() <= 99;
      if (!fits) reading.Fail(place + ".warn_share_percent", "must be whole numbers from 1 to 99");
      if (fits) alarms.warnings.push_back({static_cast<int>(each.get_int64())});
    }
  }
  if (in.contains("escalations")) {
    for (const auto& each : reading.List(in, "escalations", kAlarmsMax)) {
      const auto& row = reading.Object(each, place + ".escalations");
      if (!reading.ok()) return;
      alarms.escalations.push_back(
          {static_cast<int>(reading.Number(row, "level", 1, 9)),
           Duration(reading.Number(row, "after_ms", 0, kTargetMillisecondsMax))});
    }
  }
  using Rules = sla::AlarmRules;
  alarms.late_warning = std::array{
      Rules::LateWarning::kSkip,
      Rules::LateWarning::kAtStart}[Choice<2>(in, "late_warning", {"skip", "at_start"}, reading)];
  alarms.acknowledged = std::array{Rules::AfterAcknowledgement::kPostpone,
                                   Rules::AfterAcknowledgement::kCancel}[Choice<2>(
      in, "after_acknowledgement", {"postpone", "cancel"}, reading)];
}

sla::Standard ReadStandard(const json::value& value, const std::string& place,
                           DocumentReading& reading) {
  const auto& in = reading.Object(value, place);
  sla::Standard standard;
  standard.standard_id = reading.Text(in, "id", place);
  standard.priority = static_cast<int>(reading.NumberOr(in, "priority", -1000, 1000, 0));
  ReadConditions(reading.ObjectOr(in, "when", place), place, standard, reading);
  ReadTargets(reading.ObjectOr(in, "clocks", place), place, standard, reading);
  ReadAlarms(in, place, standard.alarms, reading);
  return standard;
}

void ReadStandards(const json::object& in, SlaRules& rules, DocumentReading& reading) {
  const auto& standards = reading.List(in, "standards", kStandardsMax);
  if (standards.empty()) reading.Fail("standards", "must hold at least one standard");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < standards.size() && reading.ok(); ++i) {
    rules.standards.push_back(ReadStandard(standards[i], PlaceAt("standards", i), reading));
    if (!ids.insert(rules.standards.back().standard_id).second) {
      reading.Fail(PlaceAt("standards", i) + ".id", "stands twice");
    }
  }
}

// A first response only, warned of once.
void ReadOnlyStandard(const json::object& in, SlaRules& rules, DocumentReading& reading) {
  sla::Standard standard;
  standard.standard_id = kOnlyStandardId;
  standard.targets[sla::ClockKind::kFirstResponse] =
      Duration(reading.Number(in, "response_target_ms", 1000, kTargetMillisecondsMax));
  standard.alarms.warnings = {{static_cast<int>(reading.Number(in, "warn_share_percent", 1, 99))}};
  rules.standards.push_back(std::move(standard));
}

// What is done to clocks of open tickets when the policy is put for them too.
sla::ChangeRules ReadChange(const json::object& in, DocumentReading& reading) {
  using Mode = sla::RetargetMode;
  using Unmatched = sla::ChangeRules::Unmatched;
  sla::ChangeRules change;
  change.mode = std::array{Mode::kRetroactive, Mode::kFromChange, Mode::kCarryShare}[Choice<3>(
      in, "mode", {"retroactive", "from_change", "carry_share"}, reading)];
  change.grace = Duration(reading.NumberOr(in, "grace_ms", 0, kTargetMillisecondsMax, 0));
  change.unmatched =
      std::array{Unmatched::kCancel,
                 Unmatched::kKeep}[Choice<2>(in, "unmatched", {"cancel", "keep"}, reading)];
  return change;
}

}  // namespace

SlaRules ReadSlaRules(const json::object& in, DocumentReading& reading) {
  SlaRules rules;
  rules.calendar_id = reading.Text(in, "calendar_id", "sla");
  if (in.contains("standards")) {
    ReadStandards(in, rules, reading);
  } else {
    ReadOnlyStandard(in, rules, reading);
  }
  rules.first_response_pausable = reading.BoolOr(in, "first_response_pausable", false);
  if (in.contains("open_tickets")) {
    const auto& change = reading.ObjectOr(in, "open_tickets", "sla");
    if (reading.ok()) rules.change = ReadChange(change, reading);
  }
  using Unanswered = sla::PromiseRules::Unanswered;
  rules.unanswered = std::array{
      Unanswered::kMiss,
      Unanswered::kCancel}[Choice<2>(in, "unanswered_resolution", {"miss", "cancel"}, reading)];
  rules.reopen_within =
      std::chrono::days(reading.NumberOr(in, "reopen_days", 1, kReopenDaysMax, 7));
  rules.confirm_after =
      std::chrono::days(reading.NumberOr(in, "confirm_days", 1, kReopenDaysMax, 7));
  return rules;
}

}  // namespace recourse::routing
