#pragma once

#include <memory>
#include <string>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/console/adapters/upstream.h"

namespace recourse::console {

// Thread-safe, like every client here: a stub is.
class KpiClient {
 public:
  explicit KpiClient(const Address& peer)
      : stub_(kpi::v1::KpiService::NewStub(MakeChannel(peer))) {}
  void GetKpis(const std::string& key, kpi::v1::GetKpisRequest request, OnAnswer on_answer);
  void ListContributors(const std::string& key, kpi::v1::ListContributorsRequest request,
                        OnAnswer on_answer);
  kpi::v1::KpiService::Stub& stub() { return *stub_; }

 private:
  const std::unique_ptr<kpi::v1::KpiService::Stub> stub_;
};

}  // namespace recourse::console
