#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "services/classify/adapters/model_asked.h"
#include "services/classify/adapters/second_tier_metrics.h"
#include "services/classify/domain/encoder.h"

namespace recourse::classify {

// Two models that answer a text together.
struct ModelPair {
  const AskedModel& champion;
  const AskedModel& second;
  double ask_below = 0;  // the second is asked where the champion's probability is less
};

// Asks the second model what the champion is not sure of. The category decides whether it is, for
// by it feedback finds its way, and to ask for each output's sake would be to ask nearly always;
// where one of both models has no category, the least sure of the outputs that both have does.
// Outputs that both have then come from the second, the others from the champion: one text is one
// decision, so its outputs fit each other. What the champion has no head for nobody asks.
// Thread-safe.
class SecondTier {
 public:
  // Texts that are encoded together: the encoder is about as quick as it gets, and their points are
  // few.
  static constexpr std::size_t kTextsAtOnce = 64;

  // Null where there is no encoder, and nothing can be asked.
  explicit SecondTier(EncoderPtr encoder) : encoder_(std::move(encoder)) {}

  // `scores` are what the champion made of `texts`, in their places; those of which it is not sure
  // become what both make of them.
  void Answer(const ModelPair& pair, std::span<const std::string_view> texts,
              std::span<Scores> scores) const;

  const EncoderPtr& encoder() const { return encoder_; }

 private:
  void AnswerAll(const ModelPair& pair, std::span<const Output> deciding,
                 std::span<const std::string_view> texts, std::span<Scores* const> unsure) const;

  const EncoderPtr encoder_;
  const SecondTierMetrics metrics_;
};

}  // namespace recourse::classify
