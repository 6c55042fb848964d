#pragma once

#include <atomic>
#include <utility>

#include "recourse/classify/v1/model_service.grpc.pb.h"
#include "services/classify/adapters/model_store.h"
#include "services/classify/domain/encoder.h"
#include "services/common/grpc/call.h"

namespace recourse::classify {

// ModelService over the models' tables. A model that could not be asked live is kept and never
// activated: its bytes, and whether it is fit for the role (model_fitness.h), are looked at before.
// Thread-safe.
class ModelGrpc final : public v1::ModelService::CallbackService {
 public:
  static constexpr int kPageSize = 20;
  static constexpr int kPageSizeMax = 100;

  // Of a second whose activation does not say it.
  static constexpr double kAskBelow = 0.9;

  // `encoder` is what the service asks of meaning; null where it has none.
  ModelGrpc(Calls& calls, ModelStore& store, EncoderPtr encoder)
      : calls_(calls), store_(store), encoder_(std::move(encoder)) {}

  grpc::ServerReadReactor<v1::PutModelRequest>* PutModel(grpc::CallbackServerContext* context,
                                                         v1::PutModelResponse* response) override;
  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context,
                                       const v1::ListModelsRequest* request,
                                       v1::ListModelsResponse* response) override;
  grpc::ServerUnaryReactor* ActivateModel(grpc::CallbackServerContext* context,
                                          const v1::ActivateModelRequest* request,
                                          v1::ActivateModelResponse* response) override;
  grpc::ServerUnaryReactor* RollBackModel(grpc::CallbackServerContext* context,
                                          const v1::RollBackModelRequest* request,
                                          v1::RollBackModelResponse* response) override;
  grpc::ServerUnaryReactor* DeleteModel(grpc::CallbackServerContext* context,
                                        const v1::DeleteModelRequest* request,
                                        v1::DeleteModelResponse* response) override;

 private:
  grpc::Status List(const v1::ListModelsRequest& in, v1::ListModelsResponse& out);
  grpc::Status Activate(const Call& call, const v1::ActivateModelRequest& in,
                        v1::ActivateModelResponse& out);
  grpc::Status RollBack(const Call& call, const v1::RollBackModelRequest& in,
                        v1::RollBackModelResponse& out);
  StatusOr<ModelActivation> RollBackNow(const ModelChoice& choice, ModelRole role,
                                        grpc::Status& unusable);
  grpc::Status Delete(const Call& call, const v1::DeleteModelRequest& in);
  grpc::Status CheckUsable(const ModelVersion& version, ModelRole role);

  Calls& calls_;
  ModelStore& store_;
  const EncoderPtr encoder_;
  std::atomic<bool> putting_{false};
};

}  // namespace recourse::classify
