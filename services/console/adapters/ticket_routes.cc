#include "services/console/adapters/ticket_routes.h"

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

constexpr int kMaxPageSize = 200;

// The ticket and its history are asked for at once; the second answer sends both.
class TicketAndHistory {
 public:
  explicit TicketAndHistory(Answer answer) : answer_(std::move(answer)) {}

  PeerAnswer ticket;
  PeerAnswer history;

  void OneMore() {
    if (--missing_ > 0) return;
    if (!ticket.status.ok()) return answer_(ProblemOf(ticket.status));
    if (!history.status.ok()) return answer_(ProblemOf(history.status));
    ticket.body.as_object()["history"] = std::move(history.body);
    answer_(ResponseOf(ticket));
  }

 private:
  Answer answer_;
  std::atomic<int> missing_{2};
};

}  // namespace

void TicketRoutes::Get(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  const auto both = std::make_shared<TicketAndHistory>(ask.answer);
  routing_.GetTicket(ask.identity.key, ask.part, [both](PeerAnswer got) {
    both->ticket = std::move(got);
    both->OneMore();
  });
  routing::v1::ListTicketFactsRequest facts;
  facts.set_ticket_id(ask.part);
  facts.set_page_size(kMaxPageSize);
  routing_.ListTicketFacts(ask.identity.key, std::move(facts), [both](PeerAnswer got) {
    both->history = std::move(got);
    both->OneMore();
  });
}

void TicketRoutes::ListFacts(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {"after"})) return ask.answer(*std::move(bad));
  std::int64_t after = 0;
  if (!ReadNumber(*ask.request, "after", 0, std::numeric_limits<std::int64_t>::max(), after)) {
    return ask.answer(BadQuery("After is a version of the ticket: a whole number from 0."));
  }
  routing::v1::ListTicketFactsRequest facts;
  facts.set_ticket_id(ask.part);
  facts.set_after_version(after);
  facts.set_page_size(kMaxPageSize);
  routing_.ListTicketFacts(
      ask.identity.key, std::move(facts),
      [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void TicketRoutes::Explain(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  routing_.ExplainTicket(ask.identity.key, ask.part,
                         [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void TicketRoutes::ListOfCustomer(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  routing::v1::ListTicketsRequest tickets;
  tickets.set_customer_id(ask.part);
  tickets.set_page_size(kMaxPageSize);
  routing_.ListTickets(ask.identity.key, std::move(tickets),
                       [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

HttpResponse TicketRoutes::CommandResponse(const PeerAnswer& got) {
  HttpResponse response = ResponseOf(got);
  if (auto since = ChangedSince(got.status)) {
    boost::json::value body = boost::json::parse(response.body);
    body.as_object()["history"] = std::move(*since);
    response.body = boost::json::serialize(body);
  }
  return response;
}

}  // namespace recourse::console
