#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/common/runtime/relay.h"
#include "tests/support/fake_log.h"
#include "tests/support/fake_relay_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::FakeLog;
using testing::FakeRelayStore;
using testing::ManualClock;

const Partition kFirst{"recourse.count.number.v1", 0};
const Partition kSecond{"recourse.count.number.v1", 1};
const Partition kOther{"recourse.count.other.v1", 0};

// A writer whose reports the test makes.
struct Script {
  std::vector<Outgoing> sent;
  std::vector<Delivery> reports;
  int writers = 0;
};
class ScriptedWriter final : public LogWriter {
 public:
  explicit ScriptedWriter(Script& script) : script_(script) { ++script_.writers; }
  Status Send(const Outgoing& record) override {
    script_.sent.push_back(record);
    return absl::OkStatus();
  }
  std::vector<Delivery> Deliveries(std::chrono::milliseconds) override {
    return std::exchange(script_.reports, {});
  }

 private:
  Script& script_;
};

class RelayTest : public ::testing::Test {
 protected:
  std::unique_ptr<Relay> Make(LogWriterFactory writers, const std::string& owner = "count-1") {
    RelayOptions options{"count", owner};
    options.clock = clock_.Reader();
    options.crash = [this](const Status& status) { ended_ = status; };
    return std::make_unique<Relay>(store_, std::move(writers), options);
  }
  std::unique_ptr<Relay> MakeScripted() {
    return Make([this] { return std::make_unique<ScriptedWriter>(script_); });
  }
  void Say(const Partition& partition, int count) {
    for (int i = 0; i < count; ++i) store_.Say(partition, Uuid{}, std::to_string(i));
  }
  void Steps(Relay& relay, int count = 10) {
    for (int i = 0; i < count; ++i) {
      clock_.Advance(std::chrono::milliseconds(100));
      relay.Step();
    }
  }
  std::vector<std::int64_t> InLog(FakeLog& log, const Partition& partition) {
    std::vector<std::int64_t> sequences;
    for (const auto& record : log.Records(partition)) sequences.push_back(record.place.sequence);
    return sequences;
  }
  std::vector<std::int64_t> Sent() {
    std::vector<std::int64_t> sequences;
    for (const auto& record : script_.sent) sequences.push_back(record.place.sequence);
    return sequences;
  }
  Delivery Good(std::int64_t sequence) { return {kFirst, sequence, absl::OkStatus()}; }
  Delivery Bad(std::int64_t sequence) { return {kFirst, sequence, absl::UnavailableError("x")}; }
  std::int64_t Acknowledged() { return store_.leases[kFirst].acknowledged; }

  ManualClock clock_;
  FakeRelayStore store_{clock_.Reader()};
  Script script_;
  Status ended_;
};

using Sequences = std::vector<std::int64_t>;

TEST_F(RelayTest, SendsWhatWasSaidInOrderAndAcknowledgesIt) {
  FakeLog log({kFirst, kSecond});
  const auto relay = Make(log.Writers());
  Say(kFirst, 3);
  Say(kSecond, 2);
  Steps(*relay);
  EXPECT_EQ(InLog(log, kFirst), (Sequences{1, 2, 3}));
  EXPECT_EQ(InLog(log, kSecond), (Sequences{1, 2}));
  EXPECT_EQ(Acknowledged(), 3);
  EXPECT_EQ(relay->PendingRows(), 0);
}

TEST_F(RelayTest, SendsNothingAgainWhenNothingFailed) {
  FakeLog log({kFirst});
  const auto relay = Make(log.Writers());
  for (int i = 0; i < 20; ++i) {
    Say(kFirst, 7);
    Steps(*relay, 2);
  }
  Steps(*relay);
  EXPECT_EQ(log.Records(kFirst).size(), 140u);
  EXPECT_EQ(log.writers_made, 1);
}

TEST_F(RelayTest, AcknowledgesTheUnbrokenPrefixOnly) {
  const auto relay = MakeScripted();
  Say(kFirst, 4);
  Steps(*relay, 2);
  script_.reports = {Good(1), Good(3), Good(4)};
  Steps(*relay, 3);
  EXPECT_EQ(Acknowledged(), 1);
  script_.reports = {Good(2)};
  Steps(*relay, 3);
  EXPECT_EQ(Acknowledged(), 4);
}

TEST_F(RelayTest, AfterAnErrorSendsAgainAlsoWhatWasDeliveredBeyondTheHole) {
  const auto relay = MakeScripted();
  Say(kFirst, 4);
  Steps(*relay, 2);
  script_.reports = {Good(1), Good(3), Bad(2), Good(4)};
  Steps(*relay, 40);
  EXPECT_EQ(Sent(), (Sequences{1, 2, 3, 4, 2, 3, 4}));
  EXPECT_EQ(script_.writers, 2);
  EXPECT_EQ(Acknowledged(), 1);
}

TEST_F(RelayTest, AWriterThatEndsItselfIsReplaced) {
  const auto relay = MakeScripted();
  Say(kFirst, 2);
  Steps(*relay, 2);
  script_.reports = {Good(1), {{}, 0, absl::AbortedError("fatal")}};
  Steps(*relay, 40);
  EXPECT_EQ(Sent(), (Sequences{1, 2, 2}));
}

TEST_F(RelayTest, AWriterThatReportsNothingForAMinuteIsReplaced) {
  const auto relay = MakeScripted();
  Say(kFirst, 1);
  Steps(*relay, 599);
  EXPECT_EQ(script_.writers, 1);
  Steps(*relay, 10);
  EXPECT_EQ(script_.writers, 2);
  EXPECT_EQ(Sent(), (Sequences{1, 1}));
}

TEST_F(RelayTest, OfTwoOwnersOneSends) {
  FakeLog log({kFirst});
  const auto first = Make(log.Writers(), "count-1");
  const auto second = Make(log.Writers(), "count-2");
  Say(kFirst, 5);
  for (int i = 0; i < 100; ++i) {
    Steps(*first, 1);
    Steps(*second, 1);
  }
  EXPECT_EQ(InLog(log, kFirst), (Sequences{1, 2, 3, 4, 5}));
}

TEST_F(RelayTest, TakesOverWhenTheLeaseRanOutAndTheOldOwnerAcknowledgesNothingMore) {
  const auto old = MakeScripted();
  Say(kFirst, 3);
  Steps(*old, 2);
  clock_.Advance(Relay::kLease * 2);
  FakeLog log({kFirst});
  const auto fresh = Make(log.Writers(), "count-2");
  Steps(*fresh, 1);
  const std::int64_t term = store_.leases[kFirst].term;
  script_.reports = {Good(1), Good(2), Good(3)};
  old->Step();
  EXPECT_EQ(Acknowledged(), 0);
  Steps(*fresh, 5);
  EXPECT_EQ(store_.leases[kFirst].term, term);
  EXPECT_EQ(InLog(log, kFirst), (Sequences{1, 2, 3}));
  EXPECT_EQ(Acknowledged(), 3);
}

TEST_F(RelayTest, ReportsFromBeforeAResendDoNotCountAfterIt) {
  const auto relay = MakeScripted();
  Say(kFirst, 4);
  Steps(*relay, 2);
  script_.reports = {Good(1), Good(2)};
  Steps(*relay, 2);
  EXPECT_EQ(Acknowledged(), 2);
  store_.Resend(kFirst, 2);
  script_.reports = {Good(3), Good(4)};  // of what was sent before
  Steps(*relay, 40);
  EXPECT_EQ(Acknowledged(), 1);
  EXPECT_EQ(Sent(), (Sequences{1, 2, 3, 4, 2, 3, 4}));
}

TEST_F(RelayTest, ANewTermBeginsWithANewWriter) {
  const auto relay = MakeScripted();
  Say(kFirst, 2);
  Steps(*relay, 2);
  store_.Resend(kFirst, 1);
  clock_.Advance(Relay::kLease);
  Steps(*relay, 2);
  EXPECT_EQ(script_.writers, 2);
  EXPECT_EQ(Sent(), (Sequences{1, 2, 1, 2}));
}

TEST_F(RelayTest, AcknowledgingUnderAnOldTermMakesItAskForTheLeaseAnew) {
  const auto relay = MakeScripted();
  Say(kFirst, 2);
  Steps(*relay, 2);
  store_.leases[kFirst].term += 1;
  script_.reports = {Good(1), Good(2)};
  Steps(*relay, 1);
  script_.reports = {Good(1), Good(2)};
  Steps(*relay, 2);
  EXPECT_EQ(Acknowledged(), 2);
}

TEST_F(RelayTest, ReadsNothingWhileTheWriterIsFull) {
  FakeLog log({kFirst});
  const auto relay = Make(log.Writers());
  log.away = true;
  Say(kFirst, 100);
  Steps(*relay, 3);
  const int reads = store_.reads;
  Steps(*relay, 50);
  EXPECT_EQ(store_.reads, reads);
  EXPECT_EQ(relay->PendingRows(), 100);
  log.away = false;
  Steps(*relay, 20);
  EXPECT_EQ(log.Records(kFirst).size(), 100u);
  EXPECT_EQ(relay->PendingRows(), 0);
}

TEST_F(RelayTest, ATopicThatIsNotThereHoldsBackNoOther) {
  FakeLog log({kFirst, kOther});
  log.unknown_topics = {kFirst.topic};
  const auto relay = Make(log.Writers());
  Say(kFirst, 2);
  Say(kOther, 2);
  Steps(*relay);
  EXPECT_EQ(InLog(log, kOther), (Sequences{1, 2}));
  log.unknown_topics.clear();
  Steps(*relay, 60);
  EXPECT_EQ(InLog(log, kFirst), (Sequences{1, 2}));
  EXPECT_EQ(log.writers_made, 1);
}

TEST_F(RelayTest, AStoreThatFailsIsAskedAgainMoreAndMoreSeldom) {
  std::mt19937 random(1);
  testing::Faults always(&random, 1);
  FakeRelayStore store(clock_.Reader(), &always);
  RelayOptions options{"count", "count-1"};
  options.clock = clock_.Reader();
  Relay relay(store, [this] { return std::make_unique<ScriptedWriter>(script_); }, options);
  const auto first = relay.Step();
  EXPECT_GE(first, Relay::kBackoffMin / 2);
  EXPECT_LE(first, Relay::kBackoffMin);
  for (int i = 0; i < 10; ++i) relay.Step();
  EXPECT_GE(relay.Step(), Relay::kBackoffMax / 2);
  EXPECT_LE(relay.Step(), Relay::kBackoffMax);
}

// Takes and delivers at once; counts for another thread to see.
class CountingWriter final : public LogWriter {
 public:
  explicit CountingWriter(std::atomic<int>& count) : count_(count) {}
  Status Send(const Outgoing& record) override {
    reports_.push_back({record.partition, record.place.sequence, absl::OkStatus()});
    ++count_;
    return absl::OkStatus();
  }
  std::vector<Delivery> Deliveries(std::chrono::milliseconds) override {
    return std::exchange(reports_, {});
  }

 private:
  std::atomic<int>& count_;
  std::vector<Delivery> reports_;
};

TEST(RelayThreadTest, WokenByACommitItSendsAndStopsWithEverythingAcknowledged) {
  FakeRelayStore store(std::chrono::steady_clock::now);
  for (int i = 0; i < 50; ++i) store.Say(kFirst, Uuid{}, "x");
  std::atomic<int> sent = 0;
  Relay relay(store, [&] { return std::make_unique<CountingWriter>(sent); }, {"count", "count-1"});
  relay.Start();
  relay.Wake();
  while (sent < 50) std::this_thread::yield();
  relay.Stop();
  EXPECT_EQ(store.leases[kFirst].acknowledged, 50);
}

}  // namespace
}  // namespace recourse
