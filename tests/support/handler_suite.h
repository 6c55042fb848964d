#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/common/runtime/handler.h"
#include "tests/support/alarm_domain.h"

namespace recourse::testing {

// What the handler promises over any store. A Bench has `store()`, `Facts()`: what was said, in
// order, of one key, and `DeadCount()`; each test has a bench of its own, empty.
template <typename Bench>
class HandlerSuite : public ::testing::Test {
 protected:
  using Kind = Alarm::Event::Kind;
  using Batch = std::vector<Record<Alarm>>;

  static Record<Alarm> RecordOf(std::int64_t sequence, std::variant<Alarm::Event, Unreadable> what,
                                std::int64_t epoch = 1, std::int64_t epoch_first = 1) {
    const FactId id(NamedUuid(kRecourseSpace, "heard " + std::to_string(sequence)));
    auto raw = std::make_shared<RawRecord>();
    raw->partition = kHeard;
    raw->offset = sequence * 10;
    raw->id = id;
    raw->payload = "as it came";
    return {{epoch, epoch_first, sequence}, sequence * 10, id, std::move(what), std::move(raw)};
  }
  static Alarm::Event SetEvent(int key, Timestamp due_time = {}) {
    return {Alarm::KeyOf(key), Kind::kSet, due_time};
  }
  Batch Sets(const std::vector<std::int64_t>& sequences) {
    Batch batch;
    for (const auto sequence : sequences) batch.push_back(RecordOf(sequence, Later()));
    return batch;
  }
  // An alarm that does not go off during the test.
  Alarm::Event Later() { return SetEvent(1, bench_.Now() + std::chrono::hours(1)); }
  Alarm::Event Past() { return SetEvent(1, bench_.Now() - std::chrono::milliseconds(50)); }
  static Command<Alarm> CommandOf(const std::string& name, Alarm::Event event,
                                  std::string digest = "d") {
    return {RequestId(NamedUuid(kRecourseSpace, name)), std::move(digest), std::move(event)};
  }

  inline static const Partition kHeard{"recourse.other.other.v1", 3};
  Bench bench_;
  Handler<Alarm> handler_{bench_.store()};
};

TYPED_TEST_SUITE_P(HandlerSuite);

TYPED_TEST_P(HandlerSuite, ARecordSentAgainIsHandledOnce) {
  ASSERT_TRUE(this->handler_.Handle(this->kHeard, this->Sets({1, 2, 3, 2, 3, 4})).ok());
  const auto progress = this->handler_.Handle(this->kHeard, this->Sets({1, 4}));
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_EQ(progress->position.sequence, 4);
  EXPECT_EQ(progress->position.offset, 40);
  EXPECT_EQ(this->bench_.Facts(), (std::vector<std::string>{"set 1", "set 2", "set 3", "set 4"}));
}

TYPED_TEST_P(HandlerSuite, AHoleIsSeenAndNothingBeyondItIsHandled) {
  const auto progress = this->handler_.Handle(this->kHeard, this->Sets({1, 2, 5, 6}));
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_EQ(progress->missing, 3);
  EXPECT_EQ(this->bench_.Facts().size(), 2u);
  ASSERT_TRUE(this->handler_.Handle(this->kHeard, this->Sets({3, 4, 5, 6})).ok());
  EXPECT_EQ(this->bench_.Facts().size(), 6u);
}

// The sequences of two partitions are each its own; a hole in one holds up no other.
TYPED_TEST_P(HandlerSuite, PartitionsShareATransactionAndKeepTheirOwnOrder) {
  const Partition other{this->kHeard.topic, this->kHeard.number + 1};
  auto second = this->Sets({1, 2, 4});
  for (auto& record : second) record.id = FactId(NamedUuid(record.id.uuid(), "other"));
  const auto progress =
      this->handler_.Handle({{this->kHeard, this->Sets({1, 2, 3})}, {other, second}});
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_EQ(progress->at(0).position.sequence, 3);
  EXPECT_FALSE(progress->at(0).missing.has_value());
  EXPECT_EQ(progress->at(1).position.sequence, 2);
  EXPECT_EQ(progress->at(1).missing, 3);
  EXPECT_EQ(this->bench_.store().PositionOf(this->kHeard)->sequence, 3);
  EXPECT_EQ(this->bench_.store().PositionOf(other)->sequence, 2);
  EXPECT_EQ(this->bench_.Facts().size(), 5u);
  const auto again =
      this->handler_.Handle({{this->kHeard, this->Sets({1, 2, 3})}, {other, second}});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(this->bench_.Facts().size(), 5u);
}

TYPED_TEST_P(HandlerSuite, ThePositionIsKeptWithTheEffect) {
  ASSERT_TRUE(this->handler_.Handle(this->kHeard, this->Sets({1, 2})).ok());
  const auto position = this->bench_.store().PositionOf(this->kHeard);
  ASSERT_TRUE(position.ok());
  EXPECT_EQ(*position, (Position{1, 2, 20}));
}

TYPED_TEST_P(HandlerSuite, ALostTimeLineIsToldAndNothingHandled) {
  ASSERT_TRUE(this->handler_.Handle(this->kHeard, this->Sets({1, 2, 3})).ok());
  const auto progress =
      this->handler_.Handle(this->kHeard, {this->RecordOf(4, this->Later(), 2, 3)});
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_TRUE(progress->lost_time_line);
  EXPECT_EQ(this->bench_.Facts().size(), 3u);
}

TYPED_TEST_P(HandlerSuite, WhatCannotBeReadOrIsRejectedIsADeadLetterAndTheRestGoesOn) {
  Alarm::Event refused = this->Later();
  refused.refused = true;
  const auto progress = this->handler_.Handle(
      this->kHeard, {this->RecordOf(1, Unreadable{"no sense"}), this->RecordOf(2, refused),
                     this->RecordOf(3, this->Later())});
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_EQ(progress->position.sequence, 3);
  EXPECT_EQ(this->bench_.DeadCount(), 2);
  EXPECT_EQ(this->bench_.Facts(), (std::vector<std::string>{"set 1"}));
}

TYPED_TEST_P(HandlerSuite, ACommandSentTwiceIsCarriedOutOnceAndAnsweredAlike) {
  const auto command = this->CommandOf("r1", this->Later());
  const auto first = this->handler_.Execute({command});
  const auto second = this->handler_.Execute({command});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(std::get<int>(first->front()), 1);
  EXPECT_EQ(std::get<int>(second->front()), 1);
  EXPECT_EQ(this->bench_.Facts().size(), 1u);
}

TYPED_TEST_P(HandlerSuite, TheSameRequestTwiceInABatchIsCarriedOutOnce) {
  const auto command = this->CommandOf("r1", this->Later());
  const auto answers = this->handler_.Execute({command, command});
  ASSERT_TRUE(answers.ok()) << answers.status();
  EXPECT_EQ(std::get<int>(answers->at(1)), 1);
  EXPECT_EQ(this->bench_.Facts().size(), 1u);
}

TYPED_TEST_P(HandlerSuite, AnotherContentUnderARequestIsRefused) {
  ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r1", this->Later(), "one")}).ok());
  const auto other = this->handler_.Execute({this->CommandOf("r1", this->Later(), "two")});
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(std::get<Refusal>(other->front()).slug, "request-id-reused");
}

TYPED_TEST_P(HandlerSuite, ARefusalIsRememberedWithItsParameters) {
  Alarm::Event refused = this->Later();
  refused.refused = true;
  const auto command = this->CommandOf("r1", refused);
  ASSERT_TRUE(this->handler_.Execute({command}).ok());
  const auto again = this->handler_.Execute({command});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(std::get<Refusal>(again->front()), (Refusal{"alarm-broken", {{"why", "said so"}}}));
}

TYPED_TEST_P(HandlerSuite, ATimerThatIsDueFiresOnceAndOneThatIsNotDoesNot) {
  const auto later = Alarm::Event{Alarm::KeyOf(2), Alarm::Event::Kind::kSet,
                                  this->bench_.Now() + std::chrono::hours(1)};
  ASSERT_TRUE(
      this->handler_.Execute({this->CommandOf("r1", this->Past()), this->CommandOf("r2", later)})
          .ok());
  const auto fired = this->handler_.Fire(10);
  ASSERT_TRUE(fired.ok());
  EXPECT_EQ(fired->fired, 1);
  EXPECT_FALSE(fired->more);
  EXPECT_EQ(this->handler_.Fire(10)->fired, 0);
  EXPECT_EQ(this->bench_.Facts(), (std::vector<std::string>{"set 1", "off 1"}));
}

TYPED_TEST_P(HandlerSuite, ATimerGoesWithTheStateThatAskedForIt) {
  ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r1", this->Past())}).ok());
  Alarm::Event stop{Alarm::KeyOf(1), Alarm::Event::Kind::kStop};
  ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r2", stop)}).ok());
  const auto due = this->bench_.store().Due(10);
  ASSERT_TRUE(due.ok());
  EXPECT_TRUE(due->due.empty());
}

TYPED_TEST_P(HandlerSuite, ATimerThatWasSetAnewFiresAtItsNewTime) {
  ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r1", this->Past())}).ok());
  ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r2", this->Later())}).ok());
  EXPECT_EQ(this->handler_.Fire(10)->fired, 0);
  ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r3", this->Past())}).ok());
  EXPECT_EQ(this->handler_.Fire(10)->fired, 1);
}

TYPED_TEST_P(HandlerSuite, FiringStopsAtItsLimitAndSaysThatThereIsMore) {
  for (int key = 1; key <= 3; ++key) {
    Alarm::Event event{Alarm::KeyOf(key), Alarm::Event::Kind::kSet,
                       this->bench_.Now() - std::chrono::milliseconds(50)};
    ASSERT_TRUE(this->handler_.Execute({this->CommandOf("r" + std::to_string(key), event)}).ok());
  }
  const auto fired = this->handler_.Fire(2);
  ASSERT_TRUE(fired.ok());
  EXPECT_EQ(fired->fired, 2);
  EXPECT_TRUE(fired->more);
  EXPECT_EQ(this->handler_.Fire(2)->fired, 1);
}

REGISTER_TYPED_TEST_SUITE_P(
    HandlerSuite, PartitionsShareATransactionAndKeepTheirOwnOrder, ARecordSentAgainIsHandledOnce,
    AHoleIsSeenAndNothingBeyondItIsHandled, ThePositionIsKeptWithTheEffect,
    ALostTimeLineIsToldAndNothingHandled, WhatCannotBeReadOrIsRejectedIsADeadLetterAndTheRestGoesOn,
    ACommandSentTwiceIsCarriedOutOnceAndAnsweredAlike, TheSameRequestTwiceInABatchIsCarriedOutOnce,
    AnotherContentUnderARequestIsRefused, ARefusalIsRememberedWithItsParameters,
    ATimerThatIsDueFiresOnceAndOneThatIsNotDoesNot, ATimerGoesWithTheStateThatAskedForIt,
    ATimerThatWasSetAnewFiresAtItsNewTime, FiringStopsAtItsLimitAndSaysThatThereIsMore);

}  // namespace recourse::testing
