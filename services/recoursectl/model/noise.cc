#include "services/recoursectl/model/noise.h"

#include <algorithm>
#include <cmath>

namespace recourse::ctl::model {
namespace {

constexpr char32_t kBlank = U'\u2022';  // a mark, so that ideographs on its sides are not together

float SquareOf(const std::vector<classify::Hit>& hits) {
  float square = 0;
  for (const classify::Hit& hit : hits) square += hit.value * hit.value;
  return square;
}

}  // namespace

std::u32string WithoutSome(std::u32string_view folded, double share, Chance& chance) {
  std::vector<classify::Token> tokens;
  classify::Tokenize(folded, tokens);
  std::u32string made(folded);
  for (const classify::Token& token : tokens) {
    if (token.kind == classify::Token::Kind::kMark || !chance.Of(share)) continue;
    std::fill(made.begin() + token.begin, made.begin() + token.end, kBlank);
  }
  return made;
}

void LeaveSomeOut(std::vector<classify::Hit>& hits, double share, Chance& chance) {
  std::vector<classify::Hit> kept;
  for (const classify::Hit& hit : hits) {
    if (!chance.Of(share)) kept.push_back(hit);
  }
  if (kept.empty()) return;
  const float factor = std::sqrt(SquareOf(hits) / SquareOf(kept));
  for (classify::Hit& hit : kept) hit.value *= factor;
  hits = std::move(kept);
}

}  // namespace recourse::ctl::model
