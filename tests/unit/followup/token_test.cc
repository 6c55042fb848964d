#include "services/followup/adapters/token.h"

#include <gtest/gtest.h>

#include "services/common/access/base64url.h"
#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using testing::IdOf;

const Secret kFirst("first-key-0123456789abcdef01234567");
const Secret kSecond("second-key-0123456789abcdef0123456");

LoopId SomeLoop() { return IdOf<LoopId>("loop"); }

TEST(SurveyTokensTest, NamesItsLoop) {
  const SurveyTokens tokens({kFirst});
  for (const char* name : {"a", "b", "c"}) {
    const auto loop_id = IdOf<LoopId>(name);
    EXPECT_EQ(tokens.LoopOf(tokens.TokenOf(loop_id)), loop_id);
  }
}

// base64url(loop_id || HMAC-SHA256(key, prefix || loop_id)[0..16]), reckoned with
// Python's hmac.
TEST(SurveyTokensTest, IsTheSameForEver) {
  const SurveyTokens tokens({Secret("0123456789abcdef0123456789abcdef")});
  const LoopId loop_id(*ParseUuid("00112233-4455-6677-8899-aabbccddeeff"));
  EXPECT_EQ(tokens.TokenOf(loop_id), "ABEiM0RVZneImaq7zN3u_1n9MOEPRJqVk7TlaQybkPE");
}

TEST(SurveyTokensTest, EveryBitCounts) {
  const SurveyTokens tokens({kFirst, kSecond});
  const std::string bytes = *DecodeBase64Url(tokens.TokenOf(SomeLoop()));
  ASSERT_EQ(bytes.size(), 32U);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(tokens.LoopOf(EncodeBase64Url(flipped))) << bit;
  }
}

TEST(SurveyTokensTest, IsWholeAndSpeltInOneWay) {
  const SurveyTokens tokens({kFirst});
  const std::string token = tokens.TokenOf(SomeLoop());
  EXPECT_EQ(token.size(), SurveyTokens::kTokenLength);
  EXPECT_EQ(token.find_first_of("+/="), std::string::npos);
  for (const std::string& wrong :
       {std::string(), token.substr(1), token + "A", token + "=", " " + token.substr(1),
        token.substr(0, 42) + '\0', std::string(43, '.'), std::string(100'000, 'A')}) {
    EXPECT_FALSE(tokens.LoopOf(wrong)) << wrong.size();
  }
  // The last letter has two bits that belong to no byte: set, it is another spelling.
  std::string respelt = token;
  respelt.back() = static_cast<char>(respelt.back() + 1);
  EXPECT_FALSE(tokens.LoopOf(respelt));
}

TEST(SurveyTokensTest, IsNobodyElses) {
  EXPECT_FALSE(SurveyTokens({kSecond}).LoopOf(SurveyTokens({kFirst}).TokenOf(SomeLoop())));
}

TEST(SurveyTokensTest, AnOldKeyIsBelievedWhileANewOneSigns) {
  const std::string old_token = SurveyTokens({kFirst}).TokenOf(SomeLoop());
  const SurveyTokens rotated({kSecond, kFirst});
  EXPECT_EQ(rotated.LoopOf(old_token), SomeLoop());
  EXPECT_EQ(rotated.TokenOf(SomeLoop()), SurveyTokens({kSecond}).TokenOf(SomeLoop()));
  EXPECT_NE(rotated.TokenOf(SomeLoop()), old_token);
}

TEST(SurveyTokensTest, AKeyThatIsNotThereBelievesNothing) {
  const SurveyTokens tokens({kFirst, Secret()});
  EXPECT_FALSE(tokens.LoopOf(EncodeBase64Url(std::string(32, '\0'))));
  EXPECT_EQ(tokens.LoopOf(tokens.TokenOf(SomeLoop())), SomeLoop());
}

TEST(SurveyTokensTest, StandsInAnAddress) {
  EXPECT_EQ(SurveyUrl("https://care.example", "abc"), "https://care.example/s/abc");
}

}  // namespace
}  // namespace recourse::followup
