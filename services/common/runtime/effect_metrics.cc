#include "services/common/runtime/effect_metrics.h"

namespace recourse {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::pair<Kind, const char*> kOutcomes[] = {{Kind::kDelivered, "delivered"},
                                                      {Kind::kAgain, "again"},
                                                      {Kind::kStopped, "stopped"},
                                                      {Kind::kFailed, "failed"},
                                                      {Kind::kUnknown, "unknown"}};

}  // namespace

EffectMetrics::EffectMetrics(const std::string& service)
    : pending_("recourse_effects_pending", "Effects that were decided and have not ended",
               {{"service", service}}),
      unknown_("recourse_effects_unknown", "Effects that may have arrived: a person must say",
               {{"service", service}}),
      oldest_age_("recourse_effects_oldest_pending_age_seconds",
                  "Age of the oldest effect that has not ended", {{"service", service}}) {
  for (const EffectKind kind : {EffectKind::kMail, EffectKind::kWebhook}) {
    const MetricLabels labels{{"service", service}, {"kind", std::string(NameOf(kind))}};
    delivered_.emplace(kind, Counter("recourse_effects_delivered_total",
                                     "Effects that whoever got them has confirmed", labels));
    failed_.emplace(kind, Counter("recourse_effects_failed_total",
                                  "Effects that were refused for good or given up", labels));
    for (const auto& [outcome, name] : kOutcomes) {
      MetricLabels named = labels;
      named["outcome"] = name;
      durations_.emplace(std::pair(kind, outcome),
                         Histogram("recourse_effect_attempt_duration_seconds",
                                   "Time of one attempt to send an effect", named));
    }
  }
}

void EffectMetrics::ObserveAttempt(EffectKind kind, SendOutcome::Kind outcome,
                                   std::chrono::duration<double> duration) {
  durations_.at({kind, outcome}).Observe(duration.count());
}

void EffectMetrics::CountEnd(EffectKind kind, EffectOutcome outcome) {
  if (outcome == EffectOutcome::kDelivered) delivered_.at(kind).Add();
  if (outcome == EffectOutcome::kFailed) failed_.at(kind).Add();
}

void EffectMetrics::Show(const EffectCounts& counts) {
  pending_.Set(static_cast<double>(counts.pending));
  unknown_.Set(static_cast<double>(counts.unknown));
  oldest_age_.Set(std::chrono::duration<double>(counts.oldest_pending_age).count());
}

}  // namespace recourse
