#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/score.h"
#include "services/classify/domain/model/tipping.h"
#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"
#include "tests/unit/classify/model_values.h"

namespace {

using recourse::classify::Model;

void Require(bool law) {
  if (!law) std::abort();
}

std::shared_ptr<const Model> MakeModel() {
  auto draft = recourse::classify::WordModel({{U"card", {1, -1, 1, 0, 0}},
                                              {U"a", {0.5F, 0, 0, 0, 1}},
                                              {U"卡", {0, 0, 1, -1, 0}},
                                              {U"😡", {1, -1, 0, 0, 0}}});
  draft.shape = {3, 1, 8, 3, 8};
  return *recourse::classify::OpenModel(*recourse::classify::Encode(draft));
}

}  // namespace

// Whatever is classified: probabilities of each head that sum to one, an answer that is one of its
// labels, evidence that lies in the text as sent, and the same bits when it is asked again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto model = MakeModel();
  static recourse::classify::Scratch scratch;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto folded = recourse::FoldDisguised(text);
  if (!folded.ok()) return 0;
  recourse::classify::FoldedText made{folded->text, {}};
  for (const auto& range : folded->origin) made.origin.push_back({range.begin, range.end});
  const auto sums = recourse::classify::Score(*model, made.folded, scratch);
  const std::vector<float> first(sums.begin(), sums.end());
  std::vector<float> probabilities;
  for (const auto& head : model->heads()) {
    recourse::classify::Probabilities(*model, head, first, probabilities);
    float all = 0;
    for (const float p : probabilities) all += p;
    Require(std::abs(all - 1) < 1e-4F);
    Require(recourse::classify::AnswerOf(*model, head, probabilities).label < head.labels);
  }
  const std::size_t points = recourse::CountCodePoints(text);
  for (std::uint32_t label = 0; label < first.size(); ++label) {
    for (const auto& one : FindTipping(*model, made, label, 8, scratch)) {
      Require(one.span.begin < one.span.end && one.span.end <= points && one.weight > 0);
    }
  }
  const auto again = recourse::classify::Score(*model, made.folded, scratch);
  Require(std::vector<float>(again.begin(), again.end()) == first);
  return 0;
}
