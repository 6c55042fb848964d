// kpi's counting side over a real Kafka and a real Redis: routing's topic is counted while there is
// none of followup's, and that one from the moment its service makes it.
#include <gtest/gtest.h>

#include <thread>

#include "services/common/kafka/log_reader.h"
#include "services/common/kafka/log_writer.h"
#include "services/common/kafka/topics.h"
#include "services/common/redis/redis_attempts.h"
#include "services/common/redis/redis_counting.h"
#include "services/common/runtime/consumer.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "services/kpi/adapters/watchful_reader.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kpi/counting_process.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/redis_server.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kPatience{180};
constexpr int kFacts = 300;  // of each topic

Timestamp WallNow() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

class BothTopicsTest : public ::testing::Test {
 protected:
  void Make(const char* topic) {
    const Status made = EnsureTopics(settings_, {{topic}}, kPatience);
    ASSERT_TRUE(made.ok()) << made;
  }

  // What a relay does with an outbox that holds so much of the history; returns what was said.
  template <typename History>
  std::vector<RawRecord> Say(History& history) {
    history.StartAt((WallNow() - 20h).time_since_epoch().count());
    std::vector<RawRecord> said;
    for (int i = 0; i < kFacts; ++i) said.push_back(history.Next());
    const auto writer = KafkaLogWriters(settings_)();
    for (const RawRecord& record : said) {
      Outgoing outgoing;
      outgoing.partition = record.partition;
      outgoing.place = record.place;
      outgoing.id = record.id;
      outgoing.payload = record.payload;
      EXPECT_TRUE(writer->Send(outgoing).ok());
    }
    std::size_t delivered = 0;
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (delivered < said.size() && std::chrono::steady_clock::now() < until) {
      for (const Delivery& delivery : writer->Deliveries(100ms)) {
        EXPECT_TRUE(delivery.status.ok()) << delivery.status;
        ++delivered;
      }
    }
    EXPECT_EQ(delivered, said.size());
    return said;
  }

  template <typename Reached>
  bool Await(const Reached& reached) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!reached() && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(50ms);  // between looks at what another thread counts
    }
    return reached();
  }
  Reading Look() {
    const auto reading = counters_.Read(Window::kDay);
    return reading.ok() ? *reading : Reading{};
  }
  void ExpectEqualToTheFold(const std::vector<RawRecord>& said) {
    const Partition partition = said.front().partition;
    const auto stored = ReadStored(checking_, partition);
    ASSERT_TRUE(stored.ok()) << stored.status();
    ASSERT_TRUE(stored->counted);
    EXPECT_EQ(stored->counted->position.sequence, kFacts);
    EXPECT_FALSE(stored->counters.empty());
    const auto comparison = Compare(CountersOf(said, kFacts), stored->counters, WallNow());
    EXPECT_TRUE(comparison.differences.empty()) << comparison.differences[0].field;
  }
  bool CountedAll(const Partition& partition) {
    const auto state = checking_.Read(SpaceOf(partition), {});
    return state.ok() && state->counted && state->counted->position.sequence == kFacts;
  }

  testing::KafkaBroker broker_;
  const KafkaSettings settings_{broker_.address(), "kpi-1"};
  RedisServer redis_;
  RedisConnection counting_connection_{redis_.options()};
  RedisCounting counting_{counting_connection_};
  RedisAttempts attempts_{counting_connection_, "recourse:kpi:attempts"};
  RedisConnection reading_connection_{redis_.options()};
  RedisCounting reading_{reading_connection_};
  RedisConnection checking_connection_{redis_.options()};
  RedisCounting checking_{checking_connection_};
  Readiness readiness_;
  CountersSink sink_{counting_};
  KpiCounters counters_{reading_, WallNow, [this] { return sink_.LoopTopicAbsent(); }};
  Consumer consumer_{
      WatchfulReaders(KafkaLogReaders(settings_, {"recourse.kpi", {kTicketTopic, kLoopTopic}}),
                      sink_, {std::chrono::steady_clock::now, WallNow}),
      sink_,
      attempts_,
      readiness_,
      {"kpi"}};
};

TEST_F(BothTopicsTest, TicketsAreCountedBeforeThereAreLoopsAndLoopsAsSoonAsThereAreSome) {
  Make(kTicketTopic);
  TicketHistory tickets(31);
  const auto told = Say(tickets);
  consumer_.Start();
  ASSERT_TRUE(Await([&] { return CountedAll(tickets.partition()); }));
  ASSERT_TRUE(Await([&] {
    const Reading reading = Look();
    return !reading.tickets.rebuilding && !reading.loops.rebuilding;
  })) << "without a topic there is nothing to rebuild";
  ExpectEqualToTheFold(told);

  Make(kLoopTopic);
  LoopHistory loops(31);
  const auto looped = Say(loops);
  ASSERT_TRUE(Await([&] { return CountedAll(loops.partition()); }));
  ASSERT_TRUE(Await([&] {
    const Reading reading = Look();
    return !reading.loops.rebuilding && reading.loops.as_of && reading.tickets.as_of;
  }));
  ExpectEqualToTheFold(looped);
  ExpectEqualToTheFold(told);
  consumer_.Stop();
}

}  // namespace
}  // namespace recourse::kpi
