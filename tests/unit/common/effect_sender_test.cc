#include "services/common/runtime/effect_sender.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/common/runtime/handler.h"
#include "services/common/text/utf8.h"
#include "tests/support/fake_courier.h"
#include "tests/support/fake_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/notice_domain.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::Notice;
using Kind = SendOutcome::Kind;

class EffectSenderTest : public ::testing::Test {
 protected:
  EffectSenderTest() { store_.now = Timestamp(std::chrono::hours(1'000)); }

  EffectId Decide(Effect effect) {
    const auto name = std::to_string(++decided_);
    const RequestId request(NamedUuid(kRecourseSpace, name));
    EXPECT_TRUE(handler_.Execute({{request, "d", {Notice::KeyOf(1), {effect}}}}).ok());
    return DeriveEffect(request.uuid(), 0);
  }
  EffectId Decide() { return Decide(Notice::MailOf(1, 1)); }
  EffectOptions Options() {
    EffectOptions options{"notice", "notice-1"};
    options.clock = clock_.Reader();
    options.wait = [this](const std::stop_token&, std::chrono::milliseconds) {
      ++waits_;
      if (waits_ == mend_after_waits_) broken_ = false;
      return true;
    };
    options.crash = [](const Status&) {};
    return options;
  }
  // One attempt at what is due, whatever it comes to; false when nothing is.
  bool Attempt(const std::stop_token& stop = {}) {
    const auto claimed = effects_.Claim("notice-1", {}, EffectSender::kPrepareLease);
    if (!*claimed) return false;
    lane_open_ = sender_.Attempt(**claimed, stop);
    return true;
  }
  const testing::FakeEffect& Row(EffectId id) { return store_.effects.at(id); }
  int Told() { return static_cast<int>(store_.outbox.size()) - decided_; }

  testing::FakeStore<Notice> store_;
  testing::FakeEffectStore effects_{store_.effects, [this] { return store_.now; }};
  Handler<Notice> handler_{store_};
  testing::ManualClock clock_;
  SendOutcome outcome_{};
  std::function<void(const ClaimedEffect&)> while_sending_ = [](const ClaimedEffect&) {};
  testing::FakeCourier courier_{[this](const ClaimedEffect& claimed, const std::stop_token&) {
    ++sent_;
    while_sending_(claimed);
    return outcome_;
  }};
  bool broken_ = false;  // the results cannot be kept
  bool begin_broken_ = false;
  int mend_after_waits_ = -1;
  int waits_ = 0;
  int sent_ = 0;
  int decided_ = 0;
  bool lane_open_ = true;
  EffectSender sender_{effects_,
                       courier_,
                       {[this](const EffectBeginning& beginning) -> StatusOr<BeginAnswer> {
                          if (begin_broken_) return absl::UnavailableError("away");
                          return handler_.BeginEffect(beginning);
                        },
                        [this](const EffectConclusion& conclusion) -> StatusOr<bool> {
                          if (broken_) return absl::UnavailableError("away");
                          return handler_.Conclude(conclusion);
                        }},
                       Options()};
};

TEST_F(EffectSenderTest, NothingIsSentBeforeItIsKeptThatItMayBe) {
  const EffectId id = Decide();
  while_sending_ = [&](const ClaimedEffect& claimed) {
    EXPECT_EQ(Row(id).state, EffectState::kSending);
    EXPECT_EQ(Row(id).message_id, "<" + ToString(claimed.id) + "@example.com>");
    EXPECT_EQ(Row(id).attempt_count, 1);
  };
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(sent_, 1);
  EXPECT_EQ(Row(id).state, EffectState::kDelivered);
  EXPECT_EQ(Told(), 1);
}

TEST_F(EffectSenderTest, WhatTimeMayMendIsTriedLaterAndNotTold) {
  const EffectId id = Decide();
  outcome_ = {Kind::kAgain, "smtp-busy", "RCPT: 450 later", std::chrono::minutes(5)};
  ASSERT_TRUE(Attempt());
  EXPECT_TRUE(lane_open_);
  EXPECT_EQ(Row(id).state, EffectState::kPending);
  EXPECT_EQ(Row(id).next_attempt_time, store_.now + std::chrono::minutes(5));
  EXPECT_EQ(Row(id).reason, "smtp-busy");
  EXPECT_FALSE(Attempt());
  EXPECT_EQ(Told(), 0);
}

TEST_F(EffectSenderTest, TheLastAttemptThatFailsIsTheEnd) {
  const EffectId id = Decide();
  outcome_ = {Kind::kAgain, "smtp-unreachable", "connection refused", {}, true};
  while (Row(id).state != EffectState::kFailed) {
    ASSERT_TRUE(Attempt());
    EXPECT_FALSE(lane_open_);
    store_.now += std::chrono::hours(2);
  }
  EXPECT_EQ(sent_, kEffectAttemptsMax);
  EXPECT_EQ(Row(id).reason, "attempts-used-up");
  EXPECT_EQ(Row(id).detail, "smtp-unreachable: connection refused");
  EXPECT_EQ(Told(), 1);
}

TEST_F(EffectSenderTest, AttemptsThatNeverCameToSendingAreUsedUpToo) {
  const EffectId id = Decide();
  for (int i = 0; i < kEffectAttemptsMax; ++i) {
    ASSERT_TRUE(*effects_.Claim("notice-1", {}, -std::chrono::seconds(1)));
    ASSERT_TRUE(sender_.Sweep().ok());
    EXPECT_EQ(Row(id).state, EffectState::kPending);
    store_.now += std::chrono::hours(2);
  }
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(Row(id).reason, "attempts-used-up");
  EXPECT_EQ(sent_, 0);
}

TEST_F(EffectSenderTest, WhatIsRefusedForGoodOrUnansweredIsTold) {
  outcome_ = {Kind::kFailed, "smtp-refused", "RCPT: 550 unknown"};
  const EffectId failed = Decide();
  ASSERT_TRUE(Attempt());
  outcome_ = {Kind::kUnknown, "smtp-no-answer", "timeout"};
  const EffectId unknown = Decide();
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(Row(failed).state, EffectState::kFailed);
  EXPECT_EQ(Row(failed).reason, "smtp-refused");
  EXPECT_EQ(Row(unknown).state, EffectState::kUnknown);
  EXPECT_EQ(Told(), 2);
  EXPECT_FALSE(Attempt());
}

TEST_F(EffectSenderTest, WhatExpiredIsNotSentAndFails) {
  Effect effect = Notice::MailOf(1, 1);
  effect.expire_time = store_.now;
  const EffectId id = Decide(effect);
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(sent_, 0);
  EXPECT_EQ(Row(id).state, EffectState::kFailed);
  EXPECT_EQ(Row(id).reason, "expired");
}

TEST_F(EffectSenderTest, WhatIsNotWantedAnyMoreIsNotSentAndFails) {
  const EffectId id = Decide();
  const RequestId stop(NamedUuid(kRecourseSpace, "stop"));
  ASSERT_TRUE(handler_.Execute({{stop, "d", {Notice::KeyOf(1), {}, {}, true}}}).ok());
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(sent_, 0);
  EXPECT_EQ(Row(id).state, EffectState::kFailed);
  EXPECT_EQ(Row(id).reason, "withdrawn");
  EXPECT_EQ(Row(id).message_id, "");
  EXPECT_EQ(store_.outbox.back().second.what, "1 failed");
}

TEST_F(EffectSenderTest, WithoutTheStoresWordNothingIsSent) {
  const EffectId id = Decide();
  begin_broken_ = true;
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(sent_, 0);
  EXPECT_EQ(Row(id).state, EffectState::kPending);
  EXPECT_EQ(Row(id).reason, "store-unavailable");
}

TEST_F(EffectSenderTest, WhatIsKeptOfAReasonIsWholeTextAndNotTooLong) {
  const std::string taken("a\0b", 3);
  for (const Kind kind : {Kind::kAgain, Kind::kFailed}) {
    outcome_ = {kind, "smtp-busy", taken + "\xff"};
    for (int i = 0; i < 300; ++i) outcome_.detail += "忙";
    const EffectId id = Decide();
    ASSERT_TRUE(Attempt());
    const std::string kept = Row(id).detail;
    EXPECT_TRUE(kept.starts_with("a b\xef\xbf\xbd忙")) << kept;
    EXPECT_TRUE(IsUtf8(kept));
    EXPECT_LE(kept.size(), kEffectDetailBytesMax);
    EXPECT_GT(kept.size(), kEffectDetailBytesMax - 3);
  }
}

TEST_F(EffectSenderTest, WithoutAnAddressNothingIsSent) {
  courier_.refusal = SendOutcome{Kind::kFailed, "contact-not-found", "no mail address is known"};
  const EffectId id = Decide();
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(sent_, 0);
  EXPECT_EQ(Row(id).message_id, "");
  EXPECT_EQ(Row(id).reason, "contact-not-found");
}

TEST_F(EffectSenderTest, AResultIsToldUntilItIsKept) {
  const EffectId id = Decide();
  broken_ = true;
  mend_after_waits_ = 7;
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(waits_, 7);
  EXPECT_EQ(sent_, 1);
  EXPECT_EQ(Row(id).state, EffectState::kDelivered);
}

TEST_F(EffectSenderTest, AStopGivesBackWhatIsNotSentYetForWhoeverComesNext) {
  const EffectId id = Decide();
  std::stop_source stop;
  stop.request_stop();
  ASSERT_TRUE(Attempt(stop.get_token()));
  EXPECT_EQ(sent_, 0);
  EXPECT_EQ(Row(id).state, EffectState::kPending);
  outcome_ = {Kind::kStopped, "stopped", "the process ends"};
  ASSERT_TRUE(Attempt());
  EXPECT_EQ(Row(id).state, EffectState::kPending);
  EXPECT_EQ(Row(id).next_attempt_time, store_.now);
  EXPECT_EQ(Told(), 0);
}

TEST_F(EffectSenderTest, AStopLeavesWhatCouldNotBeKeptToTheLease) {
  const EffectId id = Decide();
  broken_ = true;
  std::stop_source stop;
  while_sending_ = [&](const ClaimedEffect&) { stop.request_stop(); };
  ASSERT_TRUE(Attempt(stop.get_token()));
  EXPECT_EQ(Row(id).state, EffectState::kSending);
  broken_ = false;
  store_.now += EffectSender::kSendLease + Duration(1);
  ASSERT_TRUE(sender_.Sweep().ok());
  EXPECT_EQ(Row(id).state, EffectState::kUnknown);
  EXPECT_EQ(Row(id).reason, "sender-died");
  EXPECT_EQ(Told(), 1);
}

TEST_F(EffectSenderTest, AClaimThatWasLostBeforeTheSendingSendsNothing) {
  const EffectId id = Decide();
  const auto claimed = **effects_.Claim("notice-1", {}, EffectSender::kPrepareLease);
  store_.now += EffectSender::kPrepareLease + Duration(1);
  ASSERT_TRUE(sender_.Sweep().ok());
  sender_.Attempt(claimed, {});
  EXPECT_EQ(sent_, 0);
  EXPECT_EQ(Row(id).state, EffectState::kPending);
  EXPECT_EQ(Row(id).reason, "sender-died");
}

}  // namespace
}  // namespace recourse
