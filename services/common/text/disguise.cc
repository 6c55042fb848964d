#include "services/common/text/disguise.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "services/common/text/look_alike.h"
#include "services/common/text/plain.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

bool IsAsciiLetter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool IsAlphabetic(char32_t c) {
  return c < 0x80 ? IsAsciiLetter(c) : u_isalpha(static_cast<UChar32>(c)) != 0;
}
bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
         (c >= 0x20000 && c <= 0x3FFFF);
}
bool IsSpace(char32_t c) {
  return c == U' ' || (c >= 0x09 && c <= 0x0D) ||
         (c >= 0x80 && u_isUWhiteSpace(static_cast<UChar32>(c)));
}
bool IsMark(char32_t c) {
  if (c < 0x300) return false;
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}
// What stands between letters that were set apart. Not the comma: it lists.
bool IsBetween(char32_t c) {
  return IsSpace(c) || c == U'.' || c == U'-' || c == U'_' || c == U'*' || c == U'/' || c == U'|' ||
         c == U'~' || c == U'+' || c == U'\u00B7';
}

// Marks belong to the spelling in Indic, Thai, Arabic and Hebrew; on these they are decoration.
bool CarriesNoMarks(char32_t base) {
  return base < 0x590 || IsHan(base) || (base >= 0x1E00 && base < 0x3040);
}

// Keeps the code points for which keep(i) is true; asked in order, of the text as it was.
template <typename Keep>
void Filter(Folded& folded, Keep keep) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < folded.text.size(); ++i) {
    if (!keep(i)) continue;
    folded.text[kept] = folded.text[i];
    folded.origin[kept++] = folded.origin[i];
  }
  folded.text.resize(kept);
  folded.origin.resize(kept);
}

bool IsGreek(char32_t c) { return (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000); }

// One mark becomes a letter when case is folded: U+0345 an iota, which then takes the marks beside
// it. In Greek rightly, in a pile not.
bool WasMark(const Folded& folded, const std::u32string& points, std::size_t i) {
  const CodePointRange range = folded.origin[i];
  return IsGreek(folded.text[i]) &&
         std::all_of(points.begin() + range.begin, points.begin() + range.end, IsMark);
}

void DropMarks(std::string_view text, Folded& folded) {
  thread_local std::u32string points;
  ToUtf32(text, points);
  char32_t base = 0;
  Filter(folded, [&](std::size_t i) {
    char32_t& c = folded.text[i];
    if (IsMark(c)) return !CarriesNoMarks(base);
    if (!IsGreek(base) && WasMark(folded, points, i)) return false;
    base = c = Simplified(Unaccented(c));
    return true;
  });
}

struct Letters {
  std::size_t latin = 0;
  std::size_t alike = 0;  // of another script, looking Latin
  std::size_t other = 0;
};

// What the code point looks like, asked of how it was written: case decides.
char32_t Seen(const Folded& folded, const std::u32string& points, std::size_t i) {
  if (folded.text[i] < 0x80) return 0;
  const CodePointRange range = folded.origin[i];
  const char32_t written = range.end == range.begin + 1 ? LookAlike(points[range.begin]) : 0;
  return written != 0 ? written : LookAlike(folded.text[i]);
}

Letters Count(const Folded& folded, const std::u32string& points, std::size_t begin,
              std::size_t end) {
  Letters count;
  for (std::size_t i = begin; i < end; ++i) {
    if (!IsAlphabetic(folded.text[i]) || IsHan(folded.text[i])) continue;
    if (IsAsciiLetter(folded.text[i])) {
      ++count.latin;
    } else {
      ++(Seen(folded, points, i) != 0 ? count.alike : count.other);
    }
  }
  return count;
}

void UnmaskLetters(std::string_view text, Folded& folded) {
  thread_local std::u32string points;
  ToUtf32(text, points);
  const Letters all = Count(folded, points, 0, folded.text.size());
  if (all.alike == 0) return;
  const bool latin_text = all.other == 0 && all.latin > 0;
  for (std::size_t begin = 0; begin < folded.text.size();) {
    std::size_t end = begin;
    while (end < folded.text.size() && IsAlphabetic(folded.text[end])) ++end;
    if (latin_text || Count(folded, points, begin, end).latin > 0) {
      for (std::size_t i = begin; i < end; ++i) {
        if (const char32_t seen = Seen(folded, points, i); seen != 0) folded.text[i] = seen;
      }
    }
    begin = end + 1;
  }
}

// Whether the code point at `i` stands by itself as letters do that were set apart.
bool IsUnit(const std::u32string& text, std::size_t i) {
  const auto wordlike = [&](std::size_t at) { return IsAlphabetic(text[at]) || IsDigit(text[at]); };
  if (!IsAlphabetic(text[i])) return false;
  if (i > 0 && wordlike(i - 1)) return false;
  return i + 1 >= text.size() || !wordlike(i + 1);
}

// The end of a run of units that begins at `i`, with the same sign between each two; `i` + 1 where
// there are fewer than kApartMin.
std::size_t EndOfRun(const std::u32string& text, std::size_t i) {
  if (i + 2 >= text.size() || !IsUnit(text, i) || !IsBetween(text[i + 1])) return i + 1;
  std::size_t last = i;
  while (last + 2 < text.size() && text[last + 1] == text[i + 1] && IsUnit(text, last + 2)) {
    last += 2;
  }
  return last - i >= 2 * (kApartMin - 1) ? last + 1 : i + 1;
}

void JoinRuns(Folded& folded) {
  std::size_t begin = 0, end = 0;
  Filter(folded, [&](std::size_t i) {
    if (i >= end) {
      begin = i;
      end = EndOfRun(folded.text, i);
    }
    return (i - begin) % 2 == 0;
  });
}

void DropSpacesInHan(Folded& folded) {
  char32_t before = 0;
  std::size_t next = 0;  // the first code point from here on that is no space
  Filter(folded, [&](std::size_t i) {
    const char32_t c = folded.text[i];
    if (!IsSpace(c)) {
      before = c;
      return true;
    }
    if (!IsHan(before)) return true;
    for (next = std::max(next, i); next < folded.text.size() && IsSpace(folded.text[next]);) ++next;
    return next >= folded.text.size() || !IsHan(folded.text[next]);
  });
}

void CutRepeats(Folded& folded) {
  char32_t before = 0;
  std::size_t count = 0;
  Filter(folded, [&](std::size_t i) {
    const char32_t c = folded.text[i];
    count = c == before ? count + 1 : 1;
    before = c;
    return count <= kRepeatsMax || IsDigit(c);
  });
}

constexpr char32_t kHanBegin = 0x4E00;
constexpr char32_t kHanEnd = 0xA000;
constexpr char32_t kSpacesEnd = 0x3000;  // no white space stands behind

// What a code point becomes in a text without letters that need a second look: signs, ideographs
// and spaces. None for marks, Greek, and letters outside of ASCII, which may look Latin.
char32_t CalmForm(char32_t c) {
  const bool calm = !IsMark(c) && !IsGreek(c) && (c < 0x80 || !IsAlphabetic(c) || IsHan(c));
  return calm && (c < 0xD800 || c >= 0xE000) ? Simplified(Unaccented(c)) : CodePointTable::kNone;
}

const CodePointTable& Calm() {
  static const CodePointTable table(CalmForm);
  return table;
}

bool IsCalm(const std::u32string& text) {
  const CodePointTable& calm = Calm();
  return std::all_of(text.begin(), text.end(), [&](char32_t c) {
    return c < 0x80 || (c >= kHanBegin && c < kHanEnd) || calm[c] != CodePointTable::kNone;
  });
}

// What DropMarks, UnmaskLetters and DropSpacesInHan come to where there is no mark and no letter
// but ASCII's and ideographs.
void SimplifyCalm(Folded& folded) {
  const CodePointTable& calm = Calm();
  bool gaps = false;
  char32_t before = 0;
  for (char32_t& c : folded.text) {
    c = calm[c];
    gaps = gaps || (c <= kSpacesEnd && IsHan(before) && IsSpace(c));
    before = c;
  }
  if (gaps) DropSpacesInHan(folded);
}

// What a text has that JoinRuns and CutRepeats would change.
struct Tricks {
  bool runs = false;
  bool repeats = false;
};

// In both every other code point is the same, which is seldom so otherwise.
Tricks FindTricks(const std::u32string& text) {
  Tricks found;
  static_assert(kRepeatsMax == 3 && kApartMin == 3, "what four code points tell");
  for (std::size_t i = 3; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c != text[i - 2]) continue;
    if (c == text[i - 1] && c == text[i - 3] && !IsDigit(c)) found.repeats = true;
    // One is enough: a run as long as the text would be walked again from each of its letters.
    found.runs = found.runs || (IsBetween(c) && EndOfRun(text, i - 3) > i - 2);
  }
  return found;
}

}  // namespace

StatusOr<Folded> FoldDisguised(std::string_view text) {
  Folded folded;
  if (Status status = FoldDisguised(text, folded); !status.ok()) return status;
  return folded;
}

Status FoldDisguised(std::string_view text, Folded& folded) {
  if (Status status = Fold(text, folded); !status.ok()) return status;
  Undisguise(text, folded);
  return absl::OkStatus();
}

void Undisguise(std::string_view text, Folded& folded) {
  const bool ascii =
      std::all_of(folded.text.begin(), folded.text.end(), [](char32_t c) { return c < 0x80; });
  if (!ascii && IsCalm(folded.text)) {
    SimplifyCalm(folded);
  } else if (!ascii) {
    DropMarks(text, folded);
    UnmaskLetters(text, folded);
    DropSpacesInHan(folded);
  }
  const Tricks tricks = FindTricks(folded.text);
  if (tricks.runs) JoinRuns(folded);
  if (tricks.runs || tricks.repeats) CutRepeats(folded);  // what was joined may repeat
}

}  // namespace recourse
