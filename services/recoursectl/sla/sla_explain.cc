#include "services/recoursectl/sla/sla_explain.h"

#include <algorithm>
#include <charconv>

namespace recourse::ctl {
namespace {

using Fault = std::optional<ClockFault>;

// What to do about each refusal of the clock library.
const std::map<std::string_view, const char*> kDetails = {
    {"not_started", "The clock has no event of the kind started. Put it first."},
    {"started_twice",
     "The clock has started already. Make a clock of its own of the second start."},
    {"event_before_start",
     "The event happened before the clock started. Leave it out, or mend "
     "its time; only an answer may stand after started with a time before "
     "it, and counts as given at the start."},
    {"events_out_of_order",
     "The event is earlier than the one before it. Put the events in the "
     "order of their times."},
    {"time_out_of_range",
     "The time lies before 1970 or after 2099, where no calendar is known. "
     "Mend it."},
    {"too_many_events", "A clock has at most 4,096 events. Leave out those that change nothing."},
    {"unknown_calendar",
     "No calendar of the file has this name. Add it to calendars, or mend the "
     "name."},
    {"target_not_positive", "A target must be longer than nothing. Give at least 1."},
    {"target_too_long", "A target is at most 100 years. Give a shorter one."},
    {"grace_invalid", "grace_ms is from 0 to 100 years. Mend it."},
    {"target_kind_changed",
     "A target of permitted time stays one, and a date stays a date. Cancel "
     "this clock and make another of the new target."},
    {"mode_not_for_dates",
     "A date has no share that could be carried. Take retroactive or "
     "from_change."},
    {"reason_missing", "The event needs a reason (and who exempts needs a name in by). Give it."},
    {"term_not_known",
     "The calendar does not know so many days. Extend known_until and its "
     "holidays, or give a shorter term."},
    {"until_before_start",
     "The clock had not started at until. Give an instant at its start or "
     "after it, or leave until out."},
    {"calendar_never_opens",
     "The calendar never opens again for long enough, so the clock can "
     "never be due. Give the calendar opening hours."},
};

ClockFault FaultOf(const std::string& slug, const Place& place) {
  const auto found = kDetails.find(slug);
  const char* detail = found == kDetails.end() ? "The clock library refused it. Mend what stands "
                                                 "at the place."
                                               : found->second;
  return {slug, detail, place.Text()};
}

ClockFault FaultOf(const Refusal& refusal, const Place& clock) {
  const auto event = refusal.parameters.find("event");
  if (event == refusal.parameters.end()) return FaultOf(refusal.slug, clock);
  std::size_t index = 0;
  const std::string& text = event->second;
  std::from_chars(text.data(), text.data() + text.size(), index);
  return FaultOf(refusal.slug, Place{&clock, "events", index});
}

const std::string* CalendarOf(const sla::ClockEvent& event) {
  if (const auto* started = std::get_if<sla::Started>(&event.what)) return &started->calendar_id;
  if (const auto* moved = std::get_if<sla::Transferred>(&event.what)) return &moved->calendar_id;
  return nullptr;
}

// The first calendar that a clock names and the file does not give.
Fault FaultOfCalendars(const ClockCase& clock, const FileCalendars& file, const Place& place) {
  for (std::size_t i = 0; i < clock.events.size(); ++i) {
    const std::string* id = CalendarOf(clock.events[i]);
    if (id == nullptr || file.calendars.Find(*id) != nullptr) continue;
    const auto known = file.faults.find(*id);
    if (known != file.faults.end()) return known->second;
    return FaultOf("unknown_calendar", Place{&place, "events", i});
  }
  return std::nullopt;
}

bool Starts(const sla::ClockEvent& event) {
  return std::holds_alternative<sla::Started>(event.what);
}

// Where the events begin with another than the start.
Fault FaultOfStart(const ClockCase& clock, const Place& place) {
  const auto& events = clock.events;
  if (std::none_of(events.begin(), events.end(), Starts)) return FaultOf("not_started", place);
  if (Starts(events.front())) return std::nullopt;
  return FaultOf("event_before_start", Place{&place, "events", 0});
}

// The fold of what happened by `until`; refused for what stands wrong after it too.
std::variant<sla::Account, ClockFault> FoldUntil(ClockCase& clock, const FileCalendars& file,
                                                 Timestamp until, const Place& place) {
  auto folded = sla::Fold(clock.events, file.calendars);
  if (const auto* refusal = std::get_if<Refusal>(&folded)) return FaultOf(*refusal, place);
  const auto later = std::find_if(clock.events.begin(), clock.events.end(),
                                  [&](const auto& event) { return event.time > until; });
  if (later == clock.events.end()) return std::get<sla::Account>(std::move(folded));
  clock.events.erase(later, clock.events.end());
  return std::get<sla::Account>(sla::Fold(clock.events, file.calendars));
}

Timestamp LastTimeOf(const ClockCase& clock) {
  const auto earlier = [](const auto& a, const auto& b) { return a.time < b.time; };
  return std::max_element(clock.events.begin(), clock.events.end(), earlier)->time;
}

// The first instant that a calendar of the clock does not know, if the clock went beyond it or its
// due time lies there.
std::optional<Timestamp> UnknownFrom(const Explanation& clock, const sla::Calendars& calendars) {
  std::optional<Timestamp> from;
  const auto look = [&](const sla::Stretch& stretch, Timestamp to, bool wanted) {
    const sla::Hours& hours = *calendars.Find(stretch.calendar_id);
    if (!hours.calendar.known_until || (!wanted && to <= hours.timetable.end())) return;
    from = std::min(from.value_or(Timestamp::max()), hours.timetable.end());
  };
  for (const sla::Stretch& stretch : clock.account.stretches) look(stretch, stretch.to, false);
  look(clock.account.current, sla::EndOf(clock.account, clock.until),
       clock.outcome.due.absence == sla::DueTime::Absence::kNotKnown);
  return from;
}

void Complete(Explanation& clock, const sla::Calendars& calendars) {
  clock.segments = sla::Segments(clock.account, calendars, clock.until);
  clock.segments_cut = clock.segments.size() == sla::kSegmentsMax &&
                       clock.segments.back().to < sla::EndOf(clock.account, clock.until);
  if (!clock.clock.rules.warnings.empty() || !clock.clock.rules.escalations.empty()) {
    clock.alarms = sla::Alarms(clock.account, calendars, clock.clock.rules, clock.until);
  }
  clock.ledger = sla::Ledger(clock.account, calendars, clock.until);
  if (clock.ledger.size() == 1 && clock.ledger.begin()->first.empty()) clock.ledger.clear();
  clock.paused_permille = sla::PausedPermille(clock.account, calendars, clock.until);
  clock.unknown_from = UnknownFrom(clock, calendars);
}

}  // namespace

std::variant<Explanation, ClockFault> Explain(ClockCase clock, const FileCalendars& file,
                                              const Place& place) {
  if (Fault fault = FaultOfStart(clock, place)) return *std::move(fault);
  if (Fault fault = FaultOfCalendars(clock, file, place)) return *std::move(fault);
  const Timestamp until = clock.until.value_or(LastTimeOf(clock));
  const Place at{&place, "until"};
  if (until < clock.events.front().time) return FaultOf("until_before_start", at);
  auto folded = FoldUntil(clock, file, until, place);
  if (auto* fault = std::get_if<ClockFault>(&folded)) return std::move(*fault);
  if (until > kZoneEnd) return FaultOf("time_out_of_range", at);
  Explanation explanation;
  explanation.clock = std::move(clock);
  explanation.until = until;
  explanation.account = std::get<sla::Account>(std::move(folded));
  explanation.outcome = sla::Judge(explanation.account, file.calendars, until);
  const sla::Outcome& outcome = explanation.outcome;
  if (outcome.verdict == sla::Verdict::kRunning &&
      outcome.due.absence == sla::DueTime::Absence::kNeverOpens) {
    return FaultOf("calendar_never_opens", place);
  }
  Complete(explanation, file.calendars);
  return explanation;
}

}  // namespace recourse::ctl
