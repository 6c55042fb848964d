#include "services/recoursectl/policy/policy_diff.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "services/recoursectl/policy/organization_diff.h"

namespace recourse::ctl {
namespace {

std::string Told(const std::string& before, const std::string& after) {
  std::string text;
  for (const auto& one : DifferencesOf(boost::json::parse(before), boost::json::parse(after))) {
    text += one.place + " " + one.before + ">" + one.after + "\n";
  }
  return text;
}

TEST(PolicyDiffTest, NamesThePlaceOfWhatChangedCameAndWent) {
  EXPECT_EQ(Told(R"({"a": 1, "b": {"c": [1, 2]}})", R"({"b": {"c": [1, 3, 4]}, "d": "x"})"),
            "a 1>\nb.c[1] 2>3\nb.c[2] >4\nd >\"x\"\n");
  EXPECT_EQ(Told(R"({"a": {"b": 1}})", R"({"a": [1]})"), "a {\"b\":1}>[1]\n");
}

TEST(PolicyDiffTest, OfTheSameThereIsNone) {
  EXPECT_EQ(Told(R"({"a": 1, "b": [{"id": "x"}]})", R"({"b": [{"id": "x"}], "a": 1})"), "");
}

TEST(PolicyDiffTest, KnowsRowsByTheirIdsWhereverTheyStand) {
  EXPECT_EQ(Told(R"({"s": [{"id": "a", "n": 1}, {"id": "b", "n": 2}]})",
                 R"({"s": [{"id": "b", "n": 3}, {"id": "a", "n": 1}]})"),
            "s[b].n 2>3\n");
  EXPECT_EQ(Told(R"({"r": [{"branch_id": "a"}, {"branch_id": "a"}]})",
                 R"({"r": [{"branch_id": "a"}]})"),
            "r[1] {\"branch_id\":\"a\"}>\n")
      << "what is not told apart by an id is told apart by its place";
}

TEST(OrganizationDiffTest, TellsBranchesAndPeopleThatCameWentMovedAndChanged) {
  const auto before = boost::json::parse(R"({
      "regions": [{"region_id": "n"}, {"region_id": "s"}],
      "branches": [{"branch_id": "b1", "region_id": "n"}, {"branch_id": "b2", "region_id": "n"},
                   {"branch_id": "b3", "region_id": "s", "name_en": "Three"}],
      "people": [{"agent_id": "a1", "branch_id": "b1"}]})");
  const auto after = boost::json::parse(R"({
      "regions": [{"region_id": "n"}, {"region_id": "s"}],
      "branches": [{"branch_id": "b1", "region_id": "s"}, {"branch_id": "b4", "region_id": "n"},
                   {"branch_id": "b3", "region_id": "s", "name_en": "Third"}],
      "people": [{"agent_id": "a1", "branch_id": "b3"}, {"agent_id": "a2", "branch_id": "b1"}]})");
  using Change = OrganizationChange;
  EXPECT_EQ(OrganizationChanges(before.as_object(), after.as_object()),
            (std::vector<Change>{{"branch", "b1", "moved", "n", "s"},
                                 {"branch", "b2", "removed"},
                                 {"branch", "b3", "changed"},
                                 {"branch", "b4", "added"},
                                 {"person", "a1", "moved", "b1", "b3"},
                                 {"person", "a2", "added"}}));
}

}  // namespace
}  // namespace recourse::ctl
