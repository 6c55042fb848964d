#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/common/process/address.h"
#include "services/common/process/environment.h"

namespace recourse {

// Where spans go, by OpenTelemetry's own variables.
struct TraceConfig {
  // OTEL_EXPORTER_OTLP_ENDPOINT is set and OTEL_SDK_DISABLED is not true.
  bool enabled = false;
  Address endpoint;  // of OTEL_EXPORTER_OTLP_ENDPOINT, such as http://collector:4317: OTLP by gRPC
  bool tls = false;  // https://, by the system's authorities
  std::string service;  // OTEL_SERVICE_NAME, or service.name of the next; empty: the service's own
  std::vector<std::pair<std::string, std::string>> resource;  // OTEL_RESOURCE_ATTRIBUTES
  std::string sampler;  // OTEL_TRACES_SAMPLER, parentbased_always_on
  double ratio = 1.0;   // OTEL_TRACES_SAMPLER_ARG, from 0 to 1
};
TraceConfig ReadTraceConfig(Environment& environment);

}  // namespace recourse
