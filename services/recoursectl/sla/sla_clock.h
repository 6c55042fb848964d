#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/recoursectl/sla/sla_fields.h"
#include "services/routing/domain/sla/alarms.h"

namespace recourse::ctl {

namespace sla = routing::sla;

inline constexpr std::size_t kClockIdBytesMax = 256;
inline constexpr std::size_t kAlarmRulesMax = 64;  // warnings, escalations, each

// One clock of the file: what happened to it, up to when it is asked about, and when people are
// told.
struct ClockCase {
  std::string id;
  std::vector<sla::ClockEvent> events;
  std::optional<Timestamp> until{};  // absent: at its last event
  sla::AlarmRules rules{};
};

// The id of a clock; none where it is absent, empty, too long or no text.
std::optional<std::string_view> ClockIdOf(const boost::json::value& in);

// Reads the clock that stands at `clocks[index]`. Refused: `unknown_kind`, and `clock_malformed`
// for all else that has another shape than README.md says.
std::variant<ClockCase, ClockFault> ReadClock(const boost::json::value& in, std::size_t index);

}  // namespace recourse::ctl
