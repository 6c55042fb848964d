#include "services/classify/domain/automaton.h"

#include <gtest/gtest.h>

#include <utility>

namespace recourse::classify {
namespace {

using Hits = std::vector<std::pair<std::size_t, std::size_t>>;  // term, end

Hits Scan(const std::vector<std::u32string>& terms, std::u32string_view text) {
  Hits hits;
  Automaton(terms).Scan(text, [&](std::size_t term, std::size_t end) {
    hits.emplace_back(term, end);
  });
  return hits;
}

TEST(AutomatonTest, FindsTermsThatOverlapAndContainEachOther) {
  EXPECT_EQ(Scan({U"he", U"she", U"his", U"hers"}, U"ushers"), (Hits{{1, 4}, {0, 4}, {3, 6}}));
}

TEST(AutomatonTest, FindsAShortTermInsideALongOneThatFails) {
  EXPECT_EQ(Scan({U"信用卡被盗", U"用卡"}, U"信用卡被降额"), (Hits{{1, 3}}));
}

TEST(AutomatonTest, FindsTheSameTermAtEveryPlace) {
  EXPECT_EQ(Scan({U"aa"}, U"aaaa"), (Hits{{0, 2}, {0, 3}, {0, 4}}));
}

TEST(AutomatonTest, FindsCodePointsBeyondTheBasicPlane) {
  EXPECT_EQ(Scan({U"😡"}, U"卡😡"), (Hits{{0, 2}}));
}

TEST(AutomatonTest, FindsNothingWithoutTermsOrText) {
  EXPECT_EQ(Scan({}, U"text"), Hits{});
  EXPECT_EQ(Scan({U"text"}, U""), Hits{});
}

}  // namespace
}  // namespace recourse::classify
