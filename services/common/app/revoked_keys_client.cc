#include "services/common/app/revoked_keys_client.h"

#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/common/runtime/backoff.h"

namespace recourse {

RevokedKeysClient::RevokedKeysClient(const Address& ingest, Secret key_secret,
                                     const std::string& service, RevokedKeys& keys)
    : key_secret_(std::move(key_secret)),
      service_key_(key_secret_, service, Role::kAuditor),
      stub_(ingest::v1::CredentialService::NewStub(MakeChannel(ingest))),
      keys_(keys) {}

void RevokedKeysClient::Start() {
  worker_ = Worker("revoked keys", [this](const std::stop_token& stop) { Run(stop); });
}

void RevokedKeysClient::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

Status RevokedKeysClient::Ask() {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  auto key = service_key_.Mint(Timestamp(now));
  if (!key.ok()) return key.status();
  grpc::ClientContext context;
  Prepare(context, {*std::move(key), kDeadline, /*wait_for_ready=*/false, /*traced=*/false});
  ingest::v1::ListRevokedKeysRequest request;
  request.set_known_mac(keys_.mac());
  ingest::v1::ListRevokedKeysResponse response;
  const auto status = stub_->ListRevokedKeys(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  if (response.unchanged()) return absl::OkStatus();
  const std::vector<std::string> ids(response.key_ids().begin(), response.key_ids().end());
  if (keys_.Set(key_secret_, ids, response.mac())) return absl::OkStatus();
  return absl::DataLossError("the list of revoked keys is not signed by our secret");
}

void RevokedKeysClient::Run(const std::stop_token& stop) {
  Backoff backoff(kAskEvery, kAskAgainMax, "revoked keys");
  std::string told;
  bool goes_on = true;
  while (goes_on) {
    const Status asked = Ask();
    const std::string fault(asked.message());
    if (!asked.ok() && fault != told) {
      Log(LogLevel::kWarning, "revoked keys are not heard of: the last list stands",
          {{"error", asked.ToString()}});
    }
    told = fault;
    if (asked.ok()) backoff.Reset();
    goes_on = SleepFor(stop, asked.ok() ? kAskEvery : backoff.Next());
  }
}

}  // namespace recourse
