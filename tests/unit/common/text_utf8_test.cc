#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/common/text/blank.h"
#include "services/common/text/nfc.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

using namespace std::string_literals;

TEST(Utf8Test, TakesEveryLengthOfCodePoint) {
  EXPECT_TRUE(IsUtf8("a\u00e9\u6295\U00020bb7\U0010ffff"));
  EXPECT_TRUE(IsUtf8("\0"s));
  EXPECT_TRUE(IsUtf8(""));
}

TEST(Utf8Test, RefusesWhatIsNoUtf8AndSaysWhere) {
  const std::vector<std::string> bad = {
      "\xff\xfe",          // UTF-16's mark
      "\xc0\xaf",          // overlong slash
      "\xe0\x80\xaf",      // longer still
      "\xf0\x80\x80\xaf",  //
      "\x80",              // a continuation alone
      "\xe6\x8a",          // cut short
      "\xed\xa0\x80",      // a surrogate
      "\xf4\x90\x80\x80",  // above U+10FFFF
      "\xf5\x80\x80\x80",  //
      "\xcd\xb6\xcb\xdf",  // valid, though GBK meant otherwise: see below
  };
  for (std::size_t i = 0; i + 1 < bad.size(); ++i) {
    EXPECT_EQ(FirstBadUtf8("ok" + bad[i]), 2U) << i;
  }
  // GBK's bytes may happen to be UTF-8: only their meaning is wrong, which no check can see.
  EXPECT_FALSE(IsUtf8("\xcd\xb6\xcb\xdf\xc1\xcb"));
}

TEST(Utf8Test, MendsEachBadByteAndKeepsTheRest) {
  EXPECT_EQ(MendUtf8("a\xff"
                     "b\xe6\x8a"),
            "a\ufffdb\ufffd\ufffd");
  EXPECT_EQ(MendUtf8("\u6295\u8bc9"), "\u6295\u8bc9");
}

TEST(Utf8Test, CountsAndCutsByCodePoints) {
  const std::string text = "a\u6295\U00020bb7z";
  EXPECT_EQ(CountCodePoints(text), 4U);
  EXPECT_EQ(SliceCodePoints(text, 1, 2), "\u6295\U00020bb7");
  EXPECT_EQ(SliceCodePoints(text, 3, 9), "z");
  EXPECT_EQ(SliceCodePoints(text, 9, 1), "");
  EXPECT_EQ(ClipUtf8(text, 3), "a");
  EXPECT_EQ(ClipUtf8(text, 4), "a\u6295");
}

TEST(Utf8Test, WritesWhatItReads) {
  EXPECT_EQ(ToUtf8(U"a\u00e9\u6295\U00020bb7"), "a\u00e9\u6295\U00020bb7");
  EXPECT_EQ(ToUtf8(std::u32string(1, static_cast<char32_t>(0xd800))), "\ufffd");
}

TEST(NfcTest, ComposesAndLeavesCompatibilityFormsAlone) {
  EXPECT_EQ(*ToNfc("e\u0301"), "\u00e9");
  EXPECT_EQ(*ToNfc("\uff11\ufb01\u3231"), "\uff11\ufb01\u3231");
  EXPECT_EQ(*ToNfc("a\0b"s), "a\0b"s);
  EXPECT_EQ(ToNfc("\xff").status().code(), StatusCode::kInvalidArgument);
}

TEST(BlankTest, SeesThroughWhatNobodySees) {
  for (const std::string text :
       {"", " \t\r\n", "\u3000", "\u00a0\u202f", "\u3164", "\u115f\u1160\uffa0",
        "\u200b\u200d\ufeff", "\u2800", "\u202e", "\u0085\u2028", "\u00ad\ufe0f", "\x01\x7f"}) {
    EXPECT_TRUE(IsBlank(text)) << text;
  }
  for (const std::string text : {" a ", "\u6295", "\u3000.", "\U0001f600", "\u0301"}) {
    EXPECT_FALSE(IsBlank(text)) << text;
  }
}

}  // namespace
}  // namespace recourse
