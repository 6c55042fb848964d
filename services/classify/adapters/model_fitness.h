#pragma once

#include <optional>
#include <string>

#include "services/classify/adapters/model_role.h"
#include "services/classify/domain/encoder.h"
#include "services/classify/domain/model/model.h"

namespace recourse::classify {

// Why a model may not have a role.
struct Unfit {
  const char* slug;  // model-licence, model-encoder, model-without-meaning, model-heads
  std::string sentence;
};

// Nothing where it may: it learned from data of class A, answers what is asked, and looks at
// meaning as the second alone does, by the weights of `encoder` (null: the service has none). Heads
// of a second that the champion has not are no fault: nobody asks them (second_tier.h).
std::optional<Unfit> WhyUnfit(const Model& model, ModelRole role, const Encoder* encoder);

}  // namespace recourse::classify
