#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "services/common/runtime/tail.h"
#include "tests/support/fake_log.h"
#include "tests/support/fake_relay_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::FakeLog;
using testing::FakeRelayStore;
using testing::ManualClock;

const Partition kFirst{"recourse.said.number.v1", 0};
const Partition kSecond{"recourse.said.number.v1", 1};
using Sequences = std::vector<std::int64_t>;

class TailTest : public ::testing::Test {
 protected:
  void Say(const Partition& partition, int count) {
    for (int i = 0; i < count; ++i) log_.Append(said_.Say(partition, Uuid{}, "x"));
  }
  void Send(std::int64_t sequence) {
    log_.Append(said_.Outbox(kFirst)[static_cast<std::size_t>(sequence - 1)]);
  }
  std::shared_ptr<Subscription> Subscribe() {
    return tail_.Subscribe([this] { ++wakes_; });
  }
  static Sequences TakeAll(Subscription& subscription) {
    Sequences sequences;
    for (const auto& record : subscription.Take(1'000'000).records) {
      sequences.push_back(record->place.sequence);
    }
    return sequences;
  }

  ManualClock clock_;
  FakeRelayStore said_{clock_.Reader()};
  FakeLog log_{{kFirst, kSecond}};
  Tail tail_{log_.Tails(), {"said", kFirst.topic}};
  int wakes_ = 0;
};

TEST_F(TailTest, TakesNobodyBeforeEveryPartitionIsRead) {
  EXPECT_EQ(Subscribe(), nullptr);
  tail_.Step();
  EXPECT_NE(Subscribe(), nullptr);
}

TEST_F(TailTest, GivesWhatIsSaidFromNowOn) {
  Say(kFirst, 3);
  tail_.Step();
  const auto reader = Subscribe();
  Say(kFirst, 2);
  Say(kSecond, 1);
  tail_.Step();
  EXPECT_EQ(TakeAll(*reader), (Sequences{4, 5, 1}));
  EXPECT_EQ(wakes_, 1);
}

TEST_F(TailTest, GivesOnlyWhatHappenedAfterTheSnapshot) {
  tail_.Step();
  const auto reader = Subscribe();
  Say(kFirst, 5);
  tail_.Step();
  reader->StartAfter({{kFirst, 3}});
  Say(kSecond, 1);
  tail_.Step();
  EXPECT_EQ(TakeAll(*reader), (Sequences{4, 5, 1}));
}

TEST_F(TailTest, WakesOnceUntilEverythingIsTaken) {
  tail_.Step();
  const auto reader = Subscribe();
  for (int i = 0; i < 3; ++i) {
    Say(kFirst, 1);
    tail_.Step();
  }
  EXPECT_EQ(wakes_, 1);
  EXPECT_EQ(TakeAll(*reader).size(), 3u);
  Say(kFirst, 1);
  tail_.Step();
  EXPECT_EQ(wakes_, 2);
}

TEST_F(TailTest, DropsWhatIsSentAgain) {
  tail_.Step();
  const auto reader = Subscribe();
  Say(kFirst, 3);
  for (const int sequence : {2, 3, 1}) Send(sequence);
  Say(kFirst, 1);
  tail_.Step();
  EXPECT_EQ(TakeAll(*reader), (Sequences{1, 2, 3, 4}));
}

TEST_F(TailTest, AHoleMakesEveryReaderBeginAgain) {
  tail_.Step();
  const auto first = Subscribe();
  const auto second = Subscribe();
  Say(kFirst, 2);
  tail_.Step();
  said_.Say(kFirst, Uuid{}, "unheard");
  Say(kFirst, 1);
  tail_.Step();
  EXPECT_TRUE(first->Take(10).resync);
  EXPECT_TRUE(second->Take(10).resync);
  first->StartAfter({{kFirst, 4}});
  Send(3);
  Send(4);
  Say(kFirst, 1);
  tail_.Step();
  EXPECT_EQ(TakeAll(*first), (Sequences{5}));
}

TEST_F(TailTest, AReaderThatFallsBehindBeginsAgainAndHarmsNobody) {
  tail_.Step();
  const auto slow = Subscribe();
  const auto quick = Subscribe();
  std::size_t taken = 0;
  for (int i = 0; i < 30; ++i) {
    Say(kFirst, 500);
    while (log_.Records(kFirst).size() > taken) {
      tail_.Step();
      taken += TakeAll(*quick).size();
    }
  }
  EXPECT_EQ(taken, 15'000u);
  const auto told = slow->Take(10);
  EXPECT_TRUE(told.resync);
  EXPECT_TRUE(told.records.empty());
  slow->StartAfter({{kFirst, 15'000}});
  Say(kFirst, 1);
  tail_.Step();
  EXPECT_EQ(TakeAll(*slow), (Sequences{15'001}));
}

TEST_F(TailTest, AnotherTimeLineThatFollowsIsNoHoleAndOneThatDoesNotIs) {
  tail_.Step();
  const auto reader = Subscribe();
  Say(kFirst, 2);
  Outgoing record = said_.Outbox(kFirst)[1];
  record.place = {2, 3, 3};
  log_.Append(record);
  tail_.Step();
  EXPECT_EQ(TakeAll(*reader), (Sequences{1, 2, 3}));
  record.place = {3, 2, 2};
  log_.Append(record);
  tail_.Step();
  EXPECT_TRUE(reader->Take(1).resync);
}

TEST_F(TailTest, AStrayIsGivenToNobody) {
  tail_.Step();
  const auto reader = Subscribe();
  RawRecord stray;
  stray.partition = kFirst;
  log_.AppendRaw(stray);
  tail_.Step();
  EXPECT_EQ(wakes_, 0);
}

TEST_F(TailTest, ASubscriptionEndsWhenItIsLetGo) {
  tail_.Step();
  Subscribe().reset();
  Say(kFirst, 1);
  tail_.Step();
  EXPECT_EQ(wakes_, 0);
}

TEST(TailFailureTest, AReaderThatFailsIsReplacedAndAllBeginAgain) {
  std::mt19937 random(7);
  testing::Faults faults(&random);
  FakeLog log({kFirst}, &faults);
  Tail tail(log.Tails(), {"said", kFirst.topic});
  while (!tail.Ready()) tail.Step();
  const auto reader = tail.Subscribe([] {});
  for (int i = 0; i < 1000 && tail.Ready(); ++i) tail.Step();
  EXPECT_FALSE(tail.Ready());
  EXPECT_TRUE(reader->Take(1).resync);
  while (!tail.Ready()) tail.Step();
}

}  // namespace
}  // namespace recourse
