#include "services/console/adapters/read_routes.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "services/common/http/problem.h"
#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

constexpr int kMaxPageSize = 200;

bool ReadState(const std::string& word, routing::v1::ListTicketsRequest& out) {
  if (word.empty()) return true;
  if (word == "open") out.set_state(routing::v1::TICKET_STATE_OPEN);
  if (word == "taken") out.set_state(routing::v1::TICKET_STATE_TAKEN);
  if (word == "waiting") out.set_state(routing::v1::TICKET_STATE_WAITING);
  if (word == "resolved") out.set_state(routing::v1::TICKET_STATE_RESOLVED);
  if (word == "closed") out.set_state(routing::v1::TICKET_STATE_CLOSED);
  return out.state() != routing::v1::TICKET_STATE_UNSPECIFIED;
}

}  // namespace

void ReadRoutes::ListBranches(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  routing_.ListBranches(ask.identity.key,
                        [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void ReadRoutes::ListTickets(const Ask& ask) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(
          request, {"state", "branch_id", "breached", "customer_id", "page_size", "page_token"})) {
    return ask.answer(*std::move(bad));
  }
  routing::v1::ListTicketsRequest out;
  bool breached = false;
  if (!ReadState(request.Query("state").value_or(""), out)) {
    return ask.answer(BadQuery("The state is open, taken, waiting, resolved or closed."));
  }
  if (!ReadSwitch(request, "breached", breached)) {
    return ask.answer(BadQuery("Breached is true or false."));
  }
  std::int64_t page_size = 0;
  if (!ReadNumber(request, "page_size", 1, kMaxPageSize, page_size)) {
    return ask.answer(BadQuery("The page size is a number from 1 to 200."));
  }
  out.set_page_size(static_cast<int>(page_size));
  out.set_breached(breached);
  out.set_branch_id(request.Query("branch_id").value_or(""));
  out.set_customer_id(request.Query("customer_id").value_or(""));
  out.set_page_token(request.Query("page_token").value_or(""));
  routing_.ListTickets(ask.identity.key, std::move(out),
                       [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void ReadRoutes::ListPeople(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  const auto accounts = accounts_.List();
  if (!accounts.ok()) {
    return ask.answer(ProblemResponse(
        {503, "unavailable", "The database of the accounts does not answer. Try again shortly."}));
  }
  boost::json::array people;
  for (const Account& account : *accounts) {
    people.push_back({{"agent_id", account.agent_id},
                      {"name", account.user_name},
                      {"role", account.role},
                      {"scope", account.scope}});
  }
  ask.answer(
      JsonResponse(boost::json::serialize(boost::json::object{{"people", std::move(people)}})));
}

}  // namespace recourse::console
