#include "services/routing/domain/receive.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/routing/domain/dimensions.h"
#include "services/routing/domain/response_clock.h"
#include "services/routing/domain/route.h"

namespace recourse::routing {
namespace {

constexpr std::size_t kSubjectBytesMax = 160;

using Tickets = std::map<TicketId, Ticket>;

bool IsOpen(const Ticket& ticket) { return ticket.state != TicketState::kResolved; }

// The oldest, so that the first promise stands; ids are no order.
Tickets::const_iterator OldestOpen(const Tickets& tickets, const Category* category) {
  auto oldest = tickets.end();
  for (auto it = tickets.begin(); it != tickets.end(); ++it) {
    if (!IsOpen(it->second) || (category != nullptr && it->second.category != *category)) continue;
    if (oldest == tickets.end() || it->second.open_time < oldest->second.open_time) oldest = it;
  }
  return oldest;
}

// The ticket that feedback belongs to: the one it names, else the open one on the same matter. A
// file that is full takes no new ticket: the matter is then whatever is open.
Tickets::const_iterator SameMatter(const Tickets& tickets, const FeedbackClassified& feedback) {
  if (feedback.about_ticket_id) {
    const auto named = tickets.find(*feedback.about_ticket_id);
    if (named != tickets.end() && IsOpen(named->second)) return named;
  }
  const auto same = OldestOpen(tickets, &feedback.category);
  if (same != tickets.end() || tickets.size() < kTicketsInFileMax) return same;
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

Decision Join(const CustomerFile& file, Tickets::const_iterator found,
              const FeedbackClassified& feedback, Timestamp now) {
  Telling telling(found->first, found->second, now);
  telling.Because(feedback);
  ++telling.ticket().feedback_count;
  telling.Say(FeedbackJoined{});
  CustomerFile changed = file;
  changed.tickets[found->first] = telling.ticket();
  return {{{feedback.file_id, std::move(changed)}}, telling.facts(), {found->first, 0}, {}};
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
  ticket.severity = feedback.severity;
  ticket.subject = SubjectOf(feedback.text);
  ticket.open_time = now;
  ticket.clock = StartClock(now, policy.response);
  ticket.routing_rule = route.rule;
  ticket.versions = policy.versions;
  return ticket;
}

// The ticket resolved longest ago makes room.
void MakeRoom(Tickets& tickets) {
  while (tickets.size() >= kTicketsInFileMax) {
    const auto oldest = std::min_element(
        tickets.begin(), tickets.end(), [](const auto& a, const auto& b) {
          return a.second.resolve_time.value_or(Timestamp::max()) <
                 b.second.resolve_time.value_or(Timestamp::max());
        });
    tickets.erase(oldest);
  }
}

Decision Open(CustomerFile file, const FeedbackClassified& feedback, Timestamp now,
              const Policy& policy) {
  const TicketId ticket_id(feedback.feedback_id.uuid());  // the id follows from the cause
  Telling telling(ticket_id, NewTicket(feedback, now, policy), now);
  telling.Because(feedback);
  telling.Open({telling.ticket().subject, telling.ticket().clock, telling.ticket().routing_rule});
  MakeRoom(file.tickets);
  file.tickets.insert_or_assign(ticket_id, telling.ticket());
  return {{{feedback.file_id, std::move(file)}}, telling.facts(), {ticket_id, 1}, {}};
}

// No ticket, and still counted where it came in.
Decision Record(const FeedbackClassified& feedback, Timestamp now, const Policy& policy) {
  const Route route = RouteOf(feedback, policy);
  Fact fact;
  fact.customer_id = feedback.customer_id;
  fact.feedback_id = feedback.feedback_id;
  fact.occurred_time = feedback.occurred_time;
  fact.recorded_time = now;
  fact.after = Dimensions{route.branch_id, route.region_id, feedback.category, feedback.channel,
                          AgentId(),       feedback.severity, std::nullopt,    std::nullopt};
  fact.versions = policy.versions;
  fact.model_version = feedback.model_version;
  fact.rules_version = feedback.rules_version;
  fact.what = FeedbackRecorded{feedback.type};
  return {{}, {std::move(fact)}, {}, {}};
}

bool AsksForWork(const FeedbackClassified& feedback) {
  return feedback.type != "praise" && feedback.type != "noise";
}

}  // namespace

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
  if (!AsksForWork(feedback)) return Record(feedback, now, policy);
  const auto same = SameMatter(file.tickets, feedback);
  if (same != file.tickets.end()) return Join(file, same, feedback, now);
  return Open(file, feedback, now, policy);
}

}  // namespace recourse::routing
