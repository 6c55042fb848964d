#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/followup/domain/policy.h"

namespace recourse::followup {

// The kinds of policy that followup obeys: `survey` is its own; `organization` is routing's, and
// followed from there.
inline constexpr const char* kSurveyKind = "survey";
inline constexpr const char* kOrganizationKind = "organization";

// Each reads one document by itself. INVALID_ARGUMENT names the place in it and what would be
// right.

// When and whom to ask, how replies go back, which staff are told: all of a Policy but the people
// and what zone a branch is in. `zones` holds the zone of those of whom nothing is known.
StatusOr<Policy> ReadSurveyDocument(const std::string& document);

// What of the organisation concerns followup. Whatever else stands in it is not looked at. Whoever
// has neither an address nor an endpoint cannot be told, and is left out.
struct Organization {
  std::map<AgentId, Person> people;
  std::map<BranchId, std::vector<AgentId>> told_at;
  std::map<BranchId, std::string> zone_of_branch;  // by IANA name
  std::map<RegionId, std::string> zone_of_region;
};
StatusOr<Organization> ReadOrganizationDocument(const std::string& document);

// Both as one Policy. Zones that this machine does not know are left out, for a branch is then
// where its region is; so is whom an escalation calls and the organisation does not have any more.
Policy Combine(const Policy& survey, const Organization& organization);

// Whether the rules can be obeyed (CheckPolicy). INVALID_ARGUMENT names the place in the survey
// document and what would be right. Without an organisation nobody looks for the people it names.
Status CheckSurvey(const Policy& survey, const Organization* organization);

}  // namespace recourse::followup
