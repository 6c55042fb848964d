#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::console {

enum class Route {
  kPage,
  kSignIn,
  kGetSession,
  kSignOut,
  kSubmitFeedback,
  kSubmitFeedbackBatch,
  kGetFeedback,
  kGetKpis,
  kListContributors,
  kWatchKpis,
  kListBranches,
  kListTickets,
  kWatchTickets,
  kWatchTicket,
  kGetTicket,
  kListTicketFacts,
  kExplainTicket,
  kSetPresence,
  kTakeTicket,
  kReplyTicket,
  kNoteTicket,
  kWaitTicket,
  kResumeTicket,
  kTransferTicket,
  kReturnTicket,
  kJudgeReturn,
  kResolveTicket,
  kReopenTicket,
  kCloseTicket,
  kMergeTicket,
  kDeclineSuggestion,
  kFindCustomers,
  kListCustomerTickets,
  kSurveyStyle,
  kShowSurvey,
  kAnswerSurvey,
  kShowPreferencePage,
  kSetPreferencePage,
  kListLoops,
  kCreateSurveyLink,
  kStartCall,
  kEndCall,
  kRecordAnswer,
  kListDeliveries,
  kMarkTold,
  kGetPreference,
  kSetPreference,
  kClassify,
  kListTriage,
  kCorrectClassification,
  kListUsers,
  kCreateUser,
  kResetUser,
  kDisableUser,
  kChangeUser,
  kListPolicies,
  kGetPolicy,
  kPutPolicy,
  kListPolicyVersions,
  kListPolicyActivations,
  kActivatePolicy,
  kRollBackPolicy,
  kPreviewPolicy,
  kListKeys,
  kCreateKey,
  kRevokeKey,
  kListPeople,
};

// Who may come in: anyone (pages, signing in), a customer whose right is the token in the path (a
// cookie means nothing there), whoever is known, or the roles that are named.
enum class Openness { kAnyone, kCustomer, kKnown, kRoles };

struct RouteRule {
  Route route;
  // As the metrics call it.
  std::string_view name;
  std::string_view method;
  // A '*' stands for one part of a path; there are two at most.
  std::string_view pattern;
  Openness openness;
  std::vector<std::string_view> roles;
  // Only for a scope that is the whole organisation.
  bool whole = false;
};

// Every route has one rule. What has none is refused to everyone.
const std::vector<RouteRule>& RouteRules();

struct Matched {
  const RouteRule* rule = nullptr;
  // What stood for the '*', and for the second one.
  std::string part;
  std::string second_part;
};

struct NoMatch {
  // Methods that this path does have, for 405; empty where there is no such path at all.
  std::vector<std::string_view> methods;
};

struct Match {
  std::optional<Matched> matched;
  NoMatch none;
};

// HEAD is GET. Every path outside of /v1/ and /s/ is a page's.
Match MatchRoute(std::string_view method, std::string_view path);

// `role` is empty where nobody is known.
bool MayUse(const RouteRule& rule, std::string_view role);

// Whether the rule asks for more than this scope, which is empty for the whole organisation.
bool IsBeyond(const RouteRule& rule, std::string_view scope);

}  // namespace recourse::console
