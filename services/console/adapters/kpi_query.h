#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/common/http/message.h"

namespace recourse::kpi::v1 {
class GetKpisRequest;
class ListContributorsRequest;
}  // namespace recourse::kpi::v1

namespace recourse::console {

// Several questions that one browser watches at once: a browser has few connections.
inline constexpr std::size_t kKpiViewsMax = 8;

// The names of a query that say which figures are meant.
const std::set<std::string>& KpiQueryNames();

// Reads a query into the request; the refusal of the first word that is not understood. What
// `window` and `group` say is left out where `views` say it.
std::optional<HttpResponse> ReadKpiQuery(const HttpRequest& request, kpi::v1::GetKpisRequest& out);
std::optional<HttpResponse> ReadContributorQuery(const HttpRequest& request,
                                                 kpi::v1::ListContributorsRequest& out);

// `views=5m:none,1h:branch`: each with its name, which its events carry, and the rest of the query.
using KpiViews = std::vector<std::pair<std::string, kpi::v1::GetKpisRequest>>;
std::optional<HttpResponse> ReadKpiViews(const HttpRequest& request, KpiViews& out);

}  // namespace recourse::console
