#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace recourse {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
};

// The code point that begins at `offset`, as RFC 3629 has it: no overlong forms, no surrogates,
// nothing above U+10FFFF. Nothing when the bytes there are none, or the text ends there.
std::optional<CodePoint> CodePointAt(std::string_view bytes, std::size_t offset);

// Whether all of it is UTF-8. U+0000 and noncharacters are; who does not want them looks for them.
bool IsUtf8(std::string_view bytes);
// Where the first bad byte stands.
std::optional<std::size_t> FirstBadUtf8(std::string_view bytes);
// The same text with U+FFFD for each bad byte.
std::string MendUtf8(std::string_view bytes);

// Of valid UTF-8, like all below.
std::size_t CountCodePoints(std::string_view text);
// The code points [first, first + count); less where the text ends before.
std::string_view SliceCodePoints(std::string_view text, std::size_t first, std::size_t count);
// The longest beginning of at most `bytes` bytes that cuts no code point.
std::string_view ClipUtf8(std::string_view text, std::size_t bytes);

// Bytes of one code point; a surrogate or a number too large becomes U+FFFD.
void AppendUtf8(char32_t value, std::string& text);
std::string ToUtf8(std::u32string_view text);
// The code points of any bytes, in place of what `points` held; false, and none, where they are not
// UTF-8.
bool DecodeUtf8(std::string_view bytes, std::u32string& points);
// The same of a text that is known to be valid.
void ToUtf32(std::string_view text, std::u32string& points);

}  // namespace recourse
