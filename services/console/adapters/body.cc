#include "services/console/adapters/body.h"

#include "services/common/http/problem.h"
#include "services/common/process/json.h"
#include "services/common/text/utf8.h"

namespace recourse::console {

std::optional<boost::json::object> ReadBody(const HttpRequest& request, HttpResponse& refusal) {
  if (!request.HasContentType("application/json")) {
    refusal = ProblemResponse({415, "content-type-not-json",
                               "This door takes JSON: send content-type: application/json."});
    return std::nullopt;
  }
  if (!IsUtf8(request.body)) {
    refusal = ProblemResponse({400, "text-not-utf8",
                               "The body is not UTF-8. Convert it to UTF-8 and send it again."});
    return std::nullopt;
  }
  auto parsed = ParseJsonObject(request.body);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    refusal = ProblemOf(*fault);
    return std::nullopt;
  }
  return std::get<boost::json::object>(std::move(parsed));
}

}  // namespace recourse::console
