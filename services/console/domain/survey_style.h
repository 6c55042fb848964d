#pragma once

#include <string>
#include <string_view>

namespace recourse::console {

// The style sheet of the customer's pages: light and dark as the device has it, from 320 px to a
// wall, nothing loaded from anywhere.
std::string_view SurveyStyle();

// Where it is served; another sheet has another address, so a browser may keep each for ever.
const std::string& SurveyStyleAddress();
inline constexpr std::string_view kSurveyStylePath = "/s/style.css";

}  // namespace recourse::console
