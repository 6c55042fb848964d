#include "services/console/domain/route.h"

#include <gtest/gtest.h>

#include <set>

#include "services/common/access/role.h"

namespace recourse::console {
namespace {

const RouteRule* Find(std::string_view method, std::string_view path) {
  const Match match = MatchRoute(method, path);
  return match.matched ? match.matched->rule : nullptr;
}

TEST(RouteRulesTest, EveryRouteHasOneRule) {
  std::set<Route> routes;
  for (const RouteRule& rule : RouteRules()) EXPECT_TRUE(routes.insert(rule.route).second);
  EXPECT_EQ(routes.size(), static_cast<std::size_t>(Route::kListPeople) + 1);
}

TEST(RouteRulesTest, EveryRuleNamesItsRolesAndNoneThatDoesNotExist) {
  for (const RouteRule& rule : RouteRules()) {
    EXPECT_EQ(rule.roles.empty(), rule.openness != Openness::kRoles) << rule.name;
    for (const std::string_view role : rule.roles) EXPECT_TRUE(ParseRole(role)) << role;
  }
}

TEST(RouteRulesTest, OnlyPagesAndSigningInAndOutAreOpenToAnyone) {
  std::set<std::string_view> open;
  for (const RouteRule& rule : RouteRules()) {
    if (MayUse(rule, "")) open.insert(rule.name);
  }
  EXPECT_EQ(open, (std::set<std::string_view>{"page", "sign_in", "sign_out", "survey_style",
                                              "show_survey", "answer_survey",
                                              "show_preference_page", "set_preference_page"}));
}

// There the token in the path is the right, so nothing else may be: not one route of staff.
TEST(RouteRulesTest, OnlyTheCustomersPagesAreOpenByALink) {
  for (const RouteRule& rule : RouteRules()) {
    EXPECT_EQ(rule.openness == Openness::kCustomer, rule.pattern.starts_with("/s/")) << rule.name;
  }
}

// The whole table, route by role, so that a change of one cell is a change of this text.
constexpr std::string_view kTable =
    "xxxxxxxxx page\n"
    "xxxxxxxxx sign_in\n"
    "xxxxxxxxx get_session\n"
    "xxxxxxxxx sign_out\n"
    "xxxx.x.x. submit_feedback\n"
    "x......x. submit_feedback_batch\n"
    "xxxxxxxx. get_feedback\n"
    ".xxxxxxx. get_kpis\n"
    ".xxxxxxx. list_contributors\n"
    ".xxxxxxx. watch_kpis\n"
    ".xxxxxxx. list_branches\n"
    ".xxxxxxx. list_tickets\n"
    ".xxxxxxx. watch_tickets\n"
    ".xxxxxxx. watch_ticket\n"
    ".xxxxxxx. get_ticket\n"
    ".xxxxxxx. list_ticket_facts\n"
    ".xxxxxxx. explain_ticket\n"
    ".xxxxxxx. set_presence\n"
    ".xxx...x. take_ticket\n"
    ".xxx...x. reply_ticket\n"
    ".xxx...x. note_ticket\n"
    ".xxx...x. wait_ticket\n"
    ".xxx...x. resume_ticket\n"
    ".xxx.x.x. transfer_ticket\n"
    ".xxx...x. return_ticket\n"
    "...x.x.x. judge_return\n"
    ".xxx...x. resolve_ticket\n"
    ".xxx...x. reopen_ticket\n"
    ".xxx...x. close_ticket\n"
    ".xxx...x. merge_ticket\n"
    ".xxx...x. decline_suggestion\n"
    ".xxx.x.x. find_customers\n"
    ".xxxxxxx. list_customer_tickets\n"
    "xxxxxxxxx survey_style\n"
    "xxxxxxxxx show_survey\n"
    "xxxxxxxxx answer_survey\n"
    "xxxxxxxxx show_preference_page\n"
    "xxxxxxxxx set_preference_page\n"
    ".xxxxxxx. list_loops\n"
    ".xxx...x. create_survey_link\n"
    ".xxx...x. start_call\n"
    ".xxx...x. end_call\n"
    ".xxx...x. record_answer\n"
    ".xxxxxxx. list_deliveries\n"
    ".xxx...x. mark_told\n"
    ".xxxxxxx. get_preference\n"
    ".xxx...x. set_preference\n"
    "xxxxxxxx. classify\n"
    "...xxx.x. list_triage\n"
    "...xxx.x. correct_classification\n"
    ".......x. list_users\n"
    ".......x. create_user\n"
    ".......x. reset_user\n"
    ".......x. disable_user\n"
    ".......x. change_user\n"
    ".......x. list_policies\n"
    ".......x. get_policy\n"
    ".......x. put_policy\n"
    ".......x. list_policy_versions\n"
    ".......x. list_policy_activations\n"
    ".......x. activate_policy\n"
    ".......x. roll_back_policy\n"
    ".......x. preview_policy\n"
    ".......x. list_keys\n"
    ".......x. create_key\n"
    ".......x. revoke_key\n"
    ".xxxxxxx. list_people\n";

TEST(RouteRulesTest, LetsInByTheTable) {
  const std::vector<std::string_view> roles = {"ingest",     "agent",         "branch_manager",
                                               "operations", "quality",       "dispatcher",
                                               "auditor",    "administrator", "somebody"};
  std::string table;
  for (const RouteRule& rule : RouteRules()) {
    for (const std::string_view role : roles) table += MayUse(rule, role) ? 'x' : '.';
    table += " " + std::string(rule.name) + "\n";
  }
  EXPECT_EQ(table, kTable);
}

// Who administers one place makes nobody an administrator of all of them, and a classification has
// no place.
TEST(RouteRulesTest, WhatConcernsTheWholeOrganisationNeedsItForAScope) {
  for (const RouteRule& rule : RouteRules()) {
    const bool whole = rule.roles == std::vector<std::string_view>{"administrator"} ||
                       rule.route == Route::kListTriage ||
                       rule.route == Route::kCorrectClassification;
    EXPECT_EQ(IsBeyond(rule, "north"), whole) << rule.name;
    EXPECT_FALSE(IsBeyond(rule, "")) << rule.name;
  }
}

TEST(MatchRouteTest, FindsEachRouteByItsMethodAndPath) {
  EXPECT_EQ(Find("PUT", "/v1/policies/sla")->route, Route::kPutPolicy);
  EXPECT_EQ(Find("GET", "/v1/policies/sla")->route, Route::kGetPolicy);
  EXPECT_EQ(Find("GET", "/v1/policies/sla/versions")->route, Route::kListPolicyVersions);
  EXPECT_EQ(Find("POST", "/v1/policies/sla/rollback")->route, Route::kRollBackPolicy);
  EXPECT_EQ(Find("POST", "/v1/policies/rules/preview")->route, Route::kPreviewPolicy);
  EXPECT_EQ(Find("POST", "/v1/users/anna/disable")->route, Route::kDisableUser);
  EXPECT_EQ(Find("POST", "/v1/keys/k-1/revoke")->route, Route::kRevokeKey);
  EXPECT_EQ(Find("POST", "/v1/feedback")->route, Route::kSubmitFeedback);
  EXPECT_EQ(Find("POST", "/v1/feedback:batch")->route, Route::kSubmitFeedbackBatch);
  EXPECT_EQ(Find("DELETE", "/v1/session")->route, Route::kSignOut);
  EXPECT_EQ(Find("GET", "/v1/watch/tickets")->route, Route::kWatchTickets);
  EXPECT_EQ(Find("HEAD", "/v1/kpis")->route, Route::kGetKpis);
  EXPECT_EQ(Find("GET", "/v1/triage")->route, Route::kListTriage);
  EXPECT_EQ(Find("POST", "/v1/classifications/8f1c/correction")->route,
            Route::kCorrectClassification);
}

TEST(MatchRouteTest, GivesThePartThatThePatternLeavesOpen) {
  const Match match = MatchRoute("GET", "/v1/feedback/8f1c");
  ASSERT_TRUE(match.matched);
  EXPECT_EQ(match.matched->rule->route, Route::kGetFeedback);
  EXPECT_EQ(match.matched->part, "8f1c");
}

TEST(MatchRouteTest, GivesThePartInTheMiddleOfAPath) {
  const Match match = MatchRoute("POST", "/v1/tickets/26-004217/reply");
  ASSERT_TRUE(match.matched);
  EXPECT_EQ(match.matched->rule->route, Route::kReplyTicket);
  EXPECT_EQ(match.matched->part, "26-004217");
  EXPECT_EQ(Find("GET", "/v1/tickets/26-004217")->route, Route::kGetTicket);
  EXPECT_EQ(Find("GET", "/v1/tickets/26-004217/facts")->route, Route::kListTicketFacts);
  EXPECT_EQ(Find("GET", "/v1/watch/tickets/t1")->route, Route::kWatchTicket);
  EXPECT_EQ(Find("GET", "/v1/customers/c1/tickets")->route, Route::kListCustomerTickets);
}

TEST(MatchRouteTest, GivesBothPartsOfAPathThatHasTwo) {
  const Match match = MatchRoute("POST", "/v1/tickets/t1/replies/7/told");
  ASSERT_TRUE(match.matched);
  EXPECT_EQ(match.matched->rule->route, Route::kMarkTold);
  EXPECT_EQ(match.matched->part, "t1");
  EXPECT_EQ(match.matched->second_part, "7");
}

TEST(MatchRouteTest, FindsTheCustomersPagesByTheirLink) {
  EXPECT_EQ(Find("GET", "/s/style.css")->route, Route::kSurveyStyle);
  EXPECT_EQ(Find("GET", "/s/abc")->route, Route::kShowSurvey);
  EXPECT_EQ(Find("HEAD", "/s/abc")->route, Route::kShowSurvey);
  EXPECT_EQ(Find("POST", "/s/abc")->route, Route::kAnswerSurvey);
  EXPECT_EQ(Find("POST", "/s/abc/preference")->route, Route::kSetPreferencePage);
  EXPECT_EQ(Find("GET", "/sign-in")->route, Route::kPage);
  EXPECT_EQ(Find("GET", "/s")->route, Route::kPage);
  EXPECT_EQ(MatchRoute("GET", "/s/abc").matched->part, "abc");
}

TEST(MatchRouteTest, HasNothingWhereNothingIs) {
  for (const char* path :
       {"/v1", "/v1/", "/v1/nothing", "/v1/feedback/", "/v1/feedback/a/b", "/v1/session/",
        "/v1/kpis/x", "/v1/tickets//reply", "/v1/tickets/a/b/reply", "/v1/tickets/t1/",
        "/v1/tickets/t1/burn", "/v1/tickets/t1/replies//told", "/v1/tickets//replies/7/told", "/s/",
        "/s/a/b", "/s/a/preference/", "/s//preference"}) {
    const Match match = MatchRoute("GET", path);
    EXPECT_FALSE(match.matched) << path;
    EXPECT_TRUE(match.none.methods.empty()) << path;
  }
}

TEST(MatchRouteTest, TellsTheMethodsOfAPathThatHasOthers) {
  const Match match = MatchRoute("PUT", "/v1/session");
  EXPECT_FALSE(match.matched);
  EXPECT_EQ(match.none.methods, (std::vector<std::string_view>{"POST", "GET", "DELETE"}));
}

TEST(MatchRouteTest, TakesEveryOtherPathForAPage) {
  EXPECT_EQ(Find("GET", "/")->route, Route::kPage);
  EXPECT_EQ(Find("GET", "/assets/index.js")->route, Route::kPage);
  EXPECT_EQ(Find("GET", "/v10")->route, Route::kPage);
  EXPECT_EQ(Find("POST", "/"), nullptr);
}

}  // namespace
}  // namespace recourse::console
