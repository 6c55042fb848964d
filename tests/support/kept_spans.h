#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/common/trace/tracer.h"

namespace recourse::testing {

// What an exporter was given, for as long as anybody asks. Thread-safe.
class KeptSpans {
 public:
  // A tracer whose spans come here; installed while it lives.
  class Tracing {
   public:
    explicit Tracing(KeptSpans& kept, trace::Sampler sampler = {}, trace::TracerLimits limits = {})
        : tracer(sampler, std::make_unique<Exporter>(kept), limits) {
      trace::Install(&tracer);
    }
    ~Tracing() { trace::Install(nullptr); }
    Tracing(const Tracing&) = delete;
    Tracing& operator=(const Tracing&) = delete;
    // All that ended is with `kept` when this returns.
    void Flush() { tracer.Stop(std::chrono::seconds(10)); }

    trace::Tracer tracer;
  };

  std::vector<trace::SpanData> All() const {
    const std::lock_guard lock(mutex_);
    return spans_;
  }
  std::vector<trace::SpanData> Named(const std::string& name) const {
    std::vector<trace::SpanData> found;
    for (const auto& span : All()) {
      if (span.name == name) found.push_back(span);
    }
    return found;
  }
  // What the next exports answer, in turn; after that, OK.
  void Answer(std::vector<Status> answers) {
    const std::lock_guard lock(mutex_);
    answers_ = std::move(answers);
  }
  // Exports wait from now on until Open.
  void Close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // Until an export waits.
  void AwaitWaiting() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_; });
  }
  int exports() const {
    const std::lock_guard lock(mutex_);
    return exports_;
  }

 private:
  class Exporter final : public trace::SpanExporter {
   public:
    explicit Exporter(KeptSpans& kept) : kept_(kept) {}
    Status Export(const std::vector<trace::SpanData>& spans,
                  std::chrono::system_clock::time_point) override {
      return kept_.Take(spans);
    }

   private:
    KeptSpans& kept_;
  };

  Status Take(const std::vector<trace::SpanData>& spans) {
    std::unique_lock lock(mutex_);
    ++exports_;
    waiting_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    waiting_ = false;
    if (!answers_.empty()) {
      const Status answer = answers_.front();
      answers_.erase(answers_.begin());
      if (!answer.ok()) return answer;
    }
    spans_.insert(spans_.end(), spans.begin(), spans.end());
    return absl::OkStatus();
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  bool waiting_ = false;
  int exports_ = 0;
  std::vector<Status> answers_;
  std::vector<trace::SpanData> spans_;
};

inline const trace::AttributeValue* AttributeOf(const trace::SpanData& span,
                                                const std::string& name) {
  for (const auto& [each, value] : span.attributes) {
    if (each == name) return &value;
  }
  return nullptr;
}

}  // namespace recourse::testing
