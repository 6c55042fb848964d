#include <gtest/gtest.h>

#include "services/recoursectl/model/object_lines.h"

namespace recourse::ctl::model {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string Refusal(std::string_view text) {
  return std::string(ReadTable(text, Cells::kObjects).status().message());
}

TEST(ObjectLinesTest, TheFirstLinesNamesAreTheColumns) {
  const auto table =
      ReadTable("{\"id\": \"1\", \"text\": \"a\\nb\"}\r\n\n{\"text\": \"我\", \"id\": \"2\"}",
                Cells::kObjects);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->columns, (std::vector<std::string>{"id", "text"}));
  EXPECT_EQ(table->rows, (Rows{{"1", "a\nb"}, {"2", "我"}}));
}

TEST(ObjectLinesTest, RefusesWithTheLine) {
  EXPECT_EQ(Refusal("{\"a\": \"1\"}\n{\"a\": 2}\n"),
            "line 2: 'a' must be there and a text, as in the first line");
  EXPECT_EQ(Refusal("{\"a\": \"1\"}\n{\"b\": \"2\"}\n"),
            "line 2: 'a' must be there and a text, as in the first line");
  EXPECT_EQ(Refusal("{\"a\": \"1\"}\n{\"a\": \"1\", \"b\": \"2\"}\n"),
            "line 2: has names that the first line does not have");
  EXPECT_EQ(Refusal("{\"a\": \"1\"}\n[]\n").substr(0, 25), "line 2: not a JSON object");
}

TEST(ObjectLinesTest, TheEndOfAFilesNameSaysHowItIsRead) {
  EXPECT_EQ(CellsOf("a.csv"), Cells::kCommas);
  EXPECT_EQ(CellsOf("a.jsonl"), Cells::kObjects);
  EXPECT_EQ(CellsOf("a.tsv"), Cells::kTabs);
}

}  // namespace
}  // namespace recourse::ctl::model
