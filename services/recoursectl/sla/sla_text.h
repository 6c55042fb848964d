#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/recoursectl/sla/sla_explain.h"

namespace recourse::ctl {

// Each appends what a person needs to check one clock by hand: a line of arithmetic for each
// segment in local time, what is still to come, and why the due time is where it is.
void AppendText(const Explanation& clock, const sla::Calendars& calendars, std::string& out);
void AppendText(std::optional<std::string_view> id, const ClockFault& fault, std::string& out);

}  // namespace recourse::ctl
