#pragma once

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "services/kpi/adapters/watches_grpc.h"

namespace recourse::kpi {

// The questions that kpi answers. Thread-safe.
class KpiGrpc final : public v1::KpiService::CallbackService {
 public:
  KpiGrpc(Calls& calls, KpiCounters& counters, KpiWatches& watches)
      : calls_(calls), counters_(counters), watches_(watches) {}

  grpc::ServerUnaryReactor* GetKpis(grpc::CallbackServerContext* context,
                                    const v1::GetKpisRequest* request,
                                    v1::GetKpisResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchKpisResponse>* WatchKpis(
      grpc::CallbackServerContext* context, const v1::WatchKpisRequest* request) override;

 private:
  grpc::Status Get(const Call& call, const v1::GetKpisRequest& request,
                   v1::GetKpisResponse& response);

  Calls& calls_;
  KpiCounters& counters_;
  KpiWatches& watches_;
};

}  // namespace recourse::kpi
