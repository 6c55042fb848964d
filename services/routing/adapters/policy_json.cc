#include "services/routing/adapters/policy_json.h"

#include <boost/json.hpp>
#include <utility>

#include "services/common/process/document_json.h"
#include "services/common/process/json.h"
#include "services/routing/adapters/calendar_json.h"
#include "services/routing/adapters/people_json.h"
#include "services/routing/adapters/sla_json.h"

namespace recourse::routing {
namespace {

namespace json = boost::json;

constexpr std::size_t kBranchesMax = 10'000;
constexpr std::size_t kRulesMax = 10'000;
constexpr std::size_t kCalendarsMax = 1'000;

std::vector<std::string> PlacesOf(const json::object& in, const std::string& place,
                                  DocumentReading& reading) {
  std::vector<std::string> places;
  if (in.if_contains("places") == nullptr) return places;
  for (const auto& value : reading.List(in, "places", 1000)) {
    if (!value.is_string()) reading.Fail(place + ".places", "must be a list of texts");
    if (value.is_string()) places.emplace_back(value.get_string());
  }
  return places;
}

void ReadOrganization(const json::object& in, Policy& policy, DocumentReading& reading) {
  std::map<std::string, bool> regions;
  const auto& region_list = reading.List(in, "regions", kBranchesMax);
  for (std::size_t i = 0; i < region_list.size(); ++i) {
    const auto& region = reading.Object(region_list[i], PlaceAt("regions", i));
    regions[reading.Text(region, "region_id", PlaceAt("regions", i))] = true;
  }
  const auto& branches = reading.List(in, "branches", kBranchesMax);
  if (branches.empty()) reading.Fail("branches", "must name at least one branch");
  for (std::size_t i = 0; i < branches.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt("branches", i);
    const auto& row = reading.Object(branches[i], place);
    Branch branch{BranchId(reading.Text(row, "branch_id", place)),
                  RegionId(reading.Text(row, "region_id", place)),
                  reading.Text(row, "name_zh", place),
                  reading.Text(row, "name_en", place),
                  PlacesOf(row, place, reading),
                  reading.Text(row, "calendar_id", place, false)};
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

std::string SentenceOf(const Refusal& refusal) {
  const auto detail = refusal.parameters.find("detail");
  return refusal.slug + (detail == refusal.parameters.end() ? "" : ": " + detail->second);
}

// By its id; a fault names the place in the document.
void TakeCalendar(const std::string& calendar_id, const json::object& in, const std::string& place,
                  CalendarsById& calendars, DocumentReading& reading) {
  auto read = ReadCalendar(calendar_id, in);
  if (const auto* refusal = std::get_if<Refusal>(&read)) {
    reading.Fail(place, SentenceOf(*refusal));
  } else {
    calendars.emplace(calendar_id, std::get<sla::Calendar>(std::move(read)));
  }
}

// One calendar, as before there were several: its id stands in it.
void TakeOnlyCalendar(json::object in, CalendarsById& calendars, DocumentReading& reading) {
  const std::string calendar_id = reading.Text(in, "calendar_id", "calendar");
  in.erase("calendar_id");
  if (reading.ok()) TakeCalendar(calendar_id, in, "calendar", calendars, reading);
}

CalendarsById CalendarsIn(const json::object& in, DocumentReading& reading) {
  CalendarsById calendars;
  const json::value* found = in.if_contains("calendars");
  if (found == nullptr) {
    TakeOnlyCalendar(in, calendars, reading);
    return calendars;
  }
  const auto& all = reading.Object(*found, "calendars");
  if (all.empty() || all.size() > kCalendarsMax) reading.Fail("calendars", "must hold 1 to 1,000");
  for (const auto& [name, value] : all) {
    const std::string calendar_id(name), place = "calendars." + calendar_id;
    if (calendar_id.empty() || calendar_id.find('@') != std::string::npos) {
      reading.Fail("calendars", "must have ids that are not empty and hold no @");
    }
    const auto& calendar = reading.Object(value, place);
    if (reading.ok()) TakeCalendar(calendar_id, calendar, place, calendars, reading);
  }
  return calendars;
}

void ReadRouting(const json::object& in, Policy& policy, DocumentReading& reading) {
  policy.otherwise = BranchId(reading.Text(in, "otherwise_branch_id", "routing"));
  const std::string dispatch = reading.Text(in, "dispatch_branch_id", "routing", false);
  policy.dispatch = dispatch.empty() ? policy.otherwise : BranchId(dispatch);
  const auto& rules = reading.List(in, "rules", kRulesMax);
  for (std::size_t i = 0; i < rules.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt("rules", i);
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

StatusOr<json::object> Parsed(const std::string& kind, const std::string& document) {
  auto parsed = ParseJsonObject(document);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError(kind + ": " + fault->slug + ": " + fault->detail);
  }
  return std::get<json::object>(std::move(parsed));
}

// What `read` makes of a document, or its first fault.
template <typename Read>
auto Made(const std::string& kind, const std::string& document, const Read& read)
    -> StatusOr<decltype(read(std::declval<json::object>(), std::declval<DocumentReading&>()))> {
  const auto parsed = Parsed(kind, document);
  if (!parsed.ok()) return parsed.status();
  DocumentReading reading;
  auto made = read(*parsed, reading);
  if (!reading.ok()) return reading.fault();
  return made;
}

Policy WithOrganization(const json::object& in, DocumentReading& reading) {
  Policy policy;
  ReadOrganization(in, policy, reading);
  if (reading.ok()) CheckPeople(in, reading);
  return policy;
}

Policy WithRouting(const json::object& in, DocumentReading& reading) {
  Policy policy;
  ReadRouting(in, policy, reading);
  return policy;
}

}  // namespace

StatusOr<Policy> ReadOrganizationDocument(const std::string& document) {
  return Made(kOrganization, document, WithOrganization);
}

StatusOr<Policy> ReadRoutingDocument(const std::string& document) {
  return Made(kRouting, document, WithRouting);
}

StatusOr<CalendarsById> ReadCalendarDocument(const std::string& document) {
  return Made(kCalendar, document, CalendarsIn);
}

StatusOr<SlaRules> ReadSlaDocument(const std::string& document) {
  return Made(kSla, document, ReadSlaRules);
}

}  // namespace recourse::routing
