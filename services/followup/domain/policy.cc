#include "services/followup/domain/policy.h"

#include <algorithm>

namespace recourse::followup {
namespace {

using Fault = std::optional<Refusal>;

// The first fault is told.
class Checking {
 public:
  void Range(const char* field, Duration value, Duration least, Duration most) {
    Must(value >= least && value <= most, field,
         "be from " + Text(least) + " to " + Text(most) + " ms");
  }
  void Range(const char* field, int value, int least, int most) {
    Must(value >= least && value <= most, field,
         "be from " + std::to_string(least) + " to " + std::to_string(most));
  }
  void Must(bool holds, const char* field, std::string must) {
    if (!holds) Tell("policy-out-of-range", field, std::move(must));
  }
  void Known(bool holds, const char* field, std::string must) {
    if (!holds) Tell("policy-unknown-name", field, std::move(must));
  }
  Fault fault() const { return fault_; }

 private:
  static std::string Text(Duration duration) { return std::to_string(duration.count()); }
  void Tell(const char* slug, const char* field, std::string must) {
    if (!fault_) fault_ = Refusal{slug, {{"field", field}, {"must", std::move(must)}}};
  }
  Fault fault_;
};

void CheckQuiet(const QuietHours& quiet, Checking& checking) {
  checking.Range("quiet.from", quiet.from, Duration(0), kDay - Duration(1));
  checking.Range("quiet.to", quiet.to, Duration(0), kDay - Duration(1));
  const Duration length = (quiet.to - quiet.from + kDay) % kDay;
  checking.Range("quiet", length, Duration(1), kQuietMax);
}

void CheckSurvey(const SurveyRules& rules, Checking& checking) {
  checking.Range("delay", rules.delay, Duration(0), kDelayMax);
  checking.Range("expire_after", rules.expire_after, kExpireMin, kExpireMax);
  checking.Range("remind_after", rules.remind_after, Duration(0), rules.expire_after);
  checking.Range("late_after", rules.late_after, rules.delay + kDay, kDelayMax + kExpireMax);
  checking.Range("budget.most", rules.budget.most, 0, kBudgetMost);
  checking.Range("budget.window", rules.budget.window, kBudgetWindowMin, kBudgetWindowMax);
  checking.Range("calls_max", rules.calls_max, 1, kCallsMost);
  if (rules.quiet) CheckQuiet(*rules.quiet, checking);
  const Questions& asked = rules.questions;
  checking.Must(asked.csat || asked.nps || asked.ces || asked.put_right, "questions",
                "ask for at least one score");
  checking.Range("csat_bad_max", rules.thresholds.csat_bad_max.value_or(1), 1, 3);
  checking.Range("nps_bad_max", rules.thresholds.nps_bad_max.value_or(0), 0, 6);
  checking.Range("ces_bad_max", rules.thresholds.ces_bad_max.value_or(1), 1, 4);
}

void CheckStaff(const StaffRules& rules, Checking& checking) {
  checking.Range("staff.interval", rules.interval, kIntervalMin, kIntervalMax);
  checking.Range("staff.gather", rules.gather, Duration(0), rules.interval);
  checking.Range("staff.retry_after", rules.retry_after, rules.interval, kIntervalMax);
  const auto known = [&](const char* field, const std::vector<AgentId>& people) {
    for (const AgentId& agent_id : people) {
      checking.Known(rules.people.contains(agent_id), field,
                     "name people of the staff: " + agent_id.value());
    }
  };
  for (const auto& [branch_id, people] : rules.told_at) known("staff.told_at", people);
  for (const auto& [level, people] : rules.called_at) known("staff.called_at", people);
}

void CheckZones(const ZoneRules& rules, Checking& checking) {
  const auto known = [&](const std::string& zone) {
    checking.Known(rules.zones.contains(zone), "zones", "be known: " + zone);
  };
  known(rules.otherwise);
  for (const auto& [branch_id, zone] : rules.of_branch) known(zone);
  for (const auto& [region_id, zone] : rules.of_region) known(zone);
}

template <typename Map>
typename Map::mapped_type Find(const Map& map, const typename Map::key_type& key,
                               const typename Map::mapped_type& otherwise) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

}  // namespace

std::optional<Refusal> CheckPolicy(const Policy& policy) {
  Checking checking;
  CheckSurvey(policy.survey, checking);
  checking.Range("replies.expire_after", policy.replies.expire_after, std::chrono::minutes(1),
                 kDay * 7);
  CheckStaff(policy.staff, checking);
  CheckZones(policy.zones, checking);
  checking.Must(!policy.languages.empty(), "languages", "name at least one");
  return checking.fault();
}

SurveyWay SurveyWayOf(const Policy& policy, const Channel& channel) {
  return Find(policy.survey.ways, channel, policy.survey.otherwise);
}

ReplyWay ReplyWayOf(const Policy& policy, const Channel& channel) {
  return Find(policy.replies.ways, channel, policy.replies.otherwise);
}

const Zone& ZoneOf(const Policy& policy, const Dimensions& dimensions) {
  const ZoneRules& rules = policy.zones;
  const auto of_branch = rules.of_branch.find(dimensions.branch_id);
  if (of_branch != rules.of_branch.end()) return rules.zones.at(of_branch->second);
  return rules.zones.at(Find(rules.of_region, dimensions.region_id, rules.otherwise));
}

std::string LanguageOf(const Policy& policy, const std::string& language) {
  const auto& known = policy.languages;
  const std::string primary = language.substr(0, language.find('-'));
  return std::find(known.begin(), known.end(), primary) == known.end() ? known.front() : primary;
}

std::string EndpointOf(const Policy& policy, const Channel& channel) {
  return Find(policy.endpoints, channel, channel.value());
}

}  // namespace recourse::followup
