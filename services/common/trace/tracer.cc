#include "services/common/trace/tracer.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

#include "services/common/process/log.h"

namespace recourse::trace {
namespace {

constexpr const char* kDropped = "recourse_trace_dropped_spans_total";
constexpr const char* kDroppedHelp = "Spans that were not exported, by why.";

// Chance by the thread, so that no thread waits for another.
std::uint64_t Random() {
  thread_local std::mt19937_64 engine = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return engine();
}

template <std::size_t N>
void FillRandom(std::array<std::uint8_t, N>& bytes) {
  do {
    for (std::size_t i = 0; i < N; i += sizeof(std::uint64_t)) {
      std::uint64_t number = Random();
      for (std::size_t j = 0; j < sizeof(number); ++j, number >>= 8) {
        bytes[i + j] = static_cast<std::uint8_t>(number);
      }
    }
  } while (bytes == std::array<std::uint8_t, N>{});
}

std::string NameOf(std::string_view operation, std::string_view target) {
  std::string name(operation);
  if (!target.empty()) name.append(" ").append(target);
  return name;
}

}  // namespace

SpanContext Unsampled() {
  SpanContext context;
  FillRandom(context.trace_id);
  FillRandom(context.span_id);
  return context;
}

Tracer::Tracer(Sampler sampler, std::unique_ptr<SpanExporter> exporter, TracerLimits limits)
    : sampler_(sampler),
      exporter_(std::move(exporter)),
      limits_(limits),
      exported_("recourse_trace_exported_spans_total", "Spans that the receiver has taken."),
      dropped_full_(kDropped, kDroppedHelp, {{"why", "queue_full"}}),
      dropped_failed_(kDropped, kDroppedHelp, {{"why", "not_taken"}}),
      worker_("traces", [this](const std::stop_token& stop) { Run(stop); }) {}

Tracer::~Tracer() { Stop(std::chrono::milliseconds(0)); }

Span Tracer::Start(SpanKind kind, std::string_view operation, std::string_view target,
                   const SpanContext& parent) const {
  Span span;
  span.context_.trace_id = parent.trace_id;
  if (!parent.valid()) FillRandom(span.context_.trace_id);
  FillRandom(span.context_.span_id);
  span.context_.sampled = sampler_.Samples(parent, span.context_.trace_id);
  if (!span.context_.sampled) return span;
  span.data_ = std::make_unique<SpanData>();
  span.data_->context = span.context_;
  if (parent.valid()) span.data_->parent = parent.span_id;
  span.data_->kind = kind;
  span.data_->name = NameOf(operation, target);
  span.data_->start_time = std::chrono::system_clock::now();
  return span;
}

void Tracer::Take(SpanData span) {
  bool enough = false;
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= limits_.queued) {
      dropped_full_.Add();
      return;
    }
    queue_.push_back(std::move(span));
    enough = queue_.size() == limits_.batch;
  }
  if (enough) changed_.notify_one();
}

void Tracer::Stop(std::chrono::milliseconds patience) {
  {
    const std::lock_guard lock(mutex_);
    drain_deadline_ = std::chrono::system_clock::now() + patience;
  }
  worker_.RequestStop();
  worker_.Join();
}

void Tracer::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Wait(stop);
    if (stop.stop_requested()) break;
    if (const auto spans = Batch(); !spans.empty()) Export(stop, spans);
  }
  Drain();
}

// Waits for a whole batch, but not for long.
void Tracer::Wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, limits_.every, [this] { return queue_.size() >= limits_.batch; });
}

// A receiver that is away is tried again, a pause apart; the queue's bound holds meanwhile.
void Tracer::Export(const std::stop_token& stop, const std::vector<SpanData>& spans) {
  Status status;
  for (int i = 0; i < limits_.tries; ++i) {
    status = exporter_->Export(spans, std::chrono::system_clock::now() + limits_.export_max);
    if (!absl::IsUnavailable(status) || !SleepFor(stop, limits_.every)) break;
  }
  Count(status, spans.size());
}

void Tracer::Drain() {
  std::chrono::system_clock::time_point deadline;
  {
    const std::lock_guard lock(mutex_);
    deadline = drain_deadline_;
  }
  for (auto spans = Batch(); !spans.empty(); spans = Batch()) {
    const Status status = deadline > std::chrono::system_clock::now()
                              ? exporter_->Export(spans, deadline)
                              : absl::DeadlineExceededError("no time was left");
    Count(status, spans.size());
  }
}

std::vector<SpanData> Tracer::Batch() {
  const std::lock_guard lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), limits_.batch));
  std::vector<SpanData> spans(std::make_move_iterator(queue_.begin()),
                              std::make_move_iterator(queue_.begin() + count));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return spans;
}

// A fault is told once, for it may last for hours.
void Tracer::Count(const Status& status, std::size_t spans) {
  (status.ok() ? exported_ : dropped_failed_).Add(static_cast<double>(spans));
  const std::string fault(status.message());
  if (!status.ok() && fault != told_) {
    Log(LogLevel::kWarning, "traces are not exported: check OTEL_EXPORTER_OTLP_ENDPOINT",
        {{"error", status.ToString()}});
  }
  told_ = fault;
}

}  // namespace recourse::trace
