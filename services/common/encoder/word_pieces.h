#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {

// Texts cut as BERT's tokenizers do (WordPiece): words, each of them from its left into the longest
// pieces that the vocabulary has. Thread-safe; refers to the file it was made of.
class WordPieces {
 public:
  static constexpr std::size_t kBytesMax = 48;        // of a piece
  static constexpr std::size_t kCharactersMax = 100;  // a longer word is an unknown one
  static constexpr std::uint32_t kUnknown = 100, kBegin = 101, kEnd = 102;  // as all of BERT have

  // DATA_LOSS where the file has no vocabulary, one out of order, or with numbers that are not
  // below `tokens`.
  static StatusOr<WordPieces> Of(const WeightsFile& file, std::size_t tokens);

  // The numbers of the text's pieces in their order, at most the first `pieces_max`, between those
  // of a beginning and an end, which count. UTF-8.
  std::vector<std::uint32_t> Cut(std::string_view text, std::size_t pieces_max) const;

 private:
  std::optional<std::uint32_t> Find(std::string_view piece) const;
  void CutWord(const std::u32string& word, std::vector<std::uint32_t>& numbers) const;

  std::span<const std::uint8_t> text_;  // sorted, kBytesMax each, filled up with zeros
  std::span<const std::uint32_t> numbers_;
  bool plain_letters_ = false;
};

}  // namespace recourse::encoder
