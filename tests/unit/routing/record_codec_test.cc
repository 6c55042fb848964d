#include "services/routing/adapters/record_codec.h"

#include <gtest/gtest.h>

#include "recourse/routing/v1/ticket_record.pb.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

Ticket Opened() {
  const Policy policy = SmallPolicy();
  const Decision decision = Decide({}, Feedback("f1", "c1", "card"), At(0), policy);
  return decision.changed.at(IdOf<FileId>("c1")).tickets.at(TicketOf("f1"));
}

Ticket Again(const Ticket& ticket) {
  Ticket again;
  EXPECT_TRUE(DecodeRecord(EncodeRecord(ticket), again));
  return again;
}

TEST(RecordCodecTest, KeepsWhatNoColumnDoes) {
  Ticket ticket = Opened();
  ticket.answered = true;
  ticket.calendar_id = "short@1";
  ticket.joined = {{IdOf<FeedbackId>("f2"), At(3)}, {IdOf<FeedbackId>("f3"), At(4), 3}};
  ticket.classification_ordinal = 2;
  ticket.split_count = 2;
  const Ticket again = Again(ticket);
  EXPECT_EQ(again.clocks, ticket.clocks);
  EXPECT_TRUE(again.answered);
  EXPECT_EQ(again.calendar_id, "short@1");
  EXPECT_EQ(again.cycle_time, ticket.cycle_time);
  EXPECT_EQ(again.standard, ticket.standard);
  EXPECT_EQ(again.joined, ticket.joined);
  EXPECT_EQ(again.split_count, 2);
  EXPECT_EQ(again.classification_ordinal, 2);
}

TEST(RecordCodecTest, KeepsWhatIsSuggestedAndWhatWasDeclined) {
  Ticket ticket = Opened();
  EXPECT_FALSE(Again(ticket).suggestion.has_value());
  ticket.suggestion = Suggestion{TicketOf("f0"), "26-000007", 71, 12};
  ticket.declined = {TicketOf("f8"), TicketOf("f9")};
  EXPECT_EQ(Again(ticket).suggestion, ticket.suggestion);
  EXPECT_EQ(Again(ticket).declined, ticket.declined);
  ticket.suggestion = Suggestion{TicketId(), "", 0, 40};
  EXPECT_EQ(Again(ticket).suggestion, ticket.suggestion);
}

TEST(RecordCodecTest, KeepsWhatOfAFileIsExpected) {
  CustomerFile file;
  file.expected = {{IdOf<FeedbackId>("p1"), At(3), {{IdOf<FeedbackId>("p0"), 71}}, 12},
                   {IdOf<FeedbackId>("p2"), At(4), {}, 5}};
  CustomerFile again;
  ASSERT_TRUE(DecodeFile(EncodeFile(file), again));
  EXPECT_EQ(again, file);
}

TEST(RecordCodecTest, KeepsEveryEventOfAClock) {
  using namespace sla;  // NOLINT: the events
  Ticket ticket;
  const StatutoryDays term{15, StatutoryDays::Kind::kWorking, StatutoryDays::Roll::kHolidays};
  ticket.clocks[{ClockKind::kStatutory, 3}].events = {
      {At(0), Started{"c@1", term, "b1"}},
      {At(1), Paused{"papers"}},
      {At(2), sla::Resumed{"papers"}},
      {At(3), Transferred{"c@2", "b2", true}},
      {At(4), Retargeted{At(90), RetargetMode::kFromChange, 5min, "extension"}},
      {At(5), Retargeted{Duration(30min), RetargetMode::kCarryShare, 0min, "policy_change"}},
      {At(6), Acknowledged{2}},
      {At(7), Cancelled{"merged"}},
      {At(8), Restored{}},
      {At(9), Exempted{"dora", "flood"}},
      {At(10), Forfeited{"resolved_unanswered"}},
      {At(11), Satisfied{}}};
  EXPECT_EQ(Again(ticket).clocks, ticket.clocks);
}

TEST(RecordCodecTest, KeepsAClockWithoutADueTime) {
  Ticket ticket = Opened();
  Clock& clock = ticket.clocks.begin()->second;
  clock.due_time.reset();
  clock.warn_time.reset();
  clock.reason = "calendar-not-known";
  clock.state = ClockState::kPaused;
  clock.breach_time = At(31);
  clock.breach_cause = "reclassification";
  clock.end_time = At(32);
  clock.said = {{sla::Alarm::Kind::kEscalation, 2, 1, At(33)}};
  EXPECT_EQ(Again(ticket).clocks, ticket.clocks);
}

TEST(RecordCodecTest, KeepsWhatOfAFileWasRecordedWithoutATicket) {
  CustomerFile file;
  file.recorded = {{IdOf<FeedbackId>("p1")}, {IdOf<FeedbackId>("p2"), 4}};
  CustomerFile again;
  ASSERT_TRUE(DecodeFile(EncodeFile(file), again));
  EXPECT_EQ(again, file);
}

TEST(RecordCodecTest, ARecordOfBeforeKnowsTheFirstClassification) {
  v1::TicketRecord before;
  before.add_joined()->set_feedback_id(std::string(16, '\7'));
  Ticket ticket;
  ticket.classification_ordinal = 9;
  ASSERT_TRUE(DecodeRecord(before.SerializeAsString(), ticket));
  EXPECT_EQ(ticket.classification_ordinal, 1);
  EXPECT_EQ(ticket.joined.at(0).classification_ordinal, 1);
}

TEST(RecordCodecTest, SaysThatBytesAreNoRecord) {
  Ticket ticket;
  EXPECT_FALSE(DecodeRecord("\xff\xff", ticket));
  CustomerFile file;
  EXPECT_FALSE(DecodeFile("\xff\xff", file));
}

}  // namespace
}  // namespace recourse::routing
