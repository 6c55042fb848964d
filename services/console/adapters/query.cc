#include "services/console/adapters/query.h"

#include <charconv>

#include "services/common/http/problem.h"

namespace recourse::console {

HttpResponse BadQuery(const std::string& sentence) {
  return ProblemResponse({400, "query-malformed", sentence});
}

std::optional<HttpResponse> OnlyThese(const HttpRequest& request,
                                      const std::set<std::string>& names) {
  for (const auto& [name, word] : request.query) {
    if (names.contains(name)) continue;
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    return BadQuery("The query has a name that is not known here. Known are: " + known + ".");
  }
  return std::nullopt;
}

bool ReadSwitch(const HttpRequest& request, const std::string& name, bool& out) {
  const std::string word = request.Query(name).value_or("false");
  out = word == "true";
  return out || word == "false";
}

bool ReadNumber(const HttpRequest& request, const std::string& name, std::int64_t least,
                std::int64_t most, std::int64_t& out) {
  const auto word = request.Query(name);
  if (!word) return true;
  const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), out);
  if (error != std::errc() || end != word->data() + word->size()) return false;
  return out >= least && out <= most;
}

}  // namespace recourse::console
