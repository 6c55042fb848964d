// What suggestions do beyond the table in tests/golden/routing/suggestions.txt.
#include "services/routing/domain/suggest.h"

#include <gtest/gtest.h>

#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

const Policy kPolicy = SmallPolicy();
const FileId kFile = IdOf<FileId>("c1");

SimilarFeedbackFound Like(const std::string& id, const std::string& other, int percent) {
  return {kFile, IdOf<FeedbackId>(id), {{IdOf<FeedbackId>(other), percent}}, 0};
}
TicketCommand On(const std::string& id) { return {kFile, TicketOf(id), AgentId("anna")}; }

View After(const std::vector<std::pair<int, Event>>& events) {
  View view;
  for (const auto& [minute, event] : events) {
    for (auto& [key, file] : Decide(view, event, At(minute), kPolicy).changed) view[key] = file;
  }
  return view;
}
View Two() { return After({{0, Feedback("f1", "c1", "card")}, {1, Feedback("f2", "c1", "loan")}}); }
const Ticket& TicketIn(const View& view, const std::string& id) {
  return view.at(kFile).tickets.at(TicketOf(id));
}

TEST(SuggestTest, TheTicketKeepsWhatTheFactTells) {
  const Decision decision = Decide(Two(), Like("f2", "f1", 71), At(2), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  const Fact& fact = decision.facts[0];
  const Suggestion expected{TicketOf("f1"), TicketIn(Two(), "f1").number, 71, 0};
  EXPECT_EQ(std::get<MatterSuggested>(fact.what).suggestion, expected);
  EXPECT_EQ(TicketIn(decision.changed, "f2").suggestion, expected);
  EXPECT_EQ(fact.ticket_id, TicketOf("f2"));
  EXPECT_EQ(fact.ticket_version, 2);
  EXPECT_EQ(fact.before, fact.after) << "it is a hint: nothing that is counted changes";
  EXPECT_TRUE(fact.feedback_id.empty()) << "and disposes of nothing";
}

TEST(SuggestTest, AClosedTicketSuggestsNothingAnyMore) {
  const View view = After({{0, Feedback("f1", "c1", "card")},
                           {1, Feedback("f2", "c1", "loan")},
                           {2, Like("f2", "f1", 71)},
                           {3, ReplyTicket{On("f2"), "done"}},
                           {4, ResolveTicket{On("f2"), "done"}}});
  EXPECT_TRUE(TicketIn(view, "f2").suggestion.has_value());
  const Decision closed = Decide(view, CloseTicket{On("f2")}, At(5), kPolicy);
  EXPECT_FALSE(TicketIn(closed.changed, "f2").suggestion.has_value());
}

TEST(SuggestTest, EightPiecesThatAreNotThereYetAreExpected) {
  View view;
  for (int i = 0; i < 10; ++i) {
    const auto found = Like("g" + std::to_string(i), "f1", 71);
    for (auto& [key, file] : Decide(view, found, At(i), kPolicy).changed) view[key] = file;
  }
  const auto& expected = view.at(kFile).expected;
  ASSERT_EQ(expected.size(), kExpectedMax);
  EXPECT_EQ(expected.front().feedback_id, IdOf<FeedbackId>("g2")) << "the oldest goes first";
  EXPECT_EQ(expected.back().feedback_id, IdOf<FeedbackId>("g9"));
  EXPECT_EQ(expected.back().time, At(9));
}

TEST(SuggestTest, WhatIsExpectedIsHeardOnceAndLetGo) {
  View view = After({{0, Like("f2", "f1", 71)}});
  EXPECT_EQ(Decide(view, Like("f2", "f1", 71), At(0), kPolicy), Decision{}) << "a second time";
  view = After({{0, Like("f2", "f1", 71)},
                {1, Feedback("f1", "c1", "card")},
                {2, Feedback("f2", "c1", "loan")}});
  EXPECT_TRUE(view.at(kFile).expected.empty());
  EXPECT_EQ(TicketIn(view, "f2").suggestion->ticket_id, TicketOf("f1"));
}

TEST(SuggestTest, WhatWasExpectedForTooLongGoesWithTheNextPiece) {
  const View view = After({{0, Like("f2", "f1", 71)}, {1441, Feedback("f3", "c1", "card")}});
  EXPECT_TRUE(view.at(kFile).expected.empty());
}

TEST(SuggestTest, TwentyThatWereDeclinedAreRemembered) {
  std::vector<std::pair<int, Event>> events{{0, Feedback("f", "c1", "card")}};
  for (int i = 1; i <= 22; ++i) {
    events.push_back({i, Feedback("g" + std::to_string(i), "c1", "other" + std::to_string(i))});
  }
  events.push_back({23, Feedback("last", "c1", "loan")});
  for (int i = 1; i <= 21; ++i) {
    events.push_back({23, Like("last", "g" + std::to_string(i), 71)});
    events.push_back({23, DeclineSuggestion{On("last")}});
  }
  const View view = After(events);
  const auto& declined = TicketIn(view, "last").declined;
  ASSERT_EQ(declined.size(), kDeclinedMax);
  EXPECT_EQ(declined.front(), TicketOf("g2"));
  EXPECT_TRUE(Decide(view, Like("last", "g21", 99), At(24), kPolicy).facts.empty());
  EXPECT_FALSE(Decide(view, Like("last", "g1", 99), At(24), kPolicy).facts.empty());
}

TEST(SuggestTest, WhoLookedAtAnotherVersionDeclinesNothing) {
  View view = Two();
  for (auto& [key, file] : Decide(view, Like("f2", "f1", 71), At(2), kPolicy).changed) {
    view[key] = file;
  }
  TicketCommand seen = On("f2");
  seen.seen_version = 1;
  const Decision decision = Decide(view, DeclineSuggestion{seen}, At(3), kPolicy);
  ASSERT_TRUE(decision.refusal.has_value());
  EXPECT_EQ(decision.refusal->slug, "ticket-changed");
}

}  // namespace
}  // namespace recourse::routing
