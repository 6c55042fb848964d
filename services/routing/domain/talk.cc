#include "services/routing/domain/talk.h"

#include <utility>

namespace recourse::routing {
namespace {

sla::Promises PromisesOf(const Ticket& ticket) {
  sla::Promises promises;
  for (const auto& [name, clock] : ticket.clocks) promises.clocks.emplace(name, clock.events);
  promises.calendar_id = ticket.calendar_id;
  promises.holder = ticket.branch_id.value();
  promises.answered = ticket.answered;
  promises.resolved = !IsOpen(ticket);
  return promises;
}

// Of these kinds people ask how long they took.
bool IsMeasured(sla::ClockKind kind) {
  return kind == sla::ClockKind::kFirstResponse || kind == sla::ClockKind::kNextResponse ||
         kind == sla::ClockKind::kResolution;
}

}  // namespace

Talk::Talk(Ticket& ticket, Timestamp now, const Policy& policy)
    : ticket_(ticket), now_(now), policy_(policy), before_(ticket.clocks) {
  const std::string calendar_id = CalendarOf(policy, ticket.branch_id);
  if (calendar_id == ticket.calendar_id) return;
  ticket_.calendar_id = calendar_id;
  auto events = PromisesOf(ticket_).clocks;
  for (auto& [name, clock] : ticket_.clocks) {
    if (IsOwed(clock)) events[name].push_back({now_, sla::Transferred{calendar_id}});
  }
  RefreshAll(events);
}

void Talk::Heed(const decltype(sla::TalkEvent::what)& what) {
  const sla::PromiseRules rules = PromiseRulesOf(policy_, ticket_);
  sla::Promises promises = sla::Heed(PromisesOf(ticket_), {now_, what}, rules);
  if (ticket_.state == TicketState::kWaiting) PauseStarted(promises, rules);
  ticket_.answered = promises.answered;
  ticket_.calendar_id = promises.calendar_id;
  RefreshAll(promises.clocks);
  ForgetOldest(ticket_.clocks);
}

// What begins while the customer is waited for begins paused.
void Talk::PauseStarted(sla::Promises& promises, const sla::PromiseRules& rules) const {
  for (auto& [name, events] : promises.clocks) {
    if (ticket_.clocks.contains(name) || !rules.pausable.contains(name.kind)) continue;
    events.push_back({now_, sla::Paused{ticket_.reason}});
  }
}

void Talk::RefreshAll(const std::map<sla::ClockName, std::vector<sla::ClockEvent>>& events) {
  const auto* standard = StandardOf(policy_, ticket_);
  const sla::AlarmRules alarms = standard == nullptr ? sla::AlarmRules{} : standard->alarms;
  for (const auto& [name, own] : events) {
    Clock& clock = ticket_.clocks[name];
    if (clock.events == own) continue;
    clock.events = own;
    Refresh(clock, policy_.calendars, alarms, now_);
  }
}

std::vector<EndedDuration> Talk::Ended() const {
  std::vector<EndedDuration> ended;
  for (const auto& [name, clock] : ticket_.clocks) {
    const auto before = before_.find(name);
    const bool was_owed = before != before_.end() && IsOwed(before->second);
    if (!was_owed || IsOwed(clock) || clock.state == ClockState::kCancelled) continue;
    if (!IsMeasured(name.kind)) continue;
    ended.push_back({NameOf(name.kind), (now_ - clock.start_time).count(), clock.consumed.count()});
  }
  return ended;
}

void Talk::SayMoved(Telling& telling, const std::string& cause) const {
  for (const auto& [name, clock] : ticket_.clocks) {
    const auto before = before_.find(name);
    if (before == before_.end() || !IsOwed(before->second) || !IsOwed(clock)) continue;
    if (before->second.due_time == clock.due_time) continue;
    telling.Say(ClockRecomputed{name, before->second.due_time, clock.due_time, cause});
  }
}

}  // namespace recourse::routing
