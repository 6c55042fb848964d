#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace recourse {

// A text as the words that BERT's tokenizers begin with (Devlin et al. 2019): what stands between
// white space, each sign of punctuation and each ideograph being a word of its own; controls and
// U+FFFD are gone. With `plain_letters`, letters are small and without the marks above and below
// them. At most `words_max` words, the first ones. Bytes that are not UTF-8 are left out.
std::vector<std::u32string> BasicWords(std::string_view text, bool plain_letters,
                                       std::size_t words_max);

}  // namespace recourse
