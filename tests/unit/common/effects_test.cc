// The loop with its threads: what it does at once, and what it does not.
#include "services/common/runtime/effects.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "services/common/runtime/handler.h"
#include "tests/support/fake_courier.h"
#include "tests/support/fake_store.h"
#include "tests/support/notice_domain.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::Notice;
using Kind = SendOutcome::Kind;

// The stores in memory are for one thread: a lock around each call.
class LockedStore final : public EffectStore {
 public:
  LockedStore(std::mutex& mutex, EffectStore& store) : mutex_(mutex), store_(store) {}
  Status TakeOver(const std::string& owner) override {
    const std::lock_guard lock(mutex_);
    return store_.TakeOver(owner);
  }
  StatusOr<std::optional<ClaimedEffect>> Claim(const std::string& owner,
                                               const std::vector<EffectLane>& full,
                                               Duration lease) override {
    const std::lock_guard lock(mutex_);
    return store_.Claim(owner, full, lease);
  }
  StatusOr<bool> Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                         const std::string& reason, const std::string& detail) override {
    const std::lock_guard lock(mutex_);
    return store_.Release(claimed, witness, wait, reason, detail);
  }
  StatusOr<std::vector<LapsedEffect>> Lapsed(int limit) override {
    const std::lock_guard lock(mutex_);
    return store_.Lapsed(limit);
  }
  StatusOr<EffectCounts> Count() override {
    const std::lock_guard lock(mutex_);
    return store_.Count();
  }
  Status Forget(int days) override {
    const std::lock_guard lock(mutex_);
    return store_.Forget(days);
  }

 private:
  std::mutex& mutex_;
  EffectStore& store_;
};

class EffectsTest : public ::testing::Test {
 protected:
  EffectsTest() { store_.now = Timestamp(std::chrono::hours(1'000)); }
  ~EffectsTest() override { Open(); }

  void Decide(const std::string& endpoint, int count) {
    const std::lock_guard lock(mutex_);
    std::vector<Effect> effects(static_cast<std::size_t>(count), Notice::MailOf(1, 1));
    for (Effect& effect : effects) {
      effect.kind = EffectKind::kWebhook;
      effect.endpoint = endpoint;
    }
    const RequestId request(NamedUuid(kRecourseSpace, endpoint));
    ASSERT_TRUE(handler_.Execute({{request, "d", {Notice::KeyOf(1), effects}}}).ok());
  }
  // Whoever sends waits in there until the doors are opened.
  SendOutcome Send(const ClaimedEffect& claimed) {
    std::unique_lock lock(gate_);
    ++sending_[claimed.effect.endpoint];
    most_ = std::max(most_, sending_[claimed.effect.endpoint]);
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
    --sending_[claimed.effect.endpoint];
    ++sent_[claimed.effect.endpoint];
    changed_.notify_all();
    return outcomes_[claimed.effect.endpoint];
  }
  void Open() {
    const std::lock_guard lock(gate_);
    open_ = true;
    changed_.notify_all();
  }
  void Await(const std::function<bool()>& done) {
    std::unique_lock lock(gate_);
    ASSERT_TRUE(changed_.wait_for(lock, std::chrono::seconds(60), done));
  }
  std::map<EffectState, int> States() {
    const std::lock_guard lock(mutex_);
    std::map<EffectState, int> states;
    for (const auto& [id, row] : store_.effects) ++states[row.state];
    return states;
  }

  std::mutex mutex_;
  testing::FakeStore<Notice> store_;
  testing::FakeEffectStore rows_{store_.effects, [this] { return store_.now; }};
  LockedStore locked_{mutex_, rows_};
  Handler<Notice> handler_{store_};
  std::mutex gate_;
  std::condition_variable changed_;
  bool open_ = false;
  int most_ = 0;
  std::map<std::string, int> sending_, sent_;
  std::map<std::string, SendOutcome> outcomes_;
  testing::FakeCourier courier_{
      [this](const ClaimedEffect& claimed, const std::stop_token&) { return Send(claimed); }};
  Effects effects_{locked_,
                   courier_,
                   {[this](const EffectBeginning& beginning) {
                      const std::lock_guard lock(mutex_);
                      return handler_.BeginEffect(beginning);
                    },
                    [this](const EffectConclusion& conclusion) {
                      const std::lock_guard lock(mutex_);
                      return handler_.Conclude(conclusion);
                    }},
                   {"notice", "notice-1"}};
};

TEST_F(EffectsTest, AnEndpointThatIsSlowHoldsUpNoOther) {
  Decide("slow", 20);
  effects_.Start();
  Await([&] { return sending_["slow"] == static_cast<int>(Effects::kPerLane); });
  Decide("quick", 1);
  effects_.Wake();
  Await([&] { return sending_["quick"] == 1; });
  Open();
  Await([&] { return sent_["slow"] == 20 && sent_["quick"] == 1; });
  EXPECT_EQ(most_, static_cast<int>(Effects::kPerLane));
  effects_.Stop();
  EXPECT_EQ(States(), (std::map<EffectState, int>{{EffectState::kDelivered, 21}}));
}

TEST_F(EffectsTest, NoMoreAreSentAtOnceThanThereAreSenders) {
  for (const char* endpoint : {"a", "b", "c", "d"}) Decide(endpoint, 6);
  effects_.Start();
  const auto busy = [&] {
    int all = 0;
    for (const auto& [endpoint, count] : sending_) all += count;
    return all;
  };
  Await([&] { return busy() == static_cast<int>(Effects::kSenders); });
  EXPECT_EQ(States()[EffectState::kPending], 24 - static_cast<int>(Effects::kSenders));
  Open();
  Await([&] { return sent_["a"] + sent_["b"] + sent_["c"] + sent_["d"] == 24; });
}

TEST_F(EffectsTest, AClosedLaneIsLeftAloneAndItsEffectsKeepTheirAttempts) {
  outcomes_["away"] = {Kind::kAgain, "webhook-unreachable", "connection refused", {}, true};
  Decide("away", 30);
  Decide("there", 30);
  Open();
  effects_.Start();
  Await([&] { return sent_["there"] == 30; });
  effects_.Stop();
  int attempts = 0;
  for (const auto& [id, row] : store_.effects) {
    if (row.effect.endpoint == "away") attempts += row.attempt_count;
  }
  EXPECT_GE(attempts, 1);
  EXPECT_LT(attempts, 30);
}

TEST_F(EffectsTest, AStopClaimsNothingMoreAndWaitsForWhatIsBeingSent) {
  Decide("slow", 20);
  effects_.Start();
  Await([&] { return sending_["slow"] == static_cast<int>(Effects::kPerLane); });
  std::thread stopping([&] { effects_.Stop(); });
  Open();
  stopping.join();
  const auto states = States();
  EXPECT_GE(states.at(EffectState::kDelivered), static_cast<int>(Effects::kPerLane));
  EXPECT_FALSE(states.contains(EffectState::kSending));
  EXPECT_FALSE(states.contains(EffectState::kClaimed));
}

}  // namespace
}  // namespace recourse
