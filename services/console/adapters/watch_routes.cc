#include "services/console/adapters/watch_routes.h"

#include "services/common/http/problem.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/json_fields.h"
#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

std::string TextAt(const boost::json::value& ticket, const char* name) {
  return std::string(ticket.at(name).as_string());
}

}  // namespace

WatchQuery WatchRoutes::QueryOf(const Ask& ask) {
  WatchQuery query;
  query.key = ask.identity.key;
  query.still_allowed = [this, asked = ask.request, before = ask.identity.caller] {
    const auto now = identities_.Identify(*asked);
    // A database that does not answer withdraws no right.
    return now.ok() ? now->caller == before : now.status().code() == StatusCode::kUnavailable;
  };
  return query;
}

void WatchRoutes::Open(const Ask& ask, WatchQuery query) {
  if (!watches_.Watch(std::move(query), [&] { return ask.answer.Stream(); })) {
    ask.answer(ProblemResponse({503, "watch-limit",
                                "As many browsers watch as this console can serve. Close one that "
                                "nobody looks at, or ask again later."}));
  }
}

void WatchRoutes::WatchTickets(const Ask& ask) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(request, {"branch_id", "breached"})) {
    return ask.answer(*std::move(bad));
  }
  WatchQuery query = QueryOf(ask);
  query.branch_id = request.Query("branch_id").value_or("");
  if (!ReadSwitch(request, "breached", query.breached)) {
    return ask.answer(BadQuery("Breached is true or false."));
  }
  // The list of breaches stands on a wall, where nobody works on a ticket.
  if (!query.breached) query.lists_for = ask.identity.caller;
  Open(ask, std::move(query));
}

void WatchRoutes::WatchTicket(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  routing_.GetTicket(ask.identity.key, ask.part, [this, ask](const PeerAnswer& got) {
    if (!got.status.ok()) return ask.answer(ProblemOf(got.status));
    const auto& ticket = got.body.at("ticket");
    WatchQuery query = QueryOf(ask);
    query.branch_id = TextAt(ticket, "branch_id");
    query.look = TicketLook{TextAt(ticket, "ticket_id"), ask.identity.caller.id,
                            ask.identity.caller.name, query.branch_id, TextAt(ticket, "region")};
    Open(ask, std::move(query));
  });
}

void WatchRoutes::SetPresence(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  std::optional<FieldFault> fault;
  bool typing = false;
  JsonFields fields(*body, "", fault);
  fields.Bool("typing", typing);
  fields.NothingElse();
  if (fault) return ask.answer(ProblemOf(*fault));
  if (!watches_.Type(ask.part, ask.identity.caller.id, typing)) {
    return ask.answer(ProblemResponse({409, "ticket-not-watched",
                                       "Only who watches a ticket is shown as typing. Open "
                                       "GET /v1/watch/tickets/{ticket_id} first."}));
  }
  ask.answer(JsonResponse("{}"));
}

}  // namespace recourse::console
