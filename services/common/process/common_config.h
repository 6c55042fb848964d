#pragma once

#include <chrono>
#include <string>

#include "services/common/process/address.h"
#include "services/common/process/environment.h"
#include "services/common/process/log.h"
#include "services/common/process/secret.h"
#include "services/common/process/trace_config.h"

namespace recourse {

// What every service reads, by the same names. A service's own config.h holds the parts that it
// uses, and its config.cc fills them by these functions from one Environment.
struct CommonConfig {
  std::string instance;                  // RECOURSE_INSTANCE, such as routing-1
  LogLevel log_level = LogLevel::kInfo;  // RECOURSE_LOG_LEVEL, info
  Address metrics_listen;                // RECOURSE_METRICS_LISTEN
  Secret key_secret;                     // RECOURSE_KEY_SECRET_FILE
  TraceConfig trace;                     // OTEL_*, off
};
CommonConfig ReadCommonConfig(Environment& environment);

struct GrpcConfig {
  Address listen;           // RECOURSE_GRPC_LISTEN
  bool reflection = false;  // RECOURSE_GRPC_REFLECTION, off
};
GrpcConfig ReadGrpcConfig(Environment& environment);

struct StoreConfig {
  // RECOURSE_POSTGRES_DSN, a libpq conninfo. It may hold a password, so it is not for printing.
  Secret postgres_dsn;
};
StoreConfig ReadStoreConfig(Environment& environment);

struct LogConfig {
  std::string kafka_brokers;      // RECOURSE_KAFKA_BROKERS, host:port,host:port
  std::chrono::days fact_days{};  // RECOURSE_FACT_DAYS, 30
};
LogConfig ReadLogConfig(Environment& environment);

}  // namespace recourse
