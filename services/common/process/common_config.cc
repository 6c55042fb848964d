#include "services/common/process/common_config.h"

namespace recourse {
namespace {

constexpr std::int64_t kMaxFactDays = 3'650;
constexpr std::int64_t kDefaultFactDays = 30;

LogLevel ReadLogLevel(Environment& environment) {
  const std::string name =
      environment.Choice("RECOURSE_LOG_LEVEL", {"debug", "info", "warning", "error"}, "info");
  for (const LogLevel level : {LogLevel::kDebug, LogLevel::kWarning, LogLevel::kError}) {
    if (LogLevelName(level) == name) {
      return level;
    }
  }
  return LogLevel::kInfo;
}

}  // namespace

CommonConfig ReadCommonConfig(Environment& environment) {
  CommonConfig config;
  config.instance = environment.Text("RECOURSE_INSTANCE");
  config.log_level = ReadLogLevel(environment);
  config.metrics_listen = environment.HostPort("RECOURSE_METRICS_LISTEN");
  config.key_secret = environment.SecretFile("RECOURSE_KEY_SECRET_FILE");
  config.trace = ReadTraceConfig(environment);
  return config;
}

GrpcConfig ReadGrpcConfig(Environment& environment) {
  GrpcConfig config;
  config.listen = environment.HostPort("RECOURSE_GRPC_LISTEN");
  config.reflection = environment.Switch("RECOURSE_GRPC_REFLECTION", false);
  return config;
}

StoreConfig ReadStoreConfig(Environment& environment) {
  return {Secret(environment.Text("RECOURSE_POSTGRES_DSN"))};
}

LogConfig ReadLogConfig(Environment& environment) {
  LogConfig config;
  config.kafka_brokers = environment.Text("RECOURSE_KAFKA_BROKERS");
  config.fact_days = std::chrono::days(
      environment.Integer("RECOURSE_FACT_DAYS", {1, kMaxFactDays}, kDefaultFactDays));
  return config;
}

}  // namespace recourse
