#include "services/classify/adapters/model_scorer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include "tests/support/output_model.h"

namespace recourse::classify {
namespace {

using testing::Asked;
using testing::BankWords;
using testing::OutputModel;

constexpr double kStep = 0.005;  // of a weight that is kept as a byte

class ModelScorerTest : public ::testing::Test {
 protected:
  void Champion(const DraftModel& draft) { scorer_.Swap(ModelRole::kChampion, Asked(draft)); }
  void Challenger(const DraftModel& draft) { scorer_.Swap(ModelRole::kChallenger, Asked(draft)); }
  // The estimate of an output of a text; the label "absent" where there is none.
  Estimate Of(std::string_view text, Output output) const {
    const Scores scores = scorer_.Score(text);
    const Estimate* found = EstimateOf(scores.estimates, output);
    return found == nullptr ? Estimate{output, "absent"} : *found;
  }
  // How often the challenger was compared so.
  static double Compared(const std::string& output, const std::string& agreement) {
    return Counter("recourse_classify_challenger_total", "",
                   {{"output", output}, {"agreement", agreement}})
        .Value();
  }

  ModelScorer scorer_;
};

TEST_F(ModelScorerTest, WithoutAModelItKnowsNothingAndSaysSo) {
  EXPECT_EQ(scorer_.Score("lost card"), (Scores{{}, ModelVersion("none")}));
}

TEST_F(ModelScorerTest, IsReadyWhenItIsKnownWhoIsInCharge) {
  EXPECT_FALSE(scorer_.Ready());
  scorer_.SetReady();
  EXPECT_TRUE(scorer_.Ready());
}

TEST_F(ModelScorerTest, AnswersEachOutputThatHasAHead) {
  Champion(OutputModel(BankWords()));
  const Scores scores = scorer_.Score("lost card");
  EXPECT_EQ(scores.estimates.size(), 4U);
  EXPECT_EQ(Of("lost card", Output::kType).label, "complaint");
  EXPECT_EQ(Of("lost card", Output::kCategory).label, "card");
  EXPECT_EQ(Of("lost card", Output::kDimension).label, "reliability");
  EXPECT_EQ(Of("lost card", Output::kSeverity).label, "high");
  EXPECT_EQ(Of("lost card", Output::kSentiment).label, "absent");
  EXPECT_EQ(scores.model_version.value().substr(0, 5), "tiny@");
}

TEST_F(ModelScorerTest, TellsTheProbabilityAndWhetherDataStandBehindIt) {
  Champion(OutputModel(BankWords()));
  const Estimate category = Of("lost card", Output::kCategory);
  // The sums are 1 / sqrt(2) and its opposite.
  EXPECT_NEAR(category.probability, 1 / (1 + std::exp(-std::sqrt(2.0))), kStep);
  EXPECT_TRUE(category.calibrated);
  EXPECT_FALSE(Of("lost card", Output::kType).calibrated);
}

TEST_F(ModelScorerTest, AbstainsBelowTheThreshold) {
  DraftModel draft = OutputModel(BankWords());
  draft.heads[1].labels[0].threshold = 0.9F;
  Champion(draft);
  EXPECT_TRUE(Of("card", Output::kCategory).abstained);  // 0.88
  EXPECT_FALSE(Of("fee", Output::kCategory).abstained);
}

TEST_F(ModelScorerTest, NoDimensionIsEmpty) {
  Champion(OutputModel(BankWords()));
  EXPECT_EQ(Of("thanks", Output::kDimension).label, "");
}

TEST_F(ModelScorerTest, SeverityIsOfComplaintsAlone) {
  Champion(OutputModel(BankWords()));
  EXPECT_EQ(Of("lost", Output::kSeverity).label, "high");
  EXPECT_EQ(Of("thanks", Output::kSeverity).label, "absent");
}

TEST_F(ModelScorerTest, SeverityIsToldWhereTheModelHasNoType) {
  DraftModel draft = OutputModel(BankWords());
  draft.heads[0].name = "sentiment";
  draft.heads[0].labels = {{"negative", 0, 0, 0}, {"positive", 0, 0, 0}};
  Champion(draft);
  EXPECT_EQ(Of("thanks lost", Output::kSeverity).label, "high");
}

TEST_F(ModelScorerTest, EvidenceIsTheWordsAndWhereTheyStand) {
  Champion(OutputModel(BankWords()));
  const auto evidence = Of("I lost my card", Output::kCategory).evidence;
  ASSERT_EQ(evidence.size(), 1U);
  EXPECT_EQ(evidence[0], (Evidence{{10, 14}, U"card"}));
}

TEST_F(ModelScorerTest, EvidenceIsFoundThroughFullWidthAndZeroWidthTricks) {
  Champion(OutputModel(BankWords()));
  // 我 0, space 1, Ｌ 2, ｏ 3, zero width 4, ｓ 5, Ｔ 6, space 7, c 8, а (Cyrillic) 9, r 10, d 11.
  const std::string text = "我 Ｌｏ\u200BｓＴ c\u0430rd";
  const auto grave = Of(text, Output::kSeverity).evidence;
  ASSERT_EQ(grave.size(), 1U);
  EXPECT_EQ(grave[0], (Evidence{{2, 7}, U"lost"}));
  const auto about = Of(text, Output::kCategory).evidence;
  ASSERT_EQ(about.size(), 1U);
  EXPECT_EQ(about[0], (Evidence{{8, 12}, U"card"}));
}

TEST_F(ModelScorerTest, GivesAtMostSoMuchEvidence) {
  Champion(OutputModel(BankWords()));
  std::string text;
  for (std::size_t i = 0; i < 3 * kEstimateEvidenceMax; ++i) text += "card ";
  EXPECT_EQ(Of(text, Output::kCategory).evidence.size(), kEstimateEvidenceMax);
}

TEST_F(ModelScorerTest, ARoleThatEndsLeavesNobodyInCharge) {
  Champion(OutputModel(BankWords()));
  EXPECT_NE(scorer_.VersionOf(ModelRole::kChampion), ModelVersion());
  scorer_.Swap(ModelRole::kChampion, nullptr);
  EXPECT_EQ(scorer_.VersionOf(ModelRole::kChampion), ModelVersion());
  EXPECT_EQ(scorer_.Score("card"), Scores{});
}

TEST_F(ModelScorerTest, TheChallengerChangesNothingAndIsCompared) {
  Champion(OutputModel(BankWords()));
  const Scores alone = scorer_.Score("card");
  auto other = BankWords();
  std::swap(other.at(U"card"), other.at(U"fee"));
  Challenger(OutputModel(other, "other"));
  const double differed = Compared("category", "other"), agreed = Compared("type", "same");
  EXPECT_EQ(scorer_.Score("card"), alone);
  EXPECT_EQ(Compared("category", "other"), differed + 1);
  EXPECT_EQ(Compared("type", "same"), agreed + 1);
}

TEST_F(ModelScorerTest, WhereOneOfBothIsNotSureNeitherAgreementNorTheOppositeIsCounted) {
  Champion(OutputModel(BankWords()));
  DraftModel unsure = OutputModel(BankWords(), "unsure");
  unsure.heads[1].labels[0].threshold = 0.9F;
  Challenger(unsure);
  const double abstained = Compared("category", "abstained");
  scorer_.Score("card");
  EXPECT_EQ(Compared("category", "abstained"), abstained + 1);
}

TEST_F(ModelScorerTest, EachScoreIsOfOneWholeModelWhateverIsSwapped) {
  const DraftModel cards = OutputModel({{U"word", BankWords().at(U"card")}}, "cards");
  const DraftModel fees = OutputModel({{U"word", BankWords().at(U"fee")}}, "fees");
  Champion(cards);
  std::atomic<bool> over{false};
  std::atomic<int> mixed{0}, seen_cards{0}, seen_fees{0};
  const auto score = [&] {
    while (!over) {
      const Scores scores = scorer_.Score("a word");
      const bool of_cards = scores.model_version.value().starts_with("cards@");
      const std::string& label = EstimateOf(scores.estimates, Output::kCategory)->label;
      if (label != (of_cards ? "card" : "fee")) ++mixed;
      ++(of_cards ? seen_cards : seen_fees);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(score);
  const auto one = Asked(cards), two = Asked(fees);
  // Until each has been seen a thousand times.
  for (int i = 0; seen_cards < 1'000 || seen_fees < 1'000; ++i) {
    scorer_.Swap(ModelRole::kChampion, i % 2 == 0 ? two : one);
    scorer_.Swap(ModelRole::kChallenger, i % 3 == 0 ? one : nullptr);
  }
  over = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(mixed, 0);
}

}  // namespace
}  // namespace recourse::classify
