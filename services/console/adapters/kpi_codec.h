#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

namespace recourse::kpi::v1 {
class GetKpisRequest;
class GetKpisResponse;
class ListContributorsResponse;
class WatchKpisResponse;
}  // namespace recourse::kpi::v1

namespace recourse::console {

// False where the word is none of 5m, 1h, 24h, week, month; of none, branch, category,
// branch_and_category, region.
bool SetWindow(const std::string& word, kpi::v1::GetKpisRequest& out);
bool SetGroup(const std::string& word, kpi::v1::GetKpisRequest& out);

// A measure that is not defined has the value null, not 0.
boost::json::object KpisJson(const kpi::v1::GetKpisResponse& kpis);
// `listed` and `live` are null where there is none.
boost::json::object ContributorsJson(const kpi::v1::ListContributorsResponse& page);
boost::json::object WatchKpisJson(const std::string& view,
                                  const kpi::v1::WatchKpisResponse& update);

}  // namespace recourse::console
