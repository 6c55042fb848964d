#pragma once

namespace recourse::classify {

// Which script a folded code point belongs to, as far as matching and counting care. Blocks, not
// properties: the domain has no Unicode library, and folding has already made variants plain.

inline constexpr bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005 ||
         c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

inline constexpr bool IsLatinLetter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return (c >= 0xC0 && c <= 0x2AF && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
}

// Belongs to the word beside it: a letter or digit of the Latin script, or an accent on one.
inline constexpr bool IsWordCharacter(char32_t c) {
  return IsLatinLetter(c) || (c >= '0' && c <= '9') || (c >= 0x300 && c <= 0x36F);
}

// Letters of neither Chinese nor English: Greek to Ethiopic and beyond, kana, hangul.
inline constexpr bool IsOtherLetter(char32_t c) {
  return (c >= 0x370 && c <= 0x1DBF) || (c >= 0x3041 && c <= 0x318F && c != 0x30FB) ||
         (c >= 0xAC00 && c <= 0xD7AF);
}

}  // namespace recourse::classify
