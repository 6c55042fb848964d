#pragma once

#include <map>
#include <string>

#include "services/common/core/status.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

// The kinds of policy that routing obeys.
inline constexpr const char* kOrganization = "organization";
inline constexpr const char* kCalendar = "calendar";
inline constexpr const char* kSla = "sla";
inline constexpr const char* kRouting = "routing";

using CalendarsById = std::map<std::string, sla::Calendar>;

// Each reads one document by itself; that they fit each other is the store's to see.
// INVALID_ARGUMENT names the place in it and what would be right.
StatusOr<Policy> ReadOrganizationDocument(
    const std::string& document);                                   // branches, branch_of_place
StatusOr<Policy> ReadRoutingDocument(const std::string& document);  // rules, otherwise, dispatch
// {"calendars": {"SH": {...}, ...}}, each as calendar_json.h says; or one with its calendar_id.
StatusOr<CalendarsById> ReadCalendarDocument(const std::string& document);
StatusOr<SlaRules> ReadSlaDocument(const std::string& document);

}  // namespace recourse::routing
