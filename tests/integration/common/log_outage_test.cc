// The real relay and consumer over a real Kafka that is killed while they work: every row of the
// outbox is counted once and in order.
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "services/common/kafka/log_reader.h"
#include "services/common/kafka/log_writer.h"
#include "services/common/kafka/topics.h"
#include "services/common/runtime/codec_sink.h"
#include "services/common/runtime/consumer.h"
#include "services/common/runtime/relay.h"
#include "tests/support/counting_domain.h"
#include "tests/support/fake_attempts.h"
#include "tests/support/fake_relay_store.h"
#include "tests/support/fake_store.h"
#include "tests/support/kafka_broker.h"

namespace recourse {
namespace {

using testing::Count;
using testing::CountCodec;
using testing::FakeRelayStore;

constexpr const char* kTopic = "recourse.said.number.v1";
constexpr int kKills = 3;
constexpr int kRowsBetweenKills = 4'000;
constexpr std::chrono::seconds kPatience{300};

// The outbox, for one who says and one who relays.
class SharedOutbox final : public RelayStore {
 public:
  void Say(const Partition& partition, const Uuid& key, std::string payload) {
    const std::lock_guard lock(mutex_);
    store_.Say(partition, key, std::move(payload));
  }
  std::map<Partition, std::int64_t> Acknowledged() {
    const std::lock_guard lock(mutex_);
    std::map<Partition, std::int64_t> acknowledged;
    for (const auto& [partition, lease] : store_.leases) {
      acknowledged[partition] = lease.acknowledged;
    }
    return acknowledged;
  }
  StatusOr<std::vector<Lease>> Hold(const std::string& owner) override {
    const std::lock_guard lock(mutex_);
    return store_.Hold(owner);
  }
  StatusOr<std::vector<OutboxHead>> Heads() override {
    const std::lock_guard lock(mutex_);
    return store_.Heads();
  }
  StatusOr<std::vector<Outgoing>> Read(const Partition& partition, std::int64_t after_sequence,
                                       int limit) override {
    const std::lock_guard lock(mutex_);
    return store_.Read(partition, after_sequence, limit);
  }
  StatusOr<bool> Acknowledge(const Partition& partition, std::int64_t term,
                             std::int64_t sequence) override {
    const std::lock_guard lock(mutex_);
    return store_.Acknowledge(partition, term, sequence);
  }
  Status Forget(int days) override {
    const std::lock_guard lock(mutex_);
    return store_.Forget(days);
  }

 private:
  std::mutex mutex_;
  FakeRelayStore store_{std::chrono::steady_clock::now};
};

// A sink whose progress another thread may look at.
class SharedSink final : public Sink {
 public:
  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override {
    const std::lock_guard lock(mutex_);
    return sink_.Handle(partition, batch);
  }
  StatusOr<Position> PositionOf(const Partition& partition) override {
    const std::lock_guard lock(mutex_);
    return sink_.PositionOf(partition);
  }
  std::int64_t Heard() {
    const std::lock_guard lock(mutex_);
    std::int64_t heard = 0;
    for (const auto& [partition, position] : store.positions) heard += position.sequence;
    return heard;
  }

  testing::FakeStore<Count> store;

 private:
  std::mutex mutex_;
  CountCodec codec_;
  CodecSink<Count> sink_{store, codec_};
};

class LogOutageTest : public ::testing::Test {
 protected:
  KafkaSettings settings() { return {broker_.address(), "outage-1"}; }
  void Say(int count) {
    for (int i = 0; i < count; ++i) {
      const int key = static_cast<int>(++said_ % 16);
      const Uuid id = Count::KeyOf(key).uuid();
      outbox_.Say({kTopic, PartitionOf(id)}, id, CountCodec::Write(key, said_));
    }
  }
  template <typename Done>
  void Until(Done done) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  testing::KafkaBroker broker_;
  SharedOutbox outbox_;
  SharedSink sink_;
  testing::FakeAttempts attempts_;
  Readiness readiness_;
  std::int64_t said_ = 0;
};

TEST_F(LogOutageTest, EveryRowIsCountedOnceAndInOrderThoughTheLogIsKilledWhileItIsSent) {
  ASSERT_TRUE(EnsureTopics(settings(), {{kTopic}}, std::chrono::seconds(60)).ok());
  Relay relay(outbox_, KafkaLogWriters(settings()), {"said", "outage-1"});
  Consumer consumer(KafkaLogReaders(settings(), {"recourse.outage", {kTopic}}), sink_, attempts_,
                    readiness_, {"count"});
  relay.Start();
  consumer.Start();
  std::mt19937 random(std::random_device{}());
  for (int kill = 0; kill < kKills; ++kill) {
    Say(kRowsBetweenKills);
    relay.Wake();
    const auto until = sink_.Heard() + static_cast<std::int64_t>(random() % kRowsBetweenKills);
    ASSERT_NO_FATAL_FAILURE(Until([&] { return sink_.Heard() >= until; }));
    std::cout << "killed after " << sink_.Heard() << " of " << said_ << " were heard\n";
    broker_.Kill();
    Say(kRowsBetweenKills);
    relay.Wake();
    broker_.Start();
  }
  ASSERT_NO_FATAL_FAILURE(Until([&] { return sink_.Heard() == said_; }));
  consumer.Stop();
  relay.Stop();
  std::map<Count::Key, std::int64_t> last;
  for (const auto& [id, fact] : sink_.store.outbox) {
    EXPECT_LT(last[fact.key], fact.number) << "out of order";
    last[fact.key] = fact.number;
  }
  EXPECT_EQ(static_cast<std::int64_t>(sink_.store.outbox.size()), said_);
  EXPECT_TRUE(sink_.store.dead.empty());
  std::int64_t acknowledged = 0;
  for (const auto& [partition, sequence] : outbox_.Acknowledged()) acknowledged += sequence;
  EXPECT_EQ(acknowledged, said_);
}

}  // namespace
}  // namespace recourse
