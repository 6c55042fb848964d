#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/common/grpc/call.h"
#include "services/common/kafka/settings.h"
#include "services/common/postgres/migrate.h"
#include "services/common/postgres/pool.h"
#include "services/common/process/common_config.h"
#include "services/common/process/readiness.h"
#include "services/common/process/stop_signal.h"
#include "services/common/process/worker_pool.h"

namespace grpc {
class Service;
}

namespace recourse {

// The wiring that every service with a gRPC door and a log has.
struct ServiceConfig {
  CommonConfig common;
  GrpcConfig grpc;
  LogConfig log;
  Address ingest;  // RECOURSE_INGEST_ADDR: which keys are revoked
  KafkaProperties kafka_security{};  // RECOURSE_KAFKA_SECURITY_FILE; may hold a password
};
ServiceConfig ReadServiceConfig(Environment& environment);

// What a service says and hears: topics by name.
struct Topics {
  std::vector<std::string> says;
  std::vector<std::string> hears;
};

// `recourse-<service> migrate`: 0 when the schema is as it should be, 1 with a sentence on stderr.
int RunMigrations(const StoreConfig& store, const std::vector<Migration>& migrations);

// One process from start to drain: health, gRPC, the loops. Parts that need the log are started
// once its topics are there, so that a service starts without it and in any order.
class App {
 public:
  static constexpr std::chrono::seconds kDrain{15};
  static constexpr std::size_t kSessions = 16;

  App(StopSignal& stop, std::string service, ServiceConfig config, Topics topics);
  ~App();

  const std::string& service() const { return service_; }
  const ServiceConfig& config() const { return config_; }
  const Topics& topics() const { return topics_; }
  KafkaSettings kafka() const {
    return {config_.log.kafka_brokers, config_.common.instance, config_.kafka_security};
  }
  Readiness& readiness() { return readiness_; }
  StopSignal& stop() { return stop_; }
  Calls& calls() { return calls_; }

  // Makes the pool of the system of record, and the heads and relays of what the service says
  // before anything else is started.
  Pool& UsePool(const StoreConfig& store);
  // Parts to start when the topics are there, in this order, and to stop in the opposite one.
  void OnStart(std::function<void()> start) { starts_.push_back(std::move(start)); }
  void OnStop(std::function<void()> stop) { stops_.push_back(std::move(stop)); }
  // What takes more than a store: the largest message that a call may carry.
  void MaxReceiveBytes(int bytes) { max_receive_bytes_ = bytes; }

  // Serves until SIGTERM, drains, and returns the exit status.
  int Run(const std::vector<grpc::Service*>& services);

 private:
  void Prepare(const std::stop_token& stop);
  Status PrepareStore();
  Status PrepareLog();
  bool Until(const std::stop_token& stop, const char* condition, Status (App::*step)());
  void WatchStore(const std::stop_token& stop);
  void StopParts();

  StopSignal& stop_;
  const std::string service_;
  const ServiceConfig config_;
  const Topics topics_;
  Readiness readiness_;
  WorkerPool workers_;
  Calls calls_;
  std::unique_ptr<Pool> pool_;
  int max_receive_bytes_;
  std::vector<std::function<void()>> starts_;
  std::vector<std::function<void()>> stops_;
};

}  // namespace recourse
