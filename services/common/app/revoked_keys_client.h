#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "recourse/ingest/v1/credential_service.grpc.pb.h"
#include "services/common/access/revoked_keys.h"
#include "services/common/access/service_key.h"
#include "services/common/grpc/client.h"
#include "services/common/process/worker.h"

namespace recourse {

// Asks ingest which keys are revoked, so that this process believes them no more within kAskEvery.
// While ingest is away the last list stands: nobody is locked out by that, and nobody is let in
// again. A process that has never had a list believes every key that is genuine and says so in its
// log.
class RevokedKeysClient {
 public:
  static constexpr std::chrono::milliseconds kAskEvery{500};
  static constexpr std::chrono::milliseconds kAskAgainMax{2'000};
  static constexpr std::chrono::milliseconds kDeadline{5'000};

  // `service` as in metrics. What is asked is kept in `keys`, which outlives this.
  RevokedKeysClient(const Address& ingest, Secret key_secret, const std::string& service,
                    RevokedKeys& keys = RevokedKeys::OfProcess());
  ~RevokedKeysClient() { Stop(); }

  void Start();
  void Stop();
  // One question. DATA_LOSS where the list is not as ingest signed it: the former one stands.
  Status Ask();

 private:
  void Run(const std::stop_token& stop);

  const Secret key_secret_;
  const ServiceKey service_key_;
  const std::unique_ptr<ingest::v1::CredentialService::Stub> stub_;
  RevokedKeys& keys_;
  Worker worker_;
};

}  // namespace recourse
