#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace recourse::classify {

// A pattern by its place in its set.
using PatternIndex = std::uint32_t;

// Code points [begin, end) of a folded text.
struct FoldedSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend auto operator<=>(const FoldedSpan&, const FoldedSpan&) = default;
};

// The patterns of one version of the rules, compiled: the domain has no library for them.
// Immutable and thread-safe. Everything takes time linear in the text.
class PatternSet {
 public:
  virtual ~PatternSet() = default;
  // Of each pattern whether the text has a match of it.
  virtual std::vector<bool> Matched(std::u32string_view folded) const = 0;
  // The first match of each of these patterns; an empty span where nothing is to be seen of it, as
  // of a mere place between two words.
  virtual std::vector<FoldedSpan> FirstOf(const std::vector<PatternIndex>& patterns,
                                          std::u32string_view folded) const = 0;
};

}  // namespace recourse::classify
