#include "services/common/encoder/pieces.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "services/common/text/utf8.h"

namespace recourse::encoder {
namespace {

constexpr std::string_view kSpace = "\xe2\x96\x81";  // U+2581, which stands for a space in pieces
constexpr float kUnknownBelow = 10;  // an unknown character is so much less likely than any piece

// The best way to end at a byte.
struct Best {
  float score = -std::numeric_limits<float>::infinity();
  std::size_t begin = 0;
  std::uint32_t number = Pieces::kUnknown;
};

void Improve(Best& best, float score, std::size_t begin, std::uint32_t number) {
  if (score > best.score) best = {score, begin, number};
}

std::size_t CharacterBytes(std::string_view text, std::size_t at) {
  const auto point = CodePointAt(text, at);
  return point ? point->bytes : 1;
}

bool IsSpace(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

}  // namespace

struct Pieces::Range {
  std::size_t begin = 0, end = 0;
};

StatusOr<Pieces> Pieces::Of(const WeightsFile& file) {
  Pieces pieces;
  const std::size_t count = file.RowsOf("pieces");
  pieces.text_ = file.Bytes("pieces", count, kBytesMax);
  pieces.numbers_ = file.Numbers("piece_numbers", 1, count);
  pieces.scores_ = file.Floats("piece_scores", 1, count);
  const auto ordered = [&](std::size_t i) {
    return std::memcmp(&pieces.text_[i * kBytesMax], &pieces.text_[(i + 1) * kBytesMax],
                       kBytesMax) < 0;
  };
  bool sound = count > 0 && pieces.text_.data() != nullptr && pieces.numbers_.data() != nullptr &&
               pieces.scores_.data() != nullptr;
  for (std::size_t i = 0; sound && i + 1 < count; ++i) sound = ordered(i);
  if (!sound) {
    return absl::DataLossError(
        "the encoder's weights have no vocabulary: fetch them again with deploy/local/up");
  }
  const auto least = std::min_element(pieces.scores_.begin(), pieces.scores_.end());
  pieces.unknown_score_ = *least - kUnknownBelow;
  return pieces;
}

std::uint8_t Pieces::ByteOf(std::size_t piece, std::size_t depth) const {
  return text_[piece * kBytesMax + depth];
}

Pieces::Range Pieces::Narrowed(Range range, std::size_t depth, std::uint8_t byte) const {
  const auto first = [&](std::size_t from, unsigned least) {
    std::size_t low = from, high = range.end;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (ByteOf(middle, depth) < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const std::size_t begin = first(range.begin, byte);
  return {begin, first(begin, unsigned{byte} + 1)};
}

// As pieces have it: a mark before the first word and instead of each stretch of white space.
std::string Pieces::Spaced(std::string_view text, std::size_t bytes_max) const {
  std::string spaced;
  bool wants_mark = true;
  for (std::size_t at = 0; at < text.size() && spaced.size() < bytes_max;) {
    const std::size_t size = CharacterBytes(text, at);
    if (IsSpace(text[at])) {
      wants_mark = true;
    } else {
      if (wants_mark) spaced += kSpace;
      wants_mark = false;
      spaced += text.substr(at, size);
    }
    at += size;
  }
  return spaced;
}

std::vector<std::uint32_t> Pieces::Cut(std::string_view raw, std::size_t bytes_max) const {
  const std::string text = Spaced(raw, bytes_max);
  std::vector<Best> best(text.size() + 1);
  best[0].score = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t character = CharacterBytes(text, at);
    const float before = best[at].score;
    bool known = false;  // as a piece of its own
    Range range{0, numbers_.size()};
    for (std::size_t depth = 0; depth < kBytesMax && at + depth < text.size(); ++depth) {
      range = Narrowed(range, depth, static_cast<std::uint8_t>(text[at + depth]));
      if (range.begin == range.end) break;
      // The shortest stands first: a piece of just these bytes, if there is one.
      const bool whole = depth + 1 == kBytesMax || ByteOf(range.begin, depth + 1) == 0;
      if (!whole) continue;
      known = known || depth + 1 == character;
      Improve(best[at + depth + 1], before + scores_[range.begin], at, numbers_[range.begin]);
    }
    if (!known) Improve(best[at + character], before + unknown_score_, at, kUnknown);
    at += character;
  }
  std::vector<std::uint32_t> numbers;
  for (std::size_t end = text.size(); end > 0; end = best[end].begin) {
    numbers.push_back(best[end].number);
  }
  std::reverse(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace recourse::encoder
