#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"

namespace recourse {

// Code points [begin, end) of a text.
struct CodePointRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const CodePointRange&, const CodePointRange&) = default;
};

// A text as a matcher wants it: compatibility forms made plain (NFKC: full width to ASCII,
// ligatures apart), letters folded to one case, invisible characters (zero width, soft hyphen,
// direction marks) gone. Each code point knows which code points of the original it came from, so
// that what matched can be shown in the text as it was written.
struct Folded {
  // UTF-32, for matching by place; ToUtf8 (utf8.h) gives the bytes.
  std::u32string text;
  // Where text[i] came from; as long as text.
  std::vector<CodePointRange> origin;

  // The part of the original behind text[first, first + count). Nothing of it gives {0, 0}.
  CodePointRange OriginOf(std::size_t first, std::size_t count) const;
};

// InvalidArgument for bytes that are not UTF-8. Takes linear time: a pile of more than
// kMarksMax combining marks is folded in parts.
StatusOr<Folded> Fold(std::string_view text);
// The same into what `folded` held, whose memory is used again.
Status Fold(std::string_view text, Folded& folded);

// As Unicode's stream-safe format has it (UAX 15): no word of any language stacks more.
inline constexpr std::size_t kMarksMax = 30;

}  // namespace recourse
