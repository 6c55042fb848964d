#include "services/console/adapters/kpi_codec.h"

#include <boost/json/array.hpp>
#include <map>

#include "recourse/kpi/v1/kpi_service.pb.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

namespace wire = kpi::v1;

const std::map<std::string, wire::KpiWindow> kWindows = {
    {"5m", wire::KPI_WINDOW_FIVE_MINUTES}, {"1h", wire::KPI_WINDOW_HOUR},
    {"24h", wire::KPI_WINDOW_DAY},         {"week", wire::KPI_WINDOW_WEEK},
    {"month", wire::KPI_WINDOW_MONTH},
};
const std::map<std::string, wire::KpiGroup> kGroups = {
    {"none", wire::KPI_GROUP_NONE},
    {"branch", wire::KPI_GROUP_BRANCH},
    {"category", wire::KPI_GROUP_CATEGORY},
    {"branch_and_category", wire::KPI_GROUP_BRANCH_AND_CATEGORY},
    {"region", wire::KPI_GROUP_REGION},
};

boost::json::object KpiJson(const wire::Kpi& from) {
  boost::json::object out{{"name", from.name()},
                          {"value", nullptr},
                          {"numerator", from.numerator()},
                          {"denominator", from.denominator()},
                          {"window", from.window()},
                          {"as_of", nullptr},
                          {"provisional", from.provisional()},
                          {"rebuilding", from.rebuilding()},
                          {"branch_id", from.branch_id()},
                          {"category", from.category()},
                          {"region_id", from.region_id()}};
  if (from.has_value()) out["value"] = NumberJson(from.value());
  if (from.has_standard_error()) out["standard_error"] = NumberJson(from.standard_error());
  if (!from.variant().empty()) out["variant"] = from.variant();
  if (from.has_as_of()) out["as_of"] = TimeText(from.as_of());
  return out;
}

}  // namespace

bool SetWindow(const std::string& word, wire::GetKpisRequest& out) {
  const auto found = kWindows.find(word);
  if (found == kWindows.end()) return false;
  out.set_window(found->second);
  return true;
}

bool SetGroup(const std::string& word, wire::GetKpisRequest& out) {
  const auto found = kGroups.find(word);
  if (found == kGroups.end()) return false;
  out.set_group(found->second);
  return true;
}

boost::json::object KpisJson(const wire::GetKpisResponse& from) {
  boost::json::array kpis;
  for (const wire::Kpi& kpi : from.kpis()) kpis.push_back(KpiJson(kpi));
  return {{"kpis", std::move(kpis)}};
}

boost::json::object ContributorsJson(const wire::ListContributorsResponse& from) {
  boost::json::array contributors;
  for (const wire::Contributor& each : from.contributors()) {
    contributors.push_back(MessageJson(each));
  }
  boost::json::object out{{"contributors", std::move(contributors)},
                          {"next_page_token", from.next_page_token()},
                          {"listed", nullptr},
                          {"live", nullptr}};
  if (from.has_listed()) out["listed"] = KpiJson(from.listed());
  if (from.has_live()) out["live"] = KpiJson(from.live());
  return out;
}

boost::json::object WatchKpisJson(const std::string& view, const wire::WatchKpisResponse& from) {
  boost::json::array kpis;
  for (const wire::Kpi& kpi : from.kpis()) kpis.push_back(KpiJson(kpi));
  boost::json::object out{{"view", view},
                          {"kpis", std::move(kpis)},
                          {"ticket_as_of", nullptr},
                          {"loop_as_of", nullptr}};
  if (from.has_ticket_as_of()) out["ticket_as_of"] = TimeText(from.ticket_as_of());
  if (from.has_loop_as_of()) out["loop_as_of"] = TimeText(from.loop_as_of());
  return out;
}

}  // namespace recourse::console
