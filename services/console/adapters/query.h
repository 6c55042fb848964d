#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "services/common/http/message.h"

namespace recourse::console {

// 400 query-malformed with this sentence.
HttpResponse BadQuery(const std::string& sentence);

// The refusal of a query with a name that is none of these: it is never ignored.
std::optional<HttpResponse> OnlyThese(const HttpRequest& request,
                                      const std::set<std::string>& names);

// "true" or "false"; absent is false. Whether it was one of them.
bool ReadSwitch(const HttpRequest& request, const std::string& name, bool& out);

// A whole number from `least` to `most`; absent leaves `out`. Whether it was one.
bool ReadNumber(const HttpRequest& request, const std::string& name, std::int64_t least,
                std::int64_t most, std::int64_t& out);

}  // namespace recourse::console
