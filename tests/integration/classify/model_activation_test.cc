// Which model decides, over a real PostgreSQL: activated, rolled back, followed by a process.
#include <thread>

#include "tests/integration/classify/model_door.h"

namespace recourse::classify::testing {
namespace {

class ModelActivationTest : public ModelDoor {
 protected:
  // What the process has in charge after a look.
  std::string Looked() {
    const Status looked = process_.watch.Look();
    EXPECT_TRUE(looked.ok()) << looked;
    return process_.champion();
  }
};

TEST_F(ModelActivationTest, WhatIsActivatedDecides) {
  const std::string version = Kept("tiny");
  EXPECT_EQ(Looked(), "");
  EXPECT_EQ(Activate(version).word, "");
  EXPECT_EQ(Looked(), version);
  EXPECT_EQ(process_.scorer.Score("lost card").model_version.value(), version);
  EXPECT_EQ(List()[0].role(), v1::MODEL_ROLE_CHAMPION);
}

TEST_F(ModelActivationTest, AChallengerStandsBesideTheChampion) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  EXPECT_EQ(Activate(two, v1::MODEL_ROLE_CHALLENGER).word, "");
  EXPECT_EQ(Looked(), one);
  EXPECT_EQ(process_.challenger(), two);
  EXPECT_EQ(Activate("", v1::MODEL_ROLE_CHALLENGER).word, "");
  EXPECT_EQ(Looked(), one);
  EXPECT_EQ(process_.challenger(), "");
}

TEST_F(ModelActivationTest, AnEmptyVersionEndsTheRole) {
  Activate(Kept("one"));
  Looked();
  EXPECT_EQ(Activate("").word, "");
  EXPECT_EQ(Looked(), "");
  EXPECT_EQ(process_.scorer.Score("card").model_version.value(), "none");
}

TEST_F(ModelActivationTest, RollingBackLeadsToTheChampionBeforeAndThenOneFurther) {
  const std::string one = Kept("one"), two = Kept("two"), three = Kept("three");
  for (const auto& version : {one, two, three}) Activate(version);
  EXPECT_EQ(RollBack().model_version, two);
  EXPECT_EQ(Looked(), two);
  EXPECT_EQ(RollBack().model_version, one);
  EXPECT_EQ(Looked(), one);
  EXPECT_EQ(RollBack().word, "model-nothing-before");
  EXPECT_EQ(Looked(), one);
}

TEST_F(ModelActivationTest, AfterARollbackAnActivationLeadsBackToWhatItReplaced) {
  const std::string one = Kept("one"), two = Kept("two"), three = Kept("three");
  Activate(one);
  Activate(two);
  RollBack();
  Activate(three);
  EXPECT_EQ(RollBack().model_version, one);
}

TEST_F(ModelActivationTest, TheSameRequestAgainIsDoneOnce) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  const std::string request = NewRequest();
  const Chosen first = Activate(two, v1::MODEL_ROLE_CHAMPION, request);
  const Chosen again = Activate(two, v1::MODEL_ROLE_CHAMPION, request);
  EXPECT_EQ(again.word, "");
  EXPECT_EQ(again.ordinal, first.ordinal);
  EXPECT_EQ(Activate(one, v1::MODEL_ROLE_CHAMPION, request).word, "request-id-reused");
  const std::string back = NewRequest();
  const Chosen rolled = RollBack(back);
  EXPECT_EQ(rolled.model_version, one);
  EXPECT_EQ(RollBack(back).ordinal, rolled.ordinal);
  EXPECT_EQ(RollBack(request).word, "request-id-reused");
  EXPECT_EQ(Looked(), one);
}

TEST_F(ModelActivationTest, WhatIsInChargeAlreadyIsNoNewActivation) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  Activate(two);
  const std::int64_t ordinal = Activate(two).ordinal;
  EXPECT_EQ(Activate(two).ordinal, ordinal);
  EXPECT_EQ(RollBack().model_version, one);
}

TEST_F(ModelActivationTest, WhatMayNotDecideIsRefused) {
  DraftModel measuring = OutputModel(BankWords(), "measuring");
  measuring.licence_class = "B";
  DraftModel moody = OutputModel(BankWords(), "moody");
  moody.heads[0].name = "mood";
  EXPECT_EQ(Activate(PutModel(measuring).model_version).word, "model-licence");
  EXPECT_EQ(Activate(PutModel(measuring).model_version, v1::MODEL_ROLE_CHALLENGER).word,
            "model-licence");
  EXPECT_EQ(Activate(PutModel(moody).model_version).word, "model-heads");
  DraftModel meaning = OutputModel(BankWords(), "meaning");
  meaning.encoder = "some-encoder";
  EXPECT_EQ(Activate(PutModel(meaning).model_version).word, "model-encoder");
  EXPECT_EQ(Activate("tiny@0123456789ab").word, "model-unknown");
  EXPECT_EQ(Activate(std::string(129, 'a')).word, "model-version-malformed");
  const std::string one = Kept("one");
  EXPECT_EQ(Activate(one, v1::MODEL_ROLE_UNSPECIFIED).word, "role-unspecified");
  EXPECT_EQ(Activate(one, v1::MODEL_ROLE_CHAMPION, "1").word, "request-id-malformed");
  EXPECT_EQ(Activate(one, v1::MODEL_ROLE_CHAMPION, "", Agent()).word, "code 7");
  Damage(one);
  EXPECT_EQ(Activate(one).word, "model-damaged");
  EXPECT_EQ(Looked(), "");
}

TEST_F(ModelActivationTest, AModelThatBecameUnusableLeavesTheFormerInPlace) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  EXPECT_EQ(Looked(), one);
  Activate(two);
  Damage(two);
  EXPECT_EQ(Looked(), one);
  EXPECT_EQ(process_.scorer.Score("card").model_version.value(), one);
}

TEST_F(ModelActivationTest, ARestartFindsTheModelsInChargeBeforeAnythingIsScored) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  Activate(two, v1::MODEL_ROLE_CHALLENGER);
  Process restarted(store_);
  EXPECT_FALSE(restarted.scorer.Ready());
  EXPECT_FALSE(restarted.readiness.Ready());
  restarted.watch.Start({});
  EXPECT_TRUE(restarted.scorer.Ready());
  EXPECT_TRUE(restarted.readiness.Ready());
  EXPECT_EQ(restarted.champion(), one);
  EXPECT_EQ(restarted.challenger(), two);
}

TEST_F(ModelActivationTest, ARestartGoesOnWithTheFormerWhereTheLatestIsDamaged) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  Activate(two);
  Damage(two);
  Process restarted(store_);
  restarted.watch.Start({});
  EXPECT_EQ(restarted.champion(), one);
}

TEST_F(ModelActivationTest, ARestartWithoutAnyUsableModelGoesOnByTheRulesUntilThereIsOne) {
  const std::string one = Kept("one");
  Activate(one);
  Damage(one);
  Process restarted(store_);
  restarted.watch.Start({});
  restarted.watch.Stop();
  EXPECT_TRUE(restarted.scorer.Ready());
  EXPECT_TRUE(restarted.readiness.Ready());
  EXPECT_EQ(restarted.scorer.Score("card").model_version.value(), "none");
  const std::string two = Kept("two");
  Activate(two);
  EXPECT_TRUE(restarted.watch.Look().ok());
  EXPECT_EQ(restarted.champion(), two);
}

TEST_F(ModelActivationTest, AStoreThatIsAwayDelaysAndIsNeverTakenForNoModel) {
  Pool away("host=127.0.0.1 port=1 dbname=postgres user=nobody", 1);
  ModelStore store(away);
  Process restarted(store);
  std::jthread starting([&](const std::stop_token& stop) { restarted.watch.Start(stop); });
  while (restarted.readiness.Reasons().at(0).sentence.find("postgresql") == std::string::npos) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(restarted.scorer.Ready());
}

TEST_F(ModelActivationTest, ASystemWithoutAModelIsReady) {
  process_.watch.Start({});
  EXPECT_TRUE(process_.scorer.Ready());
  EXPECT_TRUE(process_.readiness.Ready());
  EXPECT_EQ(process_.scorer.Score("card"), Scores{});
}

}  // namespace
}  // namespace recourse::classify::testing
