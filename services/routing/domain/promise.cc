// What becomes of promises by people who answer for them: an escalation is acknowledged, a breach
// taken back, a changed policy applied to what runs.
#include <algorithm>
#include <utility>

#include "services/routing/domain/acting.h"

namespace recourse::routing {
namespace {

using Kind = sla::Alarm::Kind;

// The highest level that was called of a breach that is owed still, 0 where it is the breach alone;
// none where nothing was breached.
std::optional<int> CalledLevel(const Clock& clock) {
  if (clock.state != ClockState::kBreached) return std::nullopt;
  int level = 0;
  for (const sla::Alarm& alarm : clock.said) {
    if (alarm.kind == Kind::kEscalation) level = std::max(level, alarm.level);
  }
  return level;
}

bool IsAcknowledged(const Clock& clock, int level) {
  return std::any_of(clock.events.begin(), clock.events.end(), [&](const auto& event) {
    const auto* acknowledged = std::get_if<sla::Acknowledged>(&event.what);
    return acknowledged != nullptr && acknowledged->level >= level;
  });
}

Objection ObjectionToAcknowledging(const Ticket& ticket) {
  if (Objection objection = UnlessOpen(ticket)) return objection;
  bool called = false;
  for (const auto& [name, clock] : ticket.clocks) {
    const auto level = CalledLevel(clock);
    if (level && !IsAcknowledged(clock, *level)) return std::nullopt;
    called |= level.has_value();
  }
  return Refusal{called ? "escalation-acknowledged" : "escalation-unknown"};
}

void RefreshWith(Clock& clock, const Ticket& ticket, Timestamp now, const Policy& policy) {
  const auto* standard = StandardOf(policy, ticket);
  Refresh(clock, policy.calendars, standard == nullptr ? sla::AlarmRules{} : standard->alarms, now);
}

bool IsAnswer(sla::ClockKind kind) {
  return kind == sla::ClockKind::kFirstResponse || kind == sla::ClockKind::kNextResponse;
}

// The clock that a correction names; none where the ticket has none such.
std::optional<sla::ClockName> Named(const Ticket& ticket, sla::ClockName name) {
  if (name.cycle == 0) {
    for (const auto& [each, clock] : ticket.clocks) {
      if (each.kind == name.kind) name.cycle = each.cycle;
    }
  }
  return ticket.clocks.contains(name) ? std::optional(name) : std::nullopt;
}

// The clock as it is when it was kept at `answered_time`: what happened later has no bearing on it,
// and what was told of a breach is not so.
Clock Corrected(const Ticket& ticket, const sla::ClockName& name, Timestamp answered_time,
                Timestamp now, const Policy& policy) {
  Clock clock = ticket.clocks.at(name);
  const auto later = std::find_if(clock.events.begin(), clock.events.end(),
                                  [&](const auto& event) { return event.time > answered_time; });
  clock.events.insert(later, {answered_time, sla::Satisfied{}});
  std::erase_if(clock.said, [](const auto& alarm) { return alarm.kind != Kind::kWarning; });
  RefreshWith(clock, ticket, now, policy);
  clock.breach_time.reset();
  clock.breach_cause.clear();
  clock.alarms.clear();
  return clock;
}

Objection ObjectionTo(const RevokeBreach& revoke, const Ticket& ticket, Timestamp now,
                      const Policy& policy) {
  if (revoke.reason.empty()) return Refusal{"reason-empty"};
  const auto name = Named(ticket, revoke.clock);
  if (!name) return Refusal{"breach-unknown"};
  const Clock& clock = ticket.clocks.at(*name);
  const bool owed = clock.state == ClockState::kBreached;
  if (!owed && clock.state != ClockState::kMissed) return Refusal{"breach-unknown"};
  if (owed && !IsAnswer(name->kind)) return Refusal{"promise-owed"};
  if (revoke.answered_time < clock.start_time || revoke.answered_time > now) {
    return Refusal{"told-time-invalid"};
  }
  const Clock corrected = Corrected(ticket, *name, revoke.answered_time, now, policy);
  if (corrected.state != ClockState::kMet) return Refusal{"answered-too-late"};
  return std::nullopt;
}

// Of each clock that is owed and was not breached yet, what its SLA policy's standards make of it.
void Retarget(Ticket& ticket, const sla::ChangeRules& change_rules, Timestamp now,
              const Policy& policy) {
  std::vector<sla::OpenClock> open;
  std::map<std::string, sla::ClockName> names;
  for (const auto& [name, clock] : ticket.clocks) {
    if (!IsOwed(clock) || clock.state == ClockState::kBreached) continue;
    const std::string id = std::to_string(names.size());
    names.emplace(id, name);
    open.push_back({id, name.kind, FieldsOf(ticket), clock.events});
  }
  const auto& standards = SlaOf(policy, ticket).standards;
  for (const sla::Change& change :
       sla::Changes(open, standards, change_rules, policy.calendars, now)) {
    ticket.clocks.at(names.at(change.clock_id)).events.push_back(change.event);
  }
}

// The active standards, where the ticket does not have them already.
bool TakeActiveStandard(Ticket& ticket, Timestamp now, const Policy& policy) {
  if (ticket.versions.sla == policy.versions.sla) return false;
  return TakeStandard(ticket, policy.versions.sla, ActiveSla(policy).change, now, policy);
}

void Reclocked(Telling& telling, bool standards, const Policy& policy) {
  Ticket& ticket = telling.ticket();
  telling.SayPassedAlarms();
  Talk talk(ticket, telling.now(), policy);
  if (standards && TakeActiveStandard(ticket, telling.now(), policy)) {
    telling.Say(StandardChanged{ticket.standard});
  }
  talk.SayMoved(telling, "policy_change");
  telling.SayPassedAlarms();
}

}  // namespace

bool TakeStandard(Ticket& ticket, std::int64_t sla_version, const sla::ChangeRules& change,
                  Timestamp now, const Policy& policy) {
  const bool same_version = ticket.versions.sla == sla_version;
  ticket.versions.sla = sla_version;
  const HeldStandard before = std::exchange(ticket.standard, StandardFor(policy, ticket));
  if (same_version && before.standard_id == ticket.standard.standard_id) return false;
  Retarget(ticket, change, now, policy);
  for (auto& [name, clock] : ticket.clocks) {
    if (IsOwed(clock)) RefreshWith(clock, ticket, now, policy);
  }
  return true;
}

Decision On(const View& view, const AcknowledgeEscalation& event, Timestamp now,
            const Policy& policy) {
  return Carry(view, event, now, ObjectionToAcknowledging, [&](Telling& telling) {
    for (auto& [name, clock] : telling.ticket().clocks) {
      const auto level = CalledLevel(clock);
      if (!level || IsAcknowledged(clock, *level)) continue;
      clock.events.push_back({now, sla::Acknowledged{*level}});
      RefreshWith(clock, telling.ticket(), now, policy);
      telling.Say(EscalationAcknowledged{event.agent_id, name, *level});
    }
  });
}

Decision On(const View& view, const RevokeBreach& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) { return ObjectionTo(event, ticket, now, policy); };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    const sla::ClockName name = *Named(ticket, event.clock);
    Clock& clock = ticket.clocks.at(name);
    const bool owed = IsOwed(clock);
    const Timestamp breach_time = clock.breach_time.value_or(now);
    const std::string breach_cause = clock.breach_cause;
    clock = Corrected(ticket, name, event.answered_time, now, policy);
    ticket.answered |= IsAnswer(name.kind);
    std::vector<EndedDuration> ended;
    if (owed) {
      const Duration taken = event.answered_time - clock.start_time;
      ended.push_back({NameOf(name.kind), taken.count(), clock.consumed.count()});
    }
    telling.Say(ClockBreachRevoked{name, clock.due_time, breach_time, event.answered_time,
                                   event.agent_id, event.reason, breach_cause},
                std::move(ended));
  });
}

Decision On(const View& view, const ReclockTimePassed& event, Timestamp now, const Policy& policy) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr || !ticket->reclock || now <= ticket->reclock->time) return {};
  Telling telling(event.ticket_id, *ticket, now);
  telling.ticket().reclock.reset();
  if (IsOpen(*ticket)) Reclocked(telling, ticket->reclock->standards, policy);
  return Told(view, event.file_id, telling);
}

}  // namespace recourse::routing
