#include "services/common/app/app.h"

#include <cstdio>
#include <utility>

#include "services/common/app/revoked_keys_client.h"
#include "services/common/grpc/server.h"
#include "services/common/http/health_http.h"
#include "services/common/kafka/security.h"
#include "services/common/kafka/topics.h"
#include "services/common/postgres/statements.h"
#include "services/common/process/log.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/crash.h"

namespace recourse {
namespace {

constexpr std::chrono::seconds kPrepareDeadline{10};
constexpr std::chrono::milliseconds kPrepareAgain{500};
constexpr std::chrono::milliseconds kWatchEvery{1000};
constexpr const char* kStore = "postgresql";
constexpr const char* kLog = "kafka";
constexpr const char* kStart = "start";
constexpr const char* kPing = "SELECT 1";

std::vector<TopicPlan> PlansOf(const Topics& topics, std::chrono::days retention) {
  std::vector<TopicPlan> plans;
  for (const std::string& topic : topics.says) plans.push_back({topic});
  for (TopicPlan& plan : plans) plan.retention = retention;
  return plans;
}

KafkaProperties ReadKafkaSecurity(Environment& environment) {
  const char* const name = "RECOURSE_KAFKA_SECURITY_FILE";
  const Secret text = environment.OptionalSecretFile(name, {1, kKafkaSecurityBytesMax});
  auto properties = ParseKafkaSecurity(text.Reveal());
  if (properties.ok()) return *std::move(properties);
  environment.AddFault(std::string(name) + " names a file that is not understood: " +
                       std::string(properties.status().message()) + ".");
  return {};
}

}  // namespace

ServiceConfig ReadServiceConfig(Environment& environment) {
  return {ReadCommonConfig(environment), ReadGrpcConfig(environment), ReadLogConfig(environment),
          environment.HostPort("RECOURSE_INGEST_ADDR"), ReadKafkaSecurity(environment)};
}

int RunMigrations(const StoreConfig& store, const std::vector<Migration>& migrations) {
  const Status migrated = Migrate(store.postgres_dsn.Reveal(), migrations);
  if (migrated.ok()) return 0;
  std::fprintf(stderr, "%s\n", migrated.ToString().c_str());
  return 1;
}

App::App(StopSignal& stop, std::string service, ServiceConfig config, Topics topics)
    : stop_(stop),
      service_(std::move(service)),
      config_(std::move(config)),
      topics_(std::move(topics)),
      workers_("calls", {}),
      calls_(service_, config_.common.key_secret, workers_),
      max_receive_bytes_(kMaxReceiveBytes) {
  readiness_.SetNotReady(kStart, "starting: wait a few seconds");
}

App::~App() = default;

Pool& App::UsePool(const StoreConfig& store) {
  pool_ = std::make_unique<Pool>(store.postgres_dsn.Reveal(), kSessions);
  readiness_.SetNotReady(kStore, "not connected to PostgreSQL yet");
  return *pool_;
}

Status App::PrepareStore() {
  if (pool_ == nullptr) return absl::OkStatus();
  auto session = pool_->Acquire();
  if (!session.ok()) return session.status();
  for (const std::string& topic : topics_.says) {
    for (auto& statement : statements::EnsureTopic(topic)) session->Queue(std::move(statement));
  }
  return session->Flush();
}

Status App::PrepareLog() {
  return EnsureTopics(kafka(), PlansOf(topics_, config_.log.fact_days), kPrepareDeadline);
}

// Tries a step until it is done; false when stopped before.
bool App::Until(const std::stop_token& stop, const char* condition, Status (App::*step)()) {
  while (!stop.stop_requested()) {
    const Status done = (this->*step)();
    if (done.ok()) {
      readiness_.SetReady(condition);
      return true;
    }
    CrashUnlessHealing(done, condition);
    if (condition != kLog || !topics_.hears.empty()) {
      readiness_.SetNotReady(condition, "waiting for " + std::string(condition) + ": " +
                                            std::string(done.message()));
    }
    Log(LogLevel::kWarning, "waiting for a store",
        {{"store", condition}, {"error", done.ToString()}});
    if (!SleepFor(stop, kPrepareAgain)) return false;
  }
  return false;
}

void App::Prepare(const std::stop_token& stop) {
  if (!Until(stop, kStore, &App::PrepareStore)) return;
  // Who hears nothing does his job without the log: what he says waits in the outbox.
  if (topics_.hears.empty()) readiness_.SetReady(kStart);
  if (!Until(stop, kLog, &App::PrepareLog)) return;
  for (const auto& start : starts_) {
    if (stop_.Stopped()) return;  // a part that was told to stop may not have become what it should
    start();
  }
  readiness_.SetReady(kStart);
  Log(LogLevel::kInfo, "started");
  if (pool_ != nullptr) WatchStore(stop);
}

void App::WatchStore(const std::stop_token& stop) {
  while (SleepFor(stop, kWatchEvery)) {
    const auto answer = pool_->Ask({kPing});
    if (answer.ok()) {
      readiness_.SetReady(kStore);
    } else {
      readiness_.SetNotReady(kStore, "PostgreSQL does not answer: " +
                                         std::string(answer.status().message()));
    }
  }
}

void App::StopParts() {
  for (auto stop = stops_.rbegin(); stop != stops_.rend(); ++stop) (*stop)();
}

int App::Run(const std::vector<grpc::Service*>& services) {
  auto health = StartHealthServer(config_.common.metrics_listen, readiness_);
  auto server = GrpcServer::Start({config_.grpc.listen, config_.grpc.reflection,
                                   max_receive_bytes_, config_.common.key_secret},
                                  services, readiness_);
  if (!health.ok() || !server.ok()) {
    const Status& fault = health.ok() ? server.status() : health.status();
    Log(LogLevel::kError, "cannot listen", {{"error", fault.ToString()}});
    return 1;
  }
  RevokedKeysClient revoked(config_.ingest, config_.common.key_secret, service_);
  revoked.Start();
  Worker preparing("prepare", [this](const std::stop_token& stop) { Prepare(stop); });
  stop_.Wait();
  Log(LogLevel::kInfo, "stopping");
  readiness_.SetNotReady(kStart, "stopping");
  revoked.Stop();
  preparing.RequestStop();
  preparing.Join();
  StopParts();
  (*server)->Stop(kDrain);
  workers_.Stop();
  Log(LogLevel::kInfo, "stopped");
  return 0;
}

}  // namespace recourse
