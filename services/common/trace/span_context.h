#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::trace {

using TraceId = std::array<std::uint8_t, 16>;
using SpanId = std::array<std::uint8_t, 8>;

// The header, or metadata entry, by which a context travels (W3C Trace Context).
inline constexpr char kTraceparent[] = "traceparent";

// Which span of which trace. All zero is no context at all.
struct SpanContext {
  TraceId trace_id{};
  SpanId span_id{};
  // Whether the trace is recorded. What follows from a span keeps to what its trace decided.
  bool sampled = false;

  bool valid() const { return trace_id != TraceId{} && span_id != SpanId{}; }
  friend bool operator==(const SpanContext&, const SpanContext&) = default;
};

// Of `00-<32 hex>-<16 hex>-<2 hex>`, hex in lower case; a later version may be followed by more.
// None for everything else: a caller that writes rubbish has no context.
std::optional<SpanContext> ParseTraceparent(std::string_view text);
// 55 bytes of version 00; of the flags only `sampled`.
std::string FormatTraceparent(const SpanContext& context);

}  // namespace recourse::trace
