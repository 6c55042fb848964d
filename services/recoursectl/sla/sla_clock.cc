#include "services/recoursectl/sla/sla_clock.h"

#include <boost/json/array.hpp>
#include <limits>

namespace recourse::ctl {
namespace {

namespace json = boost::json;
using std::string_view_literals::operator""sv;

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMillisecondsMax = Duration(sla::kTargetMax).count();
constexpr std::int64_t kLevelMax = 99;

constexpr std::array<std::pair<std::string_view, sla::RetargetMode>, 3> kModes{
    {{"retroactive", sla::RetargetMode::kRetroactive},
     {"from_change", sla::RetargetMode::kFromChange},
     {"carry_share", sla::RetargetMode::kCarryShare}}};
constexpr std::array<std::pair<std::string_view, sla::StatutoryDays::Kind>, 2> kDayKinds{
    {{"natural", sla::StatutoryDays::Kind::kNatural},
     {"working", sla::StatutoryDays::Kind::kWorking}}};
constexpr std::array<std::pair<std::string_view, sla::StatutoryDays::Roll>, 3> kRolls{
    {{"none", sla::StatutoryDays::Roll::kNone},
     {"holidays", sla::StatutoryDays::Roll::kHolidays},
     {"rest_days", sla::StatutoryDays::Roll::kRestDays}}};
using Late = sla::AlarmRules::LateWarning;
constexpr std::array<std::pair<std::string_view, Late>, 2> kLateWarnings{
    {{"skip", Late::kSkip}, {"at_start", Late::kAtStart}}};
using Acknowledging = sla::AlarmRules::AfterAcknowledgement;
constexpr std::array<std::pair<std::string_view, Acknowledging>, 2> kAcknowledgements{
    {{"postpone", Acknowledging::kPostpone}, {"cancel", Acknowledging::kCancel}}};

using Event = decltype(sla::ClockEvent::what);

// What an event may leave unsaid because the clock says it, or the event before.
struct Known {
  std::string calendar;
  std::optional<sla::Target> target;
};

std::string Owned(std::optional<std::string_view> text) { return std::string(text.value_or("")); }

// A target of zero or less is the clock library's to refuse, by its own name.
std::optional<sla::Target> TargetOf(Fields& in) {
  std::optional<sla::Target> target;
  int count = 0;
  if (const auto ms = in.Number("target_ms", -kNoLimit, kNoLimit)) {
    target = Duration(*ms);
    ++count;
  }
  if (const auto due = in.Time("due_time")) {
    target = *due;
    ++count;
  }
  if (const auto days = in.Number("days", -sla::kStatutoryDaysMax, sla::kStatutoryDaysMax)) {
    sla::StatutoryDays term{static_cast<int>(*days)};
    term.kind = in.Choice("day_kind", kDayKinds, term.kind);
    term.roll = in.Choice("roll", kRolls, term.roll);
    target = term;
    ++count;
  }
  if (count > 1) in.Fail("", "must have one of target_ms, due_time and days, not several");
  return target;
}

Event ReadStarted(Fields& in, Known& known) {
  known.calendar = in.Text("calendar").value_or(known.calendar);
  if (auto target = TargetOf(in)) known.target = *target;
  if (!known.target) in.Fail("", "must have a target: give the clock target_ms, due_time or days");
  return sla::Started{known.calendar, known.target.value_or(Duration(0)), Owned(in.Text("holder"))};
}

Event ReadPaused(Fields& in, Known&) { return sla::Paused{Owned(in.Text("reason"))}; }

Event ReadResumed(Fields& in, Known&) { return sla::Resumed{Owned(in.Text("reason"))}; }

Event ReadTransferred(Fields& in, Known& known) {
  known.calendar = in.Text("calendar").value_or(known.calendar);
  return sla::Transferred{known.calendar, Owned(in.Text("holder")), in.Flag("returned")};
}

Event ReadRetargeted(Fields& in, Known&) {
  const auto target = TargetOf(in);
  if (!target) in.Fail("", "must have a new target: target_ms, due_time or days");
  sla::Retargeted change{target.value_or(Duration(0))};
  change.mode = in.Choice("mode", kModes, change.mode);
  change.grace = Duration(in.Number("grace_ms", 0, kMillisecondsMax).value_or(0));
  change.cause = Owned(in.Text("cause"));
  return change;
}

Event ReadSatisfied(Fields&, Known&) { return sla::Satisfied{}; }

Event ReadForfeited(Fields& in, Known&) { return sla::Forfeited{Owned(in.Text("reason"))}; }

Event ReadCancelled(Fields& in, Known&) { return sla::Cancelled{Owned(in.Text("reason"))}; }

Event ReadRestored(Fields&, Known&) { return sla::Restored{}; }

Event ReadExempted(Fields& in, Known&) {
  return sla::Exempted{Owned(in.Text("by")), Owned(in.Text("reason"))};
}

Event ReadAcknowledged(Fields& in, Known&) {
  return sla::Acknowledged{static_cast<int>(in.Number("level", 1, kLevelMax).value_or(1))};
}

using EventReader = Event (*)(Fields&, Known&);
constexpr std::array<std::pair<std::string_view, EventReader>, 11> kKinds{
    {{"started", ReadStarted},
     {"paused", ReadPaused},
     {"resumed", ReadResumed},
     {"transferred", ReadTransferred},
     {"retargeted", ReadRetargeted},
     {"satisfied", ReadSatisfied},
     {"forfeited", ReadForfeited},
     {"cancelled", ReadCancelled},
     {"restored", ReadRestored},
     {"exempted", ReadExempted},
     {"acknowledged", ReadAcknowledged}}};

EventReader ReaderOf(std::string_view kind) {
  for (const auto& [name, reader] : kKinds) {
    if (name == kind) return reader;
  }
  return nullptr;
}

void ReadEvent(const json::value& value, const Place& place, Known& known, ClockCase& clock,
               std::optional<ClockFault>& fault) {
  Fields in(value, place, fault);
  const auto time = in.Time("time");
  if (!time) in.Fail("time", "must be there: when it happened");
  const auto kind = in.Text("kind");
  const EventReader reader = kind ? ReaderOf(*kind) : nullptr;
  if (reader == nullptr) {
    in.Fail("kind",
            "must be one of started, paused, resumed, transferred, retargeted, satisfied, "
            "forfeited, cancelled, restored, exempted, acknowledged",
            kind ? "unknown_kind" : "clock_malformed");
  }
  if (!in.ok()) return;
  clock.events.push_back({*time, reader(in, known)});
  in.Text("reason");  // any event may say why; it counts where the kind reads it
  in.Close();
}

void ReadWarning(const json::value& value, const Place& place, sla::AlarmRules& rules,
                 std::optional<ClockFault>& fault) {
  Fields in(value, place, fault);
  const auto share = in.Number("share_percent", 1, 99);
  const auto before = in.Number("before_ms", 0, kMillisecondsMax);
  if (share.has_value() == before.has_value()) {
    in.Fail("", "must have share_percent or before_ms, and not both");
  }
  rules.warnings.push_back({static_cast<int>(share.value_or(0)), Duration(before.value_or(0))});
  in.Close();
}

void ReadEscalation(const json::value& value, const Place& place, sla::AlarmRules& rules,
                    std::optional<ClockFault>& fault) {
  Fields in(value, place, fault);
  const auto level = in.Number("level", 1, kLevelMax);
  const auto after = in.Number("after_ms", 0, kMillisecondsMax);
  if (!level || !after) in.Fail("", "must have a level and after_ms");
  rules.escalations.push_back({static_cast<int>(level.value_or(1)), Duration(after.value_or(0))});
  in.Close();
}

using RuleReader = void (*)(const json::value&, const Place&, sla::AlarmRules&,
                            std::optional<ClockFault>&);

void ReadRules(Fields& in, std::string_view name, const Place& clock, RuleReader reader,
               sla::AlarmRules& rules, std::optional<ClockFault>& fault) {
  const json::array* list = in.List(name, kAlarmRulesMax);
  for (std::size_t i = 0; list != nullptr && i < list->size() && !fault; ++i) {
    reader((*list)[i], Place{&clock, name, i}, rules, fault);
  }
}

}  // namespace

std::optional<std::string_view> ClockIdOf(const json::value& in) {
  const json::object* clock = in.if_object();
  const json::value* id = clock == nullptr ? nullptr : clock->if_contains("id");
  if (id == nullptr || !id->is_string()) return std::nullopt;
  const std::string_view text = id->get_string();
  if (text.empty() || text.size() > kClockIdBytesMax) return std::nullopt;
  return text;
}

std::variant<ClockCase, ClockFault> ReadClock(const json::value& value, std::size_t index) {
  std::optional<ClockFault> fault;
  const Place place{nullptr, "clocks", index};
  Fields in(value, place, fault);
  ClockCase clock;
  const auto id = ClockIdOf(value);
  if (!id) in.Fail("id", "must be a text of 1 to 256 bytes");
  in.Text("id");
  clock.id = Owned(id);
  clock.until = in.Time("until");
  Known known{Owned(in.Text("calendar")), TargetOf(in)};
  ReadRules(in, "warnings"sv, place, ReadWarning, clock.rules, fault);
  ReadRules(in, "escalations"sv, place, ReadEscalation, clock.rules, fault);
  clock.rules.late_warning = in.Choice("late_warning", kLateWarnings, Late::kSkip);
  clock.rules.acknowledged = in.Choice("acknowledged", kAcknowledgements, Acknowledging::kPostpone);
  const json::array* events = in.List("events", sla::kClockEventsMax);
  if (events == nullptr) in.Fail("events", "must be a list of what happened");
  in.Close();
  if (!fault) clock.events.reserve(events->size());
  for (std::size_t i = 0; !fault && i < events->size(); ++i) {
    ReadEvent((*events)[i], Place{&place, "events", i}, known, clock, fault);
  }
  if (fault) return *std::move(fault);
  return clock;
}

}  // namespace recourse::ctl
