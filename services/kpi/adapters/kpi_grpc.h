#pragma once

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/kpi/adapters/kpi_counters.h"

namespace recourse::kpi {

// The questions that kpi answers. Thread-safe.
class KpiGrpc final : public v1::KpiService::CallbackService {
 public:
  KpiGrpc(Calls& calls, KpiCounters& counters) : calls_(calls), counters_(counters) {}

  grpc::ServerUnaryReactor* GetKpis(grpc::CallbackServerContext* context,
                                    const v1::GetKpisRequest* request,
                                    v1::GetKpisResponse* response) override;

 private:
  grpc::Status Get(const Call& call, const v1::GetKpisRequest& request,
                   v1::GetKpisResponse& response);

  Calls& calls_;
  KpiCounters& counters_;
};

}  // namespace recourse::kpi
