#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/features.h"
#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"

namespace {

void Require(bool law) {
  if (!law) std::abort();
}

}  // namespace

// Whatever is folded for the classifier: every code point of it comes from inside the text, in
// order, and every feature lies inside of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto folded = recourse::FoldDisguised(text);
  Require(folded.ok() == recourse::IsUtf8(text));
  if (!folded.ok()) return 0;
  Require(folded->text.size() == folded->origin.size());
  const std::size_t points = recourse::CountCodePoints(text);
  std::uint32_t before = 0;
  for (const auto& range : folded->origin) {
    Require(range.begin < range.end && range.end <= points && range.begin >= before);
    before = range.begin;
  }
  std::vector<recourse::classify::Token> tokens;
  std::vector<recourse::classify::Feature> features;
  recourse::classify::Tokenize(folded->text, tokens);
  recourse::classify::FindFeatures(folded->text, tokens, {3, 2, 5, 3, 2}, features);
  for (const auto& feature : features) {
    Require(feature.begin < feature.end && feature.end <= folded->text.size());
  }
  return 0;
}
