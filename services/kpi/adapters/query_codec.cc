#include "services/kpi/adapters/query_codec.h"

#include <optional>

#include "services/kpi/adapters/proto_values.h"

namespace recourse::kpi {
namespace {

std::optional<Window> WindowOf(v1::KpiWindow window) {
  switch (window) {
    case v1::KPI_WINDOW_FIVE_MINUTES:
      return Window::kFiveMinutes;
    case v1::KPI_WINDOW_UNSPECIFIED:
    case v1::KPI_WINDOW_HOUR:
      return Window::kHour;
    case v1::KPI_WINDOW_DAY:
      return Window::kDay;
    case v1::KPI_WINDOW_WEEK:
      return Window::kWeek;
    case v1::KPI_WINDOW_MONTH:
      return Window::kMonth;
    default:
      return std::nullopt;
  }
}

std::optional<Group> GroupOf(v1::KpiGroup group) {
  switch (group) {
    case v1::KPI_GROUP_UNSPECIFIED:
    case v1::KPI_GROUP_NONE:
      return Group::kNone;
    case v1::KPI_GROUP_BRANCH:
      return Group::kBranch;
    case v1::KPI_GROUP_CATEGORY:
      return Group::kCategory;
    case v1::KPI_GROUP_BRANCH_AND_CATEGORY:
      return Group::kBranchAndCategory;
    case v1::KPI_GROUP_REGION:
      return Group::kRegion;
    default:
      return std::nullopt;
  }
}

std::optional<CesVariant> VariantOf(v1::CesVariant variant) {
  switch (variant) {
    case v1::CES_VARIANT_UNSPECIFIED:
    case v1::CES_VARIANT_AGREEING:
      return CesVariant::kAgreeing;
    case v1::CES_VARIANT_MEAN:
      return CesVariant::kMean;
    case v1::CES_VARIANT_INDEX:
      return CesVariant::kIndex;
    default:
      return std::nullopt;
  }
}

bool TooLong(const v1::GetKpisRequest& request) {
  if (request.names_size() > kNamesMax) return true;
  for (const std::string& name : request.names()) {
    if (name.size() > kNameBytesMax) return true;
  }
  return request.branch_id().size() > kNameBytesMax || request.category().size() > kNameBytesMax ||
         request.region_id().size() > kNameBytesMax;
}

}  // namespace

std::variant<KpiQuery, QueryFault> QueryOf(const v1::GetKpisRequest& request) {
  const auto window = WindowOf(request.window());
  if (!window) return QueryFault{"window-unknown", "ask for one of the windows of KpiWindow"};
  const auto group = GroupOf(request.group());
  if (!group) return QueryFault{"group-unknown", "ask for one of the groups of KpiGroup"};
  const auto variant = VariantOf(request.ces_variant());
  if (!variant) return QueryFault{"variant-unknown", "ask for one of the variants of CesVariant"};
  if (!v1::KpiClockKind_IsValid(request.clock_kind())) {
    return QueryFault{"clock-kind-unknown", "ask for one of the kinds of KpiClockKind"};
  }
  if (TooLong(request)) {
    return QueryFault{"name-too-long", "nothing here has so long a name, nor so many of them"};
  }
  return KpiQuery{request.branch_id(),
                  request.category(),
                  *window,
                  *group,
                  request.region_id(),
                  static_cast<ClockKind>(request.clock_kind()),
                  *variant,
                  {request.names().begin(), request.names().end()}};
}

QueryFault TooManyKpis() {
  return {"too-many-measures",
          "the answer would have more than " + std::to_string(kKpisMax) +
              " measures; ask for fewer names, one branch or region, or a coarser group"};
}

v1::Kpi Encode(const Kpi& kpi, const Freshness& freshness) {
  v1::Kpi out;
  out.set_name(kpi.name);
  if (kpi.value) out.set_value(*kpi.value);
  out.set_numerator(kpi.numerator);
  out.set_denominator(kpi.denominator);
  out.set_window(kpi.window);
  if (freshness.as_of) SetTime(*freshness.as_of, *out.mutable_as_of());
  out.set_provisional(kpi.provisional);
  out.set_rebuilding(freshness.rebuilding);
  out.set_branch_id(kpi.branch_id);
  out.set_category(kpi.category);
  out.set_region_id(kpi.region_id);
  if (kpi.standard_error) out.set_standard_error(*kpi.standard_error);
  out.set_variant(kpi.variant);
  return out;
}

}  // namespace recourse::kpi
