#pragma once

#include <utility>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/kpi/adapters/contributor_store.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "services/kpi/adapters/watches_grpc.h"

namespace recourse::kpi {

// The questions that kpi answers. Thread-safe.
class KpiGrpc final : public v1::KpiService::CallbackService {
 public:
  KpiGrpc(Calls& calls, KpiCounters& counters, KpiWatches& watches,
          ContributorQueries& contributors, KpiCounters::Now now)
      : calls_(calls),
        counters_(counters),
        watches_(watches),
        contributors_(contributors),
        now_(std::move(now)) {}

  grpc::ServerUnaryReactor* GetKpis(grpc::CallbackServerContext* context,
                                    const v1::GetKpisRequest* request,
                                    v1::GetKpisResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchKpisResponse>* WatchKpis(
      grpc::CallbackServerContext* context, const v1::WatchKpisRequest* request) override;

  grpc::ServerUnaryReactor* ListContributors(grpc::CallbackServerContext* context,
                                             const v1::ListContributorsRequest* request,
                                             v1::ListContributorsResponse* response) override;

 private:
  grpc::Status List(const Call& call, const v1::ListContributorsRequest& request,
                    v1::ListContributorsResponse& response);
  void AddLive(const Call& call, const ListQuery& query, v1::ListContributorsResponse& response);
  grpc::Status Get(const Call& call, const v1::GetKpisRequest& request,
                   v1::GetKpisResponse& response);

  Calls& calls_;
  KpiCounters& counters_;
  KpiWatches& watches_;
  ContributorQueries& contributors_;
  const KpiCounters::Now now_;
};

}  // namespace recourse::kpi
