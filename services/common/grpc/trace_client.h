#pragma once

#include <memory>
#include <string>

#include "services/common/process/trace_config.h"
#include "services/common/trace/tracer.h"

namespace recourse {

// What a process waits for its last spans to be taken.
inline constexpr std::chrono::milliseconds kTraceFlushMax{2'000};

// Sends spans to `config.endpoint` by OTLP over gRPC, as `service` of the namespace recourse.
std::unique_ptr<trace::SpanExporter> OtlpExporter(const TraceConfig& config,
                                                  const std::string& service,
                                                  const std::string& instance);

// The tracer of the process while this lives, where `config` asks for one. Made before the threads
// that make spans, and gone after them: what is queued then is sent, for at most kTraceFlushMax.
class Tracing {
 public:
  Tracing(const TraceConfig& config, const std::string& service, const std::string& instance);
  ~Tracing();
  Tracing(const Tracing&) = delete;
  Tracing& operator=(const Tracing&) = delete;

 private:
  std::unique_ptr<trace::Tracer> tracer_;
};

}  // namespace recourse
