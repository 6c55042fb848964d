#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "services/common/http/message.h"

namespace recourse::console {

// The JSON object in the body of a request; or nothing, and the refusal in `refusal`: no JSON by
// its content type, not UTF-8, or not what ParseJsonObject takes.
std::optional<boost::json::object> ReadBody(const HttpRequest& request, HttpResponse& refusal);

}  // namespace recourse::console
