#include "services/classify/domain/sentiment.h"

#include <gtest/gtest.h>

namespace recourse::classify {
namespace {

Sentiment Of(const std::u32string& text) {
  WrittenRules written;
  written.sentiments = {{Sentiment::kVeryNegative, {U"气死"}},
                        {Sentiment::kNegative, {U"不满", U"bad"}},
                        {Sentiment::kPositive, {U"满意", U"thanks"}},
                        {Sentiment::kVeryPositive, {U"太棒"}}};
  const Policy policy = Compile(written, 1);
  return SentimentOf(policy, FindTerms(policy.lexicon, text));
}

TEST(SentimentTest, TheStrongestWordCounts) {
  EXPECT_EQ(Of(U"thanks, 太棒"), Sentiment::kVeryPositive);
  EXPECT_EQ(Of(U"bad, 气死我了"), Sentiment::kVeryNegative);
  EXPECT_EQ(Of(U"bad, but 太棒"), Sentiment::kVeryPositive);
}

TEST(SentimentTest, OfTwoEquallyStrongTheWorseCounts) {
  EXPECT_EQ(Of(U"很不满意"), Sentiment::kNegative);
  EXPECT_EQ(Of(U"太棒了,气死"), Sentiment::kVeryNegative);
}

TEST(SentimentTest, WithoutAWordItIsNeutral) { EXPECT_EQ(Of(U"查余额"), Sentiment::kNeutral); }

}  // namespace
}  // namespace recourse::classify
