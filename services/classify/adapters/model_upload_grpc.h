#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "recourse/classify/v1/model_service.grpc.pb.h"
#include "services/classify/adapters/model_store.h"
#include "services/common/grpc/call.h"

namespace recourse::classify {

inline constexpr std::size_t kModelCardBytesMax = 1'048'576;

// One model on its way in. It is kept when all its bytes have come and are a model; until then they
// stand in memory, so that one is taken at a time. Deletes itself when gRPC is done with it.
class ModelUpload final : public grpc::ServerReadReactor<v1::PutModelRequest> {
 public:
  // `busy` is true while one is taken. All outlive the call.
  ModelUpload(Calls& calls, ModelStore& store, std::atomic<bool>& busy, Call call,
              v1::PutModelResponse* response);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~ModelUpload() override = default;
  grpc::Status Begin();
  grpc::Status Take();
  grpc::Status Keep();
  void KeepOnPool();
  void End(const grpc::Status& status);

  Calls& calls_;
  ModelStore& store_;
  std::atomic<bool>& busy_;
  const Call call_;
  v1::PutModelResponse& response_;
  v1::PutModelRequest request_;
  std::string card_;
  std::optional<ModelBytes> bytes_;  // since the first message, while `busy_` is ours
  std::size_t received_ = 0;
};

}  // namespace recourse::classify
