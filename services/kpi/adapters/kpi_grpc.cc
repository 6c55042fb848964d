#include "services/kpi/adapters/kpi_grpc.h"

#include <string>

#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/kpi/adapters/query_codec.h"

namespace recourse::kpi {
namespace {

grpc::Status Invalid(const QueryFault& fault) {
  return ToGrpc(Refusal{fault.slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, fault.sentence);
}

}  // namespace

grpc::ServerUnaryReactor* KpiGrpc::GetKpis(grpc::CallbackServerContext* context,
                                           const v1::GetKpisRequest* request,
                                           v1::GetKpisResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::GetKpisRequest& in,
                                v1::GetKpisResponse& out) { return Get(call, in, out); });
}

grpc::ServerWriteReactor<v1::WatchKpisResponse>* KpiGrpc::WatchKpis(
    grpc::CallbackServerContext* context, const v1::WatchKpisRequest* request) {
  return calls_.ServerStream<v1::WatchKpisResponse>(
      context, request, [&](const Call& call, const v1::WatchKpisRequest& in) {
        auto stream = KpiWatches::Stream::Make(*context, call, KpiWatches::kBacklog);
        const auto query = QueryOf(in.of());
        if (const auto* fault = std::get_if<QueryFault>(&query)) {
          stream->Close(Invalid(*fault));
        } else {
          watches_.Add(stream, std::get<KpiQuery>(query));
        }
        return stream.get();
      });
}

grpc::Status KpiGrpc::Get(const Call& call, const v1::GetKpisRequest& request,
                          v1::GetKpisResponse& response) {
  const auto query = QueryOf(request);
  if (const auto* fault = std::get_if<QueryFault>(&query)) return Invalid(*fault);
  const KpiQuery& asked = std::get<KpiQuery>(query);
  const auto reading = counters_.Read(asked.window);
  if (!reading.ok()) {
    Log(LogLevel::kWarning, "the counters cannot be read",
        {{"error", reading.status().ToString()}});
    return ToGrpc(absl::UnavailableError(
        std::string("the counters cannot be read at the moment; ask again in a few seconds")));
  }
  const auto visible = [&](const std::string& branch_id, const std::string& region_id) {
    return ScopeCovers(call.caller, branch_id, region_id);
  };
  const auto kpis = KpisOf(reading->sums, asked, visible);
  if (kpis.size() > kKpisMax) return Invalid(TooManyKpis());
  for (const Kpi& kpi : kpis) {
    *response.add_kpis() = Encode(kpi, reading->Of(kpi.source));
  }
  return grpc::Status::OK;
}

}  // namespace recourse::kpi
