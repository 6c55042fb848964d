#include "services/console/adapters/read_routes.h"

#include <charconv>
#include <set>

#include "services/common/http/problem.h"
#include "services/console/adapters/kpi_codec.h"

namespace recourse::console {
namespace {

constexpr int kMaxPageSize = 200;

HttpResponse BadQuery(const std::string& sentence) {
  return ProblemResponse({400, "query-malformed", sentence});
}

// The refusal of a query with a name that is none of these.
std::optional<HttpResponse> OnlyThese(const HttpRequest& request,
                                      const std::set<std::string>& names) {
  for (const auto& [name, word] : request.query) {
    if (names.contains(name)) continue;
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    return BadQuery("The query has a name that is not known here. Known are: " + known + ".");
  }
  return std::nullopt;
}

bool ReadSwitch(const HttpRequest& request, const std::string& name, bool& out) {
  const std::string word = request.Query(name).value_or("false");
  out = word == "true";
  return out || word == "false";
}

bool ReadState(const std::string& word, routing::v1::ListTicketsRequest& out) {
  if (word.empty()) return true;
  if (word == "open") out.set_state(routing::v1::TICKET_STATE_OPEN);
  if (word == "taken") out.set_state(routing::v1::TICKET_STATE_TAKEN);
  if (word == "resolved") out.set_state(routing::v1::TICKET_STATE_RESOLVED);
  return out.state() != routing::v1::TICKET_STATE_UNSPECIFIED;
}

bool ReadPageSize(const std::string& word, routing::v1::ListTicketsRequest& out) {
  if (word.empty()) return true;
  int size = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), size);
  if (error != std::errc() || end != word.data() + word.size()) return false;
  out.set_page_size(size);
  return size >= 1 && size <= kMaxPageSize;
}

}  // namespace

void ReadRoutes::GetKpis(const Ask& ask) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(request, {"window", "group", "branch_id", "category"})) {
    return ask.answer(*std::move(bad));
  }
  kpi::v1::GetKpisRequest out;
  if (!SetWindow(request.Query("window").value_or("1h"), out)) {
    return ask.answer(BadQuery("The window is 5m, 1h or 24h."));
  }
  if (!SetGroup(request.Query("group").value_or("none"), out)) {
    return ask.answer(BadQuery("The group is none, branch, category or branch_and_category."));
  }
  out.set_branch_id(request.Query("branch_id").value_or(""));
  out.set_category(request.Query("category").value_or(""));
  kpi_.GetKpis(ask.identity.key, std::move(out),
               [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void ReadRoutes::ListBranches(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  routing_.ListBranches(ask.identity.key, [answer = ask.answer](const PeerAnswer& got) {
    answer(ResponseOf(got));
  });
}

void ReadRoutes::ListTickets(const Ask& ask) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(request, {"state", "branch_id", "breached", "customer_id", "page_size",
                                     "page_token"})) {
    return ask.answer(*std::move(bad));
  }
  routing::v1::ListTicketsRequest out;
  bool breached = false;
  if (!ReadState(request.Query("state").value_or(""), out)) {
    return ask.answer(BadQuery("The state is open, taken or resolved."));
  }
  if (!ReadSwitch(request, "breached", breached)) {
    return ask.answer(BadQuery("Breached is true or false."));
  }
  if (!ReadPageSize(request.Query("page_size").value_or(""), out)) {
    return ask.answer(BadQuery("The page size is a number from 1 to 200."));
  }
  out.set_breached(breached);
  out.set_branch_id(request.Query("branch_id").value_or(""));
  out.set_customer_id(request.Query("customer_id").value_or(""));
  out.set_page_token(request.Query("page_token").value_or(""));
  routing_.ListTickets(ask.identity.key, std::move(out),
                       [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void ReadRoutes::WatchTickets(const Ask& ask) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(request, {"branch_id", "breached"})) {
    return ask.answer(*std::move(bad));
  }
  WatchQuery query;
  query.key = ask.identity.key;
  query.branch_id = request.Query("branch_id").value_or("");
  if (!ReadSwitch(request, "breached", query.breached)) {
    return ask.answer(BadQuery("Breached is true or false."));
  }
  query.still_allowed = [this, asked = ask.request, before = ask.identity.caller] {
    const auto now = identities_.Identify(*asked);
    // A database that does not answer withdraws no right.
    return now.ok() ? now->caller == before : now.status().code() == StatusCode::kUnavailable;
  };
  if (!watches_.Watch(std::move(query), [&] { return ask.answer.Stream(); })) {
    ask.answer(ProblemResponse({503, "watch-limit",
                                "As many browsers watch as this console can serve. Close one that "
                                "nobody looks at, or ask again later."}));
  }
}

}  // namespace recourse::console
