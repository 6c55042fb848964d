#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "services/common/http/message.h"
#include "services/common/http/problem.h"

namespace recourse {

inline constexpr std::size_t kMaxHeaderFields = 100;

// Reads the head of a request, request line to empty line. Stricter than RFC 9112 where leniency
// would let two readers disagree about where a request ends: every line ends in CR LF, no folded
// lines, no space before a colon, one Host, one length or one `Transfer-Encoding: chunked` and
// never both, HTTP/1.1 only. A Problem ends the connection.
std::variant<HttpRequest, Problem> ParseHead(std::string_view head);

}  // namespace recourse
