#include "services/followup/domain/contact.h"

#include <gtest/gtest.h>

namespace recourse::followup {
namespace {

using namespace std::chrono_literals;

const Timestamp kNoon = Timestamp(1000h);
const ContactBudget kTwoADay{2, 24h};

LoopId LoopNamed(int number) {
  return LoopId(NamedUuid(kRecourseSpace, "loop " + std::to_string(number)));
}

TEST(ContactTest, CountsWhatWasMadeWithinTheWindow) {
  Contacts contacts;
  MakeContact(contacts, LoopNamed(1), ContactKind::kSurvey, kNoon);
  MakeContact(contacts, LoopNamed(2), ContactKind::kSurvey, kNoon + 1h);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 2h), 2);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 24h - 1ms), 2);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 24h), 1);  // a whole day apart
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 25h), 0);
}

TEST(ContactTest, WhatIsUnderWayCountsAsNowHoweverLongItTakes) {
  Contacts contacts;
  BeginContact(contacts, LoopNamed(1), ContactKind::kSurvey);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 1000h), 1);
  MakeContact(contacts, LoopNamed(1), ContactKind::kSurvey, kNoon);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 24h), 0);
}

TEST(ContactTest, WhatReachedNobodyDoesNotCount) {
  Contacts contacts;
  BeginContact(contacts, LoopNamed(1), ContactKind::kSurvey);
  DropContact(contacts, LoopNamed(1), ContactKind::kSurvey);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon), 0);
}

TEST(ContactTest, AReminderIsAContactOfItsOwn) {
  Contacts contacts;
  MakeContact(contacts, LoopNamed(1), ContactKind::kSurvey, kNoon);
  BeginContact(contacts, LoopNamed(1), ContactKind::kReminder);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon), 2);
}

TEST(ContactTest, ASurveyToldTwiceIsOneContactAndEachCallIsOne) {
  Contacts contacts;
  MakeContact(contacts, LoopNamed(1), ContactKind::kSurvey, kNoon);
  MakeContact(contacts, LoopNamed(1), ContactKind::kSurvey, kNoon + 1h);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 1h), 1);
  MakeContact(contacts, LoopNamed(2), ContactKind::kCall, kNoon + 1h);
  MakeContact(contacts, LoopNamed(2), ContactKind::kCall, kNoon + 2h);
  EXPECT_EQ(Spent(contacts, kTwoADay, kNoon + 2h), 3);
}

TEST(ContactTest, LimitsWhatAFileRemembersToTheLatestThatAnyBudgetCanAsk) {
  Contacts contacts;
  BeginContact(contacts, LoopNamed(0), ContactKind::kSurvey);
  for (int i = 1; i <= kBudgetMost + 5; ++i) {
    MakeContact(contacts, LoopNamed(i), ContactKind::kSurvey, kNoon + std::chrono::hours(i));
  }
  EXPECT_EQ(contacts.size(), static_cast<std::size_t>(kBudgetMost) + 1);
  const ContactBudget widest{kBudgetMost, 24h * 400};
  EXPECT_EQ(Spent(contacts, widest, kNoon + 100h), kBudgetMost + 1);
  EXPECT_FALSE(contacts.front().time.has_value());  // what is under way is never forgotten
}

}  // namespace
}  // namespace recourse::followup
