#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <string>
#include <vector>

#include "services/common/text/disguise.h"
#include "services/common/text/folded.h"
#include "services/common/text/utf8.h"

// Most code points are folded by a table. Here the normaliser alone folds, piece by piece, and both
// must come to the same.
namespace recourse {
namespace {

const icu::Normalizer2& Folding() {
  UErrorCode error = U_ZERO_ERROR;
  return *icu::Normalizer2::getNFKCCasefoldInstance(error);
}

Folded FoldByNormaliser(const std::u32string& points) {
  Folded folded;
  for (std::size_t begin = 0; begin < points.size();) {
    const std::size_t most = std::min(points.size(), begin + 1 + kMarksMax);
    std::size_t end = begin + 1;
    while (end < most && !Folding().hasBoundaryBefore(static_cast<UChar32>(points[end]))) ++end;
    icu::UnicodeString source;
    for (std::size_t i = begin; i < end; ++i) source.append(static_cast<UChar32>(points[i]));
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString result = Folding().normalize(source, error);
    for (std::int32_t i = 0; i < result.length(); i = result.moveIndex32(i, 1)) {
      folded.text += static_cast<char32_t>(result.char32At(i));
      folded.origin.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    begin = end;
  }
  return folded;
}

bool FoldsAlike(const std::u32string& points) {
  const auto folded = Fold(ToUtf8(points));
  const Folded expected = FoldByNormaliser(points);
  return folded.ok() && folded->text == expected.text && folded->origin == expected.origin;
}

bool IsScalar(char32_t point) { return point < 0xD800 || point >= 0xE000; }

TEST(FoldLaws, EveryCodePointFoldsAsTheNormaliserFoldsIt) {
  for (char32_t point = 0; point <= 0x10FFFF; ++point) {
    if (!IsScalar(point)) continue;
    ASSERT_TRUE(FoldsAlike({point})) << std::hex << static_cast<std::uint32_t>(point);
  }
}

// A letter before, a mark behind, and what begins a syllable: whatever joins shows.
TEST(FoldLaws, EveryCodePointFoldsBesideOthersAsTheNormaliserFoldsIt) {
  for (char32_t point = 0; point < 0x20000; ++point) {
    if (!IsScalar(point)) continue;
    ASSERT_TRUE(FoldsAlike({U'A', point, U'\u0301', U'\u1100', point, U'卡', point, U'\u3099'}))
        << std::hex << static_cast<std::uint32_t>(point);
  }
}

// What people write, and what joins, falls apart, changes its place or is not seen.
const std::u32string kMixed =
    U"aZ é1 。，！（卡銀行 　Ａｂ１ﬁ㈱①½ﾊﾟ"
    U"がか\u3099\u0301\u0316\u0345ß\u1E9EİıﬀΩΣς"
    U"가각\u1100\u1161\u11A8\u200B\u200D\u00AD\uFEFF\uFE0F😡❤\u0915\u093E\u0E33\u06CC"
    U"\u0644\u0627\U00020BB7\uF900\U0001D400";

std::u32string Any(const std::u32string& letters, int most) {
  std::u32string text;
  for (int i = *rc::gen::inRange(0, most + 1); i > 0; --i) text += *rc::gen::elementOf(letters);
  return text;
}

RC_GTEST_PROP(FoldLaws, AnyMixtureFoldsAsTheNormaliserFoldsIt, ()) {
  RC_ASSERT(FoldsAlike(Any(kMixed, 40)));
}

RC_GTEST_PROP(FoldLaws, AnyMixtureFoldsAlikeInMemoryThatIsUsedAgain, ()) {
  Folded used;
  for (int i = 0; i < 3; ++i) {
    const std::u32string text = Any(kMixed, 40);
    RC_ASSERT(Fold(ToUtf8(text), used).ok());
    const Folded expected = FoldByNormaliser(text);
    RC_ASSERT(used.text == expected.text && used.origin == expected.origin);
  }
}

// A text without foreign letters and marks takes the short way. A word of Russian behind it sends
// all of it the long way, and changes nothing of what stands before.
RC_GTEST_PROP(DisguiseLaws, TheShortWayComesToTheSame, ()) {
  const std::u32string calm = U"ab c.-1銀行髮发卡中國 　。，、\u2028\u00B7😡ＡＢ１\u3000....";
  const std::u32string text = Any(calm, 40);
  const auto quick = FoldDisguised(ToUtf8(text));
  const auto slow = FoldDisguised(ToUtf8(text + U";яя"));
  RC_ASSERT(slow->text == quick->text + U";яя");
  for (std::size_t i = 0; i < quick->origin.size(); ++i) {
    RC_ASSERT(slow->origin[i] == quick->origin[i]);
  }
}

TEST(DisguiseLaws, EveryCodePointBelowTheAstralComesToTheSameBesideForeignLetters) {
  for (char32_t point = 1; point < 0x10000; ++point) {
    if (!IsScalar(point) || point == U';') continue;
    const std::u32string text = {U'卡', point, U'卡', U' ', point};
    const auto alone = FoldDisguised(ToUtf8(text));
    const auto beside = FoldDisguised(ToUtf8(text + U";яя"));
    // What looks Latin is judged by the letters of the whole text.
    if (alone->text + U";яя" == beside->text) continue;
    ADD_FAILURE() << std::hex << static_cast<std::uint32_t>(point);
  }
}

}  // namespace
}  // namespace recourse
