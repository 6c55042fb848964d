#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {

// Texts cut into pieces of a fixed vocabulary, so that the product of the pieces' likelihoods is
// greatest (Kudo 2018, arXiv 1804.10959): what SentencePiece does with a unigram model. Its own
// library cannot be used beside protobuf: it brings another one under the same names. Thread-safe;
// refers to the file it was made of.
class Pieces {
 public:
  static constexpr std::size_t kBytesMax = 48;  // of a piece
  static constexpr std::uint32_t kUnknown = 0;  // a character that no piece has

  // DATA_LOSS where the file has no vocabulary, or one out of order.
  static StatusOr<Pieces> Of(const WeightsFile& file);

  // The numbers of the text's pieces in their order, those of its first `bytes_max` bytes or so:
  // what comes later is not looked at. UTF-8 in form KC; stretches of white space count as one and
  // those at the ends for nothing. Empty for a text of nothing else.
  std::vector<std::uint32_t> Cut(std::string_view text, std::size_t bytes_max) const;

 private:
  struct Range;
  // The pieces of `range` that have this byte at `depth`.
  Range Narrowed(Range range, std::size_t depth, std::uint8_t byte) const;
  std::uint8_t ByteOf(std::size_t piece, std::size_t depth) const;
  std::string Spaced(std::string_view text, std::size_t bytes_max) const;

  std::span<const std::uint8_t> text_;  // sorted, kBytesMax each, filled up with zeros
  std::span<const std::uint32_t> numbers_;
  std::span<const float> scores_;
  float unknown_score_ = 0;
};

}  // namespace recourse::encoder
