#include "services/recoursectl/verify/ticket_check.h"

#include "services/recoursectl/verify/ticket_fold.h"
#include "services/routing/domain/response_clock.h"

namespace recourse::ctl::verify {
namespace {

using routing::ClockState;

std::string Named(const routing::TicketId& ticket_id) { return "ticket " + ToString(ticket_id); }

std::string TimeText(const Timestamp& time) {
  return std::to_string(time.time_since_epoch().count());
}

void Note(bool differs, const char* name, std::string& names) {
  if (!differs) return;
  if (!names.empty()) names += ", ";
  names += name;
}

// The names of what differs, clocks aside.
std::string TicketDifferences(const routing::Ticket& row, const routing::Ticket& told) {
  std::string names;
  Note(row.version != told.version, "version", names);
  Note(row.state != told.state, "state", names);
  Note(row.number != told.number, "number", names);
  Note(row.customer_id != told.customer_id, "customer_id", names);
  Note(row.branch_id != told.branch_id, "branch_id", names);
  Note(row.region_id != told.region_id, "region_id", names);
  Note(row.category != told.category, "category", names);
  Note(row.channel != told.channel, "channel", names);
  Note(row.severity != told.severity, "severity", names);
  Note(row.agent_id != told.agent_id, "agent_id", names);
  Note(row.subject != told.subject, "subject", names);
  Note(row.open_time != told.open_time, "open_time", names);
  Note(row.resolve_time != told.resolve_time, "resolve_time", names);
  Note(row.feedback_count != told.feedback_count, "feedback_count", names);
  Note(row.routing_rule != told.routing_rule, "routing_rule", names);
  Note(!(row.versions == told.versions), "policy versions", names);
  return names;
}

std::string ClockDifferences(const routing::ResponseClock& row,
                             const routing::ResponseClock& told) {
  std::string names;
  Note(row.state != told.state, "clock_state", names);
  Note(row.start_time != told.start_time, "clock_start_time", names);
  Note(row.warn_time != told.warn_time, "warn_time", names);
  Note(row.due_time != told.due_time, "due_time", names);
  Note(row.target_ms != told.target_ms, "target_ms", names);
  Note(row.breach_time != told.breach_time, "breach_time", names);
  Note(row.response_time != told.response_time, "response_time", names);
  return names;
}

struct TicketChecks {
  Check table{"T1", "the table of tickets is the fold of the facts, both ways"};
  Check clocks{"B13", "every clock in the table is what the facts tell, its due time first"};
  Check once{"B14", "every clock was told to be breached at most once"};
  Check early{"B15a", "no breach was told before its due time had passed"};
  Check missed{"B15b", ""};
  Check verdicts{"B16", "a clock is met, missed or breached as due time, answer and breach say"};
  Check timers{"B12", "the timers are those that the states wait for, no more and no less"};
};

void CompareTables(const Evidence& evidence, const FoldedTickets& folded, bool whole,
                   TicketChecks& checks) {
  std::map<routing::TicketId, const TicketRow*> rows;
  for (const TicketRow& row : evidence.tickets) {
    rows.emplace(row.ticket_id, &row);
    const auto told = folded.find(row.ticket_id);
    if (told == folded.end()) {
      checks.table.Examine(!whole, Named(row.ticket_id) + " is in the table, and no fact tells it");
      continue;
    }
    const std::string fields = TicketDifferences(row.ticket, told->second.ticket);
    checks.table.Examine(fields.empty(), Named(row.ticket_id) + " differs in " + fields);
    const std::string clock = ClockDifferences(row.ticket.clock, told->second.ticket.clock);
    checks.clocks.Examine(clock.empty(), Named(row.ticket_id) + " differs in " + clock);
  }
  for (const auto& [ticket_id, told] : folded) {
    if (rows.contains(ticket_id)) continue;
    checks.table.Examine(false, Named(ticket_id) + " is told and not in the table");
  }
}

void JudgeBreaches(const routing::TicketId& ticket_id, const FoldedTicket& folded,
                   TicketChecks& checks) {
  checks.once.Examine(folded.breaches.size() <= 1,
                      Named(ticket_id) + " was breached " +
                          std::to_string(folded.breaches.size()) + " times");
  for (const auto& breach : folded.breaches) {
    checks.early.Examine(
        breach.recorded_time > breach.due_time &&
            breach.due_time == folded.ticket.clock.due_time,
        Named(ticket_id) + " was breached at " + TimeText(breach.recorded_time) + " ms, due " +
            TimeText(breach.due_time) + ", opened with " +
            TimeText(folded.ticket.clock.due_time));
  }
}

bool VerdictHolds(const routing::ResponseClock& clock, bool breached) {
  switch (clock.state) {
    case ClockState::kRunning:
    case ClockState::kWarned:
      return !breached && !clock.response_time;
    case ClockState::kBreached:
      return breached && !clock.response_time;
    case ClockState::kMet:
      return !breached && clock.response_time && *clock.response_time <= clock.due_time;
    case ClockState::kMissed:
      return breached && clock.response_time && *clock.response_time > clock.due_time;
    case ClockState::kCancelled:
      return true;
  }
  return false;
}

void JudgeClocks(const FoldedTickets& folded, TicketChecks& checks) {
  for (const auto& [ticket_id, ticket] : folded) {
    JudgeBreaches(ticket_id, ticket, checks);
    checks.verdicts.Examine(
        VerdictHolds(ticket.ticket.clock, !ticket.breaches.empty()),
        Named(ticket_id) + " has clock state " +
            std::to_string(static_cast<int>(ticket.ticket.clock.state)) + " and " +
            (ticket.breaches.empty() ? "no breach" : "a breach") +
            (ticket.ticket.clock.response_time ? ", answered" : ", not answered"));
  }
}

void JudgeMissed(const Evidence& evidence, Duration lateness, Check& missed) {
  missed.what = "no running clock is overdue by more than " +
                std::to_string(lateness.count() / 1000) + " s at the cut";
  for (const TicketRow& row : evidence.tickets) {
    const routing::ResponseClock& clock = row.ticket.clock;
    if (clock.state != ClockState::kRunning && clock.state != ClockState::kWarned) continue;
    missed.Examine(clock.due_time + lateness >= evidence.cut_time,
                   Named(row.ticket_id) + " has been due since " + TimeText(clock.due_time) +
                       " ms and is not breached at " + TimeText(evidence.cut_time));
  }
}

void JudgeTimers(const Evidence& evidence, Check& timers) {
  std::map<Uuid, TimerRow> expected;
  for (const TicketRow& row : evidence.tickets) {
    for (const Timer& timer : routing::TimersOf(row.ticket_id, row.ticket.clock)) {
      const Uuid timer_id = NamedUuid(row.file_id.uuid(), timer.name);
      expected.emplace(timer_id, TimerRow{timer_id, row.file_id.uuid(), timer});
    }
  }
  for (const TimerRow& row : evidence.timers) {
    const auto found = expected.find(row.timer_id);
    timers.Examine(found != expected.end() && found->second.key == row.key &&
                       found->second.timer == row.timer,
                   "timer " + row.timer.name + " is not what its clock waits for");
    if (found != expected.end()) expected.erase(found);
  }
  for (const auto& [timer_id, row] : expected) {
    timers.Examine(false, "timer " + row.timer.name + " is absent");
  }
}

}  // namespace

std::vector<Check> CheckTickets(const Evidence& evidence, Duration lateness) {
  const bool whole = IsWhole(evidence.logs, kTicketTopic);
  const Folding folding = FoldTickets(evidence.told, whole);
  TicketChecks checks;
  CompareTables(evidence, folding.tickets, whole, checks);
  JudgeClocks(folding.tickets, checks);
  JudgeMissed(evidence, lateness, checks.missed);
  JudgeTimers(evidence, checks.timers);
  return {folding.history, checks.table,    checks.clocks, checks.once,
          checks.early,    checks.missed,   checks.verdicts, checks.timers};
}

}  // namespace recourse::ctl::verify
