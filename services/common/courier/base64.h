#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recourse {

// RFC 4648 section 4, with padding.
std::string EncodeBase64(std::string_view bytes);
// Nothing for white space, foreign letters, and a length that cannot be.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace recourse
