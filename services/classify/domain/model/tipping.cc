#include "services/classify/domain/model/tipping.h"

#include <algorithm>
#include <numeric>

namespace recourse::classify {
namespace {

// What a row adds to the label for each unit of value.
float WeightOf(const Model& model, std::uint32_t row, std::uint32_t label) {
  return model.rows()[row].scale *
         static_cast<float>(model.weights()[std::size_t{row} * model.stride() + label]);
}

// Each code point's share of what the features over it add to the label.
void ShareOut(const Model& model, std::uint32_t label, std::size_t size, Scratch& scratch) {
  scratch.places.assign(size, 0);
  for (const Occurrence& one : scratch.occurrences) {
    const Hit& hit = scratch.hits[one.hit];
    float added = hit.value * WeightOf(model, hit.row, label);
    if (hit.row < model.rows_of_spelling()) {
      const auto spelling =
          static_cast<std::uint32_t>(model.rows().size()) - model.rows_of_spelling() + hit.row;
      added += Frequency(hit.count) * scratch.spelling_factor * WeightOf(model, spelling, label);
    }
    added /= static_cast<float>(hit.count * (one.end - one.begin));
    for (std::uint32_t i = one.begin; i < one.end; ++i) scratch.places[i] += added;
  }
}

struct Stretch {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  float weight = 0;
  bool ideographs = false;
};

// The tokens that speak for the label; neighbouring ideographs as one.
std::vector<Stretch> Gather(const Scratch& scratch) {
  std::vector<Stretch> stretches;
  for (const Token& token : scratch.tokens) {
    const float weight = std::accumulate(scratch.places.begin() + token.begin,
                                         scratch.places.begin() + token.end, 0.0F);
    if (weight <= 0 || token.kind == Token::Kind::kMark) continue;
    const bool ideograph = token.kind == Token::Kind::kIdeograph;
    if (ideograph && !stretches.empty() && stretches.back().ideographs &&
        stretches.back().end == token.begin) {
      stretches.back().end = token.end;
      stretches.back().weight += weight;
    } else {
      stretches.push_back({token.begin, token.end, weight, ideograph});
    }
  }
  return stretches;
}

}  // namespace

std::vector<Tipping> FindTipping(const Model& model, const FoldedText& text, std::uint32_t label,
                                 std::size_t most, Scratch& scratch) {
  ShareOut(model, label, text.folded.size(), scratch);
  std::vector<Stretch> stretches = Gather(scratch);
  std::stable_sort(stretches.begin(), stretches.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  if (stretches.size() > most) stretches.resize(most);
  std::vector<Tipping> tipping;
  for (const Stretch& stretch : stretches) {
    tipping.push_back({OriginOf(text, stretch.begin, stretch.end - stretch.begin), stretch.weight});
  }
  return tipping;
}

}  // namespace recourse::classify
