#pragma once

#include "services/common/process/document_json.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

// The standard of a policy in the shape from before there were several.
inline constexpr const char* kOnlyStandardId = "default";

// A policy of kind `sla`:
//
//   {"standards": [{"id": "card", "priority": 1, "when": {"category": ["card"], "severity": [4]},
//      "clocks": {"first_response": {"target_ms": 1800000},
//                 "statutory": {"days": 15, "day_kind": "natural", "roll": "rest_days"}},
//      "warn_share_percent": [75], "escalations": [{"level": 1, "after_ms": 0}],
//      "late_warning": "skip", "after_acknowledgement": "postpone"}],
//    "calendar_id": "SH", "first_response_pausable": false, "unanswered_resolution": "miss",
//    "reopen_days": 7, "confirm_days": 7}
//
// or, as before, {"calendar_id", "response_target_ms", "warn_share_percent": 75}. Absent fields
// are as in this example; `when` may ask for category, branch, severity, channel and language.
SlaRules ReadSlaRules(const boost::json::object& in, DocumentReading& reading);

}  // namespace recourse::routing
