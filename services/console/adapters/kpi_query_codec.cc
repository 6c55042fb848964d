#include <algorithm>
#include <map>

#include "recourse/kpi/v1/kpi_service.pb.h"
#include "services/console/adapters/kpi_codec.h"
#include "services/console/adapters/kpi_query.h"
#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

namespace wire = kpi::v1;

constexpr int kPageMax = 200;
constexpr const char* kWindowWords = "The window is 5m, 1h, 24h, week or month.";
constexpr const char* kGroupWords =
    "The group is none, branch, category, branch_and_category or region.";

const std::map<std::string, wire::KpiClockKind> kClockKinds = {
    {"", wire::KPI_CLOCK_KIND_UNSPECIFIED},
    {"first_response", wire::KPI_CLOCK_KIND_FIRST_RESPONSE},
    {"next_response", wire::KPI_CLOCK_KIND_NEXT_RESPONSE},
    {"resolution", wire::KPI_CLOCK_KIND_RESOLUTION},
    {"periodic_update", wire::KPI_CLOCK_KIND_PERIODIC_UPDATE},
    {"statutory", wire::KPI_CLOCK_KIND_STATUTORY},
    {"internal", wire::KPI_CLOCK_KIND_INTERNAL},
};
const std::map<std::string, wire::CesVariant> kVariants = {
    {"", wire::CES_VARIANT_UNSPECIFIED},
    {"a", wire::CES_VARIANT_AGREEING},
    {"b", wire::CES_VARIANT_MEAN},
    {"c", wire::CES_VARIANT_INDEX},
};
const std::map<std::string, wire::ContributorSide> kSides = {
    {"", wire::CONTRIBUTOR_SIDE_UNSPECIFIED},
    {"numerator", wire::CONTRIBUTOR_SIDE_NUMERATOR},
    {"denominator", wire::CONTRIBUTOR_SIDE_DENOMINATOR},
};

std::vector<std::string> SplitAt(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// Places, kinds and names: what does not differ between the views of one watch.
std::optional<HttpResponse> ReadFilter(const HttpRequest& request, wire::GetKpisRequest& out) {
  const auto kind = kClockKinds.find(request.Query("clock_kind").value_or(""));
  if (kind == kClockKinds.end()) {
    return BadQuery(
        "The clock_kind is first_response, next_response, resolution, periodic_update, statutory "
        "or internal.");
  }
  const auto variant = kVariants.find(request.Query("ces_variant").value_or(""));
  if (variant == kVariants.end()) {
    return BadQuery("The ces_variant is a (share of 5 and above), b (mean) or c (index).");
  }
  out.set_clock_kind(kind->second);
  out.set_ces_variant(variant->second);
  out.set_branch_id(request.Query("branch_id").value_or(""));
  out.set_region_id(request.Query("region_id").value_or(""));
  out.set_category(request.Query("category").value_or(""));
  if (const auto names = request.Query("names")) {
    for (const std::string& name : SplitAt(*names, ',')) {
      if (name.empty()) return BadQuery("The names are those of measures, separated by commas.");
      out.add_names(name);
    }
  }
  return std::nullopt;
}

std::optional<HttpResponse> SetView(const std::string& view, wire::GetKpisRequest& out) {
  const auto colon = view.find(':');
  if (!SetWindow(view.substr(0, colon), out)) return BadQuery(kWindowWords);
  const std::string group = colon == std::string::npos ? "none" : view.substr(colon + 1);
  if (!SetGroup(group, out)) return BadQuery(kGroupWords);
  return std::nullopt;
}

}  // namespace

const std::set<std::string>& KpiQueryNames() {
  static const std::set<std::string> names = {"window",    "group",      "branch_id",   "category",
                                              "region_id", "clock_kind", "ces_variant", "names"};
  return names;
}

std::optional<HttpResponse> ReadKpiQuery(const HttpRequest& request, wire::GetKpisRequest& out) {
  if (!SetWindow(request.Query("window").value_or("1h"), out)) return BadQuery(kWindowWords);
  if (!SetGroup(request.Query("group").value_or("none"), out)) return BadQuery(kGroupWords);
  return ReadFilter(request, out);
}

std::optional<HttpResponse> ReadContributorQuery(const HttpRequest& request,
                                                 wire::ListContributorsRequest& out) {
  if (auto bad = ReadKpiQuery(request, *out.mutable_of())) return bad;
  if (out.of().names_size() != 1) {
    return BadQuery("Name the one measure whose tickets are to be listed: names=tickets_open.");
  }
  const auto side = kSides.find(request.Query("side").value_or(""));
  if (side == kSides.end()) return BadQuery("The side is numerator or denominator.");
  bool provisional = false;
  if (!ReadSwitch(request, "provisional", provisional)) {
    return BadQuery("Provisional is true or false.");
  }
  std::int64_t page_size = 0;
  if (!ReadNumber(request, "page_size", 1, kPageMax, page_size)) {
    return BadQuery("The page size is a number from 1 to 200.");
  }
  out.set_side(side->second);
  out.set_provisional(provisional);
  out.set_page_size(static_cast<int>(page_size));
  out.set_page_token(request.Query("page_token").value_or(""));
  return std::nullopt;
}

std::optional<HttpResponse> ReadKpiViews(const HttpRequest& request, KpiViews& out) {
  wire::GetKpisRequest rest;
  if (auto bad = ReadFilter(request, rest)) return bad;
  for (const std::string& view : SplitAt(request.Query("views").value_or("1h:none"), ',')) {
    out.emplace_back(view, rest);
    if (auto bad = SetView(view, out.back().second)) return bad;
  }
  if (out.size() > kKpiViewsMax) return BadQuery("A watch has at most 8 views.");
  return std::nullopt;
}

}  // namespace recourse::console
