#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace recourse {

// The target of a request line, decoded once.
struct HttpTarget {
  std::string path;
  std::map<std::string, std::string> query;
};

// Nothing for whatever could mean two things to two readers: a foreign form (http://..., *), broken
// percent signs, an encoded slash, controls, backslashes, bytes that are not UTF-8, empty parts,
// parts that begin with two dots, a name twice in the query, a fragment.
std::optional<HttpTarget> ParseTarget(std::string_view target);

}  // namespace recourse
