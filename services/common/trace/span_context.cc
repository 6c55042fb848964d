#include "services/common/trace/span_context.h"

namespace recourse::trace {
namespace {

// vv-tttttttttttttttttttttttttttttttt-ssssssssssssssss-ff
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kSpanAt = 36;
constexpr std::size_t kFlagsAt = 53;
constexpr std::size_t kBytes = 55;
constexpr std::uint8_t kSampledFlag = 0x01;
constexpr std::uint8_t kNoVersion = 0xff;
constexpr char kHex[] = "0123456789abcdef";

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Two lower-case digits for each byte of `bytes`.
template <std::size_t N>
bool ReadHex(std::string_view text, std::array<std::uint8_t, N>& bytes) {
  for (std::size_t i = 0; i < N; ++i) {
    const int high = DigitOf(text[2 * i]);
    const int low = DigitOf(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

template <std::size_t N>
void WriteHex(const std::array<std::uint8_t, N>& bytes, char* to) {
  for (const std::uint8_t byte : bytes) {
    *to++ = kHex[byte >> 4];
    *to++ = kHex[byte & 0x0f];
  }
}

// Version 00 is exactly so long; what a later one adds begins with a dash.
bool HasShape(std::string_view text, std::uint8_t version) {
  if (text[kTraceAt - 1] != '-' || text[kSpanAt - 1] != '-' || text[kFlagsAt - 1] != '-') {
    return false;
  }
  return text.size() == kBytes || (version != 0 && text[kBytes] == '-');
}

}  // namespace

std::optional<SpanContext> ParseTraceparent(std::string_view text) {
  std::array<std::uint8_t, 1> version{};
  std::array<std::uint8_t, 1> flags{};
  SpanContext context;
  if (text.size() < kBytes || !ReadHex(text, version) || version[0] == kNoVersion ||
      !HasShape(text, version[0]) || !ReadHex(text.substr(kTraceAt), context.trace_id) ||
      !ReadHex(text.substr(kSpanAt), context.span_id) || !ReadHex(text.substr(kFlagsAt), flags) ||
      !context.valid()) {
    return std::nullopt;
  }
  context.sampled = (flags[0] & kSampledFlag) != 0;
  return context;
}

std::string FormatTraceparent(const SpanContext& context) {
  std::string text(kBytes, '-');
  WriteHex(std::array<std::uint8_t, 1>{}, text.data());
  WriteHex(context.trace_id, text.data() + kTraceAt);
  WriteHex(context.span_id, text.data() + kSpanAt);
  const std::uint8_t flags = context.sampled ? kSampledFlag : 0;
  WriteHex(std::array<std::uint8_t, 1>{flags}, text.data() + kFlagsAt);
  return text;
}

}  // namespace recourse::trace
