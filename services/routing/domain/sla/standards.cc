#include "services/routing/domain/sla/standards.h"

#include <algorithm>
#include <tuple>

namespace recourse::routing::sla {
namespace {

bool Fits(const Standard& standard, const Fields& ticket) {
  return std::all_of(standard.conditions.begin(), standard.conditions.end(),
                     [&](const auto& asked) {
                       const auto field = ticket.find(asked.first);
                       return field != ticket.end() && asked.second.contains(field->second);
                     });
}

bool Precedes(const Standard& a, const Standard& b) {
  return std::tuple(b.conditions.size(), b.priority, a.standard_id) <
         std::tuple(a.conditions.size(), a.priority, b.standard_id);
}

std::string ReasonOf(const Standard& standard, const Fields& ticket) {
  std::string reason;
  for (const auto& [field, values] : standard.conditions) {
    reason += (reason.empty() ? "" : ", ") + field + " is " + ticket.at(field);
  }
  return standard.standard_id + ": " + (reason.empty() ? "fits every ticket" : reason) +
         "; priority " + std::to_string(standard.priority);
}

// The share of a term of days that was used up has no meaning: such a term counts from its begin.
RetargetMode ModeFor(const Target& target, RetargetMode mode) {
  const bool date = !std::holds_alternative<Duration>(target);
  return date && mode == RetargetMode::kCarryShare ? RetargetMode::kRetroactive : mode;
}

// The target in force, by the last event that set one.
Target TargetOf(const std::vector<ClockEvent>& events) {
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (const auto* change = std::get_if<Retargeted>(&event->what)) return change->target;
  }
  return std::get<Started>(events.front().what).target;
}

std::optional<ClockEvent> EventFor(const OpenClock& clock, const std::vector<Standard>& standards,
                                   const ChangeRules& rules, Timestamp now) {
  const Selected selected = Select(standards, clock.ticket);
  const auto* found = selected.standard;
  if (found == nullptr || !found->targets.contains(clock.kind)) {
    if (rules.unmatched == ChangeRules::Unmatched::kKeep) return std::nullopt;
    return ClockEvent{now, Cancelled{rules.cause}};
  }
  const Target& target = found->targets.at(clock.kind);
  if (target == TargetOf(clock.events)) return std::nullopt;
  return ClockEvent{now, Retargeted{target, ModeFor(target, rules.mode), rules.grace, rules.cause}};
}

}  // namespace

const char* NameOf(ClockKind kind) {
  switch (kind) {
    case ClockKind::kFirstResponse:
      return "first_response";
    case ClockKind::kNextResponse:
      return "next_response";
    case ClockKind::kPeriodicUpdate:
      return "periodic_update";
    case ClockKind::kResolution:
      return "resolution";
    case ClockKind::kStatutory:
      return "statutory";
    case ClockKind::kInternal:
      return "internal";
  }
  return "";
}

Selected Select(const std::vector<Standard>& standards, const Fields& ticket) {
  const Standard* best = nullptr;
  for (const Standard& standard : standards) {
    if (!Fits(standard, ticket)) continue;
    if (best == nullptr || Precedes(standard, *best)) best = &standard;
  }
  if (best == nullptr) return {nullptr, "no standard fits"};
  return {best, ReasonOf(*best, ticket)};
}

std::vector<Change> Changes(const std::vector<OpenClock>& clocks,
                            const std::vector<Standard>& standards, const ChangeRules& rules,
                            const Calendars& calendars, Timestamp now) {
  std::vector<Change> changes;
  for (const OpenClock& clock : clocks) {
    const auto folded = Fold(clock.events, calendars);
    const auto* account = std::get_if<Account>(&folded);
    if (account == nullptr || HasEnded(*account)) continue;
    const auto event = EventFor(clock, standards, rules, now);
    if (!event) continue;
    auto changed = clock.events;
    changed.push_back(*event);
    const auto refolded = Fold(changed, calendars);
    const auto* after = std::get_if<Account>(&refolded);
    if (after == nullptr) continue;  // hours cannot become a date
    const bool missed_before = Judge(*account, calendars, now).verdict == Verdict::kMissed;
    const bool missed = Judge(*after, calendars, now).verdict == Verdict::kMissed;
    changes.push_back({clock.clock_id, *event, missed && !missed_before});
  }
  return changes;
}

}  // namespace recourse::routing::sla
