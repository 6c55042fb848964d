#include "services/followup/adapters/policy_json.h"

#include "services/common/process/zone_source.h"

namespace recourse::followup {
namespace {

// Where a field that the domain names stands in the document.
std::string PlaceOf(const std::string& field) {
  static const std::map<std::string, std::string> kPlaces{
      {"delay", "survey.delay_ms"},
      {"expire_after", "survey.expire_after_ms"},
      {"remind_after", "survey.remind_after_ms"},
      {"late_after", "survey.late_after_ms"},
      {"budget.window", "survey.budget.window_ms"},
      {"replies.expire_after", "replies.expire_after_ms"},
      {"staff.interval", "staff.interval_ms"},
      {"staff.gather", "staff.gather_ms"},
      {"staff.retry_after", "staff.retry_after_ms"},
      {"staff.called_at", "staff.called"},
      {"staff.told_at", "branches.told of the organisation"},
      {"zones", "zone"},
      {"languages", "languages"}};
  const auto found = kPlaces.find(field);
  return found == kPlaces.end() ? "survey." + field : found->second;
}

// Adds what of `zones` is known here.
template <typename Place>
void AddZones(const std::map<Place, std::string>& zones, std::map<Place, std::string>& places,
              ZoneRules& rules) {
  for (const auto& [place, id] : zones) {
    if (!rules.zones.contains(id)) {
      if (auto zone = LoadZone(id); zone.ok()) rules.zones.emplace(id, *std::move(zone));
    }
    if (rules.zones.contains(id)) places.emplace(place, id);
  }
}

}  // namespace

Policy Combine(const Policy& survey, const Organization& organization) {
  Policy policy = survey;
  policy.staff.people = organization.people;
  policy.staff.told_at = organization.told_at;
  for (auto& [level, people] : policy.staff.called_at) {
    std::erase_if(people, [&](const AgentId& id) { return !organization.people.contains(id); });
  }
  AddZones(organization.zone_of_branch, policy.zones.of_branch, policy.zones);
  AddZones(organization.zone_of_region, policy.zones.of_region, policy.zones);
  return policy;
}

Status CheckSurvey(const Policy& survey, const Organization* organization) {
  Policy policy = survey;
  if (organization == nullptr) {
    policy.staff.called_at.clear();
  } else {
    policy.staff.people = organization->people;
  }
  const auto refusal = CheckPolicy(policy);
  if (!refusal) return absl::OkStatus();
  const auto& parameters = refusal->parameters;
  return absl::InvalidArgumentError(PlaceOf(parameters.at("field")) + ": must " +
                                    parameters.at("must") + " (" + refusal->slug + ")");
}

}  // namespace recourse::followup
