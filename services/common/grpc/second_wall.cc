#include "services/common/grpc/second_wall.h"

#include <grpcpp/server_context.h>

#include <algorithm>
#include <string>
#include <utility>

#include "services/common/access/permission.h"
#include "services/common/grpc/admission.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

bool HasRule(std::string_view method) {
  const auto rules = MethodRules();
  return IsOpenMethod(method) || std::any_of(rules.begin(), rules.end(),
                                             [&](const auto& row) { return row.method == method; });
}

class Wall final : public Interceptor {
 public:
  Wall(ServerRpcInfo* info, const Secret& key_secret) : info_(info), key_secret_(key_secret) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      Look(*methods->GetRecvInitialMetadata());
    }
    if (!allowed_ &&
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_MESSAGE)) {
      Log(LogLevel::kError, "a handler answered a caller who may not call it",
          {{"method", info_->method()}});
      methods->ModifySendMessage(nullptr);
      info_->server_context()->TryCancel();
    }
    methods->Proceed();
  }

 private:
  void Look(const CallMetadata& metadata) {
    allowed_ =
        IsOpenMethod(info_->method()) || CallerOf(metadata, key_secret_, info_->method()).ok();
    if (!HasRule(info_->method())) {
      Log(LogLevel::kError, "a method without a rule was called", {{"method", info_->method()}});
      info_->server_context()->TryCancel();
    }
  }

  ServerRpcInfo* const info_;
  const Secret& key_secret_;
  bool allowed_ = false;
};

class Factory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(Secret key_secret) : key_secret_(std::move(key_secret)) {}
  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    return new Wall(info, key_secret_);
  }

 private:
  const Secret key_secret_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> SecondWall(
    Secret key_secret) {
  return std::make_unique<Factory>(std::move(key_secret));
}

}  // namespace recourse
