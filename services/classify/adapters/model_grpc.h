#pragma once

#include <atomic>

#include "recourse/classify/v1/model_service.grpc.pb.h"
#include "services/classify/adapters/model_store.h"
#include "services/common/grpc/call.h"

namespace recourse::classify {

// ModelService over the models' tables. A model that could not be asked live is kept and never
// activated: its licence class, its heads and its bytes are looked at before. Thread-safe.
class ModelGrpc final : public v1::ModelService::CallbackService {
 public:
  static constexpr int kPageSize = 20;
  static constexpr int kPageSizeMax = 100;

  ModelGrpc(Calls& calls, ModelStore& store) : calls_(calls), store_(store) {}

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
  grpc::Status Delete(const Call& call, const v1::DeleteModelRequest& in);
  grpc::Status CheckUsable(const ModelVersion& version);

  Calls& calls_;
  ModelStore& store_;
  std::atomic<bool> putting_{false};
};

}  // namespace recourse::classify
