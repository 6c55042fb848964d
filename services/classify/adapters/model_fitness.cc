#include "services/classify/adapters/model_fitness.h"

#include "services/classify/adapters/model_file.h"

namespace recourse::classify {
namespace {

constexpr const char* kEncoder = "model-encoder";

std::string Wanted(const Model& model) {
  return "the model wants the sentence encoder " + std::string(model.encoder());
}

std::optional<Unfit> WhyNoFirst(const Model& model) {
  if (model.encoder().empty()) return std::nullopt;
  return Unfit{kEncoder, Wanted(model) +
                             ", which only the second tier asks: activate it as second, or train "
                             "one without meaning_weight"};
}

std::optional<Unfit> WhyNoSecond(const Model& model, const Encoder* encoder) {
  if (model.rows_of_meaning() == 0) {
    return Unfit{"model-without-meaning",
                 "the model looks at words alone, as the first tier does: train a second one with "
                 "meaning_weight"};
  }
  if (encoder == nullptr) {
    return Unfit{kEncoder, Wanted(model) +
                               ", and this service was started without one: name its folder by "
                               "RECOURSE_ENCODER and start it again"};
  }
  if (encoder->release() == model.encoder() && encoder->dimensions() == model.rows_of_meaning()) {
    return std::nullopt;
  }
  return Unfit{kEncoder, Wanted(model) + " of " + std::to_string(model.rows_of_meaning()) +
                             " dimensions, and this service has " + encoder->release() + " of " +
                             std::to_string(encoder->dimensions()) +
                             ": train it with that one, or start the service with the other"};
}

}  // namespace

std::optional<Unfit> WhyUnfit(const Model& model, ModelRole role, const Encoder* encoder) {
  if (const Status licence = CheckLicence(model); !licence.ok()) {
    return Unfit{"model-licence", std::string(licence.message())};
  }
  auto meaning = role == ModelRole::kSecond ? WhyNoSecond(model, encoder) : WhyNoFirst(model);
  if (meaning) return meaning;
  const Status heads = CheckHeads(model);
  if (heads.ok()) return std::nullopt;
  return Unfit{"model-heads",
               "the model answers what nobody asks: " + std::string(heads.message()) +
                   "; its manifest's heads are to be type, category, dimension, sentiment or "
                   "severity, and their labels those words"};
}

}  // namespace recourse::classify
