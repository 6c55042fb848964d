#include "services/common/trace/sampler.h"

#include <cmath>

namespace recourse::trace {
namespace {

// The last eight bytes are random in every common way of making ids; 63 bits of them.
constexpr std::size_t kRandomAt = 8;
constexpr int kRandomBits = 63;

bool SamplesRatio(double ratio, const TraceId& trace_id) {
  if (ratio >= 1.0) return true;
  std::uint64_t number = 0;
  for (std::size_t i = kRandomAt; i < trace_id.size(); ++i) number = number << 8 | trace_id[i];
  const auto bound = static_cast<std::uint64_t>(std::ldexp(ratio, kRandomBits));
  return number >> 1 < bound;
}

}  // namespace

bool Sampler::Samples(const SpanContext& parent, const TraceId& trace_id) const {
  if (parent_based && parent.valid()) return parent.sampled;
  if (root == Root::kRatio) return SamplesRatio(ratio, trace_id);
  return root == Root::kOn;
}

Sampler SamplerOf(std::string_view name, double ratio) {
  constexpr std::string_view kParentBased = "parentbased_";
  Sampler sampler{name.starts_with(kParentBased), Sampler::Root::kOn, ratio};
  if (name.ends_with("always_off")) sampler.root = Sampler::Root::kOff;
  if (name.ends_with("traceidratio")) sampler.root = Sampler::Root::kRatio;
  return sampler;
}

}  // namespace recourse::trace
