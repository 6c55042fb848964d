#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace recourse {

inline constexpr std::size_t kMaxJsonDepth = 32;
// Of one object: names that were chosen to collide cost the square of this and no more.
inline constexpr std::size_t kMaxJsonKeys = 4'096;

// Why a text was not taken as JSON. `slug` is one of json-malformed, json-too-deep,
// json-duplicate-key, json-too-many-keys; `detail` is a sentence that repeats nothing of the text.
struct JsonFault {
  std::string slug;
  std::string detail;
};

// The one way in which JSON from outside is read: RFC 8259 and nothing beyond it, valid UTF-8, no
// lone surrogate, at most kMaxJsonDepth arrays and objects inside each other, no name twice in one
// object (in whatever spelling: "a" and "\u0061" are one), one document and nothing after it. The
// length is the caller's to limit. A whole number beyond 64 bits becomes a double, so ids are
// strings; one beyond a double is refused.
std::variant<boost::json::value, JsonFault> ParseJson(std::string_view text);

// The same where only an object will do; anything else is json-malformed.
std::variant<boost::json::object, JsonFault> ParseJsonObject(std::string_view text);

}  // namespace recourse
