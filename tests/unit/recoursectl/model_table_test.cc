#include <gtest/gtest.h>

#include "services/recoursectl/model/table_file.h"

namespace recourse::ctl::model {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string Refusal(std::string_view text, Cells cells) {
  return std::string(ReadTable(text, cells).status().message());
}

TEST(TableTest, TabsTellCellsApartAndQuotesAreLetters) {
  const auto table = ReadTable("label\ttext\na\tsay \"no\"\nb\t\n", Cells::kTabs);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->columns, (std::vector<std::string>{"label", "text"}));
  EXPECT_EQ(table->rows, (Rows{{"a", "say \"no\""}, {"b", ""}}));
}

TEST(TableTest, CommasFollowRfc4180) {
  const auto table = ReadTable("x,y\r\n\"a,\"\"b\"\"\nc\",2\r\n3,\r\n", Cells::kCommas);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->rows, (Rows{{"a,\"b\"\nc", "2"}, {"3", ""}}));
}

TEST(TableTest, PassesOverAByteOrderMarkEmptyLinesAndCarriageReturns) {
  const auto table = ReadTable("\xEF\xBB\xBFx\ty\r\n\r\n1\t2\r\n\n", Cells::kTabs);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->columns[0], "x");
  EXPECT_EQ(table->rows, (Rows{{"1", "2"}}));
}

TEST(TableTest, RefusesWithTheLine) {
  EXPECT_EQ(Refusal("x\ty\n1\t2\n1\n", Cells::kTabs), "line 3: 1 cells, the first line has 2");
  EXPECT_EQ(Refusal("x,y\n1,\"2\n", Cells::kCommas), "line 2: a quote is not closed");
  EXPECT_EQ(Refusal("x\ty\n1\t\xff\n", Cells::kTabs), "line 2: not UTF-8");
}

TEST(TableTest, ALineAfterAQuotedBreakKeepsItsNumber) {
  EXPECT_EQ(Refusal("x,y\n\"a\nb\",1\n5\n", Cells::kCommas),
            "line 4: 1 cells, the first line has 2");
}

TEST(TableTest, AnUnknownColumnIsRefusedWithThoseThatThereAre) {
  const auto table = *ReadTable("x\ty\n", Cells::kTabs);
  EXPECT_EQ(*FindColumn(table, "y"), 1U);
  EXPECT_EQ(FindColumn(table, "z").status().message(), "there is no column 'z': there are x, y");
}

}  // namespace
}  // namespace recourse::ctl::model
