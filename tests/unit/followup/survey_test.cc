#include "services/followup/domain/survey.h"

#include <gtest/gtest.h>

namespace recourse::followup {
namespace {

const LoopId kLoop(NamedUuid(kRecourseSpace, "loop"));
const Questions kAll{true, true, true, true, true};

Answer AnswerOf(Scores scores, std::string words = "") {
  return {scores, std::move(words), AnswerVia::kLink, AgentId()};
}

std::string SlugOf(const Answer& answer, const Questions& questions = kAll) {
  const auto refusal = CheckAnswer(answer, questions);
  return refusal ? refusal->slug : "";
}

TEST(CheckAnswerTest, TakesEveryScoreFromEndToEndOfItsScale) {
  for (int csat = 1; csat <= 5; ++csat) EXPECT_EQ(SlugOf(AnswerOf({csat, {}, {}, {}})), "");
  for (int nps = 0; nps <= 10; ++nps) EXPECT_EQ(SlugOf(AnswerOf({{}, nps, {}, {}})), "");
  for (int ces = 1; ces <= 7; ++ces) EXPECT_EQ(SlugOf(AnswerOf({{}, {}, ces, {}})), "");
}

TEST(CheckAnswerTest, RefusesWhatIsBeyondAScale) {
  for (const Scores& scores :
       {Scores{0, {}, {}, {}}, Scores{6, {}, {}, {}}, Scores{{}, -1, {}, {}},
        Scores{{}, 11, {}, {}}, Scores{{}, {}, 0, {}}, Scores{{}, {}, 8, {}}}) {
    EXPECT_EQ(SlugOf(AnswerOf(scores)), "score-out-of-range");
  }
}

TEST(CheckAnswerTest, RefusesAnAnswerWithoutAScoreEvenWithWords) {
  EXPECT_EQ(SlugOf(AnswerOf({})), "answer-empty");
  EXPECT_EQ(SlugOf(AnswerOf({}, "nobody called")), "answer-empty");
}

TEST(CheckAnswerTest, RefusesWhatWasNotAskedAndNamesIt) {
  const Questions only_csat{true, false, false, false, false};
  const auto refusal = CheckAnswer(AnswerOf({5, 9, {}, {}}), only_csat);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(*refusal, (Refusal{"score-not-asked", {{"field", "nps"}}}));
  EXPECT_EQ(SlugOf(AnswerOf({5, {}, {}, {}}, "words"), only_csat), "words-not-asked");
}

TEST(CheckAnswerTest, LimitsWords) {
  EXPECT_EQ(SlugOf(AnswerOf({5, {}, {}, {}}, std::string(kWordsBytesMax, 'x'))), "");
  EXPECT_EQ(SlugOf(AnswerOf({5, {}, {}, {}}, std::string(kWordsBytesMax + 1, 'x'))),
            "words-too-long");
}

TEST(BadScoresTest, TwoOfFiveIsBadAndThreeIsNot) {
  EXPECT_EQ(BadScores({2, {}, {}, {}}, {}), std::vector<std::string>{"csat"});
  EXPECT_TRUE(BadScores({3, {}, {}, {}}, {}).empty());
}

TEST(BadScoresTest, NotPutRightIsBadWhateverTheScore) {
  EXPECT_EQ(BadScores({5, 10, {}, false}, {}), std::vector<std::string>{"put_right"});
}

TEST(BadScoresTest, ADetractorIsBadOnlyWhereThePolicySaysSo) {
  EXPECT_TRUE(BadScores({{}, 0, {}, {}}, {}).empty());
  EXPECT_EQ(BadScores({{}, 6, {}, {}}, {2, 6, {}}), std::vector<std::string>{"nps"});
  EXPECT_TRUE(BadScores({{}, 7, {}, {}}, {2, 6, {}}).empty());
}

TEST(RecoveryTest, WhoWasHappyAllAlongHasNothingToRecoverFrom) {
  EXPECT_EQ(NextRecovery(Recovery::kNone, {5, {}, {}, {}}, false), Recovery::kNone);
}

TEST(RecoveryTest, ABadAnswerThenAGoodOneIsARecovery) {
  EXPECT_EQ(NextRecovery(Recovery::kNone, {1, {}, {}, {}}, true), Recovery::kUnhappy);
  EXPECT_EQ(NextRecovery(Recovery::kUnhappy, {4, {}, {}, {}}, false), Recovery::kRecovered);
}

TEST(RecoveryTest, ThreeOfFiveIsNeitherBadNorSatisfied) {
  EXPECT_EQ(NextRecovery(Recovery::kUnhappy, {3, {}, {}, {}}, false), Recovery::kNotRecovered);
}

TEST(RecoveryTest, ARecoveryCanBeLostAgain) {
  EXPECT_EQ(NextRecovery(Recovery::kRecovered, {1, {}, {}, {}}, true), Recovery::kNotRecovered);
  EXPECT_EQ(NextRecovery(Recovery::kNotRecovered, {{}, {}, {}, true}, false), Recovery::kRecovered);
}

TEST(AnswerDigestTest, IsTheSameForTheSameScoresAndWordsAndForNoOthers) {
  const Answer answer = AnswerOf({1, 0, {}, false}, "nobody called");
  Answer by_phone = answer;
  by_phone.via = AnswerVia::kPhone;
  EXPECT_EQ(DigestOf(kLoop, answer), DigestOf(kLoop, by_phone));
  EXPECT_NE(DigestOf(kLoop, answer), DigestOf(kLoop, AnswerOf({1, 0, {}, false}, "nobody")));
  EXPECT_NE(DigestOf(kLoop, AnswerOf({1, {}, {}, {}})), DigestOf(kLoop, AnswerOf({{}, 1, {}, {}})));
  EXPECT_NE(DigestOf(kLoop, answer), DigestOf(LoopId(), answer));
}

}  // namespace
}  // namespace recourse::followup
