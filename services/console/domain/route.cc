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

// Who says what feedback is that nobody was sure of.
const Roles kClassifiers = {"operations", "quality", "dispatcher", "administrator"};

const Roles kAdministrators = {"administrator"};

constexpr std::size_t kPartsMax = 2;
constexpr std::string_view kApi = "/v1/";
constexpr std::string_view kApiRoot = "/v1";
// The customer's pages.
constexpr std::string_view kSurveys = "/s/";

// Takes what stands before `end` off the front of `rest`.
std::string_view TakeUntil(std::string_view& rest, std::size_t end) {
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

// What stands for the '*'s of the pattern, at most two; nothing where the path is another. A '*'
// stands for no empty part.
std::optional<std::vector<std::string>> PartsOf(std::string_view pattern, std::string_view path) {
  std::vector<std::string> parts;
  while (!pattern.empty() || !path.empty()) {
    if (pattern.empty() != path.empty()) return std::nullopt;
    const bool more = pattern.find('/') != std::string_view::npos;
    if (more != (path.find('/') != std::string_view::npos)) return std::nullopt;
    const auto wanted = TakeUntil(pattern, std::min(pattern.find('/'), pattern.size()));
    const auto part = TakeUntil(path, std::min(path.find('/'), path.size()));
    const bool open = wanted == "*" && !part.empty();
    if (open) parts.emplace_back(part);
    if (!open && wanted != part) return std::nullopt;
  }
  return parts;
}

bool IsPage(std::string_view path) {
  return path != kApiRoot && !path.starts_with(kApi) && !path.starts_with(kSurveys);
}

using enum Openness;

const std::vector<RouteRule> kRules = {
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
    {Route::kListTicketFacts, "list_ticket_facts", "GET", "/v1/tickets/*/facts", kRoles, kReaders},
    {Route::kExplainTicket, "explain_ticket", "GET", "/v1/tickets/*/explanation", kRoles, kReaders},
    {Route::kSetPresence, "set_presence", "POST", "/v1/tickets/*/presence", kRoles, kReaders},
    {Route::kTakeTicket, "take_ticket", "POST", "/v1/tickets/*/take", kRoles, kWorkers},
    {Route::kReplyTicket, "reply_ticket", "POST", "/v1/tickets/*/reply", kRoles, kWorkers},
    {Route::kNoteTicket, "note_ticket", "POST", "/v1/tickets/*/note", kRoles, kWorkers},
    {Route::kWaitTicket, "wait_ticket", "POST", "/v1/tickets/*/wait", kRoles, kWorkers},
    {Route::kResumeTicket, "resume_ticket", "POST", "/v1/tickets/*/resume", kRoles, kWorkers},
    {Route::kTransferTicket, "transfer_ticket", "POST", "/v1/tickets/*/transfer", kRoles, kMovers},
    {Route::kReturnTicket, "return_ticket", "POST", "/v1/tickets/*/return", kRoles, kWorkers},
    {Route::kJudgeReturn, "judge_return", "POST", "/v1/tickets/*/judge", kRoles, kJudges},
    {Route::kResolveTicket, "resolve_ticket", "POST", "/v1/tickets/*/resolve", kRoles, kWorkers},
    {Route::kReopenTicket, "reopen_ticket", "POST", "/v1/tickets/*/reopen", kRoles, kWorkers},
    {Route::kCloseTicket, "close_ticket", "POST", "/v1/tickets/*/close", kRoles, kWorkers},
    {Route::kMergeTicket, "merge_ticket", "POST", "/v1/tickets/*/merge", kRoles, kWorkers},
    {Route::kDeclineSuggestion, "decline_suggestion", "POST", "/v1/tickets/*/decline", kRoles,
     kWorkers},
    {Route::kFindCustomers, "find_customers", "GET", "/v1/customers", kRoles, kMovers},
    {Route::kListCustomerTickets, "list_customer_tickets", "GET", "/v1/customers/*/tickets", kRoles,
     kReaders},
    {Route::kSurveyStyle, "survey_style", "GET", "/s/style.css", kCustomer, {}},
    {Route::kShowSurvey, "show_survey", "GET", "/s/*", kCustomer, {}},
    {Route::kAnswerSurvey, "answer_survey", "POST", "/s/*", kCustomer, {}},
    {Route::kShowPreferencePage, "show_preference_page", "GET", "/s/*/preference", kCustomer, {}},
    {Route::kSetPreferencePage, "set_preference_page", "POST", "/s/*/preference", kCustomer, {}},
    {Route::kListLoops, "list_loops", "GET", "/v1/loops", kRoles, kReaders},
    {Route::kCreateSurveyLink, "create_survey_link", "POST", "/v1/loops/*/link", kRoles, kWorkers},
    {Route::kStartCall, "start_call", "POST", "/v1/loops/*/call", kRoles, kWorkers},
    {Route::kEndCall, "end_call", "POST", "/v1/loops/*/end-call", kRoles, kWorkers},
    {Route::kRecordAnswer, "record_answer", "POST", "/v1/loops/*/answer", kRoles, kWorkers},
    {Route::kListDeliveries, "list_deliveries", "GET", "/v1/deliveries", kRoles, kReaders},
    {Route::kMarkTold, "mark_told", "POST", "/v1/tickets/*/replies/*/told", kRoles, kWorkers},
    {Route::kGetPreference, "get_preference", "GET", "/v1/customers/*/preference", kRoles,
     kReaders},
    {Route::kSetPreference, "set_preference", "PUT", "/v1/customers/*/preference", kRoles,
     kWorkers},
    {Route::kClassify, "classify", "POST", "/v1/classify", kRoles, kFeedbackReaders},
    {Route::kListTriage, "list_triage", "GET", "/v1/triage", kRoles, kClassifiers, true},
    {Route::kCorrectClassification, "correct_classification", "POST",
     "/v1/classifications/*/correction", kRoles, kClassifiers, true},
    {Route::kListUsers, "list_users", "GET", "/v1/users", kRoles, kAdministrators, true},
    {Route::kCreateUser, "create_user", "POST", "/v1/users", kRoles, kAdministrators, true},
    {Route::kResetUser, "reset_user", "POST", "/v1/users/*/reset", kRoles, kAdministrators, true},
    {Route::kDisableUser, "disable_user", "POST", "/v1/users/*/disable", kRoles, kAdministrators,
     true},
    {Route::kChangeUser, "change_user", "POST", "/v1/users/*/change", kRoles, kAdministrators,
     true},
    {Route::kListPolicies, "list_policies", "GET", "/v1/policies", kRoles, kAdministrators, true},
    {Route::kGetPolicy, "get_policy", "GET", "/v1/policies/*", kRoles, kAdministrators, true},
    {Route::kPutPolicy, "put_policy", "PUT", "/v1/policies/*", kRoles, kAdministrators, true},
    {Route::kListPolicyVersions, "list_policy_versions", "GET", "/v1/policies/*/versions", kRoles,
     kAdministrators, true},
    {Route::kListPolicyActivations, "list_policy_activations", "GET", "/v1/policies/*/activations",
     kRoles, kAdministrators, true},
    {Route::kActivatePolicy, "activate_policy", "POST", "/v1/policies/*/activate", kRoles,
     kAdministrators, true},
    {Route::kRollBackPolicy, "roll_back_policy", "POST", "/v1/policies/*/rollback", kRoles,
     kAdministrators, true},
    {Route::kPreviewPolicy, "preview_policy", "POST", "/v1/policies/*/preview", kRoles,
     kAdministrators, true},
    {Route::kListKeys, "list_keys", "GET", "/v1/keys", kRoles, kAdministrators, true},
    {Route::kCreateKey, "create_key", "POST", "/v1/keys", kRoles, kAdministrators, true},
    {Route::kRevokeKey, "revoke_key", "POST", "/v1/keys/*/revoke", kRoles, kAdministrators, true},
    {Route::kListPeople, "list_people", "GET", "/v1/people", kRoles, kReaders},
};

Match PageMatch(std::string_view method) {
  const RouteRule& page = kRules.front();
  if (method == page.method) return {Matched{&page, "", ""}, {}};
  return {std::nullopt, {{page.method}}};
}

}  // namespace

const std::vector<RouteRule>& RouteRules() { return kRules; }

Match MatchRoute(std::string_view method, std::string_view path) {
  const std::string_view asked = method == "HEAD" ? "GET" : method;
  if (IsPage(path)) return PageMatch(asked);
  Match match;
  for (const RouteRule& rule : RouteRules()) {
    if (rule.route == Route::kPage) continue;
    auto parts = PartsOf(rule.pattern, path);
    if (!parts) continue;
    parts->resize(kPartsMax);
    if (rule.method == asked) {
      return {Matched{&rule, std::move(parts->front()), std::move(parts->back())}, {}};
    }
    match.none.methods.push_back(rule.method);
  }
  return match;
}

bool MayUse(const RouteRule& rule, std::string_view role) {
  switch (rule.openness) {
    case Openness::kAnyone:
    case Openness::kCustomer:
      return true;
    case Openness::kKnown:
      return !role.empty();
    case Openness::kRoles:
      return std::find(rule.roles.begin(), rule.roles.end(), role) != rule.roles.end();
  }
  return false;
}

bool IsBeyond(const RouteRule& rule, std::string_view scope) {
  return rule.whole && !scope.empty();
}

}  // namespace recourse::console
