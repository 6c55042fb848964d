#pragma once

#include <string_view>

#include "services/common/trace/span_context.h"

namespace recourse::trace {

// Whether a span is recorded, decided at its begin: OTEL_TRACES_SAMPLER as a value.
struct Sampler {
  enum class Root { kOn, kOff, kRatio };

  // The caller's decision stands where there is a caller; else, and always without this, `root`.
  bool parent_based = true;
  Root root = Root::kOn;
  // Share of the traces from 0 to 1, of kRatio. What is sampled at one ratio is sampled at each
  // higher one, whoever decides: it follows from the trace's id.
  double ratio = 1.0;

  bool Samples(const SpanContext& parent, const TraceId& trace_id) const;
};

// By a name of OTEL_TRACES_SAMPLER, such as parentbased_traceidratio.
Sampler SamplerOf(std::string_view name, double ratio);

}  // namespace recourse::trace
