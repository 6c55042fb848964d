#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::encoder {

// Texts as points of length 1: their inner product tells how alike they are. Which encoder it is,
// and so what it knows (README.md), is told by the file of its weights. Immutable and thread-safe;
// each call works on the caller's thread alone.
class SentenceEncoder {
 public:
  static constexpr std::size_t kPiecesMax = 256;  // of a text are read, its two ends included
  static constexpr const char* kWeightsFile = "weights";
  // The encoder of a model that names none.
  static constexpr const char* kDefaultRelease = "use-multilingual-3-fuse-0.2.1";
  static constexpr std::size_t kDimensions = 512;  // of the default encoder's points

  // From the folder that holds the file of its weights. NOT_FOUND where there is none, DATA_LOSS
  // where it is not what it should be.
  static StatusOr<std::shared_ptr<const SentenceEncoder>> Open(const std::string& folder);
  // The encoder of this release from a folder of encoders: it lies there itself, or in a folder of
  // its release's name. NOT_FOUND where it is in neither.
  static StatusOr<std::shared_ptr<const SentenceEncoder>> OpenRelease(const std::string& folder,
                                                                      const std::string& release);
  virtual ~SentenceEncoder() = default;

  // Which weights: a model that was trained with others cannot be used with these.
  virtual const std::string& release() const = 0;
  // Of a point.
  virtual std::size_t dimensions() const = 0;

  // texts.size() * dimensions() numbers, text by text, in place of what `points` held. UTF-8;
  // several texts at once cost less than one by one, and give the same but for the last bits.
  virtual void Encode(std::span<const std::string> texts, std::vector<float>& points) const = 0;
};

}  // namespace recourse::encoder
