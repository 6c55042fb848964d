#include <boost/json.hpp>
#include <utility>

#include "services/common/process/document_json.h"
#include "services/common/process/json.h"
#include "services/followup/adapters/policy_json.h"

namespace recourse::followup {
namespace {

namespace json = boost::json;

constexpr std::size_t kBranchesMax = 10'000;
constexpr std::size_t kPeopleMax = 10'000;
constexpr std::size_t kToldMax = 100;  // of one branch

void ReadPeople(const json::object& in, Organization& out, DocumentReading& reading) {
  if (!in.contains("people")) return;
  const auto& people = reading.List(in, "people", kPeopleMax);
  for (std::size_t i = 0; i < people.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt("people", i);
    const auto& row = reading.Object(people[i], place);
    const AgentId agent_id(reading.Text(row, "agent_id", place));
    Person person{reading.Text(row, "mail", place, false),
                  reading.Text(row, "endpoint", place, false),
                  reading.Text(row, "language", place, false)};
    if (person.address.empty() && person.endpoint.empty()) continue;
    out.people.insert_or_assign(agent_id, std::move(person));
  }
}

void ReadRegions(const json::object& in, Organization& out, DocumentReading& reading) {
  const auto& regions = reading.List(in, "regions", kBranchesMax);
  for (std::size_t i = 0; i < regions.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt("regions", i);
    const auto& row = reading.Object(regions[i], place);
    const std::string zone = reading.Text(row, "zone", place, false);
    if (zone.empty()) continue;
    out.zone_of_region[RegionId(reading.Text(row, "region_id", place))] = zone;
  }
}

void ReadBranches(const json::object& in, Organization& out, DocumentReading& reading) {
  const auto& branches = reading.List(in, "branches", kBranchesMax);
  for (std::size_t i = 0; i < branches.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt("branches", i);
    const auto& row = reading.Object(branches[i], place);
    const BranchId branch_id(reading.Text(row, "branch_id", place));
    const std::string zone = reading.Text(row, "zone", place, false);
    if (!zone.empty()) out.zone_of_branch[branch_id] = zone;
    std::vector<AgentId> told;
    for (auto& agent_id : reading.Texts(row, "told", place, kToldMax)) {
      if (out.people.contains(AgentId(agent_id))) told.emplace_back(std::move(agent_id));
    }
    if (!told.empty()) out.told_at[branch_id] = std::move(told);
  }
}

}  // namespace

StatusOr<Organization> ReadOrganizationDocument(const std::string& document) {
  const auto parsed = ParseJsonObject(document);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError("organization: " + fault->slug + ": " + fault->detail);
  }
  const auto& in = std::get<json::object>(parsed);
  DocumentReading reading;
  Organization organization;
  ReadPeople(in, organization, reading);
  ReadRegions(in, organization, reading);
  ReadBranches(in, organization, reading);
  if (!reading.ok()) return reading.fault();
  return organization;
}

}  // namespace recourse::followup
