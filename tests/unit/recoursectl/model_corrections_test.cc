#include <gtest/gtest.h>

#include "services/recoursectl/model/corrections_file.h"
#include "services/recoursectl/model/table_file.h"

namespace recourse::ctl::model {
namespace {

CorrectedText Corrected(const std::string& text) {
  return {text, "complaint", "card", "reliability", "negative", "high", "olga"};
}

TEST(CorrectionsFileTest, IsATableThatTrainingReads) {
  const auto table = ReadTable(
      CorrectionsHeader() + CorrectionsRow(Corrected("卡被吞了 \"again\"")), Cells::kTabs);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->columns, (std::vector<std::string>{"text", "type", "category", "dimension",
                                                      "sentiment", "severity", "corrected_by"}));
  EXPECT_EQ(table->rows,
            (std::vector<std::vector<std::string>>{{"卡被吞了 \"again\"", "complaint", "card",
                                                    "reliability", "negative", "high", "olga"}}));
}

TEST(CorrectionsFileTest, WhatWouldEndACellIsASpace) {
  const auto table = ReadTable(
      CorrectionsHeader() + CorrectionsRow(Corrected("a\tb\nc\r\nd\r")) + CorrectionsRow({}),
      Cells::kTabs);
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0][0], "a b c  d ");
  EXPECT_EQ(table->rows[1], std::vector<std::string>(7)) << "an unsaid label is empty";
}

}  // namespace
}  // namespace recourse::ctl::model
