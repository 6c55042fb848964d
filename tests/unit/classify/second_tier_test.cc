#include "services/classify/adapters/second_tier.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <set>
#include <thread>
#include <utility>

#include "services/classify/adapters/model_scorer.h"
#include "tests/support/meaning_model.h"

namespace recourse::classify {
namespace {

using testing::Asked;
using testing::BankWords;
using testing::MeaningModel;
using testing::OutputModel;
using testing::Without;
using testing::WordEncoder;

// The champion holds `card` for 0.88 likely, and knows nothing of `plastic`: 0.5 each.
constexpr double kAskBelow = 0.8;

class SecondTierTest : public ::testing::Test {
 protected:
  void Champion(const DraftModel& draft) { scorer_.Swap(ModelRole::kChampion, Asked(draft)); }
  void Second(const DraftModel& draft, double ask_below = kAskBelow) {
    scorer_.Swap(ModelRole::kSecond, Asked(draft), ask_below);
  }
  static std::string LabelOf(const Scores& scores, Output output) {
    const Estimate* found = EstimateOf(scores.estimates, output);
    return found == nullptr ? "absent" : found->label;
  }
  static double Counted(const std::string& outcome) {
    return Counter("recourse_classify_second_tier_total", "", {{"outcome", outcome}}).Value();
  }

  const std::shared_ptr<const WordEncoder> encoder_ = std::make_shared<const WordEncoder>();
  ModelScorer scorer_{encoder_};
};

TEST_F(SecondTierTest, WhatTheChampionIsSureOfIsItsOwnAndIsNotEncoded) {
  Champion(OutputModel(BankWords()));
  const Scores alone = scorer_.Score("card");
  Second(MeaningModel(BankWords()));
  EXPECT_EQ(scorer_.Score("card"), alone);
  EXPECT_EQ(alone.second_model_version, ModelVersion());
  EXPECT_TRUE(encoder_->calls().empty());
}

TEST_F(SecondTierTest, WhatTheChampionIsNotSureOfTheSecondAnswersByItsMeaning) {
  Champion(OutputModel(BankWords()));
  Second(MeaningModel(BankWords()));
  const Scores scores = scorer_.Score("my plastic");
  EXPECT_EQ(scores.model_version, scorer_.VersionOf(ModelRole::kChampion));
  EXPECT_EQ(scores.second_model_version, scorer_.VersionOf(ModelRole::kSecond));
  EXPECT_EQ(LabelOf(scores, Output::kCategory), "card");
  EXPECT_EQ(LabelOf(scores, Output::kType), "complaint");
  EXPECT_GT(EstimateOf(scores.estimates, Output::kCategory)->probability, 0.99);
  EXPECT_EQ(LabelOf(scorer_.Score("my charge"), Output::kCategory), "fee");
}

TEST_F(SecondTierTest, TheThresholdIsOfTheActivation) {
  Champion(OutputModel(BankWords()));
  Second(MeaningModel(BankWords()), 0.9);
  EXPECT_NE(scorer_.Score("card").second_model_version, ModelVersion());  // 0.88
  Second(MeaningModel(BankWords()), 0.5);
  EXPECT_EQ(scorer_.Score("plastic").second_model_version, ModelVersion());  // 0.5 is not less
}

TEST_F(SecondTierTest, WithoutAChampionOrASecondNobodyIsAsked) {
  Second(MeaningModel(BankWords()));
  EXPECT_EQ(scorer_.Score("plastic"), Scores{});
  Champion(OutputModel(BankWords()));
  scorer_.Swap(ModelRole::kSecond, nullptr);
  EXPECT_EQ(scorer_.Score("plastic").second_model_version, ModelVersion());
  EXPECT_EQ(scorer_.VersionOf(ModelRole::kSecond), ModelVersion());
  EXPECT_TRUE(encoder_->calls().empty());
}

TEST_F(SecondTierTest, OutputsThatTheSecondDoesNotAnswerStayTheChampions) {
  Champion(OutputModel(BankWords()));
  Second(Without(MeaningModel(BankWords()), "type"));
  const Scores scores = scorer_.Score("lost my charge");
  EXPECT_EQ(LabelOf(scores, Output::kCategory), "fee");
  EXPECT_EQ(LabelOf(scores, Output::kType), "complaint")
      << "by `lost`; the second would say praise";
}

TEST_F(SecondTierTest, WhatTheChampionHasNoHeadForNobodyAsks) {
  Champion(Without(OutputModel(BankWords()), "dimension"));
  Second(MeaningModel(BankWords()));
  const Scores scores = scorer_.Score("plastic");
  EXPECT_EQ(LabelOf(scores, Output::kCategory), "card");
  EXPECT_EQ(LabelOf(scores, Output::kDimension), "absent");
}

TEST_F(SecondTierTest, SeverityIsOfComplaintsAloneWhoeverSaysTheType) {
  Champion(OutputModel(BankWords()));
  Second(MeaningModel(BankWords()));
  const Scores complaint = scorer_.Score("thanks plastic");  // praise by the champion
  EXPECT_EQ(LabelOf(complaint, Output::kType), "complaint");
  EXPECT_EQ(LabelOf(complaint, Output::kSeverity), "high");
  EXPECT_EQ(LabelOf(scorer_.Score("lost charge"), Output::kSeverity), "absent");
  Second(Without(MeaningModel(BankWords()), "type"));
  EXPECT_EQ(LabelOf(scorer_.Score("thanks plastic"), Output::kSeverity), "absent");
  EXPECT_EQ(LabelOf(scorer_.Score("lost plastic"), Output::kSeverity), "high");
}

TEST_F(SecondTierTest, WithoutACategoryTheLeastSureOutputDecides) {
  Champion(Without(OutputModel(BankWords()), "category"));
  Second(MeaningModel(BankWords()));
  // `lost` tells type, dimension and severity with 0.88; `card` none of them.
  EXPECT_EQ(scorer_.Score("lost").second_model_version, ModelVersion());
  EXPECT_NE(scorer_.Score("card").second_model_version, ModelVersion());
}

TEST_F(SecondTierTest, TheEstimatesStandInTheOrderOfTheOutputs) {
  Champion(OutputModel(BankWords()));
  Second(Without(MeaningModel(BankWords()), "category"), 0.99);
  const Scores scores = scorer_.Score("plastic");
  std::vector<Output> order;
  for (const Estimate& each : scores.estimates) order.push_back(each.output);
  EXPECT_EQ(order,
            (std::vector{Output::kType, Output::kCategory, Output::kDimension, Output::kSeverity}));
}

TEST_F(SecondTierTest, EvidenceIsTheWordsThatTheSecondKnowsByThemselves) {
  Champion(OutputModel({{U"thanks", BankWords().at(U"thanks")}}));
  Second(MeaningModel(BankWords()));
  const Estimate category = *EstimateOf(scorer_.Score("plastic card").estimates, Output::kCategory);
  ASSERT_EQ(category.evidence.size(), 1U);
  EXPECT_EQ(category.evidence[0], (Evidence{{8, 12}, U"card"}));
}

TEST_F(SecondTierTest, TheEncoderSeesTheTextAsModelsDo) {
  Champion(OutputModel(BankWords()));
  Second(MeaningModel(BankWords()));
  EXPECT_EQ(LabelOf(scorer_.Score("ＰＬＡＳ\u200BＴＩＣ"), Output::kCategory), "card");
}

TEST_F(SecondTierTest, TextsTogetherAndOneByOneAreAnsweredAlikeAndEncodedInBatches) {
  Champion(OutputModel(BankWords()));
  Second(MeaningModel(BankWords()));
  const std::vector<std::string_view> kinds = {
      "card", "plastic", "charge", "thanks plastic", "lost fee", "nothing that is known"};
  std::vector<std::string_view> texts;
  for (std::size_t i = 0; i < 4 * SecondTier::kTextsAtOnce; ++i) {
    texts.push_back(kinds[i % kinds.size()]);
  }
  const auto together = scorer_.ScoreAll(texts);
  const auto calls = encoder_->calls();
  ASSERT_EQ(together.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(together[i], scorer_.Score(texts[i])) << texts[i];
  }
  std::size_t unsure = 0;
  for (const Scores& scores : together) unsure += scores.second_model_version.value() != "" ? 1 : 0;
  EXPECT_GT(unsure, 2 * SecondTier::kTextsAtOnce);
  EXPECT_EQ(std::accumulate(calls.begin(), calls.end(), std::size_t{0}), unsure);
  EXPECT_EQ(calls.size(), (unsure + SecondTier::kTextsAtOnce - 1) / SecondTier::kTextsAtOnce);
}

TEST_F(SecondTierTest, CountsWhatItMadeOfTheTexts) {
  DraftModel second = MeaningModel(BankWords());
  second.heads[1].labels[1].threshold = 0.999F;  // fee
  Champion(OutputModel(BankWords()));
  Second(second);
  const double agreed = Counted("agreed"), changed = Counted("changed"), unsure = Counted("unsure");
  scorer_.Score("plastic");  // of equal labels the champion says the first: card
  scorer_.Score("charge");
  EXPECT_EQ(Counted("agreed"), agreed + 1);
  EXPECT_EQ(Counted("changed"), changed);
  EXPECT_EQ(Counted("unsure"), unsure + 1);
  Second(second, 0.9);
  scorer_.Score("fee plastic plastic");
  EXPECT_EQ(Counted("changed"), changed + 1);
}

TEST_F(SecondTierTest, TextsOfOneCallAreOfOneWholePairWhateverIsSwapped) {
  const auto one = Asked(OutputModel(BankWords(), "one"));
  const auto two = Asked(OutputModel(BankWords(), "two"));
  const auto three = Asked(MeaningModel(BankWords(), "three"));
  const auto four = Asked(MeaningModel(BankWords(), "four"));
  const std::vector<std::string_view> texts(8, "plastic");
  std::atomic<bool> over{false};
  std::atomic<int> mixed{0}, calls{0};
  const auto score = [&] {
    while (!over) {
      const auto scores = scorer_.ScoreAll(texts);
      for (const Scores& each : scores) mixed += each == scores.front() ? 0 : 1;
      ++calls;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(score);
  for (int i = 0; calls < 4'000; ++i) {
    scorer_.Swap(ModelRole::kChampion, i % 2 == 0 ? two : one);
    scorer_.Swap(ModelRole::kSecond, i % 3 == 0 ? three : four, kAskBelow);
  }
  over = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(mixed, 0);
}

}  // namespace
}  // namespace recourse::classify
