// A life in which everything that routing can say of a ticket is said, decided by routing itself
// and read back from its bytes: verify finds nothing wrong with it.
#include <gtest/gtest.h>

#include <set>

#include "services/recoursectl/verify/fact_codec.h"
#include "services/recoursectl/verify/feedback_check.h"
#include "services/recoursectl/verify/ticket_check.h"
#include "services/routing/adapters/ticket_codec.h"
#include "services/routing/domain/decide.h"
#include "tests/support/routing_values.h"

namespace recourse::ctl::verify {
namespace {

using namespace routing::testing;  // NOLINT: values of this test
using routing::sla::ClockKind;

constexpr Duration kLateness =
    std::chrono::hours(24 * 30);  // no timer fires here but those asked for

class VerifyLife : public ::testing::Test {
 protected:
  void Happen(int minute, const routing::Event& event) {
    const auto decision = routing::Decide(view_, event, At(minute), policy_);
    ASSERT_FALSE(decision.refusal) << minute << ": " << decision.refusal->slug;
    ASSERT_FALSE(decision.facts.empty()) << minute;
    for (const auto& [key, file] : decision.changed) view_[key] = file;
    for (const auto& fact : decision.facts) Say(fact);
    evidence_.cut_time = At(minute);
  }
  void Say(const routing::Fact& fact) {
    routing::EncodedFact encoded = routing::EncodeFact(fact);
    LogEvidence& log = evidence_.logs[partition_];
    const Place place{1, 1, ++log.last_sequence};
    log.outbox.push_back({place, FactId(), Content()});
    RawRecord record;
    record.partition = partition_;
    record.place = place;
    record.payload = encoded.bytes;
    records_.push_back(record);
    names_.insert(encoded.name);
  }
  static routing::TicketCommand On(const std::string& ticket) {
    return {kFile, TicketOf(ticket), routing::AgentId("anna")};
  }
  static routing::SimilarFeedbackFound Like(const std::string& id, const std::string& other) {
    return {kFile,
            IdOf<routing::FeedbackId>(id),
            {{IdOf<routing::FeedbackId>(other), 71}},
            routing::kLikeCountMin};
  }
  void PutForOpenTickets(int minute) {
    policy_ = NextPolicy();
    for (auto& [id, ticket] : view_[kFile].tickets) {
      if (routing::IsOpen(ticket)) ticket.reclock = routing::Reclock{At(minute), true};
    }
  }

  std::vector<Check> Judge() {
    FactReader reader(evidence_);
    for (const RawRecord& record : records_) reader.Take(record);
    for (const auto& [id, ticket] : view_[kFile].tickets) {
      evidence_.tickets.push_back({id, kFile, ticket, routing::AnswerColumnsOf(ticket)});
      for (const Timer& timer : routing::TimersOf(id, ticket)) {
        evidence_.timers.push_back({NamedUuid(kFile.uuid(), timer.name), kFile.uuid(), timer});
      }
    }
    EXPECT_EQ(evidence_.unreadable, std::vector<std::string>{});
    return CheckTickets(evidence_, kLateness);
  }
  // What everything happens in: twelve facts of people's corrections among all others.
  void Live();

  inline static const routing::FileId kFile = IdOf<routing::FileId>("c");
  const Partition partition_{kTicketTopic, 0};
  routing::Policy policy_ = SmallPolicy();
  routing::View view_;
  Evidence evidence_;
  std::vector<RawRecord> records_;
  std::set<std::string> names_;
};

void VerifyLife::Live() {
  Happen(0, Feedback("f1", "c", "card"));
  Happen(5, Feedback("f2", "c", "card"));
  Happen(6, Feedback("f3", "c", "loan"));
  Happen(7, routing::SplitTicket{On("f1"), IdOf<routing::FeedbackId>("f2"), false, "", {}, "two"});
  Happen(7, Like("f3", "f1"));
  Happen(7, routing::DeclineSuggestion{On("f3")});
  Happen(7, Like("f2", "f3"));
  Happen(8, routing::MergeTicket{On("f3"), TicketOf("f1")});
  Happen(9, routing::UnmergeTicket{On("f3"), "wrong"});
  Happen(31, routing::AlarmTimePassed{kFile, TicketOf("f1")});
  Happen(32, routing::AcknowledgeEscalation{On("f1")});
  Happen(50, routing::AlarmTimePassed{kFile, TicketOf("f1")});
  Happen(51, routing::RevokeBreach{On("f1"), {ClockKind::kFirstResponse, 0}, At(29), "log"});
  Happen(52, routing::ResolveTicket{On("f1"), "done"});
  Happen(53, routing::ReopenTicket{On("f1"), "wrong"});
  Happen(54, routing::ReplyTicket{On("f3"), "late"});
  PutForOpenTickets(54);
  Happen(55, routing::ReclockTimePassed{kFile, TicketOf("f1")});
  Happen(56, routing::ReclockTimePassed{kFile, TicketOf("f3")});
  Happen(57, routing::ReplyTicket{On("f1"), "done"});
  Happen(58, routing::ResolveTicket{On("f1"), "done"});
  Happen(59, Feedback("f4", "c", "cash", "praise"));
  Happen(60, Correction("f4", "c", "cash"));
  Happen(75, Correction("f4", "c", "fraud", "complaint", 3));
  Happen(76, Correction("f1", "c", "loan"));
  Happen(77, Feedback("f5", "c", "fraud"));
  Happen(78, Correction("f5", "c", "card"));
  Happen(79, Like("f5", "f1"));  // which joined f4
  Happen(58 + 7 * 24 * 60 + 1, routing::ConfirmTimePassed{kFile, TicketOf("f1")});
}

TEST_F(VerifyLife, EverythingThatCanBeSaidHolds) {
  Live();
  for (const char* name :
       {"TicketSplit", "TicketUnmerged", "EscalationAcknowledged", "ClockBreachRevoked",
        "StandardChanged", "TicketReopened", "TicketReclassified", "FeedbackRecorded",
        "MatterSuggested", "SuggestionEnded"}) {
    EXPECT_TRUE(names_.contains(name)) << name;
  }
  for (const Check& check : Judge()) {
    EXPECT_EQ(check.violations, 0)
        << check.id << ": " << (check.examples.empty() ? "" : check.examples.front());
  }
}

TEST_F(VerifyLife, ABreachThatWasTakenBackAndStandsInTheTableIsNamed) {
  Live();
  view_[kFile].tickets.at(TicketOf("f1")).clocks.at({ClockKind::kFirstResponse, 1}).state =
      routing::ClockState::kMissed;
  bool named = false;
  for (const Check& check : Judge()) named |= check.id == "B13" && check.violations > 0;
  EXPECT_TRUE(named);
}

TEST_F(VerifyLife, ASuggestionThatNoFactTellsIsNamed) {
  Live();
  auto& suggestion = view_[kFile].tickets.at(TicketOf("f4")).suggestion;
  ASSERT_TRUE(suggestion.has_value());
  suggestion->similarity_percent = 99;
  bool named = false;
  for (const Check& check : Judge()) named |= check.id == "T1" && check.violations > 0;
  EXPECT_TRUE(named);
}

}  // namespace
}  // namespace recourse::ctl::verify
