#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <variant>

#include "services/routing/domain/sla/calendar.h"

namespace recourse::routing {

// A calendar in the one shape that files, policies and the command line share:
//
//   {"zone": "Asia/Shanghai", "week": {"mon": [["09:00","18:00"]], ...},
//    "holidays": ["2026-10-01"], "dates": {"2026-10-10": [["09:00","18:00"]]},
//    "closures": [{"from": "2026-03-03T14:00", "to": "2026-03-03T18:00", "reason": "flood"}],
//    "known_until": "2026-12-31"}
//
// Only zone is required. Times of day are HH:MM or HH:MM:SS, and 24:00 closes. Refused, with the
// place in `parameters["at"]` and what is wrong in `parameters["detail"]`: `unknown_zone`,
// `calendar_malformed` (also a field that is not known), and what sla::FaultOf refuses.
std::variant<sla::Calendar, Refusal> ReadCalendar(const std::string& calendar_id,
                                                  const boost::json::object& in);

// The same shape back; reading it gives the same calendar.
boost::json::object WriteCalendar(const sla::Calendar& calendar);

}  // namespace recourse::routing
