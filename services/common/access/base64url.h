#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recourse {

// RFC 4648 section 5 without padding.
std::string EncodeBase64Url(std::string_view bytes);
// Nothing for padding, white space, foreign letters, a length that cannot be, and for bits that are
// set in the last letter and belong to no byte: each value has one spelling.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace recourse
