#include "services/followup/domain/notifying.h"

#include <iterator>
#include <set>
#include <utility>

#include "services/followup/domain/effects.h"

namespace recourse::followup {
namespace {

using People = std::set<AgentId>;

void AddBranch(const StaffRules& rules, const BranchId& branch_id, People& people) {
  const auto found = rules.told_at.find(branch_id);
  if (found != rules.told_at.end()) people.insert(found->second.begin(), found->second.end());
}

// Whoever has the ticket; the branch where nobody has, or nobody whom we can write to.
People Holder(const StaffRules& rules, const AgentId& agent_id, const BranchId& branch_id) {
  if (rules.people.contains(agent_id)) return {agent_id};
  People people;
  AddBranch(rules, branch_id, people);
  return people;
}

// Whom an escalation calls: those of its level, else of the highest below it.
People Called(const StaffRules& rules, int level) {
  const auto above = rules.called_at.upper_bound(level);
  if (above == rules.called_at.begin()) return {};
  const auto& people = std::prev(above)->second;
  return {people.begin(), people.end()};
}

// What of a fact is told, and to whom.
struct Line {
  NoticeKind kind = NoticeKind::kNewTicket;
  People people;
  std::string clock;
  std::optional<Timestamp> due_time{};
};

struct LineOf {
  const StaffRules& rules;
  const Dimensions& at;

  People HolderHere() const { return Holder(rules, at.agent_id, at.branch_id); }
  People HolderAndBranch() const {
    People people = HolderHere();
    AddBranch(rules, at.branch_id, people);
    return people;
  }

  std::optional<Line> operator()(const NewTicket&) const {
    Line line{NoticeKind::kNewTicket, {}, "", {}};
    AddBranch(rules, at.branch_id, line.people);
    return line;
  }
  std::optional<Line> operator()(const Warning& change) const {
    return Line{NoticeKind::kWarned, HolderHere(), change.clock, change.due_time};
  }
  std::optional<Line> operator()(const Breach& change) const {
    return Line{NoticeKind::kBreached, HolderAndBranch(), change.clock, change.due_time};
  }
  std::optional<Line> operator()(const BreachRevocation& change) const {
    return Line{NoticeKind::kBreachRevoked, HolderAndBranch(), change.clock, change.due_time};
  }
  std::optional<Line> operator()(const Escalation& change) const {
    return Line{NoticeKind::kEscalated, Called(rules, change.level), change.clock, change.due_time};
  }
  std::optional<Line> operator()(const Reopening&) const {
    return Line{NoticeKind::kReopened, HolderHere(), "", {}};
  }
  template <typename Other>
  std::optional<Line> operator()(const Other&) const {
    return std::nullopt;
  }
};

Notice NoticeOf(NoticeKind kind, const Ticket& ticket, std::int64_t version, Timestamp time) {
  const std::string name = std::string(NameOf(kind)) + " " + std::to_string(version);
  return {NoticeId(NamedUuid(ticket.ticket_id.uuid(), name)),
          kind,
          ticket.ticket_id,
          ticket.number,
          ticket.dimensions.branch_id,
          ticket.dimensions.category,
          ticket.dimensions.severity,
          time,
          "",
          {}};
}

void Tell(Telling& telling, const People& people, const Notice& notice) {
  const StaffRules& rules = telling.policy().staff;
  if (!rules.kinds.contains(notice.kind)) return;
  for (const AgentId& agent_id : people) {
    if (rules.people.contains(agent_id)) telling.Send(NoticeEffect(agent_id, notice));
  }
}

}  // namespace

void TellOfTicket(Telling& telling, const TicketFact& fact) {
  const LineOf line_of{telling.policy().staff, fact.ticket.dimensions};
  const auto line = std::visit(line_of, fact.change);
  if (!line) return;
  Notice notice = NoticeOf(line->kind, fact.ticket, fact.version, fact.recorded_time);
  notice.clock = line->clock;
  notice.due_time = line->due_time;
  Tell(telling, line->people, notice);
}

void TellOfReply(Telling& telling, const Delivery& delivery) {
  const People people =
      Holder(telling.policy().staff, delivery.agent_id, delivery.ticket.dimensions.branch_id);
  // A second result of the same reply is told anew: its delivery has another version then.
  const Notice notice = NoticeOf(NoticeKind::kReplyFailed, delivery.ticket,
                                 delivery.reply_version * 1'000 + delivery.version, telling.now());
  Tell(telling, people, notice);
}

}  // namespace recourse::followup
