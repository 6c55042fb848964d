#pragma once

#include <string>
#include <string_view>

namespace recourse {

// Text as it may stand between tags and inside a quoted attribute: & < > " ' become references.
// Every text that comes from outside goes through here, and none ever stands anywhere else.
std::string EscapeHtml(std::string_view text);

}  // namespace recourse
