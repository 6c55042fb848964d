#include "tests/integration/classify/model_door.h"

namespace recourse::classify::testing {
namespace {

// What the champion holds for 0.5 likely.
constexpr const char* kUnsure = "my plastic";

class SecondActivationTest : public ModelDoor {
 protected:
  std::string Looked(Process& process) {
    EXPECT_TRUE(process.watch.Look().ok());
    return process.second();
  }
  std::string SecondOf(const std::string& text) {
    return process_.scorer.Score(text).second_model_version.value();
  }
  v1::Model Listed(const std::string& version) {
    for (const v1::Model& model : List()) {
      if (model.model_version() == version) return model;
    }
    return {};
  }
};

TEST_F(SecondActivationTest, TheSecondAnswersWhatTheChampionIsNotSureOf) {
  const std::string one = Kept("one"), second = KeptSecond("second");
  Activate(one);
  EXPECT_EQ(ActivateSecond(second, 0.8).word, "");
  EXPECT_EQ(Looked(process_), second);
  EXPECT_EQ(process_.champion(), one);
  EXPECT_EQ(SecondOf(kUnsure), second);
  EXPECT_EQ(SecondOf("card"), "");  // 0.88
  EXPECT_EQ(Listed(second).role(), v1::MODEL_ROLE_SECOND);
  EXPECT_EQ(Listed(second).ask_below(), 0.8);
  EXPECT_EQ(Listed(one).role(), v1::MODEL_ROLE_CHAMPION);
  EXPECT_EQ(Listed(one).ask_below(), 0);
}

TEST_F(SecondActivationTest, WithoutAThresholdItIsAskedBelowNineTenths) {
  const std::string second = KeptSecond("second");
  Activate(Kept("one"));
  ActivateSecond(second);
  Looked(process_);
  EXPECT_EQ(Listed(second).ask_below(), 0.9);
  EXPECT_EQ(SecondOf("card"), second);
}

TEST_F(SecondActivationTest, AnotherThresholdIsAnotherActivationAndTheSameIsNone) {
  const std::string second = KeptSecond("second");
  Activate(Kept("one"));
  const std::int64_t first = ActivateSecond(second, 0.8).ordinal;
  EXPECT_EQ(ActivateSecond(second, 0.8).ordinal, first);
  EXPECT_EQ(Looked(process_), second);
  EXPECT_EQ(SecondOf("card"), "");
  EXPECT_GT(ActivateSecond(second, 0.95).ordinal, first);
  EXPECT_EQ(Looked(process_), second);
  EXPECT_EQ(SecondOf("card"), second);
}

TEST_F(SecondActivationTest, RollingBackLeadsToTheSecondBeforeAndItsThreshold) {
  const std::string one = Kept("one"), second = KeptSecond("second"), other = KeptSecond("other");
  Activate(one);
  ActivateSecond(second, 0.8);
  ActivateSecond(other, 0.95);
  EXPECT_EQ(RollBack("", v1::MODEL_ROLE_SECOND).model_version, second);
  EXPECT_EQ(Looked(process_), second);
  EXPECT_EQ(SecondOf("card"), "");
  EXPECT_EQ(process_.champion(), one);
  EXPECT_EQ(RollBack("", v1::MODEL_ROLE_SECOND).word, "model-nothing-before");
  EXPECT_EQ(RollBack().word, "model-nothing-before");  // of the champion
}

TEST_F(SecondActivationTest, AnEmptyVersionEndsTheSecondTier) {
  const std::string second = KeptSecond("second");
  Activate(Kept("one"));
  ActivateSecond(second);
  Looked(process_);
  EXPECT_EQ(ActivateSecond("").word, "");
  EXPECT_EQ(Looked(process_), "");
  EXPECT_EQ(SecondOf(kUnsure), "");
  EXPECT_EQ(RollBack("", v1::MODEL_ROLE_SECOND).model_version, second);
  EXPECT_EQ(Looked(process_), second);
}

TEST_F(SecondActivationTest, TheSameRequestAgainIsDoneOnce) {
  const std::string second = KeptSecond("second"), request = NewRequest();
  const std::int64_t ordinal = ActivateSecond(second, 0.8, request).ordinal;
  EXPECT_EQ(ActivateSecond(second, 0.8, request).ordinal, ordinal);
  EXPECT_EQ(ActivateSecond(second, 0.7, request).word, "request-id-reused");
  EXPECT_EQ(Activate(Kept("one"), v1::MODEL_ROLE_CHAMPION, request).word, "request-id-reused");
}

TEST_F(SecondActivationTest, WhatMayNotAnswerIsRefused) {
  DraftModel measuring = MeaningModel(BankWords(), "measuring");
  measuring.licence_class = "B";
  DraftModel foreign = MeaningModel(BankWords(), "foreign");
  foreign.encoder = "words-2";
  const std::string one = Kept("one"), second = KeptSecond("second");
  EXPECT_EQ(ActivateSecond(PutModel(measuring).model_version).word, "model-licence");
  EXPECT_EQ(ActivateSecond(PutModel(foreign).model_version).word, "model-encoder");
  EXPECT_EQ(ActivateSecond(one).word, "model-without-meaning");
  EXPECT_EQ(Activate(second).word, "model-encoder");
  EXPECT_EQ(Activate(second, v1::MODEL_ROLE_CHALLENGER).word, "model-encoder");
  EXPECT_EQ(ActivateSecond(second, 1.01).word, "ask-below-out-of-range");
  EXPECT_EQ(ActivateSecond(second, -0.5).word, "ask-below-out-of-range");
  EXPECT_EQ(Activate(one, v1::MODEL_ROLE_CHAMPION, "", Quality(), 0.5).word, "ask-below-misplaced");
  EXPECT_EQ(ActivateSecond("", 0.5).word, "ask-below-misplaced");
  EXPECT_EQ(Looked(process_), "");
}

TEST_F(SecondActivationTest, ARestartKeepsIt) {
  const std::string second = KeptSecond("second");
  Activate(Kept("one"));
  ActivateSecond(second, 0.8);
  Process restarted(store_);
  restarted.watch.Start({});
  EXPECT_EQ(restarted.second(), second);
  EXPECT_EQ(restarted.scorer.Score("card").second_model_version.value(), "");
  EXPECT_EQ(restarted.scorer.Score(kUnsure).second_model_version.value(), second);
}

TEST_F(SecondActivationTest, AProcessWithoutTheEncoderGoesOnWithTheChampionAlone) {
  const std::string one = Kept("one");
  Activate(one);
  ActivateSecond(KeptSecond("second"));
  Process bare(store_, nullptr);
  bare.watch.Start({});
  EXPECT_TRUE(bare.readiness.Ready());
  EXPECT_EQ(bare.second(), "");
  EXPECT_EQ(bare.scorer.Score(kUnsure).model_version.value(), one);
}

}  // namespace
}  // namespace recourse::classify::testing
