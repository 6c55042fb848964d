// Models on their way into a real PostgreSQL, and what is refused.
#include "tests/integration/classify/model_door.h"

namespace recourse::classify::testing {
namespace {

using ModelPutTest = ModelDoor;

// So many words that the file has several parts.
DraftModel Large() {
  std::map<std::u32string, Weights> words = BankWords();
  for (int i = 0; i < 60'000; ++i) {
    std::u32string word = U"w";
    for (const char digit : std::to_string(i)) word += static_cast<char32_t>(digit);
    words[word] = {1, -1, 0, 0, 0, 0, 0, 0};
  }
  return OutputModel(words, "large");
}

TEST_F(ModelPutTest, WhatIsPutIsListedWithItsCard) {
  const std::string version = Kept("tiny");
  const auto models = List();
  ASSERT_EQ(models.size(), 1U);
  EXPECT_EQ(models[0].model_version(), version);
  EXPECT_EQ(models[0].licence_class(), "A");
  // As PostgreSQL writes jsonb: the shorter name first.
  EXPECT_EQ(models[0].card(), R"({"measured": [], "model_version": ")" + version + "\"}");
  EXPECT_EQ(models[0].role(), v1::MODEL_ROLE_UNSPECIFIED);
  EXPECT_GT(models[0].recorded_time().seconds(), 0);
}

TEST_F(ModelPutTest, TheSameBytesAgainAreTheSameModel) {
  const std::string bytes = *Encode(OutputModel(BankWords()));
  const Put first = PutBytes(bytes, CardOf(VersionOf(bytes)));
  const Put again = PutBytes(bytes, CardOf(VersionOf(bytes)));
  EXPECT_FALSE(first.known);
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.model_version, first.model_version);
  EXPECT_EQ(List().size(), 1U);
}

TEST_F(ModelPutTest, AModelOfSeveralPartsComesBackWhole) {
  const std::string bytes = *Encode(Large());
  ASSERT_GT(bytes.size(), 2 * kModelChunkBytes);
  const Put put = PutBytes(bytes, CardOf(VersionOf(bytes)));
  ASSERT_EQ(put.word, "");
  const auto loaded = store_.Load(ModelVersion(put.model_version));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->model_version.value(), put.model_version);
  EXPECT_EQ(loaded->model->rows().size(), 60'004U);
}

TEST_F(ModelPutTest, BytesThatAreNoModelAreRefused) {
  EXPECT_EQ(PutBytes("no model", CardOf("x@1")).word, "model-unreadable");
  EXPECT_TRUE(List().empty());
}

TEST_F(ModelPutTest, AnotherModelsCardIsRefused) {
  const std::string bytes = *Encode(OutputModel(BankWords()));
  EXPECT_EQ(PutBytes(bytes, CardOf("tiny@000000000000")).word, "model-card");
  EXPECT_EQ(PutBytes(bytes, "[]").word, "model-card");
  EXPECT_EQ(PutBytes(bytes, "").word, "model-card");
}

TEST_F(ModelPutTest, OtherBytesThanWereSaidAreRefused) {
  const std::string bytes = *Encode(OutputModel(BankWords()));
  const std::string card = CardOf(VersionOf(bytes));
  const auto size = static_cast<std::int64_t>(bytes.size());
  EXPECT_EQ(PutBytes(bytes, card, size - 1).word, "model-size");
  EXPECT_EQ(PutBytes(bytes, card, size + 1).word, "model-size");
  EXPECT_EQ(PutBytes(bytes, card, -1).word, "model-size");
  EXPECT_EQ(PutBytes(bytes, card, 268'435'457).word, "model-size");
  EXPECT_EQ(PutBytes("", card, 1).word, "model-size");
}

TEST_F(ModelPutTest, ARefusalDoesNotKeepTheNextOut) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(PutBytes("no", CardOf("x@1")).word, "model-unreadable");
  EXPECT_NE(Kept("tiny"), "");
}

TEST_F(ModelPutTest, AModelOfAnotherClassIsKeptForMeasuring) {
  DraftModel draft = OutputModel(BankWords());
  draft.licence_class = "C";
  const Put put = PutModel(draft);
  EXPECT_EQ(put.word, "");
  EXPECT_EQ(List()[0].licence_class(), "C");
  draft.licence_class = "Z";
  EXPECT_EQ(PutModel(draft).word, "model-licence");
}

TEST_F(ModelPutTest, WhoMayNotIsRefused) {
  const std::string bytes = *Encode(OutputModel(BankWords()));
  EXPECT_EQ(PutBytes(bytes, CardOf(VersionOf(bytes)), 0, Agent()).word, "code 7");
  EXPECT_TRUE(List().empty());
}

TEST_F(ModelPutTest, DamagedBytesAreReplacedByThoseThatArePutAgain) {
  const std::string version = Kept("tiny");
  Damage(version);
  EXPECT_EQ(store_.Load(ModelVersion(version)).status().code(), StatusCode::kDataLoss);
  const Put again = PutModel(OutputModel(BankWords(), "tiny"));
  EXPECT_EQ(again.word, "");
  EXPECT_FALSE(again.known);
  EXPECT_TRUE(store_.Load(ModelVersion(version)).ok());
}

}  // namespace
}  // namespace recourse::classify::testing
