#include "services/common/trace/span.h"

#include "services/common/trace/attributes.h"
#include "services/common/trace/tracer.h"

namespace recourse::trace {
namespace {

thread_local SpanContext current;

}  // namespace

std::atomic<Tracer*> internal::installed{nullptr};

void Install(Tracer* tracer) { internal::installed.store(tracer, std::memory_order_release); }

Span::Span(Span&& other) noexcept
    : context_(other.context_), data_(std::exchange(other.data_, nullptr)) {}

Span& Span::operator=(Span&& other) noexcept {
  if (this == &other) return *this;
  End();
  context_ = other.context_;
  data_ = std::exchange(other.data_, nullptr);
  return *this;
}

void Span::Set(const char* name, std::string_view value) {
  if (!data_ || data_->attributes.size() >= kAttributesMax) return;
  data_->attributes.emplace_back(name, std::string(value));
}

void Span::Set(const char* name, std::int64_t value) {
  if (!data_ || data_->attributes.size() >= kAttributesMax) return;
  data_->attributes.emplace_back(name, value);
}

void Span::Link(const SpanContext& other) {
  if (!data_) return;
  if (data_->links.size() < kLinksMax) {
    data_->links.push_back(other);
  } else {
    ++data_->dropped_links;
  }
}

void Span::Fail(std::string_view type) {
  if (!data_) return;
  data_->failed = true;
  Set(kErrorType, type);
}

void Span::End() {
  if (!data_) return;
  data_->end_time = std::chrono::system_clock::now();
  if (Tracer* tracer = internal::installed.load(std::memory_order_acquire)) {
    tracer->Take(std::move(*data_));
  }
  data_.reset();
}

Span Start(SpanKind kind, std::string_view operation, std::string_view target,
           const SpanContext& parent) {
  Tracer* tracer = internal::installed.load(std::memory_order_acquire);
  return tracer == nullptr ? Span() : tracer->Start(kind, operation, target, parent);
}

const SpanContext& Current() { return current; }

Scope::Scope(const SpanContext& context) : before_(std::exchange(current, context)) {}
Scope::~Scope() { current = before_; }

}  // namespace recourse::trace
