#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/recoursectl/sla/sla_explain.h"

namespace recourse::ctl {

// Each appends one line of JSON, as README.md says. Texts are UTF-8, as ParseJson gives them.
void AppendJson(const Explanation& clock, std::string& out);
void AppendJson(std::optional<std::string_view> id, const ClockFault& fault, std::string& out);

}  // namespace recourse::ctl
