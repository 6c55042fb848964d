#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <variant>

#include "services/classify/adapters/matter_metric.h"
#include "services/classify/domain/encoder.h"
#include "services/classify/domain/matter/decide.h"
#include "services/common/runtime/ports.h"

namespace recourse::classify {

inline constexpr const char* kMatterTopic = "recourse.classify.matter.v1";

// classify's own FeedbackEvent into events, with what their texts mean; facts into MatterEvent.
// Thread-safe.
class MatterCodec final : public Codec<matter::Domain> {
 public:
  using Clock = std::function<Timestamp()>;
  // A hint that comes later helps nobody: the ticket was read long ago. So a backlog drains.
  static constexpr Duration kLateAfter = std::chrono::hours(1);
  // Encoded in one call, about a millisecond each.
  static constexpr std::size_t kTextsAtOnce = 64;

  // `encoder` is there. `clock` tells how late an event is, and nothing else.
  MatterCodec(EncoderPtr encoder, MatterMetric& metric, Clock clock);
  std::variant<matter::Heard, Unreadable> Decode(const RawRecord& record) const override;
  // Encodes what is work and not too late.
  void Prepare(std::span<matter::Heard* const> events) const override;
  Encoded Encode(const matter::SimilarFeedbackFound& fact) const override;
  std::string EncodeAnswer(const matter::Answer&) const override { return ""; }
  matter::Answer DecodeAnswer(const std::string&) const override { return {}; }

 private:
  void EncodeTexts(std::span<matter::Heard* const> events) const;

  const EncoderPtr encoder_;
  MatterMetric& metric_;
  const Clock clock_;
};

}  // namespace recourse::classify
