#include "services/classify/domain/language.h"

#include <cstddef>

#include "services/classify/domain/script.h"

namespace recourse::classify {
namespace {

// Fewer in a text of the other language are a name, a product or a greeting.
constexpr std::size_t kHanMin = 2;
constexpr std::size_t kWordsMin = 3;
// The one is spoken too where it has at least a tenth of what the other has.
constexpr std::size_t kShare = 10;

struct Counts {
  std::size_t han = 0;    // characters
  std::size_t words = 0;  // runs of Latin letters
  std::size_t other = 0;  // characters
};

Counts CountScripts(std::u32string_view text) {
  Counts counts;
  bool in_word = false;
  for (const char32_t c : text) {
    const bool letter = IsLatinLetter(c);
    if (letter && !in_word) ++counts.words;
    in_word = letter || (in_word && IsWordCharacter(c));
    if (IsHan(c)) ++counts.han;
    if (IsOtherLetter(c)) ++counts.other;
  }
  return counts;
}

}  // namespace

Language LanguageOf(std::u32string_view folded) {
  const Counts counts = CountScripts(folded);
  if (counts.other > counts.han + counts.words) return Language::kUndetermined;
  if (counts.han == 0 && counts.words == 0) return Language::kUndetermined;
  if (counts.words == 0) return Language::kChinese;
  if (counts.han == 0) return Language::kEnglish;
  const bool chinese = counts.han >= kHanMin && counts.han * kShare >= counts.words;
  const bool english = counts.words >= kWordsMin && counts.words * kShare >= counts.han;
  if (chinese && english) return Language::kMultiple;
  return english ? Language::kEnglish : Language::kChinese;
}

}  // namespace recourse::classify
