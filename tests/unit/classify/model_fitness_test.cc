#include "services/classify/adapters/model_fitness.h"

#include <gtest/gtest.h>

#include "tests/support/meaning_model.h"

namespace recourse::classify {
namespace {

using testing::BankWords;
using testing::MeaningModel;
using testing::NamedOf;
using testing::OutputModel;
using testing::WordEncoder;

// The slug, or "fit".
std::string SlugOf(const DraftModel& draft, ModelRole role, const Encoder* encoder) {
  const auto unfit = WhyUnfit(*NamedOf(draft).model, role, encoder);
  return unfit ? unfit->slug : "fit";
}

std::string SentenceOf(const DraftModel& draft, ModelRole role, const Encoder* encoder) {
  const auto unfit = WhyUnfit(*NamedOf(draft).model, role, encoder);
  return unfit ? unfit->sentence : "";
}

const WordEncoder kEncoder;

TEST(ModelFitnessTest, AModelOfWordsIsFitForTheFirstTierAlone) {
  const DraftModel words = OutputModel(BankWords());
  EXPECT_EQ(SlugOf(words, ModelRole::kChampion, nullptr), "fit");
  EXPECT_EQ(SlugOf(words, ModelRole::kChallenger, &kEncoder), "fit");
  EXPECT_EQ(SlugOf(words, ModelRole::kSecond, &kEncoder), "model-without-meaning");
}

TEST(ModelFitnessTest, AModelOfMeaningIsFitForTheSecondTierAlone) {
  const DraftModel meaning = MeaningModel(BankWords());
  EXPECT_EQ(SlugOf(meaning, ModelRole::kSecond, &kEncoder), "fit");
  EXPECT_EQ(SlugOf(meaning, ModelRole::kChampion, &kEncoder), "model-encoder");
  EXPECT_EQ(SlugOf(meaning, ModelRole::kChallenger, &kEncoder), "model-encoder");
}

TEST(ModelFitnessTest, AnEncoderThatTheServiceHasNotIsNamedWithWhatToDo) {
  const DraftModel meaning = MeaningModel(BankWords());
  EXPECT_EQ(SlugOf(meaning, ModelRole::kSecond, nullptr), "model-encoder");
  EXPECT_NE(SentenceOf(meaning, ModelRole::kSecond, nullptr).find("RECOURSE_ENCODER"),
            std::string::npos);
  const WordEncoder other("words-2");
  const std::string sentence = SentenceOf(meaning, ModelRole::kSecond, &other);
  EXPECT_NE(sentence.find("words-1"), std::string::npos);
  EXPECT_NE(sentence.find("words-2"), std::string::npos);
}

TEST(ModelFitnessTest, PointsOfAnotherWidthAreRefused) {
  DraftModel narrow = MeaningModel(BankWords());
  narrow.rows_of_meaning = 1;
  narrow.idf.pop_back();
  narrow.weights.resize(narrow.weights.size() - 8);
  EXPECT_EQ(SlugOf(narrow, ModelRole::kSecond, &kEncoder), "model-encoder");
}

TEST(ModelFitnessTest, LicenceAndHeadsAreLookedAtForEveryRole) {
  DraftModel measuring = MeaningModel(BankWords()), moody = measuring;
  measuring.licence_class = "B";
  moody.heads[0].name = "mood";
  EXPECT_EQ(SlugOf(measuring, ModelRole::kSecond, &kEncoder), "model-licence");
  EXPECT_EQ(SlugOf(moody, ModelRole::kSecond, &kEncoder), "model-heads");
}

}  // namespace
}  // namespace recourse::classify
