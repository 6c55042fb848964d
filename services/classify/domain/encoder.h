#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace recourse::classify {

// Texts as points that tell what they mean: what the second tier looks at beside their words.
// Immutable and thread-safe; works on the caller's thread.
class Encoder {
 public:
  virtual ~Encoder() = default;
  // Which weights: a model that was trained with others cannot be asked with these.
  virtual const std::string& release() const = 0;
  // Of a point.
  virtual std::size_t dimensions() const = 0;
  // texts.size() * dimensions() numbers, text by text, in place of what `points` held. UTF-8;
  // cannot fail. A text's point is the same whatever else is encoded with it, but for the last
  // bits.
  virtual void Encode(std::span<const std::string> texts, std::vector<float>& points) const = 0;
};

using EncoderPtr = std::shared_ptr<const Encoder>;  // null: there is none

}  // namespace recourse::classify
