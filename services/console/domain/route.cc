#include "services/console/domain/route.h"

#include <algorithm>

namespace recourse::console {
namespace {

using Roles = std::vector<std::string_view>;

// The services judge again and know the data; this is the first wall, by the same table of roles.
const Roles kReaders = {"agent",      "branch_manager", "operations", "quality",
                        "dispatcher", "administrator",  "auditor"};
const Roles kSubmitters = {"ingest", "administrator"};
// Who takes feedback down, one at a time, from someone on the phone.
const Roles kTakers = {"ingest",     "agent",      "branch_manager",
                       "operations", "dispatcher", "administrator"};
const Roles kWorkers = {"agent", "branch_manager", "operations", "administrator"};
const Roles kMovers = {"agent", "branch_manager", "operations", "dispatcher", "administrator"};
const Roles kJudges = {"operations", "dispatcher", "administrator"};
const Roles kFeedbackReaders = {"ingest",  "agent",      "branch_manager", "operations",
                                "quality", "dispatcher", "administrator",  "auditor"};

constexpr std::string_view kApi = "/v1/";
constexpr std::string_view kApiRoot = "/v1";

// What stands for the '*' of the pattern; nothing where the path is another. A pattern without a
// '*' leaves an empty part.
std::optional<std::string> PartOf(std::string_view pattern, std::string_view path) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) {
    return path == pattern ? std::optional<std::string>("") : std::nullopt;
  }
  const std::string_view before = pattern.substr(0, star);
  const std::string_view after = pattern.substr(star + 1);
  if (path.size() <= before.size() + after.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
  const std::string_view part =
      path.substr(before.size(), path.size() - before.size() - after.size());
  if (part.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(part);
}

Match PageMatch(std::string_view method) {
  const RouteRule& page = RouteRules().front();
  if (method == page.method) return {Matched{&page, ""}, {}};
  return {std::nullopt, {{page.method}}};
}

}  // namespace

const std::vector<RouteRule>& RouteRules() {
  using enum Openness;
  static const std::vector<RouteRule> rules = {
      {Route::kPage, "page", "GET", "/", kAnyone, {}},
      {Route::kSignIn, "sign_in", "POST", "/v1/session", kAnyone, {}},
      {Route::kGetSession, "get_session", "GET", "/v1/session", kKnown, {}},
      {Route::kSignOut, "sign_out", "DELETE", "/v1/session", kAnyone, {}},
      {Route::kSubmitFeedback, "submit_feedback", "POST", "/v1/feedback", kRoles, kTakers},
      {Route::kSubmitFeedbackBatch, "submit_feedback_batch", "POST", "/v1/feedback:batch", kRoles,
       kSubmitters},
      {Route::kGetFeedback, "get_feedback", "GET", "/v1/feedback/*", kRoles, kFeedbackReaders},
      {Route::kGetKpis, "get_kpis", "GET", "/v1/kpis", kRoles, kReaders},
      {Route::kListContributors, "list_contributors", "GET", "/v1/kpis/contributors", kRoles,
       kReaders},
      {Route::kWatchKpis, "watch_kpis", "GET", "/v1/watch/kpis", kRoles, kReaders},
      {Route::kListBranches, "list_branches", "GET", "/v1/branches", kRoles, kReaders},
      {Route::kListTickets, "list_tickets", "GET", "/v1/tickets", kRoles, kReaders},
      {Route::kWatchTickets, "watch_tickets", "GET", "/v1/watch/tickets", kRoles, kReaders},
      {Route::kWatchTicket, "watch_ticket", "GET", "/v1/watch/tickets/*", kRoles, kReaders},
      {Route::kGetTicket, "get_ticket", "GET", "/v1/tickets/*", kRoles, kReaders},
      {Route::kListTicketFacts, "list_ticket_facts", "GET", "/v1/tickets/*/facts", kRoles,
       kReaders},
      {Route::kExplainTicket, "explain_ticket", "GET", "/v1/tickets/*/explanation", kRoles,
       kReaders},
      {Route::kSetPresence, "set_presence", "POST", "/v1/tickets/*/presence", kRoles, kReaders},
      {Route::kTakeTicket, "take_ticket", "POST", "/v1/tickets/*/take", kRoles, kWorkers},
      {Route::kReplyTicket, "reply_ticket", "POST", "/v1/tickets/*/reply", kRoles, kWorkers},
      {Route::kNoteTicket, "note_ticket", "POST", "/v1/tickets/*/note", kRoles, kWorkers},
      {Route::kWaitTicket, "wait_ticket", "POST", "/v1/tickets/*/wait", kRoles, kWorkers},
      {Route::kResumeTicket, "resume_ticket", "POST", "/v1/tickets/*/resume", kRoles, kWorkers},
      {Route::kTransferTicket, "transfer_ticket", "POST", "/v1/tickets/*/transfer", kRoles,
       kMovers},
      {Route::kReturnTicket, "return_ticket", "POST", "/v1/tickets/*/return", kRoles, kWorkers},
      {Route::kJudgeReturn, "judge_return", "POST", "/v1/tickets/*/judge", kRoles, kJudges},
      {Route::kResolveTicket, "resolve_ticket", "POST", "/v1/tickets/*/resolve", kRoles, kWorkers},
      {Route::kReopenTicket, "reopen_ticket", "POST", "/v1/tickets/*/reopen", kRoles, kWorkers},
      {Route::kCloseTicket, "close_ticket", "POST", "/v1/tickets/*/close", kRoles, kWorkers},
      {Route::kMergeTicket, "merge_ticket", "POST", "/v1/tickets/*/merge", kRoles, kWorkers},
      {Route::kFindCustomers, "find_customers", "GET", "/v1/customers", kRoles, kMovers},
      {Route::kListCustomerTickets, "list_customer_tickets", "GET", "/v1/customers/*/tickets",
       kRoles, kReaders},
      {Route::kClassify, "classify", "POST", "/v1/classify", kRoles, kFeedbackReaders},
      {Route::kListPeople, "list_people", "GET", "/v1/people", kRoles, kReaders},
  };
  return rules;
}

Match MatchRoute(std::string_view method, std::string_view path) {
  const std::string_view asked = method == "HEAD" ? "GET" : method;
  if (path != kApiRoot && !path.starts_with(kApi)) return PageMatch(asked);
  Match match;
  for (const RouteRule& rule : RouteRules()) {
    if (rule.route == Route::kPage) continue;
    auto part = PartOf(rule.pattern, path);
    if (!part) continue;
    if (rule.method == asked) return {Matched{&rule, std::move(*part)}, {}};
    match.none.methods.push_back(rule.method);
  }
  return match;
}

bool MayUse(const RouteRule& rule, std::string_view role) {
  switch (rule.openness) {
    case Openness::kAnyone:
      return true;
    case Openness::kKnown:
      return !role.empty();
    case Openness::kRoles:
      return std::find(rule.roles.begin(), rule.roles.end(), role) != rule.roles.end();
  }
  return false;
}

}  // namespace recourse::console
