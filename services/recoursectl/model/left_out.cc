#include "services/recoursectl/model/left_out.h"

#include <algorithm>

namespace recourse::ctl::model {
namespace {

// Bytes of letters beyond ASCII are taken as they are.
bool IsOfWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string WithoutWords(std::string_view text, const std::set<std::string>& words) {
  std::string kept, word;
  const auto end_word = [&] {
    const bool number = std::all_of(word.begin(), word.end(), IsDigit);
    if (word.size() > 1 && !number && !words.contains(word)) {
      kept += (kept.empty() ? "" : " ") + word;
    }
    word.clear();
  };
  for (const char c : text) {
    if (IsOfWord(c)) {
      word += Small(c);
    } else if (c != '\'') {
      end_word();
    }
  }
  end_word();
  return kept;
}

}  // namespace recourse::ctl::model
