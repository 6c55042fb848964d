#include "services/common/encoder/word_pieces.h"

#include <algorithm>
#include <cstring>

#include "services/common/text/basic_words.h"
#include "services/common/text/utf8.h"

namespace recourse::encoder {
namespace {

constexpr std::string_view kInside = "##";  // before a piece that does not begin a word

// Where each character of a text begins, and its end.
std::vector<std::size_t> BoundsOf(std::u32string_view word) {
  std::vector<std::size_t> bounds{0};
  for (const char32_t point : word) {
    bounds.push_back(bounds.back() + ToUtf8(std::u32string_view(&point, 1)).size());
  }
  return bounds;
}

}  // namespace

StatusOr<WordPieces> WordPieces::Of(const WeightsFile& file, std::size_t tokens) {
  WordPieces made;
  const std::size_t count = file.RowsOf("words");
  made.text_ = file.Bytes("words", count, kBytesMax);
  made.numbers_ = file.Numbers("word_numbers", 1, count);
  const auto plain = file.Numbers("plain_letters", 1, 1);
  const auto ordered = [&](std::size_t i) {
    return std::memcmp(&made.text_[i * kBytesMax], &made.text_[(i + 1) * kBytesMax], kBytesMax) < 0;
  };
  bool sound = count > 0 && made.text_.data() != nullptr && made.numbers_.data() != nullptr &&
               plain.data() != nullptr && tokens > kEnd;
  for (std::size_t i = 0; sound && i + 1 < count; ++i) sound = ordered(i);
  for (std::size_t i = 0; sound && i < count; ++i) sound = made.numbers_[i] < tokens;
  if (!sound) {
    return absl::DataLossError(
        "the encoder's weights have no vocabulary: fetch them again with deploy/local/up");
  }
  made.plain_letters_ = plain[0] != 0;
  return made;
}

std::optional<std::uint32_t> WordPieces::Find(std::string_view piece) const {
  if (piece.size() > kBytesMax) return std::nullopt;
  char wanted[kBytesMax] = {};
  std::copy(piece.begin(), piece.end(), wanted);
  std::size_t low = 0, high = numbers_.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const int order = std::memcmp(&text_[middle * kBytesMax], wanted, kBytesMax);
    if (order == 0) return numbers_[middle];
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}

void WordPieces::CutWord(const std::u32string& word, std::vector<std::uint32_t>& numbers) const {
  if (word.size() > kCharactersMax) {
    numbers.push_back(kUnknown);
    return;
  }
  const std::string text = ToUtf8(word);
  const auto bounds = BoundsOf(word);
  const std::size_t before = numbers.size();
  for (std::size_t begin = 0; begin < word.size();) {
    const std::string inside(begin == 0 ? "" : kInside);
    std::size_t end = word.size();
    std::optional<std::uint32_t> found;
    for (; end > begin && !found; --end) {
      found = Find(inside + text.substr(bounds[begin], bounds[end] - bounds[begin]));
    }
    if (!found) {  // one part is unknown: so is the word
      numbers.resize(before);
      numbers.push_back(kUnknown);
      return;
    }
    numbers.push_back(*found);
    begin = end + 1;
  }
}

std::vector<std::uint32_t> WordPieces::Cut(std::string_view text, std::size_t pieces_max) const {
  std::vector<std::uint32_t> numbers{kBegin};
  for (const auto& word : BasicWords(text, plain_letters_, pieces_max)) {
    if (numbers.size() >= pieces_max) break;
    CutWord(word, numbers);
  }
  numbers.resize(std::min(numbers.size(), pieces_max - 1));
  numbers.push_back(kEnd);
  return numbers;
}

}  // namespace recourse::encoder
