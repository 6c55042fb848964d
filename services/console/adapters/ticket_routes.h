#pragma once

#include <google/protobuf/message.h>

#include "services/common/http/problem.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/command_codec.h"
#include "services/console/adapters/routing_client.h"

namespace recourse::console {

// One ticket: GET /v1/tickets/*, its facts and its explanation, and the commands of those who work
// on it, POST /v1/tickets/*/take and the like.
class TicketRoutes {
 public:
  explicit TicketRoutes(RoutingClient& routing) : routing_(routing) {}

  // {"ticket": ..., "history": ...}: as many of the first facts as one answer holds.
  void Get(const Ask& ask);
  void ListFacts(const Ask& ask);
  void Explain(const Ask& ask);
  // The open and resolved tickets of one customer, as far as the caller may see them.
  void ListOfCustomer(const Ask& ask);

  template <typename Request, typename Response>
  void Command(const Ask& ask, RoutingClient::Method<Request, Response> method) {
    HttpResponse refusal;
    const auto body = ReadBody(*ask.request, refusal);
    if (!body) return ask.answer(std::move(refusal));
    Request request;
    if (const auto fault = ReadCommand(*body, ask.part, request)) {
      return ask.answer(ProblemOf(*fault));
    }
    routing_.Command<Request, Response>(
        ask.identity.key, method, std::move(request),
        [answer = ask.answer](const PeerAnswer& got) { answer(CommandResponse(got)); });
  }

 private:
  // Where another one came between, the problem holds as `history` what happened since.
  static HttpResponse CommandResponse(const PeerAnswer& got);

  RoutingClient& routing_;
};

}  // namespace recourse::console
