#include "services/console/domain/session.h"

#include <gtest/gtest.h>

#include "services/console/domain/origin.h"
#include "services/console/domain/sign_in_limit.h"

namespace recourse::console {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::milliseconds;

constexpr Timestamp kStart{hours(1'000'000)};

TEST(JudgeSessionTest, LivesWhileItIsUsed) {
  EXPECT_EQ(JudgeSession({kStart, kStart}, kStart), SessionState::kLive);
  EXPECT_EQ(JudgeSession({kStart, kStart}, kStart + minutes(30) - milliseconds(1)),
            SessionState::kLive);
  EXPECT_EQ(JudgeSession({kStart, kStart + hours(11)}, kStart + hours(11) + minutes(29)),
            SessionState::kLive);
}

TEST(JudgeSessionTest, EndsAfterHalfAnHourWithoutUse) {
  EXPECT_EQ(JudgeSession({kStart, kStart}, kStart + minutes(30)), SessionState::kIdle);
}

TEST(JudgeSessionTest, EndsAfterTwelveHoursHoweverMuchItIsUsed) {
  const Timestamp end = kStart + hours(12);
  EXPECT_EQ(JudgeSession({kStart, end - milliseconds(1)}, end - milliseconds(1)),
            SessionState::kLive);
  EXPECT_EQ(JudgeSession({kStart, end}, end), SessionState::kExpired);
}

TEST(ShouldNoteUseTest, NotesOnceAMinute) {
  EXPECT_FALSE(ShouldNoteUse({kStart, kStart}, kStart + minutes(1) - milliseconds(1)));
  EXPECT_TRUE(ShouldNoteUse({kStart, kStart}, kStart + minutes(1)));
}

TEST(ShouldNoteUseTest, NotesFarMoreOftenThanASessionEnds) {
  EXPECT_LT(kSessionNoteEvery * 10, kSessionIdle);
}

TEST(SignInLimitTest, RefusesAUserAfterTenTriesFromWherever) {
  SignInLimit limit;
  for (int i = 0; i < kSignInTriesPerUser; ++i) {
    EXPECT_FALSE(limit.Begin("ann", "address" + std::to_string(i), kStart));
  }
  EXPECT_EQ(limit.Begin("ann", "another", kStart + minutes(1)), Duration(minutes(4)));
  EXPECT_FALSE(limit.Begin("bob", "another", kStart));
}

TEST(SignInLimitTest, RefusesAnAddressAfterFiftyTriesByWhomever) {
  SignInLimit limit;
  for (int i = 0; i < kSignInTriesPerAddress; ++i) {
    EXPECT_FALSE(limit.Begin("user" + std::to_string(i), "there", kStart));
  }
  EXPECT_TRUE(limit.Begin("another", "there", kStart));
  EXPECT_FALSE(limit.Begin("another", "elsewhere", kStart));
}

TEST(SignInLimitTest, BeginsAnewWhenTheWindowIsOver) {
  SignInLimit limit;
  for (int i = 0; i < kSignInTriesPerUser; ++i) (void)limit.Begin("ann", "there", kStart);
  EXPECT_TRUE(limit.Begin("ann", "there", kStart + kSignInWindow - milliseconds(1)));
  EXPECT_FALSE(limit.Begin("ann", "there", kStart + kSignInWindow));
}

TEST(SignInLimitTest, CountsNoTryThatSucceeded) {
  SignInLimit limit;
  for (int i = 0; i < kSignInTriesPerAddress * 2; ++i) {
    ASSERT_FALSE(limit.Begin("ann", "there", kStart)) << i;
    limit.Succeeded("ann", "there");
  }
}

TEST(SignInLimitTest, StaysSmallHoweverManyNamesAreTried) {
  SignInLimit limit;
  for (std::size_t i = 0; i < kSignInTracked + 100; ++i) {
    (void)limit.Begin("user" + std::to_string(i), "address" + std::to_string(i), kStart);
  }
  SUCCEED() << "memory is bounded by kSignInTracked; what was forgotten may try again";
}

TEST(OriginTest, KnowsOurOwnPages) {
  EXPECT_TRUE(IsFromOurPages({"same-origin", "", "console.example"}));
  EXPECT_TRUE(IsFromOurPages({"", "https://console.example", "console.example"}));
  EXPECT_TRUE(IsFromOurPages({"same-origin", "http://127.0.0.1:8080", "127.0.0.1:8080"}));
}

TEST(OriginTest, RefusesOtherSitesAndThoseThatSayNothing) {
  EXPECT_FALSE(IsFromOurPages({"", "", "console.example"}));
  EXPECT_FALSE(IsFromOurPages({"none", "", "console.example"}));
  EXPECT_FALSE(IsFromOurPages({"cross-site", "https://console.example", "console.example"}));
  EXPECT_FALSE(IsFromOurPages({"same-site", "", "console.example"}));
  EXPECT_FALSE(IsFromOurPages({"", "null", "console.example"}));
  EXPECT_FALSE(IsFromOurPages({"same-origin", "https://evil.example", "console.example"}));
  EXPECT_FALSE(IsFromOurPages({"", "https://console.example.evil.example", "console.example"}));
}

TEST(OriginTest, LetsAnyoneReadWhoIsNotAnotherSite) {
  EXPECT_FALSE(IsFromElsewhere({"none", "", "h"}));
  EXPECT_FALSE(IsFromElsewhere({"", "", "h"}));
  EXPECT_TRUE(IsFromElsewhere({"cross-site", "", "h"}));
  EXPECT_TRUE(IsFromElsewhere({"", "https://other", "h"}));
}

}  // namespace
}  // namespace recourse::console
