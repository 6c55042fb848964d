// Two agents reply to one ticket at once, again and again: one of them wins, the other is told what
// happened, and whoever watches sees each reply once.
#include <google/rpc/status.pb.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "tests/integration/routing/desk.h"
#include "tests/integration/routing/watching.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

constexpr int kRounds = 200;

class TwoAgentsTest : public Desk {
 protected:
  // The facts that a loser was told.
  static v1::TicketHistory SinceOf(const grpc::Status& status) {
    google::rpc::Status details;
    v1::TicketHistory since;
    EXPECT_TRUE(details.ParseFromString(status.error_details()));
    EXPECT_EQ(details.details_size(), 2);
    if (details.details_size() == 2) {
      EXPECT_TRUE(details.details(1).UnpackTo(&since));
    }
    return since;
  }
  std::vector<v1::TicketEvent> History() {
    v1::ListTicketFactsRequest request;
    request.set_ticket_id(Id("f1"));
    std::vector<v1::TicketEvent> facts;
    v1::ListTicketFactsResponse page;
    do {
      page.Clear();
      EXPECT_TRUE(Ask(Anna(), &Stub::ListTicketFacts, request, page).ok());
      for (const auto& fact : page.history().facts()) facts.push_back(fact);
      if (!facts.empty()) request.set_after_version(facts.back().ticket_version());
    } while (page.history().more());
    return facts;
  }
  // Both reply to the version that both have seen; returns the winner's words.
  std::string Round(int round) {
    const Caller callers[] = {Anna(), {"ben", Role::kAgent, "b1", "Ben"}};
    const std::string seen = R"(", "seen_version": )" + std::to_string(round);
    Outcome outcomes[2];
    std::string words[2], requests[2] = {NewRequest(), NewRequest()};
    std::barrier together(2);
    std::vector<std::thread> agents;
    for (int i = 0; i < 2; ++i) {
      words[i] = callers[i].id + " in round " + std::to_string(round);
      agents.emplace_back([&, i] {
        together.arrive_and_wait();
        outcomes[i] =
            Do(callers[i], "ReplyTicket", "f1", R"("text": ")" + words[i] + seen, requests[i]);
      });
    }
    for (std::thread& agent : agents) agent.join();
    const int winner = outcomes[0].status.ok() ? 0 : 1;
    EXPECT_EQ(outcomes[winner].word(), "") << "round " << round;
    EXPECT_EQ(outcomes[1 - winner].word(), "ticket-changed") << "round " << round;
    const auto since = SinceOf(outcomes[1 - winner].status);
    EXPECT_EQ(since.facts_size(), 1) << "round " << round;
    if (since.facts_size() == 1) {
      EXPECT_EQ(since.facts(0).replied().text(), words[winner]);
    }
    return words[winner];
  }
};

TEST_F(TwoAgentsTest, OneWinsEachRoundAndNothingIsLostOrDoubled) {
  Hear("f1", "c", "card");
  std::atomic<bool> over = false;
  std::thread pump([&] {
    while (!over) {
      Pump();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  {
    Watching watching(*stub_, *MintKey(secret_, Anna()), "b1");
    const auto await = [&](std::size_t count) {
      const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
      while (watching.Updates().size() < count && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
    };
    await(1);  // the snapshot
    std::vector<std::string> winners;
    for (int round = 1; round <= kRounds; ++round) winners.push_back(Round(round));
    const auto facts = History();
    ASSERT_EQ(facts.size(), 1u + kRounds);
    await(1 + kRounds);
    const auto updates = watching.Updates();
    EXPECT_EQ(updates.size(), 1u + kRounds);
    for (std::size_t i = 1; i < facts.size(); ++i) {
      EXPECT_EQ(facts[i].replied().text(), winners[i - 1]);
      if (i >= updates.size()) continue;
      EXPECT_EQ(updates[i].change().ticket_version(), static_cast<std::int64_t>(i) + 1);
      EXPECT_EQ(updates[i].change().replied().text(), winners[i - 1]);
    }
  }
  over = true;
  pump.join();
}

}  // namespace
}  // namespace recourse::routing
