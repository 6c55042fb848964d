#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace recourse::classify {

// Code points [begin, end) of a text as it was sent.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// A text made plain for matching (NFKC, one case, nothing invisible) outside of the domain, which
// has no Unicode library. `origin[i]` says which code points of the sent text folded[i] came from;
// both have the same length.
struct FoldedText {
  std::u32string folded{};
  std::vector<Span> origin{};
  friend bool operator==(const FoldedText&, const FoldedText&) = default;
};

// The code points of the sent text behind folded[first, first + count); count is at least 1 and the
// range lies inside.
inline Span OriginOf(const FoldedText& text, std::size_t first, std::size_t count) {
  return {text.origin[first].begin, text.origin[first + count - 1].end};
}

}  // namespace recourse::classify
