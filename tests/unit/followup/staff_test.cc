// Telling the staff: who is told of what, and how it is gathered for one person.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

Ticket TicketOfAgent(const std::string& agent) {
  Ticket ticket = TicketOf("t1", "c1");
  ticket.dimensions.agent_id = AgentId(agent);
  return ticket;
}

// Who is told of a change of a ticket that `agent` has.
std::multiset<std::string> Told(const std::string& agent, TicketChange change,
                                const Policy& policy = SmallPolicy()) {
  Course course{policy};
  course.Tell(FactOf(TicketOfAgent(agent), std::move(change), 2, At(0, 10)), At(0, 10));
  std::multiset<std::string> told;
  for (const Effect& effect : course.effects) told.insert(effect.parameters.at("agent_id"));
  return told;
}
using People = std::multiset<std::string>;

TEST(TellStaffTest, ANewTicketConcernsThePeopleOfItsBranch) {
  EXPECT_EQ(Told("", NewTicket{}), (People{"anna", "ben"}));
}

TEST(TellStaffTest, AWarningConcernsWhoHasTheTicketElseTheBranch) {
  EXPECT_EQ(Told("ben", Warning{"resolution", At(0, 11)}), People{"ben"});
  EXPECT_EQ(Told("", Warning{"resolution", At(0, 11)}), (People{"anna", "ben"}));
  EXPECT_EQ(Told("dora", Warning{"resolution", At(0, 11)}),
            (People{"anna", "ben"}));  // we have no address of hers
}

TEST(TellStaffTest, ABreachConcernsWhoHasItAndTheBranchEachOnce) {
  EXPECT_EQ(Told("ben", Breach{"resolution", At(0, 11)}), (People{"anna", "ben"}));
}

TEST(TellStaffTest, WhoHeardOfABreachHearsThatItWasRevoked) {
  EXPECT_EQ(Told("ben", BreachRevocation{"resolution", At(0, 11)}), (People{"anna", "ben"}));
}

TEST(TellStaffTest, AnEscalationCallsThoseOfItsLevelElseOfTheHighestBelow) {
  Policy policy = SmallPolicy();
  policy.staff.called_at = {{2, {AgentId("ben")}}};
  EXPECT_EQ(Told("anna", Escalation{"resolution", At(0, 11), 1}, policy), People{});
  EXPECT_EQ(Told("anna", Escalation{"resolution", At(0, 11), 2}, policy), People{"ben"});
  EXPECT_EQ(Told("anna", Escalation{"resolution", At(0, 11), 3}, policy), People{"ben"});
}

TEST(TellStaffTest, ThePolicySaysOfWhat) {
  Policy policy = SmallPolicy();
  policy.staff.kinds = {NoticeKind::kBreached};
  EXPECT_EQ(Told("", NewTicket{}, policy), People{});
  EXPECT_EQ(Told("", Breach{"resolution", At(0, 11)}, policy).size(), 2u);
}

TEST(TellStaffTest, CarriesWhatWorkNeedsAndNothingOfTheCustomer) {
  Course course;
  course.Tell(FactOf(TicketOfAgent("ben"), Warning{"resolution", At(0, 11)}, 2, At(0, 10)),
              At(0, 10));
  const auto heard = HeardInHouse(*course.Last(kNotice));
  ASSERT_TRUE(heard.has_value());
  const auto& notify = std::get<Notify>(*heard);
  EXPECT_EQ(notify.agent_id, AgentId("ben"));
  EXPECT_EQ(notify.file_id, FileOf(AgentId("ben")));
  EXPECT_EQ(notify.notices.front().number, "t1");
  EXPECT_EQ(notify.notices.front().clock, "resolution");
  EXPECT_EQ(notify.notices.front().due_time, At(0, 11));
  EXPECT_EQ(notify.notices.front().severity, 2);
  EXPECT_FALSE(course.Last(kNotice)->parameters.contains("customer_id"));
}

TEST(HeardInHouseTest, WhatIsNoNoticeIsNothing) {
  Effect effect;
  effect.purpose = kNotice;
  EXPECT_FALSE(HeardInHouse(effect).has_value());
  EXPECT_FALSE(HeardInHouse(WordsEffect(LoopId(), TicketOf("t1", "c1"), "words")).has_value());
}

// Effects of one transaction, each with an id of its own.
class GatherNoticesTest : public ::testing::Test {
 protected:
  void Add(const std::string& agent, const std::string& number) {
    Notice notice;
    notice.notice_id = IdOf<NoticeId>(number);
    notice.number = number;
    effects_.emplace_back(IdOf<EffectId>(number), NoticeEffect(AgentId(agent), notice));
  }
  void AddWords(const std::string& ticket) {
    effects_.emplace_back(IdOf<EffectId>(ticket),
                          WordsEffect(LoopId(), TicketOf(ticket, "c1"), "words"));
  }
  // Who hears which numbers, an effect after the other.
  std::vector<std::string> Heard() const {
    std::vector<std::string> lines;
    for (const auto& [id, effect] : effects_) {
      const auto heard = HeardInHouse(effect);
      std::string line = heard ? std::get<followup::Notify>(*heard).agent_id.value() : "words";
      if (heard) {
        for (const Notice& notice : std::get<followup::Notify>(*heard).notices) {
          line += " " + notice.number;
        }
      }
      lines.push_back(line);
    }
    return lines;
  }
  std::vector<std::pair<EffectId, Effect>> effects_;
};

TEST_F(GatherNoticesTest, WhatOnePersonIsToldIsOneEffectUnderTheFirstId) {
  Add("anna", "t1");
  AddWords("t2");
  Add("ben", "t3");
  Add("anna", "t4");
  Add("anna", "t5");
  GatherNotices(effects_);
  EXPECT_EQ(Heard(), (std::vector<std::string>{"anna t1 t4 t5", "words", "ben t3"}));
  EXPECT_EQ(effects_.front().first, IdOf<EffectId>("t1"));
}

TEST_F(GatherNoticesTest, NoneIsLongerThanItMayBe) {
  for (int i = 0; i < 2 * kNoticesTogetherMax + 1; ++i) Add("anna", "t" + std::to_string(i));
  GatherNotices(effects_);
  ASSERT_EQ(effects_.size(), 3u);
  const auto numbers = [&](std::size_t index) {
    return std::get<followup::Notify>(*HeardInHouse(effects_[index].second)).notices.size();
  };
  EXPECT_EQ(numbers(0), static_cast<std::size_t>(kNoticesTogetherMax));
  EXPECT_EQ(numbers(1), static_cast<std::size_t>(kNoticesTogetherMax));
  EXPECT_EQ(numbers(2), 1u);
}

// anna, and what she is told.
class DigestTest : public ::testing::Test {
 protected:
  static constexpr const char* kAnna = "anna";
  void Notify(const std::string& name, Timestamp now) {
    Notice notice;
    notice.notice_id = IdOf<NoticeId>(name);
    notice.kind = NoticeKind::kBreached;
    notice.number = name;
    notice.time = now;
    course_.Tell(followup::Notify{FileOf(AgentId(kAnna)), AgentId(kAnna), {notice}}, now);
  }
  void WriteAt(Timestamp now) { course_.Tell(DigestTimePassed{FileOf(AgentId(kAnna))}, now); }
  const StaffDigest& digest() const {
    return std::get<StaffDigest>(course_.view.at(FileOf(AgentId(kAnna))));
  }
  // The numbers in the last mail, in its order.
  std::string Mail() const {
    std::string text;
    for (const auto& [name, value] : course_.Last(kDigest)->parameters) {
      if (name.ends_with(".ticket_number")) text += (text.empty() ? "" : " ") + value;
    }
    return text;
  }
  Course course_;
};

TEST_F(DigestTest, WhatComesTogetherGoesTogether) {
  Notify("t1", At(0, 10));
  Notify("t2", At(0, 10) + 3s);
  EXPECT_EQ(digest().write_time, At(0, 10) + 5s);
  WriteAt(At(0, 10) + 5s);
  EXPECT_EQ(course_.Count(kDigest), 0);
  WriteAt(At(0, 10) + 5s + 1ms);
  ASSERT_EQ(course_.Count(kDigest), 1);
  EXPECT_EQ(Mail(), "t1 t2");
  EXPECT_EQ(course_.Last(kDigest)->recipient,
            (Recipient{Recipient::Kind::kAddress, "anna@bank.example"}));
}

TEST_F(DigestTest, IsOneMailAMinute) {
  Notify("t1", At(0, 10));
  WriteAt(At(0, 10) + 6s);
  course_.Conclude(kDigest, EffectOutcome::kDelivered, At(0, 10) + 7s);
  Notify("t2", At(0, 10) + 8s);
  EXPECT_EQ(digest().write_time, At(0, 10) + 67s);
  Notify("t3", At(0, 12));
  EXPECT_EQ(digest().write_time, At(0, 10) + 67s);  // no later for what comes meanwhile
}

TEST_F(DigestTest, BeginsNoMailWhileOneIsOnItsWay) {
  Notify("t1", At(0, 10));
  WriteAt(At(0, 10) + 6s);
  Notify("t2", At(0, 10) + 8s);
  EXPECT_FALSE(digest().write_time.has_value());
  course_.Conclude(kDigest, EffectOutcome::kDelivered, At(0, 10, 20));
  EXPECT_EQ(digest().write_time, At(0, 10, 21));
}

TEST_F(DigestTest, TellsEachNoticeOnceHoweverOftenItIsHeard) {
  Notify("t1", At(0, 10));
  Notify("t1", At(0, 10) + 1s);
  WriteAt(At(0, 10) + 6s);
  Notify("t1", At(0, 10) + 7s);
  course_.Conclude(kDigest, EffectOutcome::kDelivered, At(0, 10) + 8s);
  Notify("t1", At(0, 10) + 9s);
  EXPECT_EQ(Mail(), "t1");
  EXPECT_TRUE(digest().pending.empty());
}

TEST_F(DigestTest, WhatNobodyGotIsWrittenAnewWithWhatCameSince) {
  Notify("t1", At(0, 10));
  WriteAt(At(0, 10) + 6s);
  Notify("t2", At(0, 10) + 8s);
  course_.Conclude(kDigest, EffectOutcome::kFailed, At(0, 10, 1), "smtp-refused");
  EXPECT_EQ(digest().write_time, At(0, 10, 6));
  WriteAt(At(0, 10, 7));
  EXPECT_EQ(Mail(), "t1 t2");
}

TEST_F(DigestTest, WhatMayHaveArrivedIsNotToldAgain) {
  Notify("t1", At(0, 10));
  WriteAt(At(0, 10) + 6s);
  course_.Conclude(kDigest, EffectOutcome::kUnknown, At(0, 10, 1));
  EXPECT_TRUE(digest().pending.empty());
  EXPECT_FALSE(digest().write_time.has_value());
}

TEST_F(DigestTest, WhatIsADayOldIsNoNewsAndIsCounted) {
  Notify("t1", At(0, 10));
  WriteAt(At(0, 10) + 6s);
  course_.Conclude(kDigest, EffectOutcome::kFailed, At(0, 11), "expired");
  Notify("t2", At(1, 10));
  WriteAt(At(1, 10, 1));
  EXPECT_EQ(Mail(), "t2");
  EXPECT_EQ(course_.Last(kDigest)->parameters.at("dropped_count"), "1");
}

TEST_F(DigestTest, LimitsAMailAndLeavesTheRestToTheNext) {
  for (std::size_t i = 0; i <= kNoticesInMailMax; ++i) {
    Notify("t" + std::to_string(1000 + i), At(0, 10));
  }
  WriteAt(At(0, 10) + 6s);
  EXPECT_EQ(digest().sending.size(), kNoticesInMailMax);
  course_.Conclude(kDigest, EffectOutcome::kDelivered, At(0, 10) + 7s);
  WriteAt(At(0, 10) + 68s);
  EXPECT_EQ(Mail(), "t1100");
}

TEST_F(DigestTest, LimitsWhatIsPendingAndCountsWhatItDropped) {
  for (std::size_t i = 0; i < kPendingMax + 3; ++i) Notify("t" + std::to_string(i), At(0, 10));
  EXPECT_EQ(digest().pending.size(), kPendingMax);
  EXPECT_EQ(digest().dropped_count, 3);
}

TEST_F(DigestTest, WhoLeftIsToldNothing) {
  Notify("t1", At(0, 10));
  course_.policy.staff.people.erase(AgentId(kAnna));
  WriteAt(At(0, 10) + 6s);
  EXPECT_EQ(course_.Count(kDigest), 0);
  EXPECT_TRUE(digest().pending.empty());
}

TEST(DigestTimesTest, TellsTimesByTheClocksOfTheBranch) {
  StaffDigest digest;
  digest.agent_id = AgentId("anna");
  Notice notice;
  notice.kind = NoticeKind::kWarned;
  notice.branch_id = BranchId("b1");
  notice.time = At(0, 10, 5);
  notice.due_time = At(1, 0, 30);
  digest.sending = {notice};
  const Effect effect = DigestEffect(digest, {}, SmallPolicy(), At(0, 11));
  EXPECT_EQ(effect.parameters.at("notice.000.time_local"), "2026-03-02 10:05");
  EXPECT_EQ(effect.parameters.at("notice.000.due_local"), "2026-03-03 00:30");
}

}  // namespace
}  // namespace recourse::followup
