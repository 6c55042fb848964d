#include "services/common/grpc/server.h"

#include <grpc/grpc.h>
#include <grpc/health/v1/health.pb.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/impl/server_initializer.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>

#include "services/common/grpc/second_wall.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

constexpr int kKeepaliveMs = 20'000;
constexpr int kKeepaliveAnswerMs = 10'000;
constexpr int kMinPingIntervalMs = 10'000;
constexpr int kConnectionGraceMs = 60'000;

int Milliseconds(std::chrono::milliseconds duration) { return static_cast<int>(duration.count()); }

// Tells which services a server was built with: gRPC says it to its plugins and to nobody else.
class NameListener final : public grpc::ServerBuilderPlugin {
 public:
  explicit NameListener(std::vector<std::string>& names) : names_(names) {}
  std::string name() override { return "recourse_names"; }
  void InitServer(grpc::ServerInitializer*) override {}
  void Finish(grpc::ServerInitializer* initializer) override {
    names_ = *initializer->GetServiceList();
  }
  void ChangeArguments(const std::string&, void*) override {}

 private:
  std::vector<std::string>& names_;
};

// Decides the plugins of one builder. Whoever links gRPC's reflection has it in every server of the
// process, wanted or not: so it is taken out first, and put back where it is wanted.
class PluginOption final : public grpc::ServerBuilderOption {
 public:
  PluginOption(bool reflection, std::vector<std::string>& names)
      : reflection_(reflection), names_(names) {}
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    auto reflection = std::make_unique<grpc::reflection::ProtoServerReflectionPlugin>();
    std::erase_if(*plugins,
                  [&](const auto& plugin) { return plugin->name() == reflection->name(); });
    plugins->push_back(std::make_unique<NameListener>(names_));
    if (reflection_) plugins->push_back(std::move(reflection));
  }

 private:
  const bool reflection_;
  std::vector<std::string>& names_;
};

void SetLimits(grpc::ServerBuilder& builder, const GrpcServerOptions& options) {
  builder.SetMaxReceiveMessageSize(options.max_receive_bytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxGrpcMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConcurrentStreams);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(kHandshakeTimeout));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(kMaxConnectionAge));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kConnectionGraceMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveAnswerMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  // Two processes on one port would share its calls by chance, and each believe it is alone.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

void AddSecondWall(grpc::ServerBuilder& builder, const Secret& key_secret) {
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> walls;
  walls.push_back(SecondWall(key_secret));
  builder.experimental().SetInterceptorCreators(std::move(walls));
}

}  // namespace

// What the readiness of the process means for the health of each service. Outlives the server where
// Readiness still tells it something, so it forgets the server at the stop.
class GrpcServer::Health {
 public:
  void Begin(grpc::HealthCheckServiceInterface* service, std::vector<std::string> names) {
    const std::lock_guard lock(mutex_);
    service_ = service;
    names_ = std::move(names);
    Tell();
  }
  void SetReady(bool ready) {
    const std::lock_guard lock(mutex_);
    ready_ = ready;
    Tell();
  }
  void End() {
    const std::lock_guard lock(mutex_);
    if (service_ != nullptr) {
      service_->Shutdown();
    }
    service_ = nullptr;
  }

 private:
  void Tell() {
    for (const std::string& name : names_) {
      if (service_ != nullptr) {
        service_->SetServingStatus(name, ready_);
      }
    }
  }

  std::mutex mutex_;
  grpc::HealthCheckServiceInterface* service_ = nullptr;
  std::vector<std::string> names_;
  bool ready_ = false;
};

GrpcServer::GrpcServer() : health_(std::make_shared<Health>()) {}

GrpcServer::~GrpcServer() { Stop(std::chrono::milliseconds(0)); }

StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const GrpcServerOptions& options,
                                                        const std::vector<grpc::Service*>& services,
                                                        Readiness& readiness) {
  // Naming it keeps its descriptor in the program: without it a client that asks by reflection is
  // told that there is no health service, though it answers.
  grpc::health::v1::HealthCheckRequest::descriptor();
  grpc::EnableDefaultHealthCheckService(true);
  std::unique_ptr<GrpcServer> server(new GrpcServer());
  std::vector<std::string> names;
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<PluginOption>(options.reflection, names));
  SetLimits(builder, options);
  AddSecondWall(builder, options.key_secret);
  builder.AddListeningPort(options.listen.Text(), grpc::InsecureServerCredentials(),
                           &server->port_);
  for (grpc::Service* service : services) {
    builder.RegisterService(service);
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return absl::UnavailableError("cannot listen on " + options.listen.Text() +
                                  " for gRPC: is another process there?");
  }
  server->health_->Begin(server->server_->GetHealthCheckService(), std::move(names));
  readiness.Listen([health = server->health_](bool ready) { health->SetReady(ready); });
  Log(LogLevel::kInfo, "listening for gRPC", {{"port", server->port_}});
  return server;
}

void GrpcServer::Stop(std::chrono::milliseconds deadline) {
  if (server_ == nullptr) {
    return;
  }
  health_->End();
  server_->Shutdown(std::chrono::system_clock::now() + deadline);
  server_->Wait();
  server_.reset();
}

}  // namespace recourse
