#pragma once

#include "services/common/process/metrics.h"
#include "services/common/runtime/ports.h"
#include "services/routing/domain/decide.h"

namespace recourse::routing {

// recourse_routing_suggestions_total{outcome}: what may be the same matter, and what people made of
// it. Thread-safe.
class SuggestionMetric {
 public:
  SuggestionMetric();
  // Of what is about to be committed; tried again it is counted again.
  void Count(const Changes<Domain>& changes) const;

 private:
  void CountMergings(const CustomerFile& before, const CustomerFile& now) const;

  mutable Counter suggested_;
  mutable Counter declined_;
  mutable Counter merged_;
};

}  // namespace recourse::routing
