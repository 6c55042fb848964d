#include "services/console/domain/route.h"

#include <algorithm>

namespace recourse::console {
namespace {

using Roles = std::vector<std::string_view>;

// The services judge again and know the data; this is the first wall, by the same table of roles.
const Roles kReaders = {"agent",      "branch_manager", "operations", "quality",
                        "dispatcher", "administrator",  "auditor"};
const Roles kSubmitters = {"ingest", "administrator"};
const Roles kFeedbackReaders = {"ingest",  "agent",      "branch_manager", "operations",
                                "quality", "dispatcher", "administrator",  "auditor"};

constexpr std::string_view kApi = "/v1/";
constexpr std::string_view kApiRoot = "/v1";

// What stands for the '*' of the pattern; nothing where the path is another. A pattern without a
// '*' leaves an empty part.
std::optional<std::string> PartOf(std::string_view pattern, std::string_view path) {
  if (!pattern.ends_with('*')) {
    return path == pattern ? std::optional<std::string>("") : std::nullopt;
  }
  const std::string_view before = pattern.substr(0, pattern.size() - 1);
  if (!path.starts_with(before)) return std::nullopt;
  const std::string_view part = path.substr(before.size());
  if (part.empty() || part.find('/') != std::string_view::npos) return std::nullopt;
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
      {Route::kSubmitFeedback, "submit_feedback", "POST", "/v1/feedback", kRoles, kSubmitters},
      {Route::kSubmitFeedbackBatch, "submit_feedback_batch", "POST", "/v1/feedback:batch", kRoles,
       kSubmitters},
      {Route::kGetFeedback, "get_feedback", "GET", "/v1/feedback/*", kRoles, kFeedbackReaders},
      {Route::kGetKpis, "get_kpis", "GET", "/v1/kpis", kRoles, kReaders},
      {Route::kListBranches, "list_branches", "GET", "/v1/branches", kRoles, kReaders},
      {Route::kListTickets, "list_tickets", "GET", "/v1/tickets", kRoles, kReaders},
      {Route::kWatchTickets, "watch_tickets", "GET", "/v1/watch/tickets", kRoles, kReaders},
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
