#include "services/kpi/adapters/kpi_grpc.h"

#include <string>

#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/kpi/adapters/ticket_codec.h"

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
    default:
      return std::nullopt;
  }
}

grpc::Status Invalid(const std::string& slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

void Encode(const Kpi& kpi, const Reading& reading, v1::Kpi& out) {
  out.set_name(kpi.name);
  if (kpi.value) out.set_value(*kpi.value);
  out.set_numerator(kpi.numerator);
  out.set_denominator(kpi.denominator);
  out.set_window(kpi.window);
  if (reading.as_of) {
    const std::int64_t ms = reading.as_of->time_since_epoch().count();
    out.mutable_as_of()->set_seconds(ms / 1000);
    out.mutable_as_of()->set_nanos(static_cast<std::int32_t>(ms % 1000 * 1'000'000));
  }
  out.set_rebuilding(reading.rebuilding);
  out.set_branch_id(kpi.branch_id);
  out.set_category(kpi.category);
}

}  // namespace

grpc::ServerUnaryReactor* KpiGrpc::GetKpis(grpc::CallbackServerContext* context,
                                           const v1::GetKpisRequest* request,
                                           v1::GetKpisResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::GetKpisRequest& in,
                                v1::GetKpisResponse& out) { return Get(call, in, out); });
}

grpc::Status KpiGrpc::Get(const Call& call, const v1::GetKpisRequest& request,
                          v1::GetKpisResponse& response) {
  const auto window = WindowOf(request.window());
  if (!window) return Invalid("window-unknown", "ask for one of the windows of KpiWindow");
  const auto group = GroupOf(request.group());
  if (!group) return Invalid("group-unknown", "ask for one of the groups of KpiGroup");
  if (request.branch_id().size() > kNameBytesMax || request.category().size() > kNameBytesMax) {
    return Invalid("name-too-long", "no branch and no category has so long a name");
  }
  const auto reading = counters_.Read(*window);
  if (!reading.ok()) {
    Log(LogLevel::kWarning, "the counters cannot be read",
        {{"error", reading.status().ToString()}});
    return ToGrpc(absl::UnavailableError(
        std::string("the counters cannot be read at the moment; ask again in a few seconds")));
  }
  const auto visible = [&](const std::string& branch_id, const std::string& region_id) {
    return ScopeCovers(call.caller, branch_id, region_id);
  };
  const KpiQuery query{request.branch_id(), request.category(), *window, *group};
  for (const Kpi& kpi : KpisOf(reading->sums, query, visible)) {
    Encode(kpi, *reading, *response.add_kpis());
  }
  return grpc::Status::OK;
}

}  // namespace recourse::kpi
