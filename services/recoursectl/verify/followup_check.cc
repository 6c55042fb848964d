#include "services/recoursectl/verify/followup_check.h"

#include <unordered_set>

namespace recourse::ctl::verify {
namespace {

using followup::DeliveryId;
using followup::LoopId;

std::string Named(const LoopId& loop_id) { return "loop " + ToString(loop_id); }
std::string Named(const DeliveryId& delivery_id) { return "delivery " + ToString(delivery_id); }

void Note(bool differs, const char* name, std::string& names) {
  if (!differs) return;
  if (!names.empty()) names += ", ";
  names += name;
}

std::string TicketDifferences(const followup::Ticket& row, const followup::Ticket& told) {
  std::string names;
  Note(row.ticket_id != told.ticket_id, "ticket_id", names);
  Note(row.number != told.number, "ticket_number", names);
  Note(row.customer_id != told.customer_id, "customer_id", names);
  Note(row.dimensions.branch_id != told.dimensions.branch_id, "branch_id", names);
  Note(row.dimensions.region_id != told.dimensions.region_id, "region_id", names);
  return names;
}

std::string Differences(const LoopRow& row, const FollowedHistory& history) {
  const followup::Loop& is = row.loop;
  const followup::Loop told = LoopTold(history);
  std::string names = TicketDifferences(is.ticket, told.ticket);
  Note(is.ticket.dimensions != told.ticket.dimensions, "dimensions", names);
  Note(is.ticket.cycle != told.ticket.cycle, "cycle", names);
  Note(is.version != told.version, "version", names);
  Note(is.state != told.state, "state", names);
  Note(is.verdict != told.verdict, "verdict", names);
  Note(is.reason != told.reason, "reason", names);
  Note(is.way != told.way, "way", names);
  Note(is.expire_time != told.expire_time, "expire_time", names);
  Note(is.close_time != told.close_time, "close_time", names);
  // While it waits its time to ask may move without a fact: to the end of quiet hours.
  const bool is_issued = told.expire_time.has_value();
  Note(is_issued && is.ask_time != told.ask_time, "ask_time", names);
  Note(row.file_id != FileOf(told.ticket), "file_id", names);
  Note(!row.is_as_recorded, "record", names);
  return names;
}

std::string Differences(const DeliveryRow& row, const FollowedHistory& history) {
  const followup::Delivery& is = row.delivery;
  const followup::Delivery told = DeliveryTold(history);
  std::string names = TicketDifferences(is.ticket, told.ticket);
  Note(is.version != told.version, "version", names);
  Note(is.reply_version != told.reply_version, "reply_version", names);
  Note(is.state != told.state, "state", names);
  Note(is.agent_id != told.agent_id, "agent_id", names);
  Note(is.reason != told.reason, "reason", names);
  Note(is.settle_time != told.settle_time, "settle_time", names);
  Note(is.told_time != told.told_time, "told_time", names);
  Note(row.file_id != FileOf(told.ticket), "file_id", names);
  Note(!row.is_as_recorded, "record", names);
  return names;
}

LoopId IdOf(const LoopRow& row) { return row.loop_id; }
DeliveryId IdOf(const DeliveryRow& row) { return row.delivery_id; }

// Rows and facts, both ways.
template <typename Id, typename Row>
void CompareTable(const std::vector<Row>& rows, const std::map<Id, FollowedHistory>& told,
                  bool whole, Check& table) {
  std::unordered_set<Uuid> present;
  for (const Row& row : rows) {
    const Id id = IdOf(row);
    present.insert(id.uuid());
    const auto found = told.find(id);
    if (found == told.end()) {
      table.Examine(!whole, Named(id) + " is in the table, and no fact tells it");
      continue;
    }
    const std::string names = Differences(row, found->second);
    table.Examine(names.empty(), Named(id) + " differs in " + names);
  }
  for (const auto& [id, history] : told) {
    if (!present.contains(id.uuid())) table.Examine(false, Named(id) + " is told and in no table");
  }
}

// What routing said that followup is to answer for.
class Causes {
 public:
  Causes(const Evidence& evidence, const FollowupFolding& folding)
      : evidence_(evidence), folding_(folding) {
    for (const auto& letter : evidence.dead_letters) dead_.insert(letter.origin_id.uuid());
  }

  Check Judge() {
    for (const auto& [partition, by_sequence] : evidence_.told) {
      for (const auto& [sequence, fact] : by_sequence) JudgeFact(partition, sequence, fact);
    }
    if (!IsWhole(evidence_.logs, kTicketTopic)) return check_;
    for (const auto& [loop_id, history] : folding_.loops) {
      check_.Examine(caused_.contains(loop_id.uuid()), Named(loop_id) + " has no resolution");
    }
    for (const auto& [delivery_id, history] : folding_.deliveries) {
      check_.Examine(caused_.contains(delivery_id.uuid()), Named(delivery_id) + " has no reply");
    }
    return check_;
  }

 private:
  void JudgeFact(const Partition& partition, std::int64_t sequence, const routing::Fact& fact) {
    const followup::TicketId ticket_id(fact.ticket_id.uuid());
    if (std::holds_alternative<routing::TicketResolved>(fact.what)) {
      const LoopId loop_id = followup::LoopOf(ticket_id, fact.cycle);
      JudgeEffect(partition, sequence, loop_id, folding_.loops);
    }
    if (std::holds_alternative<routing::TicketReplied>(fact.what)) {
      const DeliveryId delivery_id = followup::DeliveryOf(ticket_id, fact.ticket_version);
      JudgeEffect(partition, sequence, delivery_id, folding_.deliveries);
    }
  }

  template <typename Id>
  void JudgeEffect(const Partition& partition, std::int64_t sequence, const Id& id,
                   const std::map<Id, FollowedHistory>& told) {
    caused_.insert(id.uuid());
    if (!Passed(evidence_.heard_by_followup, partition, sequence)) return;
    const bool is_dead = dead_.contains(FactIdAt(evidence_.logs, partition, sequence).uuid());
    const bool whole = IsWhole(evidence_.logs, kLoopTopic);
    check_.Examine(told.contains(id) || is_dead || !whole, PlaceText(partition, sequence) +
                                                               " was passed by followup, and " +
                                                               Named(id) + " was never begun");
  }

  const Evidence& evidence_;
  const FollowupFolding& folding_;
  std::unordered_set<Uuid> dead_;
  std::unordered_set<Uuid> caused_;
  Check check_{"F4",
               "every resolution that followup has passed has its loop, every public reply "
               "its delivery, and none is without"};
};

Check CheckTimers(const Evidence& evidence) {
  Check check{"F5", "the timers of loops are those that their states wait for"};
  std::map<Uuid, TimerRow> expected;
  for (const LoopRow& row : evidence.loops) {
    if (!row.is_in_file) continue;
    for (const Timer& timer : followup::TimersOf(row.loop_id, row.loop)) {
      const Uuid timer_id = NamedUuid(row.file_id.uuid(), timer.name);
      expected.emplace(timer_id, TimerRow{timer_id, row.file_id.uuid(), timer});
    }
  }
  for (const TimerRow& row : evidence.followup_timers) {
    if (row.timer.name.find('/') == std::string::npos) continue;  // of a digest
    const auto found = expected.find(row.timer_id);
    check.Examine(
        found != expected.end() && found->second.key == row.key && found->second.timer == row.timer,
        "timer " + row.timer.name + " is not what its loop waits for");
    if (found != expected.end()) expected.erase(found);
  }
  for (const auto& [timer_id, row] : expected) {
    check.Examine(false, "timer " + row.timer.name + " is absent");
  }
  return check;
}

Check CheckOverdue(const Evidence& evidence, Duration lateness) {
  Check check{"F6", "no timer of followup is overdue by more than " +
                        std::to_string(lateness.count() / 1000) + " s at the cut"};
  for (const TimerRow& row : evidence.followup_timers) {
    check.Examine(row.timer.due_time + lateness >= evidence.cut_time,
                  "timer " + row.timer.name + " has been due since " +
                      std::to_string(row.timer.due_time.time_since_epoch().count()) + " ms");
  }
  return check;
}

}  // namespace

std::vector<Check> CheckFollowup(const Evidence& evidence, const FollowupFolding& folding,
                                 Duration lateness) {
  const bool whole = IsWhole(evidence.logs, kLoopTopic);
  Check loops{"F2", "the table of loops is the fold of the facts, both ways"};
  CompareTable(evidence.loops, folding.loops, whole, loops);
  Check deliveries{"F3", "the table of deliveries is the fold of the facts, both ways"};
  CompareTable(evidence.deliveries, folding.deliveries, whole, deliveries);
  return {folding.history,
          loops,
          deliveries,
          Causes(evidence, folding).Judge(),
          CheckTimers(evidence),
          CheckOverdue(evidence, lateness)};
}

}  // namespace recourse::ctl::verify
