#include "services/common/text/basic_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <utility>

#include "services/common/core/check.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

constexpr char32_t kReplacement = 0xfffd;

UChar32 IcuOf(char32_t point) { return static_cast<UChar32>(point); }

bool IsSpace(char32_t point) { return u_isUWhiteSpace(IcuOf(point)) != 0; }

// What shows nothing and stands for nothing; U+0009, U+000A and U+000D are white space.
bool IsControl(char32_t point) {
  constexpr std::uint32_t kOther = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK;
  return (U_GET_GC_MASK(IcuOf(point)) & kOther) != 0;
}

// All signs of ASCII, letters and digits apart, though Unicode calls some of them symbols.
bool IsPunctuation(char32_t point) {
  const bool ascii = (point >= '!' && point <= '/') || (point >= ':' && point <= '@') ||
                     (point >= '[' && point <= '`') || (point >= '{' && point <= '~');
  return ascii || (U_GET_GC_MASK(IcuOf(point)) & U_GC_P_MASK) != 0;
}

// The blocks that the tokenizers name, as they name them.
bool IsIdeograph(char32_t point) {
  constexpr std::pair<char32_t, char32_t> kBlocks[] = {
      {0x4e00, 0x9fff},   {0x3400, 0x4dbf},   {0x20000, 0x2a6df}, {0x2a700, 0x2b73f},
      {0x2b740, 0x2b81f}, {0x2b920, 0x2ceaf}, {0xf900, 0xfaff},   {0x2f800, 0x2fa1f}};
  for (const auto& [first, last] : kBlocks) {
    if (point >= first && point <= last) return true;
  }
  return false;
}

// Appends a code point's small form without marks: nothing for a mark.
void AppendPlain(char32_t point, std::u32string& plain) {
  if (point < 0x80) {
    plain.push_back(point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point);
    return;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  RECOURSE_CHECK(U_SUCCESS(error));  // ICU's data is part of its library
  icu::UnicodeString parts;
  if (nfd->getDecomposition(IcuOf(point), parts) == 0) parts.append(IcuOf(point));
  for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
    const UChar32 part = parts.char32At(at);
    if (u_charType(part) == U_NON_SPACING_MARK) continue;
    plain.push_back(static_cast<char32_t>(u_tolower(part)));
  }
}

// Gathers words from code points.
struct Gathering {
  std::vector<std::u32string> words{};
  std::u32string word{};

  void End() {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  }
  void Add(char32_t point) {
    if (IsPunctuation(point)) {
      End();
      words.emplace_back(1, point);
    } else {
      word.push_back(point);
    }
  }
};

}  // namespace

std::vector<std::u32string> BasicWords(std::string_view text, bool plain_letters,
                                       std::size_t words_max) {
  Gathering gathered;
  std::u32string plain;
  for (std::size_t at = 0; at < text.size() && gathered.words.size() < words_max;) {
    const auto point = CodePointAt(text, at);
    at += point ? point->bytes : 1;
    if (!point || point->value == kReplacement) continue;
    const bool space = IsSpace(point->value);
    const bool alone = IsIdeograph(point->value);
    if (!space && IsControl(point->value)) continue;
    if (space || alone) gathered.End();
    if (space) continue;
    plain.assign(1, point->value);
    if (plain_letters) {
      plain.clear();
      AppendPlain(point->value, plain);
    }
    for (const char32_t each : plain) gathered.Add(each);
    if (alone) gathered.End();
  }
  gathered.End();
  if (gathered.words.size() > words_max) gathered.words.resize(words_max);
  return gathered.words;
}

}  // namespace recourse
