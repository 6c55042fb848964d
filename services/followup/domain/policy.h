#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/common/core/zone.h"
#include "services/followup/domain/contact.h"
#include "services/followup/domain/delivery.h"
#include "services/followup/domain/notice.h"
#include "services/followup/domain/quiet_hours.h"
#include "services/followup/domain/survey.h"

namespace recourse::followup {

// When and whom to ask.
struct SurveyRules {
  Duration delay = std::chrono::hours(2);           // after the resolution
  Duration remind_after = std::chrono::hours(72);   // after it was sent; zero: never
  Duration expire_after = std::chrono::hours(240);  // after it was issued
  Duration late_after = std::chrono::hours(72);     // after the resolution nobody is asked any more
  ContactBudget budget;
  std::optional<QuietHours> quiet{};
  bool consent_needed = false;  // only who said that he may be asked is asked
  Questions questions;
  Thresholds thresholds;
  bool reopen = true;        // a bad answer reopens the ticket
  int calls_max = 2;         // of one loop
  bool own_tickets = false;  // an agent may write down the answer about his own work
  std::map<Channel, SurveyWay> ways;
  SurveyWay otherwise = SurveyWay::kNone;
};

// How public replies come back to customers.
struct ReplyRules {
  Duration expire_after = std::chrono::hours(4);  // then it is a task of the agent
  std::map<Channel, ReplyWay> ways;
  ReplyWay otherwise = ReplyWay::kTell;
};

// A person of the staff, and where he is told: an address, or the name of a webhook's endpoint.
struct Person {
  std::string address;
  std::string endpoint;  // empty: by mail
  std::string language;
};

// Who is told of what.
struct StaffRules {
  std::map<AgentId, Person> people;
  std::map<BranchId, std::vector<AgentId>> told_at;  // of what nobody has taken, and of breaches
  std::map<int, std::vector<AgentId>> called_at;     // by level of escalation; above the last: it
  std::set<NoticeKind> kinds;
  Duration gather = std::chrono::seconds(5);     // what comes so soon after goes with it
  Duration interval = std::chrono::seconds(60);  // at least, between two mails to a person
  Duration retry_after = std::chrono::minutes(5);
};

// Where it is which time of day.
struct ZoneRules {
  std::map<std::string, Zone> zones;  // by IANA name
  std::map<BranchId, std::string> of_branch;
  std::map<RegionId, std::string> of_region;
  std::string otherwise;
};

// What a person may change while the system runs: the survey policy and what of the organisation
// concerns it.
struct Policy {
  std::int64_t version = 0;
  SurveyRules survey;
  ReplyRules replies;
  StaffRules staff;
  ZoneRules zones;
  std::map<Channel, std::string> endpoints;        // of webhooks
  std::vector<std::string> languages{"zh", "en"};  // first: where none fits
};

inline constexpr Duration kDelayMax = std::chrono::hours(24 * 30);
inline constexpr Duration kExpireMin = std::chrono::hours(1);
inline constexpr Duration kExpireMax = std::chrono::hours(24 * 90);
inline constexpr Duration kBudgetWindowMin = std::chrono::hours(1);
inline constexpr Duration kBudgetWindowMax = std::chrono::hours(24 * 400);
inline constexpr Duration kQuietMax = std::chrono::hours(20);  // so that there is a time to write
inline constexpr int kCallsMost = 5;
inline constexpr Duration kIntervalMin = std::chrono::seconds(60);
inline constexpr Duration kIntervalMax = std::chrono::hours(24);
// A survey that is not sent within it is decided anew.
inline constexpr Duration kSendWithin = std::chrono::hours(24);
// From the last look at whether it may be sent to the end of the sending: nothing is begun so short
// before quiet hours.
inline constexpr Duration kSendMargin = std::chrono::minutes(7);

// Why nobody could act by this policy, or nothing. Slug policy-out-of-range or policy-unknown-name,
// with the parameters `field` and `must`.
std::optional<Refusal> CheckPolicy(const Policy& policy);

SurveyWay SurveyWayOf(const Policy& policy, const Channel& channel);
ReplyWay ReplyWayOf(const Policy& policy, const Channel& channel);
// The customer's zone, as far as it is known: his branch's, else his region's.
const Zone& ZoneOf(const Policy& policy, const Dimensions& dimensions);
// The language to write in: the customer's where we have it.
std::string LanguageOf(const Policy& policy, const std::string& language);
// The name of the endpoint that carries messages of a channel; its own name where none is given.
std::string EndpointOf(const Policy& policy, const Channel& channel);

}  // namespace recourse::followup
