#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace recourse {

// What most code points of most texts are, looked up by themselves without a normaliser. Made of
// ICU's data when it is first asked for; then the same for ever, and read by any thread.
//
// A table of what each code point below U+10000 becomes. Most become themselves, and a bit tells
// so: all bits together stay in a processor's nearest cache, whatever ideographs a text has.
class CodePointTable {
 public:
  static constexpr char32_t kEnd = 0x10000;
  static constexpr char32_t kNone = 0xFFFF;  // no character

  // `becomes(point)` for each; kNone is allowed.
  template <typename Becomes>
  explicit CodePointTable(Becomes becomes) : becomes_(kEnd) {
    for (char32_t point = 0; point < kEnd; ++point) {
      const char32_t other = becomes(point);
      becomes_[point] = static_cast<std::uint16_t>(other);
      if (other == point && other != kNone) same_[point / 64] |= std::uint64_t{1} << point % 64;
    }
  }
  // kNone for code points from kEnd on too.
  char32_t operator[](char32_t point) const {
    if (point >= kEnd) return kNone;
    return (same_[point / 64] >> point % 64 & 1U) != 0 ? point : becomes_[point];
  }

 private:
  std::array<std::uint64_t, kEnd / 64> same_{};
  std::vector<std::uint16_t> becomes_;
};

}  // namespace recourse
