#include "services/classify/domain/match.h"

#include "services/classify/domain/script.h"

namespace recourse::classify {

bool StandsAlone(std::u32string_view text, std::size_t begin, std::size_t end) {
  const bool grown_left =
      begin > 0 && IsWordCharacter(text[begin]) && IsWordCharacter(text[begin - 1]);
  const bool grown_right =
      end < text.size() && IsWordCharacter(text[end - 1]) && IsWordCharacter(text[end]);
  return !grown_left && !grown_right;
}

Found FindTerms(const Lexicon& lexicon, std::u32string_view folded) {
  Found found(lexicon.terms().size());
  lexicon.automaton().Scan(folded, [&](std::size_t term, std::size_t end) {
    const std::size_t begin = end - lexicon.terms()[term].size();
    if (StandsAlone(folded, begin, end)) found.Add(static_cast<TermIndex>(term), begin);
  });
  return found;
}

}  // namespace recourse::classify
