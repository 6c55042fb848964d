#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "services/common/trace/span_context.h"

namespace recourse::trace {

// By the numbers of OTLP.
enum class SpanKind { kInternal = 1, kServer = 2, kClient = 3, kProducer = 4, kConsumer = 5 };

using AttributeValue = std::variant<std::int64_t, std::string>;
using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

// What one span may hold; what is more is counted and left out.
inline constexpr std::size_t kLinksMax = 128;
inline constexpr std::size_t kAttributesMax = 32;

// A span as it is exported.
struct SpanData {
  SpanContext context;
  SpanId parent{};  // all zero: the first of its trace
  SpanKind kind = SpanKind::kInternal;
  std::string name;
  Instant start_time;
  Instant end_time{};
  std::vector<std::pair<const char*, AttributeValue>> attributes{};
  std::vector<SpanContext> links{};
  std::uint32_t dropped_links = 0;
  bool failed = false;
};

class Tracer;

// A piece of work under way. It ends with this object at the latest. One that is not recorded costs
// no memory, and all that is said to it is forgotten. Not thread-safe.
class Span {
 public:
  Span() = default;
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;
  ~Span() { End(); }

  // What follows from this work names it so: also where it is not recorded.
  const SpanContext& context() const { return context_; }
  bool recording() const { return data_ != nullptr; }

  // `name` is one of attributes.h, which live for ever.
  void Set(const char* name, std::string_view value);
  void Set(const char* name, std::int64_t value);
  void Link(const SpanContext& other);
  // It did not do what it was for; `type` is a word of few, such as a status code.
  void Fail(std::string_view type);
  // Hands it over to be exported.
  void End();
  // It never happened: nothing is exported.
  void Abandon() { data_.reset(); }

 private:
  friend class Tracer;
  SpanContext context_;
  std::unique_ptr<SpanData> data_;
};

// The tracer of this process; null where traces are not exported. Installed by main before the
// first thread that makes spans, taken out after the last.
void Install(Tracer* tracer);
namespace internal {
extern std::atomic<Tracer*> installed;
}
// All that tracing costs where it is off.
inline bool Enabled() { return internal::installed.load(std::memory_order_relaxed) != nullptr; }

// Begins a span named `operation target`, or `operation` alone; without a valid parent a new trace,
// if the sampler says so. An empty span where tracing is off. Thread-safe.
Span Start(SpanKind kind, std::string_view operation, std::string_view target,
           const SpanContext& parent);
// A context of a trace that nobody records: for what a clock does, over and over.
SpanContext Unsampled();

// What this thread works for: what it begins here, and what it asks others, follows from that.
const SpanContext& Current();

// Says so for a block.
class Scope {
 public:
  explicit Scope(const SpanContext& context);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  SpanContext before_;
};

}  // namespace recourse::trace
