#include "services/common/runtime/effect_state.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace recourse {
namespace {

using enum EffectState;

constexpr EffectState kStates[] = {kPending, kClaimed, kSending, kUnknown, kDelivered, kFailed};
const EffectId kId(NamedUuid(kRecourseSpace, "an effect"));

EffectConclusion Said(Witness witness, EffectOutcome outcome, std::int64_t term = 3) {
  return {{kId, {}, outcome}, term, witness};
}

// The states in which somebody's word still says something new.
std::set<EffectState> Hears(Witness witness, EffectOutcome outcome) {
  std::set<EffectState> states;
  for (const EffectState state : kStates) {
    if (Stands({state, 3}, Said(witness, outcome))) states.insert(state);
  }
  return states;
}

TEST(EffectStateTest, ASenderIsHeardWhileNobodyKnowsBetter) {
  using States = std::set<EffectState>;
  EXPECT_EQ(Hears(Witness::kSender, EffectOutcome::kDelivered),
            (States{kPending, kClaimed, kSending, kUnknown}));
  EXPECT_EQ(Hears(Witness::kSender, EffectOutcome::kFailed),
            (States{kClaimed, kSending, kUnknown}));
  EXPECT_EQ(Hears(Witness::kSender, EffectOutcome::kUnknown), (States{kClaimed, kSending}));
}

TEST(EffectStateTest, ALeaseSpeaksOfWhatWasBeingSentAndAPersonOfWhatIsUnknown) {
  for (const auto outcome :
       {EffectOutcome::kDelivered, EffectOutcome::kFailed, EffectOutcome::kUnknown}) {
    EXPECT_EQ(Hears(Witness::kLease, outcome), std::set<EffectState>{kSending});
    EXPECT_EQ(Hears(Witness::kPerson, outcome), std::set<EffectState>{kUnknown});
  }
}

TEST(EffectStateTest, NobodySpeaksOfAnotherTerm) {
  for (const EffectState state : kStates) {
    for (const auto witness : {Witness::kSender, Witness::kLease, Witness::kPerson}) {
      EXPECT_FALSE(Stands({state, 4}, Said(witness, EffectOutcome::kDelivered)));
    }
  }
}

TEST(EffectStateTest, EachResultOfEachTermIsACauseOfItsOwn) {
  std::set<Uuid> causes;
  for (const auto outcome :
       {EffectOutcome::kDelivered, EffectOutcome::kFailed, EffectOutcome::kUnknown}) {
    for (const std::int64_t term : {1, 2}) {
      const auto said = Said(Witness::kSender, outcome, term);
      EXPECT_EQ(CauseOf(said), CauseOf(Said(Witness::kPerson, outcome, term)));
      causes.insert(CauseOf(said));
    }
  }
  EXPECT_EQ(causes.size(), 6U);
}

TEST(EffectStateTest, NamesAreReadAsTheyAreWritten) {
  for (const EffectState state : kStates) EXPECT_EQ(ParseEffectState(NameOf(state)), state);
  EXPECT_FALSE(ParseEffectState("lost"));
  for (const auto kind : {EffectKind::kMail, EffectKind::kWebhook}) {
    EXPECT_EQ(ParseEffectKind(NameOf(kind)), kind);
  }
  for (const auto kind :
       {Recipient::Kind::kNobody, Recipient::Kind::kCustomer, Recipient::Kind::kAddress}) {
    EXPECT_EQ(ParseRecipientKind(NameOf(kind)), kind);
  }
}

TEST(EffectIdTest, NeverMeetsAFactsId) {
  const Uuid cause = NamedUuid(kRecourseSpace, "cause");
  EXPECT_NE(DeriveEffect(cause, 0).uuid(), Derive(cause, 0).uuid());
  EXPECT_NE(DeriveEffect(cause, 0), DeriveEffect(cause, 1));
  EXPECT_EQ(DeriveEffect(cause, 1), DeriveEffect(cause, 1));
}

// 30 s, 60 s, 120 s, ... to two hours, each between half and all of it.
TEST(RetryWaitTest, DoublesUpToItsMost) {
  const std::vector<int> seconds = {30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200, 7200};
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    const Duration whole = std::chrono::seconds(seconds[i]);
    const Duration wait = RetryWait(kId, static_cast<int>(i) + 1);
    EXPECT_GE(wait, whole / 2) << i;
    EXPECT_LE(wait, whole) << i;
  }
}

TEST(RetryWaitTest, SpreadsWhatFailedTogetherAndIsTheSameForOne) {
  std::set<Duration> waits;
  for (int i = 0; i < 100; ++i) {
    const EffectId id(NamedUuid(kRecourseSpace, std::to_string(i)));
    waits.insert(RetryWait(id, 1));
    EXPECT_EQ(RetryWait(id, 1), RetryWait(id, 1));
  }
  EXPECT_GT(waits.size(), 80U);
  EXPECT_LT(*waits.begin(), std::chrono::seconds(17));
  EXPECT_GT(*waits.rbegin(), std::chrono::seconds(28));
}

TEST(RetryWaitTest, HeedsWhoAsksForMoreButNotForAYear) {
  EXPECT_EQ(RetryWait(kId, 1, std::chrono::minutes(10)), std::chrono::minutes(10));
  EXPECT_EQ(RetryWait(kId, 1, std::chrono::seconds(1)), RetryWait(kId, 1));
  EXPECT_EQ(RetryWait(kId, 1, std::chrono::hours(9'000)), std::chrono::hours(24));
}

TEST(RetryWaitTest, AllAttemptsTakeAboutADay) {
  Duration least{}, most{};
  for (int attempt = 1; attempt < kEffectAttemptsMax; ++attempt) {
    const Duration whole =
        std::min<Duration>(std::chrono::seconds(30) * (1 << (attempt - 1)), std::chrono::hours(2));
    least += whole / 2;
    most += whole;
  }
  EXPECT_GT(least, std::chrono::hours(15));
  EXPECT_LT(most, std::chrono::hours(36));
}

}  // namespace
}  // namespace recourse
