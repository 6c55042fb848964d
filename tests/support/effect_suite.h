#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/common/runtime/effect_ports.h"
#include "services/common/runtime/handler.h"
#include "tests/support/notice_domain.h"

namespace recourse::testing {

// What effects promise over any store. A Bench has `store()`, `effects()`, `Now()`, `Facts()`: what
// was said of the first key in order, and `StateOf(id)`; each test has a bench of its own, empty.
// Time does not pass: a lease or a wait below zero is over at once.
template <typename Bench>
class EffectSuite : public ::testing::Test {
 protected:
  static constexpr Duration kLong = std::chrono::hours(1);
  static constexpr Duration kOver = -std::chrono::seconds(1);

  // Has the domain send notices with these numbers.
  void Send(const std::string& request, const std::vector<int>& numbers) {
    std::vector<Effect> effects;
    for (const int number : numbers) effects.push_back(Notice::MailOf(1, number));
    SendEffects(request, std::move(effects));
  }
  void SendEffects(const std::string& request, std::vector<Effect> effects) {
    const auto done = handler_.Execute({{RequestId(NamedUuid(kRecourseSpace, request)),
                                         "d",
                                         {Notice::KeyOf(1), std::move(effects)}}});
    ASSERT_TRUE(done.ok()) << done.status();
  }
  // Has the domain want nothing sent any more.
  void Stop() {
    const RequestId request(NamedUuid(kRecourseSpace, "stop"));
    const auto done = handler_.Execute({{request, "d", {Notice::KeyOf(1), {}, {}, true}}});
    ASSERT_TRUE(done.ok()) << done.status();
  }
  EffectStore& Rows() { return bench_.effects(); }
  std::optional<ClaimedEffect> Claim(Duration lease = kLong, std::vector<EffectLane> full = {}) {
    auto claimed = Rows().Claim("notice-1", full, lease);
    EXPECT_TRUE(claimed.ok()) << claimed.status();
    return claimed.ok() ? *claimed : std::nullopt;
  }
  BeginAnswer AskToBegin(const ClaimedEffect& claimed, Duration lease = kLong) {
    return handler_
        .BeginEffect({claimed.id, claimed.effect, claimed.term, "<id@example.com>", lease})
        .value();
  }
  bool Begin(const ClaimedEffect& claimed, Duration lease = kLong) {
    return AskToBegin(claimed, lease) == BeginAnswer::kBegun;
  }
  ResendAnswer AskToResend(const ClaimedEffect& claimed) {
    return handler_.ResendEffect(claimed.id, claimed.effect, "by a test").value();
  }
  bool Resend(const ClaimedEffect& claimed) {
    return AskToResend(claimed) == ResendAnswer::kResent;
  }
  bool Release(const ClaimedEffect& claimed, Duration wait, Witness who = Witness::kSender) {
    return Rows().Release(claimed, who, wait, "smtp-busy", "RCPT: 450 later").value();
  }
  bool Conclude(const ClaimedEffect& claimed, EffectOutcome outcome,
                Witness who = Witness::kSender) {
    return handler_
        .Conclude({{claimed.id, claimed.effect, outcome, "why", claimed.attempt_count},
                   claimed.term,
                   who,
                   "a sentence"})
        .value();
  }
  std::vector<std::string> Facts(std::vector<std::string> expected_after_sent) {
    expected_after_sent.insert(expected_after_sent.begin(), "sent");
    return expected_after_sent;
  }

  Bench bench_;
  Handler<Notice> handler_{bench_.store()};
};

TYPED_TEST_SUITE_P(EffectSuite);

TYPED_TEST_P(EffectSuite, AnEffectIsThereWithItsDecisionAsItWas) {
  Effect effect = Notice::MailOf(1, 7);
  effect.kind = EffectKind::kWebhook;
  effect.endpoint = "sms";
  effect.recipient = {Recipient::Kind::kCustomer, "c-1"};
  effect.parameters["text"] = "您的工单\n\"已\\解决\"";
  effect.parameters["empty"] = "";
  effect.expire_time = Timestamp(std::chrono::hours(1'000'000));
  this->SendEffects("r1", {effect});
  const auto claimed = this->Claim();
  ASSERT_TRUE(claimed);
  EXPECT_EQ(claimed->effect, effect);
  EXPECT_EQ(claimed->id, DeriveEffect(NamedUuid(kRecourseSpace, "r1"), 0));
  EXPECT_EQ(claimed->term, 1);
  EXPECT_EQ(claimed->attempt_count, 1);
}

TYPED_TEST_P(EffectSuite, ADecisionToldTwiceHasItsEffectsOnce) {
  this->Send("r1", {1, 2});
  this->Send("r1", {1, 2});
  EXPECT_EQ(this->Rows().Count()->pending, 2);
}

TYPED_TEST_P(EffectSuite, AnEffectIsClaimedByOneAlone) {
  this->Send("r1", {1});
  EXPECT_TRUE(this->Claim());
  EXPECT_FALSE(this->Claim());
}

TYPED_TEST_P(EffectSuite, AFullLaneIsLeftAlone) {
  Effect webhook = Notice::MailOf(1, 2);
  webhook.kind = EffectKind::kWebhook;
  webhook.endpoint = "sms";
  this->SendEffects("r1", {Notice::MailOf(1, 1), webhook});
  const auto claimed = this->Claim(this->kLong, {{EffectKind::kMail, ""}});
  ASSERT_TRUE(claimed);
  EXPECT_EQ(claimed->effect.endpoint, "sms");
  EXPECT_FALSE(this->Claim(this->kLong, {{EffectKind::kMail, ""}}));
  EXPECT_TRUE(this->Claim(this->kLong, {{EffectKind::kWebhook, "sms"}}));
}

TYPED_TEST_P(EffectSuite, TheOneThatIsDueForLongestIsClaimedFirst) {
  this->Send("r1", {1, 2});
  const auto first = this->Claim();
  const auto second = this->Claim();
  ASSERT_TRUE(first && second);
  this->Release(*first, -std::chrono::seconds(5));
  this->Release(*second, -std::chrono::seconds(9));
  EXPECT_EQ(this->Claim()->id, second->id);
  EXPECT_EQ(this->Claim()->id, first->id);
}

TYPED_TEST_P(EffectSuite, WhatIsReleasedIsTriedAgainWhenItsTimeHasCome) {
  this->Send("r1", {1});
  const auto first = this->Claim();
  ASSERT_TRUE(this->Begin(*first));
  ASSERT_TRUE(this->Release(*first, this->kOver));
  const auto second = this->Claim();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->term, 2);
  EXPECT_EQ(second->attempt_count, 2);
  ASSERT_TRUE(this->Release(*second, this->kLong));
  EXPECT_FALSE(this->Claim());
}

TYPED_TEST_P(EffectSuite, WhoClaimedItBeforeHasNoSayAnyMore) {
  this->Send("r1", {1});
  const auto first = this->Claim();
  ASSERT_TRUE(this->Release(*first, this->kOver));
  const auto second = this->Claim();
  ASSERT_TRUE(second);
  EXPECT_FALSE(this->Begin(*first));
  EXPECT_FALSE(this->Release(*first, this->kOver));
  EXPECT_FALSE(this->Conclude(*first, EffectOutcome::kFailed));
  EXPECT_TRUE(this->Begin(*second));
}

TYPED_TEST_P(EffectSuite, ALapsedClaimDoesNotBeginAndIsTriedAgain) {
  this->Send("r1", {1});
  const auto claimed = this->Claim(this->kOver);
  const auto lapsed = this->Rows().Lapsed(10);
  ASSERT_EQ(lapsed->size(), 1U);
  EXPECT_EQ(lapsed->front().state, EffectState::kClaimed);
  EXPECT_EQ(lapsed->front().claimed.id, claimed->id);
  EXPECT_EQ(lapsed->front().claimed.effect, claimed->effect);
  EXPECT_FALSE(this->Begin(*claimed));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kUnknown, Witness::kLease));
  EXPECT_TRUE(this->Release(*claimed, this->kOver, Witness::kLease));
  EXPECT_TRUE(this->Claim());
}

TYPED_TEST_P(EffectSuite, ASendingThatLapsedIsUnknownAndNeverSentAgainByItself) {
  this->Send("r1", {1});
  const auto claimed = this->Claim();
  ASSERT_TRUE(this->Begin(*claimed, this->kOver));
  ASSERT_EQ(this->Rows().Lapsed(10)->front().state, EffectState::kSending);
  EXPECT_FALSE(this->Release(*claimed, this->kOver, Witness::kLease));
  EXPECT_TRUE(this->Conclude(*claimed, EffectOutcome::kUnknown, Witness::kLease));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kUnknown, Witness::kLease));
  EXPECT_FALSE(this->Claim());
  EXPECT_TRUE(this->Rows().Lapsed(10)->empty());
  EXPECT_EQ(this->Rows().Count()->unknown, 1);
  EXPECT_EQ(this->bench_.Facts(), this->Facts({"1 unknown"}));
}

TYPED_TEST_P(EffectSuite, WhoIsInTimeHasNotLapsed) {
  this->Send("r1", {1, 2});
  this->Claim();
  this->Begin(*this->Claim());
  EXPECT_TRUE(this->Rows().Lapsed(10)->empty());
}

TYPED_TEST_P(EffectSuite, AProcessThatComesAgainEndsWhatItsNameHeld) {
  this->Send("r1", {1, 2});
  const auto claimed = this->Claim();
  ASSERT_TRUE(this->Begin(*this->Claim()));
  ASSERT_TRUE(this->Rows().TakeOver("notice-2").ok());
  EXPECT_TRUE(this->Rows().Lapsed(10)->empty());
  ASSERT_TRUE(this->Rows().TakeOver("notice-1").ok());
  EXPECT_EQ(this->Rows().Lapsed(10)->size(), 2U);
  EXPECT_FALSE(this->Begin(*claimed));
}

TYPED_TEST_P(EffectSuite, AResultIsToldOnce) {
  this->Send("r1", {1});
  const auto claimed = this->Claim();
  ASSERT_TRUE(this->Begin(*claimed));
  EXPECT_TRUE(this->Conclude(*claimed, EffectOutcome::kDelivered));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kDelivered));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kFailed));
  EXPECT_EQ(this->bench_.Facts(), this->Facts({"1 delivered"}));
  EXPECT_EQ(this->bench_.StateOf(claimed->id), EffectState::kDelivered);
  EXPECT_EQ(this->Rows().Count()->pending, 0);
}

TYPED_TEST_P(EffectSuite, ASenderThoughtDeadMayStillSayHowItEnded) {
  this->Send("r1", {1});
  const auto claimed = this->Claim();
  ASSERT_TRUE(this->Begin(*claimed, this->kOver));
  ASSERT_TRUE(this->Conclude(*claimed, EffectOutcome::kUnknown, Witness::kLease));
  EXPECT_FALSE(this->Release(*claimed, this->kOver));
  EXPECT_TRUE(this->Conclude(*claimed, EffectOutcome::kDelivered));
  EXPECT_EQ(this->bench_.Facts(), this->Facts({"1 unknown", "1 delivered"}));
}

TYPED_TEST_P(EffectSuite, APersonSettlesWhatIsUnknownAndNothingElse) {
  this->Send("r1", {1});
  const auto claimed = this->Claim();
  ASSERT_TRUE(this->Begin(*claimed));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kFailed, Witness::kPerson));
  ASSERT_TRUE(this->Conclude(*claimed, EffectOutcome::kUnknown));
  EXPECT_TRUE(this->Conclude(*claimed, EffectOutcome::kFailed, Witness::kPerson));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kDelivered, Witness::kPerson));
  EXPECT_EQ(this->bench_.Facts(), this->Facts({"1 unknown", "1 failed"}));
}

TYPED_TEST_P(EffectSuite, WhatAPersonHasSentAgainBeginsAnew) {
  Effect effect = Notice::MailOf(1, 1);
  effect.expire_time = Timestamp(std::chrono::hours(1));
  this->SendEffects("r1", {effect});
  const auto first = this->Claim();
  EXPECT_FALSE(this->Resend(*first));
  ASSERT_TRUE(this->Conclude(*first, EffectOutcome::kFailed));
  ASSERT_TRUE(this->Resend(*first));
  const auto second = this->Claim();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->term, 2);
  EXPECT_EQ(second->attempt_count, 1);
  EXPECT_FALSE(second->effect.expire_time);
  ASSERT_TRUE(this->Begin(*second));
  EXPECT_TRUE(this->Conclude(*second, EffectOutcome::kDelivered));
  EXPECT_FALSE(this->Resend(*first));
  EXPECT_EQ(this->bench_.Facts(), this->Facts({"1 failed", "1 delivered"}));
}

TYPED_TEST_P(EffectSuite, WhatIsKnownToHaveArrivedIsNotSentAgainThoughAPersonAskedForIt) {
  this->Send("r1", {1});
  const auto claimed = this->Claim();
  ASSERT_TRUE(this->Begin(*claimed, this->kOver));
  ASSERT_TRUE(this->Conclude(*claimed, EffectOutcome::kUnknown, Witness::kLease));
  ASSERT_TRUE(this->Resend(*claimed));
  EXPECT_FALSE(this->Conclude(*claimed, EffectOutcome::kFailed));
  EXPECT_TRUE(this->Conclude(*claimed, EffectOutcome::kDelivered));
  EXPECT_FALSE(this->Claim());
}

TYPED_TEST_P(EffectSuite, WhatEndedIsForgottenAndWhatIsUnknownIsNot) {
  this->Send("r1", {1, 2, 3});
  const auto delivered = this->Claim();
  const auto unknown = this->Claim();
  for (const auto& claimed : {delivered, unknown}) ASSERT_TRUE(this->Begin(*claimed));
  ASSERT_TRUE(this->Conclude(*delivered, EffectOutcome::kDelivered));
  ASSERT_TRUE(this->Conclude(*unknown, EffectOutcome::kUnknown));
  ASSERT_TRUE(this->Rows().Forget(1).ok());
  EXPECT_EQ(this->bench_.StateOf(delivered->id), EffectState::kDelivered);
  ASSERT_TRUE(this->Rows().Forget(-1).ok());
  EXPECT_FALSE(this->bench_.StateOf(delivered->id));
  EXPECT_EQ(this->bench_.StateOf(unknown->id), EffectState::kUnknown);
  EXPECT_EQ(this->Rows().Count()->pending, 1);
}

TYPED_TEST_P(EffectSuite, WhatIsNotWantedAnyMoreDoesNotBegin) {
  this->Send("r1", {1, 2});
  const auto before = this->Claim();
  const auto after = this->Claim();
  ASSERT_TRUE(this->Begin(*before));
  this->Stop();
  EXPECT_EQ(this->AskToBegin(*after), BeginAnswer::kUnwanted);
  EXPECT_EQ(this->bench_.StateOf(after->id), EffectState::kClaimed);
  EXPECT_TRUE(this->Conclude(*after, EffectOutcome::kFailed));
  EXPECT_TRUE(this->Conclude(*before, EffectOutcome::kDelivered));
  EXPECT_EQ(this->bench_.Facts(), this->Facts({"stopped", "2 failed", "1 delivered"}));
}

TYPED_TEST_P(EffectSuite, WhatIsNotWantedAnyMoreIsNotSentAgainForAPersonEither) {
  this->Send("r1", {1, 2});
  const auto failed = this->Claim();
  const auto unknown = this->Claim();
  ASSERT_TRUE(this->Conclude(*failed, EffectOutcome::kFailed));
  ASSERT_TRUE(this->Begin(*unknown));
  ASSERT_TRUE(this->Conclude(*unknown, EffectOutcome::kUnknown));
  this->Stop();
  EXPECT_EQ(this->AskToResend(*failed), ResendAnswer::kUnwanted);
  EXPECT_EQ(this->AskToResend(*unknown), ResendAnswer::kUnwanted);
  EXPECT_EQ(this->bench_.StateOf(failed->id), EffectState::kFailed);
  EXPECT_EQ(this->bench_.StateOf(unknown->id), EffectState::kUnknown);
  EXPECT_FALSE(this->Claim());
}

TYPED_TEST_P(EffectSuite, WhatIsPendingIsNotThereToBeSentAgain) {
  this->Send("r1", {1});
  const auto claimed = this->Claim();
  EXPECT_EQ(this->AskToResend(*claimed), ResendAnswer::kStands);
  ASSERT_TRUE(this->Begin(*claimed));
  EXPECT_EQ(this->AskToResend(*claimed), ResendAnswer::kStands);
}

REGISTER_TYPED_TEST_SUITE_P(
    EffectSuite, AnEffectIsThereWithItsDecisionAsItWas, ADecisionToldTwiceHasItsEffectsOnce,
    AnEffectIsClaimedByOneAlone, AFullLaneIsLeftAlone, TheOneThatIsDueForLongestIsClaimedFirst,
    WhatIsReleasedIsTriedAgainWhenItsTimeHasCome, WhoClaimedItBeforeHasNoSayAnyMore,
    ALapsedClaimDoesNotBeginAndIsTriedAgain, ASendingThatLapsedIsUnknownAndNeverSentAgainByItself,
    WhoIsInTimeHasNotLapsed, AProcessThatComesAgainEndsWhatItsNameHeld, AResultIsToldOnce,
    ASenderThoughtDeadMayStillSayHowItEnded, APersonSettlesWhatIsUnknownAndNothingElse,
    WhatAPersonHasSentAgainBeginsAnew,
    WhatIsKnownToHaveArrivedIsNotSentAgainThoughAPersonAskedForIt,
    WhatEndedIsForgottenAndWhatIsUnknownIsNot, WhatIsNotWantedAnyMoreDoesNotBegin,
    WhatIsNotWantedAnyMoreIsNotSentAgainForAPersonEither, WhatIsPendingIsNotThereToBeSentAgain);

}  // namespace recourse::testing
