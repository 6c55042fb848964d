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

// What is counted at a place is seen by whoever's scope covers it; so is its part in a total.
Visible VisibleTo(const Call& call) {
  return [&call](const std::string& branch_id, const std::string& region_id) {
    return ScopeCovers(call.caller, branch_id, region_id);
  };
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
  const auto kpis = KpisOf(reading->sums, asked, VisibleTo(call));
  if (kpis.size() > kKpisMax) return Invalid(TooManyKpis());
  for (const Kpi& kpi : kpis) {
    *response.add_kpis() = Encode(kpi, reading->Of(kpi.source));
  }
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* KpiGrpc::ListContributors(grpc::CallbackServerContext* context,
                                                    const v1::ListContributorsRequest* request,
                                                    v1::ListContributorsResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::ListContributorsRequest& in,
                                v1::ListContributorsResponse& out) { return List(call, in, out); });
}

grpc::Status KpiGrpc::List(const Call& call, const v1::ListContributorsRequest& request,
                           v1::ListContributorsResponse& response) {
  const auto query = ListQueryOf(request, now_());
  if (const auto* fault = std::get_if<QueryFault>(&query)) return Invalid(*fault);
  const ListQuery& asked = std::get<ListQuery>(query);
  const auto page = contributors_.List(asked, VisibleTo(call));
  if (!page.ok()) {
    Log(LogLevel::kWarning, "contributors cannot be read", {{"error", page.status().ToString()}});
    return ToGrpc(absl::UnavailableError(
        std::string("the lists cannot be read at the moment; ask again in a few seconds")));
  }
  if (!page->kpi) {
    return Invalid({"measure-unknown",
                    "no measure has that name; GetKpis names them all, and only "
                    "fcr has a provisional one"});
  }
  response = Encode(*page, asked);
  AddLive(call, asked, response);
  return grpc::Status::OK;
}

// Without it while Redis is away: the list is whole all the same.
void KpiGrpc::AddLive(const Call& call, const ListQuery& query,
                      v1::ListContributorsResponse& response) {
  const auto reading = counters_.Read(query.query.window);
  if (!reading.ok()) return;
  for (const Kpi& kpi : KpisOf(reading->sums, query.query, VisibleTo(call))) {
    if (kpi.provisional != query.name.provisional) continue;
    *response.mutable_live() = Encode(kpi, reading->Of(kpi.source));
  }
}

}  // namespace recourse::kpi
