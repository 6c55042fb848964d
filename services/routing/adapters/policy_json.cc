#include "services/routing/adapters/policy_json.h"

#include <boost/json.hpp>
#include <utility>

#include "services/common/process/json.h"

namespace recourse::routing {
namespace {

namespace json = boost::json;

constexpr std::size_t kBranchesMax = 10'000;
constexpr std::size_t kRulesMax = 10'000;
constexpr std::int64_t kTargetMillisecondsMax = 400LL * 24 * 3600 * 1000;

// The first fault ends the reading: each getter does nothing once there is one.
class Reading {
 public:
  bool ok() const { return fault_.ok(); }
  const Status& fault() const { return fault_; }
  void Fail(const std::string& place, const std::string& what) {
    if (fault_.ok()) fault_ = absl::InvalidArgumentError(place + ": " + what);
  }

  std::string Text(const json::object& in, const char* name, const std::string& place,
                   bool needed = true) {
    const json::value* found = in.if_contains(name);
    if (found == nullptr && !needed) return "";
    if (found != nullptr && found->is_string() && !found->get_string().empty()) {
      return std::string(found->get_string());
    }
    Fail(place + "." + name, "must be a text that is not empty");
    return "";
  }

  std::int64_t Number(const json::object& in, const char* name, std::int64_t least,
                      std::int64_t most) {
    const json::value* found = in.if_contains(name);
    if (found != nullptr && found->is_int64() && found->get_int64() >= least &&
        found->get_int64() <= most) {
      return found->get_int64();
    }
    Fail(name, "must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
    return least;
  }

  const json::array& List(const json::object& in, const char* name, std::size_t most) {
    static const json::array kNone;
    const json::value* found = in.if_contains(name);
    if (found != nullptr && found->is_array() && found->get_array().size() <= most) {
      return found->get_array();
    }
    Fail(name, "must be a list of at most " + std::to_string(most));
    return kNone;
  }

  const json::object& Object(const json::value& in, const std::string& place) {
    static const json::object kNone;
    if (in.is_object()) return in.get_object();
    Fail(place, "must be an object");
    return kNone;
  }

 private:
  Status fault_;
};

std::string At(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

std::vector<std::string> PlacesOf(const json::object& in, const std::string& place,
                                  Reading& reading) {
  std::vector<std::string> places;
  if (in.if_contains("places") == nullptr) return places;
  for (const auto& value : reading.List(in, "places", 1000)) {
    if (!value.is_string()) reading.Fail(place + ".places", "must be a list of texts");
    if (value.is_string()) places.emplace_back(value.get_string());
  }
  return places;
}

void ReadOrganization(const json::object& in, Policy& policy, Reading& reading) {
  std::map<std::string, bool> regions;
  const auto& region_list = reading.List(in, "regions", kBranchesMax);
  for (std::size_t i = 0; i < region_list.size(); ++i) {
    const auto& region = reading.Object(region_list[i], At("regions", i));
    regions[reading.Text(region, "region_id", At("regions", i))] = true;
  }
  const auto& branches = reading.List(in, "branches", kBranchesMax);
  if (branches.empty()) reading.Fail("branches", "must name at least one branch");
  for (std::size_t i = 0; i < branches.size() && reading.ok(); ++i) {
    const std::string place = At("branches", i);
    const auto& row = reading.Object(branches[i], place);
    Branch branch{BranchId(reading.Text(row, "branch_id", place)),
                  RegionId(reading.Text(row, "region_id", place)),
                  reading.Text(row, "name_zh", place), reading.Text(row, "name_en", place),
                  PlacesOf(row, place, reading)};
    if (!regions.contains(branch.region_id.value())) {
      reading.Fail(place + ".region_id", "is none of the regions");
    }
    for (const auto& name : branch.places) policy.branch_of_place.emplace(name, branch.branch_id);
    const BranchId branch_id = branch.branch_id;
    if (!policy.branches.emplace(branch_id, std::move(branch)).second) {
      reading.Fail(place + ".branch_id", "stands twice");
    }
  }
}

bool AlwaysOpen(const json::value* day) {
  return day != nullptr && *day == json::value(json::array{json::array{"00:00", "24:00"}});
}

// Until the clock library is here, a calendar is one that never closes, and any other is refused
// rather than taken for one.
void ReadCalendar(const json::object& in, Policy&, Reading& reading) {
  reading.Text(in, "calendar_id", "calendar");
  static const json::value kNothing;
  const json::value* found = in.if_contains("week");
  const auto& week = reading.Object(found == nullptr ? kNothing : *found, "week");
  for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}) {
    if (!AlwaysOpen(week.if_contains(day))) {
      reading.Fail(std::string("week.") + day,
                   "must be [[\"00:00\",\"24:00\"]]: only calendars that are always open are "
                   "known in this version");
    }
  }
}

void ReadSla(const json::object& in, Policy& policy, Reading& reading) {
  policy.response.calendar_id = reading.Text(in, "calendar_id", "sla");
  policy.response.target =
      Duration(reading.Number(in, "response_target_ms", 1000, kTargetMillisecondsMax));
  const std::int64_t share = reading.Number(in, "warn_share_percent", 1, 99);
  policy.response.warn_after = Duration(policy.response.target.count() * share / 100);
}

void ReadRouting(const json::object& in, Policy& policy, Reading& reading) {
  policy.otherwise = BranchId(reading.Text(in, "otherwise_branch_id", "routing"));
  const auto& rules = reading.List(in, "rules", kRulesMax);
  for (std::size_t i = 0; i < rules.size() && reading.ok(); ++i) {
    const std::string place = At("rules", i);
    const auto& row = reading.Object(rules[i], place);
    RoutingRule rule;
    const std::string id = reading.Text(row, "id", place, false);
    rule.rule_id = id.empty() ? "rule-" + std::to_string(i + 1) : id;
    rule.branch_id = BranchId(reading.Text(row, "branch_id", place));
    const std::string category = reading.Text(row, "category", place, false);
    if (!category.empty()) rule.category = Category(category);
    const std::string where = reading.Text(row, "place", place, false);
    if (!where.empty()) rule.place = where;
    policy.rules.push_back(std::move(rule));
  }
}

using Reader = void (*)(const json::object&, Policy&, Reading&);
const std::map<std::string, Reader> kReaders = {{kOrganization, ReadOrganization},
                                                {kCalendar, ReadCalendar},
                                                {kSla, ReadSla},
                                                {kRouting, ReadRouting}};

}  // namespace

Status ReadPolicyDocument(const std::string& kind, const std::string& document, Policy& policy) {
  const auto reader = kReaders.find(kind);
  if (reader == kReaders.end()) {
    return absl::NotFoundError("routing knows the kinds organization, calendar, sla and routing; " +
                               kind + " is none of them");
  }
  const auto parsed = ParseJsonObject(document);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError(kind + ": " + fault->slug + ": " + fault->detail);
  }
  Reading reading;
  reader->second(std::get<json::object>(parsed), policy, reading);
  return reading.fault();
}

}  // namespace recourse::routing
