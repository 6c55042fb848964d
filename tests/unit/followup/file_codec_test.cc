// What is kept of a file is what was decided: every field comes back from its record.
#include "services/followup/adapters/file_codec.h"

#include <gtest/gtest.h>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: short names for values

Ticket FullTicket() {
  Ticket ticket = TicketOf("26-000017", "liu", "sms", 3);
  ticket.dimensions.severity = 4;
  return ticket;
}

// No field as it is by default.
Loop FullLoop() {
  Loop loop;
  loop.version = 9;
  loop.ticket = FullTicket();
  loop.ticket_version = 41;
  loop.way = SurveyWay::kCall;
  loop.state = LoopState::kClosed;
  loop.verdict = Verdict::kHeardBad;
  loop.reason = LoopReason::kNotCalled;
  loop.is_asked = true;
  loop.is_unknown = true;
  loop.questions = {false, false, true, false, false};
  loop.resolve_time = At(0, 9);
  loop.ask_time = At(0, 11);
  loop.remind_time = At(2, 11);
  loop.expire_time = At(5, 11);
  loop.close_time = At(1, 12);
  loop.call_count = 2;
  loop.calling = Calling{AgentId("ben"), At(1, 10)};
  loop.heard = Heard{{1, 0, 7, false},
                     AnswerVia::kPhone,
                     AgentId("anna"),
                     NamedUuid(kRecourseSpace, "words"),
                     Recovery::kNotRecovered};
  loop.policy_version = 7;
  return loop;
}

Notice FullNotice(const std::string& name) {
  return {IdOf<NoticeId>(name),
          NoticeKind::kBreachRevoked,
          IdOf<TicketId>("t1"),
          "26-000017",
          BranchId("b1"),
          Category("card"),
          3,
          At(0, 9),
          "resolution",
          At(1, 9)};
}

TEST(FileCodecTest, BringsBackEveryFieldOfALoop) {
  EXPECT_EQ(DecodeLoop(EncodeLoop(FullLoop())), FullLoop());
}

TEST(FileCodecTest, BringsBackALoopOfWhichLittleIsKnown) {
  Loop loop;
  loop.ticket = TicketOf("26-000018", "");
  loop.ticket.language = "";
  EXPECT_EQ(DecodeLoop(EncodeLoop(loop)), loop);
}

TEST(FileCodecTest, KeepsScoresThatWereNotGivenApartFromZero) {
  Loop loop = FullLoop();
  loop.heard->scores = {std::nullopt, 0, std::nullopt, std::nullopt};
  const auto kept = DecodeLoop(EncodeLoop(loop));
  ASSERT_TRUE(kept && kept->heard);
  EXPECT_EQ(kept->heard->scores.nps, 0);
  EXPECT_FALSE(kept->heard->scores.csat || kept->heard->scores.ces ||
               kept->heard->scores.put_right);
}

TEST(FileCodecTest, BringsBackEveryFieldOfADelivery) {
  Delivery delivery;
  delivery.version = 3;
  delivery.ticket = FullTicket();
  delivery.reply_version = 12;
  delivery.way = ReplyWay::kTell;
  delivery.state = DeliveryState::kTold;
  delivery.agent_id = AgentId("anna");
  delivery.reply_time = At(0, 9);
  delivery.settle_time = At(0, 10);
  delivery.told_time = At(0, 8);
  delivery.reason = "smtp-refused";
  delivery.policy_version = 7;
  EXPECT_EQ(DecodeDelivery(EncodeDelivery(delivery)), delivery);
}

TEST(FileCodecTest, BringsBackACustomersContactsAndPreference) {
  CustomerFile file;
  file.contacts = {{IdOf<LoopId>("l1"), ContactKind::kReminder, At(0, 9)},
                   {IdOf<LoopId>("l2"), ContactKind::kCall, std::nullopt}};
  file.preference = ContactPreference{false, At(1, 9)};
  EXPECT_EQ(DecodeFile(EncodeFile(file)), State(file));
}

TEST(FileCodecTest, TellsNoPreferenceFromOneThatSaysNo) {
  EXPECT_EQ(DecodeFile(EncodeFile(CustomerFile())), State(CustomerFile()));
}

TEST(FileCodecTest, BringsBackADigest) {
  StaffDigest digest;
  digest.agent_id = AgentId("anna");
  digest.pending = {FullNotice("n1"), FullNotice("n2")};
  digest.sending = {FullNotice("n3")};
  digest.sending.front().due_time.reset();
  digest.told = {IdOf<NoticeId>("n0"), IdOf<NoticeId>("n9")};
  digest.mail_count = 5;
  digest.dropped_count = 4;
  digest.sending_dropped_count = 2;
  digest.write_time = At(0, 9);
  digest.last_time = At(0, 8);
  EXPECT_EQ(DecodeFile(EncodeFile(digest)), State(digest));
}

TEST(FileCodecTest, RefusesBytesThatAreNoRecord) {
  const std::string broken("\x0a\xff", 2);
  EXPECT_FALSE(DecodeFile(broken));
  EXPECT_FALSE(DecodeLoop(broken));
  EXPECT_FALSE(DecodeDelivery(broken));
  EXPECT_FALSE(DecodeFile(""));  // neither a customer's nor a digest
  EXPECT_FALSE(DecodeLoop(""));
  EXPECT_FALSE(DecodeDelivery(""));
}

}  // namespace
}  // namespace recourse::followup
