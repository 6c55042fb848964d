#include <gtest/gtest.h>

#include <string>

#include "services/classify/domain/matter/decide.h"
#include "tests/unit/classify/matter_values.h"

namespace recourse::classify::matter {
namespace {

using namespace testing;  // NOLINT: values of this test
using std::chrono::hours;

TEST(MatterTest, AFirstPieceIsLikeNothing) {
  History history;
  EXPECT_TRUE(history.Hear(HeardOf("f1", "c", "card", kSame)).empty());
}

TEST(MatterTest, WhatTheSameCustomerSaidInAnotherCategoryIsFound) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  const auto facts = history.Hear(HeardOf("f2", "c", "fee", kHalf));
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].feedback_id, PieceId("f2"));
  EXPECT_EQ(facts[0].customer_id, Customer("c"));
  EXPECT_EQ(facts[0].recorded_time, kNoon);
  EXPECT_EQ(facts[0].similar, (std::vector<Similar>{{PieceId("f1"), 71, Category("card")}}));
}

TEST(MatterTest, WhatAnotherCustomerSaidIsNot) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  EXPECT_TRUE(history.Hear(HeardOf("f2", "d", "card", kSame)).empty());
  EXPECT_TRUE(history.Hear(HeardOf("f3", "", "card", kSame)).empty()) << "nor one nobody knows";
  EXPECT_TRUE(history.Hear(HeardOf("f4", "", "card", kSame)).empty()) << "nor two of these";
}

TEST(MatterTest, TheBorderIsThePolicys) {
  History history;
  history.policy.suggest_percent = 71;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  EXPECT_EQ(history.Hear(HeardOf("f2", "c", "fee", kHalf)).size(), 1u);
  history.policy.suggest_percent = 91;
  EXPECT_TRUE(history.Hear(HeardOf("f3", "d", "fee", kSame)).empty());
  EXPECT_TRUE(history.Hear(HeardOf("f4", "d", "fee", kNear)).empty());
}

TEST(MatterTest, TheMostAlikeComeFirstAndAtMostThree) {
  History history;
  history.policy.suggest_percent = 40;
  history.Hear(HeardOf("far", "c", "a", kFar));
  history.Hear(HeardOf("half", "c", "b", kHalf));
  history.Hear(HeardOf("same", "c", "d", kSame));
  history.Hear(HeardOf("near", "c", "e", kNear));
  const auto facts = history.Hear(HeardOf("now", "c", "f", kSame));
  ASSERT_EQ(facts.size(), 1u);
  ASSERT_EQ(facts[0].similar.size(), 3u);
  EXPECT_EQ(facts[0].similar[0].feedback_id, PieceId("same"));
  EXPECT_EQ(facts[0].similar[1].feedback_id, PieceId("near"));
  EXPECT_EQ(facts[0].similar[2].feedback_id, PieceId("half"));
}

TEST(MatterTest, OfEquallyAlikeTheLatestComesFirst) {
  History history;
  history.Hear(HeardOf("old", "c", "a", kSame, kNoon));
  history.Hear(HeardOf("new", "c", "b", kSame, kNoon + Duration(1)));
  const auto facts = history.Hear(HeardOf("now", "c", "d", kSame, kNoon + Duration(2)));
  EXPECT_EQ(facts.at(0).similar.at(0).feedback_id, PieceId("new"));
}

TEST(MatterTest, SevenDaysAreRememberedAndNoMore) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  EXPECT_EQ(history.Hear(HeardOf("f2", "c", "fee", kSame, kNoon + kPieceFor)).size(), 1u);
  History later;
  later.Hear(HeardOf("f1", "c", "card", kSame));
  const Timestamp late = kNoon + kPieceFor + Duration(1);
  EXPECT_TRUE(later.Hear(HeardOf("f2", "c", "fee", kSame, late)).empty());
  EXPECT_EQ(later.view.at(FileOf(Customer("c"), {})).pieces.size(), 1u) << "and it is forgotten";
}

TEST(MatterTest, SixteenPiecesAreRememberedAndTheOldestGoes) {
  History history;
  for (int i = 0; i < 17; ++i) {
    history.Hear(HeardOf("f" + std::to_string(i), "c", "card", kOther, kNoon + hours(i)));
  }
  const auto& pieces = history.view.at(FileOf(Customer("c"), {})).pieces;
  EXPECT_EQ(pieces.size(), kPiecesMax);
  EXPECT_FALSE(pieces.contains(PieceId("f0")));
  EXPECT_TRUE(pieces.contains(PieceId("f16")));
}

TEST(MatterTest, APieceAgainChangesNothing) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  history.Hear(HeardOf("f2", "c", "card", kSame));
  EXPECT_EQ(Decide(history.view, HeardOf("f2", "c", "card", kSame), kNoon, Policy{}), Decision{});
}

TEST(MatterTest, ACorrectionChangesTheCategoryThatIsTold) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  EXPECT_TRUE(history.Hear(CorrectionOf(HeardOf("f1", "c", "card", kSame), "loan")).empty());
  const auto facts = history.Hear(HeardOf("f2", "c", "fee", kSame));
  EXPECT_EQ(facts.at(0).similar.at(0).category, Category("loan"));
}

TEST(MatterTest, WhatIsNoWorkAfterAllIsForgotten) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  history.Hear(CorrectionOf(HeardOf("f1", "c", "card", kSame), "card", false));
  EXPECT_TRUE(history.Hear(HeardOf("f2", "c", "fee", kSame)).empty());
}

TEST(MatterTest, ACorrectionOfWhatIsNotRememberedIsNothing) {
  const Heard correction = CorrectionOf(HeardOf("f1", "c", "card", kSame), "loan");
  EXPECT_EQ(Decide({}, correction, kNoon, Policy{}), Decision{});
}

TEST(MatterTest, PraiseAndWhatWasNotEncodedAreNotRemembered) {
  Heard praise = HeardOf("f1", "c", "card", kSame);
  praise.is_work = false;
  EXPECT_EQ(Decide({}, praise, kNoon, Policy{}), Decision{});
  EXPECT_TRUE(Domain::KeysOf(praise).empty());
  const Heard late = HeardOf("f2", "c", "card", {});
  EXPECT_EQ(Decide({}, late, kNoon, Policy{}), Decision{});
  EXPECT_TRUE(Domain::KeysOf(late).empty());
}

TEST(MatterTest, WhatAnotherEncoderMadeIsForgotten) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  Heard other = HeardOf("f2", "c", "fee", kSame);
  other.release = "plane-2";
  EXPECT_TRUE(history.Hear(other).empty());
  EXPECT_EQ(history.view.at(FileOf(Customer("c"), {})).pieces.size(), 1u);
}

// Strangers of one category say the same.
std::vector<int> SizesTold(int pieces) {
  History history;
  std::vector<int> sizes;
  for (int i = 0; i < pieces; ++i) {
    const std::string name = std::to_string(i);
    for (const auto& fact : history.Hear(HeardOf("f" + name, "c" + name, "card", kSame))) {
      EXPECT_TRUE(fact.similar.empty());
      EXPECT_EQ(fact.cluster_id, PieceId("f0"));
      EXPECT_EQ(fact.cluster_similarity_percent, 100);
      sizes.push_back(fact.cluster_size);
    }
  }
  return sizes;
}

TEST(ClusterTest, IsToldOfAtFiveAndEachTimeItHasDoubled) {
  EXPECT_EQ(SizesTold(4), (std::vector<int>{}));
  EXPECT_EQ(SizesTold(45), (std::vector<int>{5, 10, 20, 40}));
}

TEST(ClusterTest, IsOfOneCategory) {
  History history;
  for (int i = 0; i < 4; ++i) {
    history.Hear(HeardOf("f" + std::to_string(i), "c" + std::to_string(i), "card", kSame));
  }
  EXPECT_TRUE(history.Hear(HeardOf("f4", "c4", "fee", kSame)).empty());
  EXPECT_EQ(history.Hear(HeardOf("f5", "c5", "card", kSame)).size(), 1u);
}

TEST(ClusterTest, CountsTheLastDay) {
  History history;
  for (int i = 0; i < 4; ++i) {
    history.Hear(HeardOf("f" + std::to_string(i), "c" + std::to_string(i), "card", kSame));
  }
  EXPECT_TRUE(history.Hear(HeardOf("f4", "c4", "card", kSame, kNoon + hours(24))).empty());
  EXPECT_EQ(history.view.at(FileOf(Category("card"))).clusters.begin()->second.counts.size(), 1u);
}

TEST(ClusterTest, ThatNobodyJoinedForThreeDaysIsForgotten) {
  History history;
  history.Hear(HeardOf("f1", "c", "card", kSame));
  const Timestamp late = kNoon + kClusterFor + Duration(1);
  history.Hear(HeardOf("f2", "d", "card", kSame, late));
  const auto& clusters = history.view.at(FileOf(Category("card"))).clusters;
  ASSERT_EQ(clusters.size(), 1u);
  EXPECT_EQ(clusters.begin()->first, PieceId("f2"));
}

TEST(ClusterTest, APieceJoinsTheNearest) {
  History history;
  history.policy.join_percent = 50;
  history.Hear(HeardOf("half", "c", "card", {0, 100}));
  history.Hear(HeardOf("same", "d", "card", {100, 0}));
  history.Hear(HeardOf("near", "e", "card", kNear));
  const auto& clusters = history.view.at(FileOf(Category("card"))).clusters;
  ASSERT_EQ(clusters.size(), 2u);
  EXPECT_EQ(clusters.at(PieceId("same")).counts.begin()->second, 2);
  EXPECT_EQ(clusters.at(PieceId("half")).counts.begin()->second, 1);
}

TEST(ClusterTest, SixtyFourAreRememberedAndTheOneNobodyJoinedTheLongestGoes) {
  History history;
  history.policy.join_percent = 101;  // each leads its own
  for (int i = 0; i < 65; ++i) {
    const std::string name = std::to_string(i);
    history.Hear(HeardOf("f" + name, "c" + name, "card", kSame, kNoon + Duration(i)));
  }
  const auto& clusters = history.view.at(FileOf(Category("card"))).clusters;
  EXPECT_EQ(clusters.size(), kClustersMax);
  EXPECT_FALSE(clusters.contains(PieceId("f0")));
}

}  // namespace
}  // namespace recourse::classify::matter
