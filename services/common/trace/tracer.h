#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/trace/sampler.h"
#include "services/common/trace/span.h"

namespace recourse::trace {

// Where spans go. Asked by one thread.
class SpanExporter {
 public:
  virtual ~SpanExporter() = default;
  // May block until `deadline`. UNAVAILABLE: the same spans are worth another try.
  virtual Status Export(const std::vector<SpanData>& spans,
                        std::chrono::system_clock::time_point deadline) = 0;
};

struct TracerLimits {
  std::size_t queued = 8'192;  // beyond this a span is dropped and counted
  std::size_t batch = 512;     // spans of one export
  std::chrono::milliseconds every{500};
  std::chrono::milliseconds export_max{5'000};
  int tries = 3;  // of one batch
};

// Makes spans and hands those that ended to an exporter, by a thread of its own: whoever works
// never waits for it. Thread-safe.
class Tracer {
 public:
  Tracer(Sampler sampler, std::unique_ptr<SpanExporter> exporter, TracerLimits limits = {});
  ~Tracer();
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;

  Span Start(SpanKind kind, std::string_view operation, std::string_view target,
             const SpanContext& parent) const;
  // Takes a span that ended; drops it where the queue is full.
  void Take(SpanData span);
  // Exports what is queued, for at most so long, and ends. What is left is dropped and counted.
  void Stop(std::chrono::milliseconds patience);

 private:
  void Run(const std::stop_token& stop);
  void Wait(const std::stop_token& stop);
  std::vector<SpanData> Batch();
  void Export(const std::stop_token& stop, const std::vector<SpanData>& spans);
  void Drain();
  void Count(const Status& status, std::size_t spans);

  const Sampler sampler_;
  const std::unique_ptr<SpanExporter> exporter_;
  const TracerLimits limits_;
  Counter exported_;
  Counter dropped_full_;
  Counter dropped_failed_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<SpanData> queue_;
  std::chrono::system_clock::time_point drain_deadline_;
  std::string told_;  // the last fault that stands in the log
  Worker worker_;     // last: it uses all of the above
};

}  // namespace recourse::trace
