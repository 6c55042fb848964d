// Which models may be forgotten, over a real PostgreSQL.
#include "tests/integration/classify/model_door.h"

namespace recourse::classify::testing {
namespace {

class ModelDeletionTest : public ModelDoor {
 protected:
  bool IsKept(const std::string& version) {
    const auto models = List();
    return std::any_of(models.begin(), models.end(),
                       [&](const v1::Model& model) { return model.model_version() == version; });
  }
  // Of this role once each, so that what was before is further back than anything is looked for.
  void ActivateOthers(int count, v1::ModelRole role) {
    for (int i = 0; i < count; ++i) Activate(Kept("other" + std::to_string(i)), role);
  }
};

TEST_F(ModelDeletionTest, AModelThatNeverHadARoleIsForgottenWithItsBytes) {
  const std::string one = Kept("one"), two = Kept("two");
  EXPECT_EQ(Delete(one), "");
  EXPECT_FALSE(IsKept(one));
  EXPECT_TRUE(IsKept(two));
  EXPECT_EQ(Activate(one).word, "model-unknown");
  const auto left =
      pool_.Ask({"SELECT count(*) FROM model_chunks WHERE model_version = $1", Params().Text(one)});
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->Int(0, 0), 0);
}

TEST_F(ModelDeletionTest, WhatWasForgottenCanBePutAgain) {
  const std::string one = Kept("one");
  Delete(one);
  EXPECT_EQ(Kept("one"), one);
  EXPECT_EQ(Activate(one).word, "");
}

TEST_F(ModelDeletionTest, WhatHasARoleStays) {
  const std::string one = Kept("one"), two = Kept("two");
  Activate(one);
  Activate(two, v1::MODEL_ROLE_CHALLENGER);
  EXPECT_EQ(Delete(one), "model-needed");
  EXPECT_EQ(Delete(two), "model-needed");
  EXPECT_TRUE(IsKept(one) && IsKept(two));
}

TEST_F(ModelDeletionTest, WhatGoingBackCouldLeadToStays) {
  const std::string one = Kept("one");
  Activate(one);
  ActivateOthers(ModelStore::kFormerMax, v1::MODEL_ROLE_CHAMPION);
  EXPECT_EQ(Delete(one), "model-needed") << "as many rollbacks lead to it";
}

TEST_F(ModelDeletionTest, WhatIsFurtherBackIsForgottenAndItsHistoryStays) {
  const std::string one = Kept("one");
  Activate(one);
  ActivateOthers(ModelStore::kFormerMax + 1, v1::MODEL_ROLE_CHAMPION);
  EXPECT_EQ(Delete(one), "");
  const auto recent = store_.Recent(ModelRole::kChampion, 100);
  ASSERT_TRUE(recent.ok()) << recent.status();
  EXPECT_EQ(recent->back().model_version.value(), one);
  Process restarted(store_);
  restarted.watch.Start({});
  EXPECT_NE(restarted.champion(), "") << "the one in charge";
}

TEST_F(ModelDeletionTest, AWayBackThatRollbacksHaveMadeLongIsKeptToo) {
  const std::string first = Kept("first"), one = Kept("one"), two = Kept("two");
  Activate(first);
  Activate(one);
  // Back and forth: the activations are many, and going back still leads to the first.
  for (int i = 0; i < ModelStore::kFormerMax; ++i) {
    Activate(two);
    ASSERT_EQ(RollBack().model_version, one);
  }
  EXPECT_EQ(Delete(first), "model-needed");
  EXPECT_EQ(RollBack().model_version, first);
}

TEST_F(ModelDeletionTest, TheSameRequestAgainIsDoneOnce) {
  const std::string one = Kept("one"), two = Kept("two");
  const std::string request = NewRequest();
  EXPECT_EQ(Delete(one, request), "");
  EXPECT_EQ(Delete(one, request), "");
  EXPECT_EQ(Delete(two, request), "request-id-reused");
  EXPECT_TRUE(IsKept(two));
  Kept("one");
  EXPECT_EQ(Delete(one, request), "") << "what was answered once";
  EXPECT_TRUE(IsKept(one)) << "it was put since, and this request is done";
}

TEST_F(ModelDeletionTest, WhatIsNotThereOrNotSaidWellIsRefused) {
  EXPECT_EQ(Delete("tiny@0123456789ab"), "model-unknown");
  EXPECT_EQ(Delete(""), "model-version-malformed");
  EXPECT_EQ(Delete(std::string(129, 'a')), "model-version-malformed");
  EXPECT_EQ(Delete(Kept("one"), "1"), "request-id-malformed");
  EXPECT_EQ(Delete(Kept("one"), "", Agent()), "code 7");
}

}  // namespace
}  // namespace recourse::classify::testing
