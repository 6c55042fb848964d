#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::encoder {

// Texts as points of length 1 in 512 dimensions: their inner product tells how alike they are, also
// across languages. Immutable and thread-safe; each call works on the caller's thread alone.
class SentenceEncoder {
 public:
  static constexpr std::size_t kDimensions = 512;
  static constexpr std::size_t kPiecesMax = 256;  // of a text are read, its two ends included
  static constexpr const char* kWeightsFile = "weights";

  // From the folder that holds the file of its weights. NOT_FOUND where there is none, DATA_LOSS
  // where it is not what it should be.
  static StatusOr<std::shared_ptr<const SentenceEncoder>> Open(const std::string& folder);
  ~SentenceEncoder();

  // Which weights: a model that was trained with others cannot be used with these.
  const std::string& release() const;

  // texts.size() * kDimensions numbers, text by text, in place of what `points` held. UTF-8;
  // several texts at once cost less than one by one, and give the same but for the last bits.
  void Encode(std::span<const std::string> texts, std::vector<float>& points) const;

 private:
  struct Parts;
  explicit SentenceEncoder(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace recourse::encoder
