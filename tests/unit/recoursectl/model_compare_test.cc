#include <gtest/gtest.h>

#include "services/recoursectl/model/compare.h"

namespace recourse::ctl::model {
namespace {

constexpr const char* kOld =
    R"({"model_version": "a@1", "measured": [{"on": "held out", "refused": 0, "heads":
        {"type": {"texts": 10, "accuracy": 0.5, "labels": {}}}}]})";
constexpr const char* kNew =
    R"({"model_version": "b@2", "measured": [{"on": "held out", "refused": 0, "heads":
        {"type": {"texts": 10, "accuracy": 0.75}, "severity": {"accuracy": 1}}}]})";

TEST(CompareTest, PutsTheSameFiguresSideBySide) {
  const auto rows = CompareCards(kOld, kNew);
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 3U);
  const Compared& accuracy = (*rows)[1];
  EXPECT_EQ(accuracy.on, "held out");
  EXPECT_EQ(accuracy.head, "type");
  EXPECT_EQ(accuracy.figure, "accuracy");
  EXPECT_TRUE(accuracy.has_before && accuracy.has_after);
  EXPECT_EQ(accuracy.before, 0.5);
  EXPECT_EQ(accuracy.after, 0.75);
}

TEST(CompareTest, WhatOnlyOneTellsStandsAlone) {
  const auto rows = *CompareCards(kOld, kNew);
  EXPECT_EQ(rows[2].head, "severity");
  EXPECT_FALSE(rows[2].has_before);
  EXPECT_TRUE(rows[2].has_after);
}

TEST(CompareTest, RefusesWhatIsNoCard) {
  EXPECT_FALSE(CompareCards("{}", kNew).ok());
  EXPECT_FALSE(CompareCards(kOld, "no").ok());
  EXPECT_FALSE(CompareCards(R"({"measured": [{"on": 1, "heads": {}}]})", kNew).ok());
}

TEST(CompareTest, ACardTellsItsVersion) {
  EXPECT_EQ(*VersionOfCard(kOld), "a@1");
  EXPECT_FALSE(VersionOfCard("{}").ok());
}

}  // namespace
}  // namespace recourse::ctl::model
