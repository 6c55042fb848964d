#pragma once

#include <set>
#include <string>
#include <string_view>

namespace recourse::ctl::model {

// The words of an English text that are not among `words`, in lower case with a space between, and
// nothing else: no signs, no apostrophes inside of words, no numbers, no words of one letter.
// Published sets of complaints are often kept like that; texts as people wrote them have to look
// the same to help.
std::string WithoutWords(std::string_view text, const std::set<std::string>& words);

}  // namespace recourse::ctl::model
