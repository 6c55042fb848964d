#include "services/recoursectl/verify/ticket_check.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "services/recoursectl/verify/ticket_fold.h"
#include "services/routing/domain/decide.h"

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
  Note(row.cycle != told.cycle, "cycle", names);
  Note(row.language != told.language, "language", names);
  Note(row.merged_into != told.merged_into, "merged_into_ticket_id", names);
  Note(row.suggestion != told.suggestion, "suggestion", names);
  Note(row.feedback_count != told.feedback_count, "feedback_count", names);
  Note(row.routing_rule != told.routing_rule, "routing_rule", names);
  Note(!(row.versions == told.versions), "policy versions", names);
  return names;
}

std::string NameOf(const sla::ClockName& clock) {
  return std::string(sla::NameOf(clock.kind)) + "." + std::to_string(clock.cycle);
}

// The last clock of each kind, read off the row.
std::vector<routing::ClockStanding> StandingsOf(const routing::Ticket& ticket) {
  std::map<sla::ClockKind, routing::ClockStanding> last;
  for (const auto& [name, clock] : ticket.clocks) {
    last[name.kind] = {name, clock.state, clock.due_time, clock.breach_cause};
  }
  std::vector<routing::ClockStanding> standings;
  for (const auto& [kind, standing] : last) standings.push_back(standing);
  return standings;
}

// The names of what the row has otherwise than the facts, or than itself.
std::string ClockDifferences(const TicketRow& row, const routing::Dimensions& told) {
  std::string names;
  const auto standings = StandingsOf(row.ticket);
  for (const routing::ClockStanding& standing : standings) {
    const bool same =
        std::find(told.clocks.begin(), told.clocks.end(), standing) != told.clocks.end();
    Note(!same, NameOf(standing.name).c_str(), names);
  }
  Note(standings.size() != told.clocks.size(), "the number of clocks", names);
  const routing::AnswerColumns answer = routing::AnswerColumnsOf(row.ticket);
  Note(row.answer.state != answer.state, "clock_state", names);
  Note(row.answer.start_time != answer.start_time, "clock_start_time", names);
  Note(row.answer.warn_time != answer.warn_time, "warn_time", names);
  Note(row.answer.due_time != answer.due_time, "due_time", names);
  Note(row.answer.target_ms != answer.target_ms, "target_ms", names);
  Note(row.answer.breach_time != answer.breach_time, "breach_time", names);
  Note(row.answer.response_time != answer.response_time, "response_time", names);
  return names;
}

struct TicketChecks {
  Check table{"T1", "the table of tickets is the fold of the facts, both ways"};
  Check clocks{"B13", "every clock in the table is what the facts tell, its due time first"};
  Check once{"B14", "no warning, breach or call of a level of a clock was told twice"};
  Check early{"B15a", "no breach was told before its due time had passed"};
  Check missed{"B15b", ""};
  Check verdicts{"B16", "a clock is met, missed or breached as due time, answer and breach say"};
  Check suggestions{"M1", "what an open ticket suggests is another of its customer, not closed"};
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
    const std::string clock = ClockDifferences(row, told->second.told);
    checks.clocks.Examine(clock.empty(), Named(row.ticket_id) + " differs in " + clock);
  }
  for (const auto& [ticket_id, told] : folded) {
    if (rows.contains(ticket_id)) continue;
    checks.table.Examine(false, Named(ticket_id) + " is told and not in the table");
  }
}

// Why what a ticket suggests is no other ticket to merge it with; empty where all is well.
std::string FaultOfSuggested(const TicketRow& row, const TicketRow* suggested) {
  if (suggested == nullptr) return "which is not there";
  if (suggested->ticket_id == row.ticket_id) return "which is itself";
  if (suggested->file_id != row.file_id) return "which is another customer's";
  const bool closed = suggested->ticket.state == routing::TicketState::kClosed;
  return closed && IsOpen(row.ticket) ? "which is closed" : "";
}

void JudgeSuggestions(const Evidence& evidence, Check& suggestions) {
  std::map<routing::TicketId, const TicketRow*> rows;
  for (const TicketRow& row : evidence.tickets) rows.emplace(row.ticket_id, &row);
  for (const TicketRow& row : evidence.tickets) {
    if (!row.ticket.suggestion || row.ticket.suggestion->ticket_id.empty()) continue;
    const routing::TicketId& suggested = row.ticket.suggestion->ticket_id;
    const auto found = rows.find(suggested);
    const std::string fault = FaultOfSuggested(row, found == rows.end() ? nullptr : found->second);
    suggestions.Examine(fault.empty(),
                        Named(row.ticket_id) + " suggests " + Named(suggested) + ", " + fault);
  }
}

void JudgeAlarms(const routing::TicketId& ticket_id, const FoldedTicket& folded,
                 TicketChecks& checks) {
  std::set<std::tuple<int, sla::ClockName, int>> said;
  for (const auto& alarm : folded.alarms) {
    const std::string what = Named(ticket_id) + ", " + NameOf(alarm.clock);
    checks.once.Examine(said.insert({alarm.kind, alarm.clock, alarm.level}).second,
                        what + " was told of twice");
    if (alarm.kind != kBreachAlarm) continue;
    checks.early.Examine(
        alarm.recorded_time > alarm.due_time && alarm.due_time == alarm.standing_due_time,
        what + " was breached at " + TimeText(alarm.recorded_time) + " ms, due " +
            TimeText(alarm.due_time) + ", told to be due " +
            (alarm.standing_due_time ? TimeText(*alarm.standing_due_time) : "never"));
  }
}

bool VerdictHolds(ClockState state, bool breached) {
  switch (state) {
    case ClockState::kRunning:
    case ClockState::kWarned:
    case ClockState::kPaused:
    case ClockState::kMet:
      return !breached;
    case ClockState::kBreached:
    case ClockState::kMissed:
      return breached;
    case ClockState::kCancelled:
      return true;
  }
  return false;
}

bool IsBreachTold(const FoldedTicket& folded, const sla::ClockName& clock) {
  return std::any_of(folded.alarms.begin(), folded.alarms.end(), [&](const auto& alarm) {
    return alarm.kind == kBreachAlarm && alarm.clock == clock;
  });
}

void JudgeClocks(const FoldedTickets& folded, TicketChecks& checks) {
  for (const auto& [ticket_id, ticket] : folded) {
    JudgeAlarms(ticket_id, ticket, checks);
    for (const auto& standing : ticket.told.clocks) {
      const bool breached = IsBreachTold(ticket, standing.name);
      checks.verdicts.Examine(VerdictHolds(standing.state, breached),
                              Named(ticket_id) + ", " + NameOf(standing.name) + " has state " +
                                  std::to_string(static_cast<int>(standing.state)) + " and " +
                                  (breached ? "a breach" : "no breach"));
    }
  }
}

// A clock that ended is met up to and at its due time, and missed after it.
bool EndHolds(const routing::Clock& clock) {
  if (clock.state == ClockState::kMet) {
    return clock.end_time && (!clock.due_time || *clock.end_time <= *clock.due_time);
  }
  if (clock.state != ClockState::kMissed) return true;
  return clock.end_time && clock.due_time && *clock.end_time > *clock.due_time;
}

void JudgeEnds(const Evidence& evidence, Check& verdicts) {
  for (const TicketRow& row : evidence.tickets) {
    for (const auto& [name, clock] : row.ticket.clocks) {
      verdicts.Examine(EndHolds(clock), Named(row.ticket_id) + ", " + NameOf(name) +
                                            " ended otherwise than its due time says");
    }
  }
}

void JudgeMissed(const Evidence& evidence, Duration lateness, Check& missed) {
  missed.what = "no running clock is overdue by more than " +
                std::to_string(lateness.count() / 1000) + " s at the cut";
  for (const TicketRow& row : evidence.tickets) {
    for (const auto& [name, clock] : row.ticket.clocks) {
      const bool runs = clock.state == ClockState::kRunning || clock.state == ClockState::kWarned;
      if (!runs || !clock.due_time) continue;
      missed.Examine(*clock.due_time + lateness >= evidence.cut_time,
                     Named(row.ticket_id) + ", " + NameOf(name) + " has been due since " +
                         TimeText(*clock.due_time) + " ms and is not breached at " +
                         TimeText(evidence.cut_time));
    }
  }
}

void JudgeTimers(const Evidence& evidence, Check& timers) {
  std::map<Uuid, TimerRow> expected;
  for (const TicketRow& row : evidence.tickets) {
    for (const Timer& timer : routing::TimersOf(row.ticket_id, row.ticket)) {
      const Uuid timer_id = NamedUuid(row.file_id.uuid(), timer.name);
      expected.emplace(timer_id, TimerRow{timer_id, row.file_id.uuid(), timer});
    }
  }
  for (const TimerRow& row : evidence.timers) {
    const auto found = expected.find(row.timer_id);
    timers.Examine(
        found != expected.end() && found->second.key == row.key && found->second.timer == row.timer,
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
  JudgeEnds(evidence, checks.verdicts);
  JudgeMissed(evidence, lateness, checks.missed);
  JudgeTimers(evidence, checks.timers);
  JudgeSuggestions(evidence, checks.suggestions);
  return {folding.history, checks.table,    checks.clocks, checks.once,       checks.early,
          checks.missed,   checks.verdicts, checks.timers, checks.suggestions};
}

}  // namespace recourse::ctl::verify
