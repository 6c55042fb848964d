#pragma once

#include <string_view>

#include "services/common/core/status.h"
#include "services/common/text/folded.h"

namespace recourse {

// A text as a statistical classifier wants it: folded (folded.h), and what people write to slip
// past a filter, or by habit, undone as well:
//   accents and piles of marks on Latin letters and ideographs are dropped;
//   letters of other scripts that look Latin become Latin where the word or the text is Latin
//   otherwise (Unicode's table of confusables); a Russian word stays Russian;
//   traditional ideographs become simplified, one by one;
//   white space between ideographs goes, and letters set apart one by one ("c a r d", "c.a.r.d")
//   are a word again;
//   of a character that is repeated more than kRepeatsMax times so many are kept; digits are not
//   touched.
// For the classifier only: rules and people see what was written. Each code point still knows where
// it came from. Takes linear time.
StatusOr<Folded> FoldDisguised(std::string_view text);
// The same into what `folded` held, whose memory is used again. Thread-safe.
Status FoldDisguised(std::string_view text, Folded& folded);

// The same of what Fold made of this very text, for whoever wants both.
void Undisguise(std::string_view text, Folded& folded);

inline constexpr std::size_t kRepeatsMax = 3;
// So many single letters with the same sign between them are a word that was set apart.
inline constexpr std::size_t kApartMin = 3;

}  // namespace recourse
