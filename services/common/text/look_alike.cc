#include "services/common/text/look_alike.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "services/common/core/check.h"

namespace recourse {
namespace {

// The scripts with letters that look Latin stand below; ideographs begin above.
constexpr char32_t kLettersEnd = 0x2E80;
constexpr char32_t kHanBegin = 0x3400;
constexpr char32_t kHanEnd = 0xA000;

using Spoof = std::unique_ptr<USpoofChecker, decltype(&uspoof_close)>;

Spoof OpenSpoof() {
  UErrorCode error = U_ZERO_ERROR;
  Spoof spoof(uspoof_open(&error), uspoof_close);
  RECOURSE_CHECK(U_SUCCESS(error));  // ICU's data is part of its library
  return spoof;
}

icu::UnicodeString SkeletonOf(const USpoofChecker* spoof, char32_t point) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(spoof, 0, icu::UnicodeString(static_cast<UChar32>(point)),
                                  skeleton, &error);
  RECOURSE_CHECK(U_SUCCESS(error));
  return skeleton;
}

// The letters of ASCII by the capitals first, so that the small letter has the last word where both
// have one skeleton (I and l do).
char32_t LetterOf(const std::vector<icu::UnicodeString>& skeletons,
                  const icu::UnicodeString& like) {
  for (char32_t letter = 0; letter < 26; ++letter) {
    if (skeletons[26 + letter] == like) return U'a' + letter;
  }
  for (char32_t letter = 0; letter < 26; ++letter) {
    if (skeletons[letter] == like) return U'a' + letter;
  }
  return 0;
}

std::vector<std::uint8_t> MakeLookAlikes() {
  const Spoof spoof = OpenSpoof();
  std::vector<icu::UnicodeString> letters;
  for (const char32_t first : {U'A', U'a'}) {
    for (char32_t i = 0; i < 26; ++i) letters.push_back(SkeletonOf(spoof.get(), first + i));
  }
  std::vector<std::uint8_t> made(kLettersEnd);
  for (char32_t point = 0x80; point < kLettersEnd; ++point) {
    if (!u_isalpha(static_cast<UChar32>(point))) continue;
    made[point] = static_cast<std::uint8_t>(LetterOf(letters, SkeletonOf(spoof.get(), point)));
  }
  return made;
}

std::vector<std::uint16_t> MakeIdeographs(const char* transliterator) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> change(
      icu::Transliterator::createInstance(transliterator, UTRANS_FORWARD, error));
  RECOURSE_CHECK(U_SUCCESS(error));
  std::vector<std::uint16_t> made;
  for (char32_t point = kHanBegin; point < kHanEnd; ++point) {
    icu::UnicodeString one(static_cast<UChar32>(point));
    change->transliterate(one);
    made.push_back(static_cast<std::uint16_t>(one.length() == 1 ? one.charAt(0) : point));
  }
  return made;
}

std::vector<std::uint16_t> MakeUnaccented() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* decomposed = icu::Normalizer2::getNFDInstance(error);
  RECOURSE_CHECK(U_SUCCESS(error));
  std::vector<std::uint16_t> made;
  for (char32_t point = 0; point < kLettersEnd; ++point) {
    const auto letter = static_cast<UChar32>(point);
    icu::UnicodeString parts;
    const bool latin = u_getIntPropertyValue(letter, UCHAR_SCRIPT) == USCRIPT_LATIN;
    const bool apart = latin && decomposed->getDecomposition(letter, parts);
    made.push_back(static_cast<std::uint16_t>(apart ? parts.charAt(0) : letter));
  }
  return made;
}

}  // namespace

char32_t LookAlike(char32_t point) {
  static const std::vector<std::uint8_t> table = MakeLookAlikes();
  return point < kLettersEnd ? table[point] : 0;
}

char32_t Simplified(char32_t point) {
  static const std::vector<std::uint16_t> table = MakeIdeographs("Traditional-Simplified");
  return point >= kHanBegin && point < kHanEnd ? table[point - kHanBegin] : point;
}

char32_t Traditional(char32_t point) {
  static const std::vector<std::uint16_t> table = MakeIdeographs("Simplified-Traditional");
  return point >= kHanBegin && point < kHanEnd ? table[point - kHanBegin] : point;
}

char32_t Unaccented(char32_t point) {
  static const std::vector<std::uint16_t> table = MakeUnaccented();
  return point >= 0xC0 && point < kLettersEnd ? table[point] : point;
}

}  // namespace recourse
