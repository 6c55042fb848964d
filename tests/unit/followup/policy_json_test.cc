// The survey policy and the organisation as documents: what they say, and each refusal with its
// place.
#include "services/followup/adapters/policy_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "services/followup/domain/policy.h"

namespace recourse::followup {
namespace {

using namespace std::chrono_literals;

constexpr const char* kOrganization = R"({
  "regions": [{"region_id": "south", "zone": "Asia/Shanghai"}, {"region_id": "west"}],
  "branches": [
    {"branch_id": "b1", "region_id": "south", "told": ["anna", "eve"]},
    {"branch_id": "b2", "region_id": "west", "zone": "Europe/London", "told": []}],
  "people": [
    {"agent_id": "anna", "name": "Anna", "mail": "anna@bank.example", "language": "zh",
     "branch_id": "b1", "role": "agent"},
    {"agent_id": "ben", "endpoint": "pager"},
    {"agent_id": "eve", "name": "nobody can write to her"}]})";

std::string With(const std::string& parts) { return R"({"zone": "Asia/Shanghai")" + parts + "}"; }

Policy Read(const std::string& document) {
  auto policy = ReadSurveyDocument(document);
  EXPECT_TRUE(policy.ok()) << policy.status();
  return policy.ok() ? *policy : Policy();
}

// Why a document is refused, as it is read or as it is checked beside the organisation.
std::string Fault(const std::string& document) {
  const auto policy = ReadSurveyDocument(document);
  if (!policy.ok()) return std::string(policy.status().message());
  const auto organization = ReadOrganizationDocument(kOrganization);
  return std::string(CheckSurvey(*policy, &*organization).message());
}

TEST(SurveyDocumentTest, NeedsNothingButAZone) {
  const Policy policy = Read(With(""));
  const SurveyRules defaults;
  EXPECT_EQ(policy.survey.delay, defaults.delay);
  EXPECT_EQ(policy.survey.otherwise, SurveyWay::kNone);
  EXPECT_FALSE(policy.survey.quiet);
  EXPECT_EQ(policy.replies.otherwise, ReplyWay::kTell);
  EXPECT_EQ(policy.staff.kinds.size(), static_cast<std::size_t>(kNoticeKinds));
  EXPECT_EQ(policy.zones.otherwise, "Asia/Shanghai");
  EXPECT_TRUE(policy.zones.zones.contains("Asia/Shanghai"));
  EXPECT_EQ(Fault(With("")), "");
}

TEST(SurveyDocumentTest, ReadsEveryRule) {
  const Policy policy = Read(With(R"(, "languages": ["en"], "survey": {
    "delay_ms": 60000, "remind_after_ms": 1000, "expire_after_ms": 7200000,
    "late_after_ms": 90000000, "budget": {"most": 5, "window_ms": 3600000},
    "quiet": {"from": "21:30", "to": "08:05"}, "consent_needed": true,
    "questions": {"csat": false, "nps": false, "ces": true, "put_right": false, "words": false},
    "csat_bad_max": null, "nps_bad_max": 6, "ces_bad_max": 3, "reopen": false, "calls_max": 1,
    "own_tickets": true, "ways": {"phone": "call", "mail": "mail", "sms": "webhook",
    "branch": "link", "social": "none"}, "otherwise": "mail"},
    "replies": {"expire_after_ms": 120000, "ways": {"sms": "webhook", "branch": "tell"},
    "otherwise": "mail"},
    "staff": {"kinds": ["breached", "reply_failed"], "gather_ms": 1, "interval_ms": 61000,
    "retry_after_ms": 62000, "called": [{"level": 2, "agent_ids": ["anna"]}]},
    "endpoints": {"sms": "messages"})"));
  const SurveyRules& survey = policy.survey;
  EXPECT_EQ(survey.delay, 60s);
  EXPECT_EQ(survey.remind_after, 1s);
  EXPECT_EQ(survey.expire_after, 2h);
  EXPECT_EQ(survey.late_after, 25h);
  EXPECT_EQ(survey.budget, (ContactBudget{5, 1h}));
  EXPECT_EQ(survey.quiet, (QuietHours{21h + 30min, 8h + 5min}));
  EXPECT_TRUE(survey.consent_needed);
  EXPECT_EQ(survey.questions, (Questions{false, false, true, false, false}));
  EXPECT_EQ(survey.thresholds, (Thresholds{std::nullopt, 6, 3}));
  EXPECT_FALSE(survey.reopen);
  EXPECT_EQ(survey.calls_max, 1);
  EXPECT_TRUE(survey.own_tickets);
  EXPECT_EQ(SurveyWayOf(policy, Channel("phone")), SurveyWay::kCall);
  EXPECT_EQ(SurveyWayOf(policy, Channel("sms")), SurveyWay::kWebhook);
  EXPECT_EQ(SurveyWayOf(policy, Channel("branch")), SurveyWay::kLink);
  EXPECT_EQ(SurveyWayOf(policy, Channel("social")), SurveyWay::kNone);
  EXPECT_EQ(SurveyWayOf(policy, Channel("app")), SurveyWay::kMail);
  EXPECT_EQ(policy.replies.expire_after, 2min);
  EXPECT_EQ(ReplyWayOf(policy, Channel("sms")), ReplyWay::kWebhook);
  EXPECT_EQ(ReplyWayOf(policy, Channel("branch")), ReplyWay::kTell);
  EXPECT_EQ(ReplyWayOf(policy, Channel("app")), ReplyWay::kMail);
  EXPECT_EQ(policy.staff.kinds,
            (std::set<NoticeKind>{NoticeKind::kBreached, NoticeKind::kReplyFailed}));
  EXPECT_EQ(policy.staff.gather, 1ms);
  EXPECT_EQ(policy.staff.interval, 61s);
  EXPECT_EQ(policy.staff.retry_after, 62s);
  EXPECT_EQ(policy.staff.called_at.at(2), std::vector<AgentId>{AgentId("anna")});
  EXPECT_EQ(EndpointOf(policy, Channel("sms")), "messages");
  EXPECT_EQ(policy.languages, std::vector<std::string>{"en"});
}

struct Refused {
  std::string document, fault;
};

TEST(SurveyDocumentTest, NamesThePlaceOfAFaultAndWhatWouldBeRight) {
  const std::vector<Refused> cases = {
      {"[]", "survey: json-malformed"},
      {"{}", "survey.zone: must be a text that is not empty"},
      {R"({"zone": "Mars/Olympus"})", "zone: no time zone is called 'Mars/Olympus'"},
      {With(R"(, "survy": {})"), "document.survy: is not known here"},
      {With(R"(, "survey": {"delay": 5})"), "survey.delay: is not known here"},
      {With(R"(, "survey": {"delay_ms": "5"})"), "delay_ms: must be a whole number"},
      {With(R"(, "survey": {"delay_ms": 2592000001})"),
       "survey.delay_ms: must be from 0 to 2592000000 ms (policy-out-of-range)"},
      {With(R"(, "survey": {"expire_after_ms": 5})"), "survey.expire_after_ms: must be from"},
      {With(R"(, "survey": {"late_after_ms": 5})"), "survey.late_after_ms: must be from"},
      {With(R"(, "survey": {"budget": {"most": 21}})"), "survey.budget.most: must be from 0 to 20"},
      {With(R"(, "survey": {"budget": {"window_ms": 1}})"), "survey.budget.window_ms: must be"},
      {With(R"(, "survey": {"quiet": {"from": "21:00"}})"), "survey.quiet.to: must be a text"},
      {With(R"(, "survey": {"quiet": {"from": "21:00", "to": "8:00"}})"),
       "survey.quiet.to: must be a time of day such as 08:00"},
      {With(R"(, "survey": {"quiet": {"from": "24:00", "to": "08:00"}})"),
       "survey.quiet.from: must be a time of day such as 08:00"},
      {With(R"(, "survey": {"quiet": {"from": "08:00", "to": "08:00"}})"), "survey.quiet: must be"},
      {With(R"(, "survey": {"quiet": null})"), "survey.quiet: must be an object"},
      {With(R"(, "survey": {"questions": {"csat": false, "nps": false, "put_right": false}})"),
       "survey.questions: must ask for at least one score"},
      {With(R"(, "survey": {"csat_bad_max": 4})"), "survey.csat_bad_max: must be from 1 to 3"},
      {With(R"(, "survey": {"ways": {"mail": "pigeon"}})"),
       "survey.ways.mail: must be one of mail, webhook, link, call, none"},
      {With(R"(, "replies": {"otherwise": "call"})"),
       "replies.otherwise: must be one of mail, webhook, tell"},
      {With(R"(, "replies": {"expire_after_ms": 1})"), "replies.expire_after_ms: must be from"},
      {With(R"(, "staff": {"kinds": ["gossip"]})"), "staff.kinds: must be some of new_ticket"},
      {With(R"(, "staff": {"interval_ms": 1000})"), "staff.interval_ms: must be from 60000"},
      {With(R"(, "staff": {"called": [{"level": 1, "agent_ids": ["zoe"]}]})"),
       "staff.called: must name people of the staff: zoe (policy-unknown-name)"},
      {With(R"(, "staff": {"called": [{"level": 0, "agent_ids": []}]})"), "level: must be a whole"},
      {With(R"(, "languages": [])"), "languages: must name at least one"},
      {With(R"(, "endpoints": {"sms": 1})"), "endpoints.sms: must be a text"}};
  for (const auto& [document, fault] : cases) {
    EXPECT_EQ(Fault(document).substr(0, fault.size()), fault) << document;
  }
}

TEST(SurveyDocumentTest, LooksForPeopleOnlyWhereThereIsAnOrganisation) {
  const Policy policy =
      Read(With(R"(, "staff": {"called": [{"level": 1, "agent_ids": ["zoe"]}]})"));
  EXPECT_TRUE(CheckSurvey(policy, nullptr).ok());
}

TEST(OrganizationDocumentTest, GivesPeopleWhoCanBeToldAndZones) {
  const auto organization = ReadOrganizationDocument(kOrganization);
  ASSERT_TRUE(organization.ok()) << organization.status();
  ASSERT_EQ(organization->people.size(), 2u);
  EXPECT_EQ(organization->people.at(AgentId("anna")).address, "anna@bank.example");
  EXPECT_EQ(organization->people.at(AgentId("anna")).language, "zh");
  EXPECT_EQ(organization->people.at(AgentId("ben")).endpoint, "pager");
  EXPECT_EQ(organization->told_at.at(BranchId("b1")), std::vector<AgentId>{AgentId("anna")});
  EXPECT_FALSE(organization->told_at.contains(BranchId("b2")));
  EXPECT_EQ(organization->zone_of_branch.at(BranchId("b2")), "Europe/London");
  EXPECT_EQ(organization->zone_of_region.at(RegionId("south")), "Asia/Shanghai");
}

TEST(OrganizationDocumentTest, MayNameNobody) {
  const auto organization = ReadOrganizationDocument(
      R"({"regions": [{"region_id": "r"}], "branches": [{"branch_id": "b", "region_id": "r"}]})");
  ASSERT_TRUE(organization.ok());
  EXPECT_TRUE(organization->people.empty() && organization->zone_of_branch.empty());
}

TEST(CombineTest, PutsABranchInItsZoneElseInItsRegions) {
  const Policy policy = Combine(Read(With("")), *ReadOrganizationDocument(kOrganization));
  const auto zone = [&](const char* branch, const char* region) {
    Dimensions at;
    at.branch_id = BranchId(branch);
    at.region_id = RegionId(region);
    return ZoneOf(policy, at).id;
  };
  EXPECT_EQ(zone("b2", "west"), "Europe/London");
  EXPECT_EQ(zone("b1", "south"), "Asia/Shanghai");
  EXPECT_EQ(zone("b9", "nowhere"), "Asia/Shanghai");
  EXPECT_FALSE(CheckPolicy(policy));
}

TEST(CombineTest, LeavesOutWhomTheOrganisationDoesNotHaveAnyMore) {
  const Policy survey =
      Read(With(R"(, "staff": {"called": [{"level": 1, "agent_ids": ["zoe", "anna"]}]})"));
  const Policy policy = Combine(survey, *ReadOrganizationDocument(kOrganization));
  EXPECT_EQ(policy.staff.called_at.at(1), std::vector<AgentId>{AgentId("anna")});
  EXPECT_FALSE(CheckPolicy(policy));
}

TEST(CombineTest, LeavesOutAZoneThatIsNotKnownHere) {
  auto organization = *ReadOrganizationDocument(kOrganization);
  organization.zone_of_branch[BranchId("b2")] = "Mars/Olympus";
  EXPECT_FALSE(CheckPolicy(Combine(Read(With("")), organization)));
}

std::string Shipped(const std::string& name) {
  std::ifstream file(std::string(RECOURSE_TESTS_DIR) + "/../deploy/local/sample/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(SampleTest, CanBeObeyed) {
  const auto organization = ReadOrganizationDocument(Shipped("organization.json"));
  ASSERT_TRUE(organization.ok()) << organization.status();
  const auto file = boost::json::parse(Shipped("policy/50-survey.json"));
  const auto policy = ReadSurveyDocument(boost::json::serialize(file.at("document")));
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(CheckSurvey(*policy, &*organization), absl::OkStatus());
  EXPECT_EQ(organization->told_at.size(), 8u);
}

}  // namespace
}  // namespace recourse::followup
