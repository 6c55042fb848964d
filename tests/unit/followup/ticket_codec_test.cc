// What routing's facts mean for followup, one by one.
#include "services/followup/adapters/ticket_codec.h"

#include <gtest/gtest.h>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/followup/domain/decide.h"
#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: short names for values
namespace heard = ::recourse::routing::v1;

void Set(google::protobuf::Timestamp* out, Timestamp time) {
  out->set_seconds(time.time_since_epoch().count() / 1000);
  out->set_nanos(static_cast<int>(time.time_since_epoch().count() % 1000) * 1'000'000);
}

// A fact of the ticket t1 of liu at b1, taken by dora.
heard::TicketEvent SomeFact() {
  heard::TicketEvent fact;
  fact.set_ticket_id(ToString(IdOf<TicketId>("t1")));
  fact.set_ticket_version(12);
  fact.set_number("26-000017");
  fact.set_customer_id(ToString(IdOf<CustomerId>("liu")));
  fact.set_cycle(2);
  fact.set_language("zh-CN");
  Set(fact.mutable_recorded_time(), At(0, 9));
  fact.mutable_before()->set_branch_id("b1");
  auto* after = fact.mutable_after();
  after->set_branch_id("b1");
  after->set_region_id("south");
  after->set_category("card");
  after->set_channel("mail");
  after->set_agent_id("dora");
  after->set_severity(2);
  after->set_state(heard::TICKET_STATE_TAKEN);
  return fact;
}

std::variant<Event, Unreadable> Read(const heard::TicketEvent& fact) {
  RawRecord record;
  record.partition = {kTicketTopic, 0};
  record.payload = fact.SerializeAsString();
  return ReadTicketFact(record);
}

TicketFact FactIn(const heard::TicketEvent& fact) {
  const auto read = Read(fact);
  EXPECT_TRUE(std::holds_alternative<Event>(read));
  return std::get<TicketFact>(std::get<Event>(read));
}

std::string FaultIn(const heard::TicketEvent& fact) {
  const auto read = Read(fact);
  return std::holds_alternative<Unreadable>(read) ? std::get<Unreadable>(read).reason : "none";
}

template <typename Change>
Change ChangeIn(const heard::TicketEvent& fact) {
  const TicketFact read = FactIn(fact);
  EXPECT_TRUE(std::holds_alternative<Change>(read.change)) << read.change.index();
  return std::get<Change>(read.change);
}

TEST(TicketCodecTest, ReadsTheTicketAsItStandsAfterTheFact) {
  auto fact = SomeFact();
  fact.mutable_resolved()->set_agent_id("dora");
  fact.mutable_after()->set_state(heard::TICKET_STATE_RESOLVED);
  const TicketFact read = FactIn(fact);
  Ticket ticket = TicketOf("26-000017", "liu", "mail", 2);
  ticket.ticket_id = IdOf<TicketId>("t1");
  EXPECT_EQ(read.ticket, ticket);
  EXPECT_EQ(read.file_id, FileId(IdOf<CustomerId>("liu").uuid()));
  EXPECT_EQ(read.version, 12);
  EXPECT_EQ(read.standing, TicketStanding::kResolved);
  EXPECT_EQ(read.recorded_time, At(0, 9));
  EXPECT_TRUE(std::holds_alternative<Resolution>(read.change));
}

TEST(TicketCodecTest, KeepsTheFileOfTheTicketWhereTheCustomerIsNotKnown) {
  auto fact = SomeFact();
  fact.clear_customer_id();
  EXPECT_EQ(FactIn(fact).file_id, FileId(IdOf<TicketId>("t1").uuid()));
  EXPECT_TRUE(FactIn(fact).ticket.customer_id.empty());
}

TEST(TicketCodecTest, TakesACycleThatAnOldFactDoesNotNameForTheFirst) {
  auto fact = SomeFact();
  fact.set_cycle(0);
  EXPECT_EQ(FactIn(fact).ticket.cycle, 1);
}

TEST(TicketCodecTest, CallsOpenTakenAndWaitingBeingWorkedOn) {
  auto fact = SomeFact();
  for (const auto state :
       {heard::TICKET_STATE_OPEN, heard::TICKET_STATE_TAKEN, heard::TICKET_STATE_WAITING}) {
    fact.mutable_after()->set_state(state);
    EXPECT_EQ(FactIn(fact).standing, TicketStanding::kOpen);
  }
  fact.mutable_after()->set_state(heard::TICKET_STATE_CLOSED);
  EXPECT_EQ(FactIn(fact).standing, TicketStanding::kClosed);
}

TEST(TicketCodecTest, ReadsAPublicReplyAsItWasWritten) {
  auto fact = SomeFact();
  fact.mutable_replied()->set_agent_id("anna");
  fact.mutable_replied()->set_text("您好。\n已经退回。");
  const auto reply = ChangeIn<PublicReply>(fact);
  EXPECT_EQ(reply.agent_id, AgentId("anna"));
  EXPECT_EQ(reply.text, "您好。\n已经退回。");
  EXPECT_FALSE(reply.told_time);
  Set(fact.mutable_replied()->mutable_told_time(), At(0, 8));
  EXPECT_EQ(ChangeIn<PublicReply>(fact).told_time, At(0, 8));
}

TEST(TicketCodecTest, KnowsATicketThatIsNewToItsBranch) {
  auto fact = SomeFact();
  fact.mutable_opened();
  ChangeIn<NewTicket>(fact);
  for (const char* how : {"transferred", "returned", "judged"}) {
    auto moved = SomeFact();
    if (how == std::string("transferred")) moved.mutable_transferred();
    if (how == std::string("returned")) moved.mutable_returned();
    if (how == std::string("judged")) moved.mutable_return_judged();
    ChangeIn<OtherChange>(moved);  // it stays where it is
    moved.mutable_before()->set_branch_id("b2");
    ChangeIn<NewTicket>(moved);
  }
}

TEST(TicketCodecTest, ReadsReopeningAndMerging) {
  auto reopened = SomeFact();
  reopened.mutable_reopened()->set_cause("customer");
  ChangeIn<Reopening>(reopened);
  auto merged = SomeFact();
  merged.mutable_merged()->set_into_ticket_id(ToString(IdOf<TicketId>("t2")));
  ChangeIn<Merging>(merged);
}

TEST(TicketCodecTest, NamesTheClockThatWasWarnedOfOrBreached) {
  auto warned = SomeFact();
  warned.mutable_clock_warned()->set_kind(heard::CLOCK_KIND_RESOLUTION);
  Set(warned.mutable_clock_warned()->mutable_due_time(), At(1, 9));
  EXPECT_EQ(ChangeIn<Warning>(warned).clock, "resolution");
  EXPECT_EQ(ChangeIn<Warning>(warned).due_time, At(1, 9));
  auto breached = SomeFact();
  breached.mutable_clock_breached()->set_kind(heard::CLOCK_KIND_NEXT_RESPONSE);
  EXPECT_EQ(ChangeIn<Breach>(breached).clock, "next_response");
  auto old = SomeFact();
  old.mutable_clock_breached();  // of before there were several
  EXPECT_EQ(ChangeIn<Breach>(old).clock, "first_response");
  auto revoked = SomeFact();
  revoked.mutable_clock_breach_revoked()->set_kind(heard::CLOCK_KIND_STATUTORY);
  EXPECT_EQ(ChangeIn<BreachRevocation>(revoked).clock, "statutory");
  auto escalated = SomeFact();
  escalated.mutable_clock_escalated()->set_kind(heard::CLOCK_KIND_INTERNAL);
  escalated.mutable_clock_escalated()->set_level(2);
  EXPECT_EQ(ChangeIn<Escalation>(escalated).clock, "internal");
  EXPECT_EQ(ChangeIn<Escalation>(escalated).level, 2);
}

TEST(TicketCodecTest, TakesAFactThatItDoesNotKnowForAnotherChange) {
  ChangeIn<OtherChange>(SomeFact());
  auto noted = SomeFact();
  noted.mutable_noted()->set_text("for colleagues");
  ChangeIn<OtherChange>(noted);
  auto confirmed = SomeFact();
  confirmed.mutable_resolution_confirmed();
  ChangeIn<OtherChange>(confirmed);
}

TEST(TicketCodecTest, LeavesFeedbackWithoutATicketAlone) {
  heard::TicketEvent fact;
  fact.mutable_recorded()->set_type("praise");
  const auto read = Read(fact);
  ASSERT_TRUE(std::holds_alternative<Event>(read));
  EXPECT_TRUE(Domain::KeysOf(std::get<Event>(read)).empty());
}

TEST(TicketCodecTest, SaysWhyItCannotReadARecord) {
  RawRecord garbage;
  garbage.payload = "\xff\xff\xff";
  const auto read = ReadTicketFact(garbage);
  ASSERT_TRUE(std::holds_alternative<Unreadable>(read));
  EXPECT_EQ(std::get<Unreadable>(read).reason, "not a recourse.routing.v1.TicketEvent");
  EXPECT_EQ(FaultIn(heard::TicketEvent()), "ticket_id is not a UUID");
  auto customer = SomeFact();
  customer.set_customer_id("liu");
  EXPECT_EQ(FaultIn(customer), "customer_id is not a UUID");
  auto nowhere = SomeFact();
  nowhere.clear_after();
  EXPECT_EQ(FaultIn(nowhere), "it does not say how the ticket stands");
}

}  // namespace
}  // namespace recourse::followup
