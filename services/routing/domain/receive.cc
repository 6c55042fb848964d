#include "services/routing/domain/receive.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/routing/domain/acting.h"
#include "services/routing/domain/route.h"

namespace recourse::routing {
namespace {

constexpr std::size_t kSubjectBytesMax = 160;

using Tickets = std::map<TicketId, Ticket>;

using Found = Tickets::const_iterator;

// The oldest, so that the first promise stands; ids are no order.
Found OldestOpen(const Tickets& tickets, const Category* category) {
  auto oldest = tickets.end();
  for (auto it = tickets.begin(); it != tickets.end(); ++it) {
    if (!IsOpen(it->second) || (category != nullptr && it->second.category != *category)) continue;
    if (oldest == tickets.end() || it->second.open_time < oldest->second.open_time) oldest = it;
  }
  return oldest;
}

// What was resolved last: a matter that comes back is that one's.
Found LatestResolved(const Tickets& tickets, const Category& category, Timestamp now,
                     const Policy& policy) {
  auto latest = tickets.end();
  for (auto it = tickets.begin(); it != tickets.end(); ++it) {
    const Ticket& ticket = it->second;
    if (ticket.category != category || !MayReopen(ticket, now, policy)) continue;
    if (latest == tickets.end() || ticket.resolve_time > latest->second.resolve_time) latest = it;
  }
  return latest;
}

// The ticket that feedback belongs to: the one it names, else one on the same matter, open before
// resolved. A file that is full takes no new ticket: the matter is then whatever is open.
Found SameMatter(const Tickets& tickets, const FeedbackClassified& feedback, Timestamp now,
                 const Policy& policy) {
  if (feedback.about_ticket_id) {
    const auto named = Survivor(tickets, *feedback.about_ticket_id);
    const bool there = named != tickets.end();
    if (there && (IsOpen(named->second) || MayReopen(named->second, now, policy))) return named;
  }
  const auto open = OldestOpen(tickets, &feedback.category);
  if (open != tickets.end()) return open;
  const auto resolved = LatestResolved(tickets, feedback.category, now, policy);
  if (resolved != tickets.end() || !IsFull(tickets)) return resolved;
  return OldestOpen(tickets, nullptr);
}

// The first line, cut between characters.
std::string SubjectOf(const std::string& text) {
  std::string subject = text.substr(0, text.find_first_of("\r\n"));
  if (subject.size() <= kSubjectBytesMax) return subject;
  std::size_t end = kSubjectBytesMax;
  while (end > 0 && (static_cast<unsigned char>(subject[end]) & 0xc0) == 0x80) --end;
  return subject.substr(0, end);
}

void Remember(const FeedbackClassified& feedback, Timestamp now, Ticket& ticket) {
  ticket.joined.push_back({feedback.feedback_id, now, feedback.classification_ordinal});
  if (ticket.joined.size() > kJoinedMax) ticket.joined.erase(ticket.joined.begin());
}

// The customer's words end the wait for them, and bring back what was resolved.
Decision Join(const View& view, const Found& found, const FeedbackClassified& feedback,
              Timestamp now, const Policy& policy) {
  Telling telling(found->first, found->second, now);
  telling.Because(feedback);
  telling.SayPassedAlarms();
  Ticket& ticket = telling.ticket();
  if (ticket.state == TicketState::kWaiting) EndWait(telling, AgentId(), "", policy);
  if (!IsOpen(ticket)) Reopen(telling, {AgentId(), "customer", "", {}}, policy);
  Talk talk(ticket, now, policy);
  talk.Heed(sla::CustomerWrote{});
  ++ticket.feedback_count;
  Remember(feedback, now, ticket);
  telling.Say(FeedbackJoined{});
  talk.SayMoved(telling, "policy_change");
  Decision decision = Told(view, feedback.file_id, telling);
  decision.answer.ticket_version = 0;
  return decision;
}

Ticket NewTicket(const FeedbackClassified& feedback, Timestamp now, const Policy& policy) {
  const Route route = RouteOf(feedback, policy);
  Ticket ticket;
  ticket.number = NumberOf(now, feedback.ordinal);
  ticket.customer_id = feedback.customer_id;
  ticket.branch_id = route.branch_id;
  ticket.region_id = route.region_id;
  ticket.category = feedback.category;
  ticket.channel = feedback.channel;
  ticket.language = feedback.language;
  ticket.severity = feedback.severity;
  ticket.classification_ordinal = feedback.classification_ordinal;
  ticket.subject = SubjectOf(feedback.text);
  ticket.open_time = now;
  ticket.cycle_time = now;
  ticket.routing_rule = route.rule;
  ticket.versions = policy.versions;
  ticket.calendar_id = CalendarOf(policy, ticket.branch_id);
  ticket.standard = StandardFor(policy, ticket);
  Talk(ticket, now, policy).Heed(sla::Opened{ticket.calendar_id, ticket.branch_id.value()});
  return ticket;
}

Decision Open(CustomerFile file, const FeedbackClassified& feedback, Timestamp now,
              const Policy& policy) {
  const TicketId ticket_id(feedback.feedback_id.uuid());  // the id follows from the cause
  Telling telling(ticket_id, NewTicket(feedback, now, policy), now);
  telling.Because(feedback);
  telling.Open(OpeningOf(telling.ticket()));
  file.tickets.insert_or_assign(ticket_id, telling.ticket());
  return {{{feedback.file_id, std::move(file)}}, telling.facts(), {ticket_id, 1}, {}};
}

// No ticket, and still counted where it came in; the file knows it, should a person say otherwise.
Decision Record(CustomerFile file, const FeedbackClassified& feedback, Timestamp now,
                const Policy& policy) {
  file.recorded.push_back({feedback.feedback_id, feedback.classification_ordinal});
  if (file.recorded.size() > kRecordedMax) file.recorded.erase(file.recorded.begin());
  const Route route = RouteOf(feedback, policy);
  Fact fact;
  fact.customer_id = feedback.customer_id;
  fact.feedback_id = feedback.feedback_id;
  fact.occurred_time = feedback.occurred_time;
  fact.recorded_time = now;
  fact.after = Dimensions{route.branch_id,  route.region_id, feedback.category,
                          feedback.channel, AgentId(),       feedback.severity};
  fact.versions = policy.versions;
  fact.model_version = feedback.model_version;
  fact.rules_version = feedback.rules_version;
  fact.language = feedback.language;
  fact.what = FeedbackRecorded{feedback.type};
  return {{{feedback.file_id, std::move(file)}}, {std::move(fact)}, {}, {}};
}

}  // namespace

bool AsksForWork(const std::string& type) { return type != "praise" && type != "noise"; }

std::string NumberOf(Timestamp now, std::int64_t ordinal) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(now));
  const int year = static_cast<int>(day.year()) % 100;
  std::string digits = std::to_string(ordinal);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return (year < 10 ? "0" : "") + std::to_string(year) + "-" + digits;
}

Decision Receive(const View& view, const FeedbackClassified& feedback, Timestamp now,
                 const Policy& policy) {
  const auto found = view.find(feedback.file_id);
  const CustomerFile file = found == view.end() ? CustomerFile{} : found->second;
  if (!AsksForWork(feedback.type)) return Record(file, feedback, now, policy);
  const auto same = SameMatter(file.tickets, feedback, now, policy);
  if (same != file.tickets.end()) return Join(view, same, feedback, now, policy);
  return Open(file, feedback, now, policy);
}

}  // namespace recourse::routing
