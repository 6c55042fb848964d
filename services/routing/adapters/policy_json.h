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

// Reads one document into its part of `policy`. INVALID_ARGUMENT names the place in it and what
// would be right; NOT_FOUND for a kind that is not routing's.
Status ReadPolicyDocument(const std::string& kind, const std::string& document, Policy& policy);

}  // namespace recourse::routing
