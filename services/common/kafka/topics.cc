#include "services/common/kafka/topics.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <thread>

#include "services/common/core/check.h"
#include "services/common/kafka/client.h"
#include "services/common/kafka/events.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kRecordBytesMax = "1048576";
constexpr int kAsTheLogHasIt = -1;  // copies of a partition; a log says so since Kafka 2.4
constexpr int kAskWaitMs = 2'000;
constexpr int kMakeWaitMs = 10'000;
constexpr std::chrono::milliseconds kLookEvery{100};

// What the log says of a topic: how many partitions, and whether each has a leader.
struct Found {
  int partitions = 0;
  bool led = true;
};

class TopicAdmin {
 public:
  explicit TopicAdmin(const KafkaSettings& settings) {
    auto conf = KafkaConf(settings, {});
    std::string error;
    RECOURSE_CHECK(conf->set("event_cb", static_cast<RdKafka::EventCb*>(&events_), error) ==
                   RdKafka::Conf::CONF_OK);
    producer_.reset(RdKafka::Producer::create(conf.get(), error));
    if (!producer_) Log(LogLevel::kError, "kafka client not made", {{"error", error}});
    RECOURSE_CHECK(producer_ != nullptr);
  }

  StatusOr<std::map<std::string, Found>> All() {
    RdKafka::Metadata* raw = nullptr;
    const auto code = producer_->metadata(true, nullptr, &raw, kAskWaitMs);
    const std::unique_ptr<RdKafka::Metadata> metadata(raw);
    if (code != RdKafka::ERR_NO_ERROR) return KafkaStatus(code, "asking for the topics");
    std::map<std::string, Found> all;
    for (const auto* topic : *metadata->topics()) {
      if (topic->err() != RdKafka::ERR_NO_ERROR) continue;
      Found& found = all[topic->topic()];
      for (const auto* partition : *topic->partitions()) {
        ++found.partitions;
        found.led = found.led && partition->leader() >= 0;
      }
    }
    return all;
  }

  Status Make(const TopicPlan& plan) {
    std::array<char, 512> error{};
    const std::unique_ptr<rd_kafka_NewTopic_t, decltype(&rd_kafka_NewTopic_destroy)> topic(
        rd_kafka_NewTopic_new(plan.name.c_str(), plan.partitions, kAsTheLogHasIt, error.data(),
                              error.size()),
        rd_kafka_NewTopic_destroy);
    if (!topic) return absl::InvalidArgumentError("topic " + plan.name + ": " + error.data());
    Configure(*topic, plan);
    rd_kafka_t* client = producer_->c_ptr();
    const std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(
        rd_kafka_queue_new(client), rd_kafka_queue_destroy);
    rd_kafka_NewTopic_t* topics[] = {topic.get()};
    rd_kafka_CreateTopics(client, topics, 1, nullptr, queue.get());
    const std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)> event(
        rd_kafka_queue_poll(queue.get(), kMakeWaitMs), rd_kafka_event_destroy);
    return ResultOf(plan, event.get());
  }

 private:
  static void Configure(rd_kafka_NewTopic_t& topic, const TopicPlan& plan) {
    const auto retention = std::chrono::milliseconds(plan.retention).count();
    rd_kafka_NewTopic_set_config(&topic, "retention.ms", std::to_string(retention).c_str());
    rd_kafka_NewTopic_set_config(&topic, "cleanup.policy", "delete");
    rd_kafka_NewTopic_set_config(&topic, "max.message.bytes", kRecordBytesMax);
    rd_kafka_NewTopic_set_config(&topic, "unclean.leader.election.enable", "false");
  }

  static Status ResultOf(const TopicPlan& plan, rd_kafka_event_t* event) {
    const std::string what = "making topic " + plan.name;
    if (event == nullptr) return absl::UnavailableError(what + ": no answer from the log");
    const auto code = rd_kafka_event_error(event);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return KafkaStatus(static_cast<RdKafka::ErrorCode>(code), what);
    }
    std::size_t count = 0;
    const auto* const* results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    RECOURSE_CHECK(count == 1);
    const auto result = rd_kafka_topic_result_error(results[0]);
    if (result == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return absl::OkStatus();
    // The log's own words: where it lacks brokers, they say how many there are.
    const char* said = rd_kafka_topic_result_error_string(results[0]);
    return KafkaStatus(static_cast<RdKafka::ErrorCode>(result),
                       said == nullptr ? what : what + " (" + said + ")");
  }

  KafkaEvents events_;
  std::unique_ptr<RdKafka::Producer> producer_;  // last: it calls the above until it is gone
};

Status CheckNumber(const TopicPlan& plan, const Found& found) {
  if (found.partitions == plan.partitions) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "topic " + plan.name + " has " + std::to_string(found.partitions) + " partitions and " +
      std::to_string(plan.partitions) +
      " are expected: the number never changes, for keys and sequences hang on it; restore the "
      "topic as it was, or point RECOURSE_KAFKA_BROKERS at the right log");
}

// Makes what is not there; true when all are there and led.
StatusOr<bool> Look(TopicAdmin& admin, const std::vector<TopicPlan>& plans) {
  const auto all = admin.All();
  if (!all.ok()) return all.status();
  bool complete = true;
  for (const TopicPlan& plan : plans) {
    const auto found = all->find(plan.name);
    if (found == all->end()) {
      complete = false;
      if (Status s = admin.Make(plan); !s.ok()) return s;
    } else if (Status s = CheckNumber(plan, found->second); !s.ok()) {
      return s;
    } else {
      complete = complete && found->second.led;
    }
  }
  return complete;
}

}  // namespace

Status EnsureTopics(const KafkaSettings& settings, const std::vector<TopicPlan>& plans,
                    std::chrono::milliseconds deadline) {
  const auto until = Clock::now() + deadline;
  TopicAdmin admin(settings);
  for (;;) {
    const auto complete = Look(admin, plans);
    if (complete.ok() && *complete) return absl::OkStatus();
    if (!complete.ok() && DispositionOf(complete.status().code()) == Disposition::kCrash) {
      return complete.status();
    }
    if (Clock::now() >= until) {
      return complete.ok() ? absl::UnavailableError("topics wait for their leaders")
                           : complete.status();
    }
    std::this_thread::sleep_for(kLookEvery);
  }
}

}  // namespace recourse
