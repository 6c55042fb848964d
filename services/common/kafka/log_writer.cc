#include "services/common/kafka/log_writer.h"

#include <map>

#include "services/common/core/check.h"
#include "services/common/kafka/client.h"
#include "services/common/kafka/cloud_event.h"
#include "services/common/kafka/events.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

constexpr int kMetadataWaitMs = 1'000;

KafkaProperties WriterProperties() {
  return {{"enable.idempotence", "true"},
          {"acks", "all"},
          {"message.timeout.ms", "0"},  // the outbox waits as long as it takes
          {"linger.ms", "1"},
          {"compression.codec", "lz4"},
          {"queue.buffering.max.messages", std::to_string(kWriterRecordsMax)},
          {"queue.buffering.max.kbytes", std::to_string(kWriterKilobytesMax)}};
}

// The sequence travels with the message as its opaque pointer; it is never followed.
void* OpaqueOf(std::int64_t sequence) {
  static_assert(sizeof(void*) == sizeof(std::int64_t));
  return reinterpret_cast<void*>(sequence);
}
std::int64_t SequenceOf(const RdKafka::Message& message) {
  return reinterpret_cast<std::int64_t>(message.msg_opaque());
}

std::unique_ptr<RdKafka::Headers> HeadersOf(const Outgoing& record) {
  std::unique_ptr<RdKafka::Headers> headers(RdKafka::Headers::create());
  for (const auto& [name, value] : CloudEventHeaders(record)) {
    headers->add(name, value.data(), value.size());
  }
  return headers;
}

class Reports final : public RdKafka::DeliveryReportCb {
 public:
  void dr_cb(RdKafka::Message& message) override {
    deliveries.push_back({{message.topic_name(), message.partition()},
                          SequenceOf(message),
                          KafkaStatus(message.err(), "sending to " + message.topic_name())});
  }
  std::vector<Delivery> deliveries;
};

class KafkaLogWriter final : public LogWriter {
 public:
  explicit KafkaLogWriter(const KafkaSettings& settings) {
    auto conf = KafkaConf(settings, WriterProperties());
    std::string error;
    RECOURSE_CHECK(conf->set("dr_cb", &reports_, error) == RdKafka::Conf::CONF_OK);
    RECOURSE_CHECK(conf->set("event_cb", static_cast<RdKafka::EventCb*>(&events_), error) ==
                   RdKafka::Conf::CONF_OK);
    producer_.reset(RdKafka::Producer::create(conf.get(), error));
    if (!producer_) Log(LogLevel::kError, "kafka writer not made", {{"error", error}});
    RECOURSE_CHECK(producer_ != nullptr);
  }

  // What is still queued is given up: whoever sends next begins at what was acknowledged.
  ~KafkaLogWriter() override {
    producer_->purge(RdKafka::Producer::PURGE_QUEUE | RdKafka::Producer::PURGE_INFLIGHT |
                     RdKafka::Producer::PURGE_NON_BLOCKING);
  }

  Status Send(const Outgoing& record) override {
    if (Status s = CheckPartition(record.partition); !s.ok()) return s;
    auto headers = HeadersOf(record);
    const std::string key = ToString(record.key);
    const auto code = producer_->produce(
        record.partition.topic, record.partition.number, RdKafka::Producer::RK_MSG_COPY,
        const_cast<char*>(record.payload.data()), record.payload.size(), key.data(), key.size(),
        /*timestamp=*/0, headers.get(), OpaqueOf(record.place.sequence));
    if (code == RdKafka::ERR_NO_ERROR) headers.release();  // the message owns them now
    return KafkaStatus(code, "sending to " + record.partition.topic);
  }

  std::vector<Delivery> Deliveries(std::chrono::milliseconds wait) override {
    producer_->poll(reports_.deliveries.empty() ? static_cast<int>(wait.count()) : 0);
    auto deliveries = std::exchange(reports_.deliveries, {});
    std::string fatal;
    if (producer_->fatal_error(fatal) != RdKafka::ERR_NO_ERROR) {
      deliveries.push_back({{}, 0, absl::AbortedError("kafka writer: " + fatal)});
    }
    return deliveries;
  }

 private:
  // librdkafka 2.0.2 frees the headers twice when the partition does not exist, so that is found
  // out first. Partitions never change in number.
  Status CheckPartition(const Partition& partition) {
    auto found = counts_.find(partition.topic);
    if (found == counts_.end()) {
      const auto count = CountOf(partition.topic);
      if (!count.ok()) return count.status();
      found = counts_.emplace(partition.topic, *count).first;
    }
    if (partition.number < found->second) return absl::OkStatus();
    return absl::UnavailableError("topic " + partition.topic + " has " +
                                  std::to_string(found->second) + " partitions and no number " +
                                  std::to_string(partition.number));
  }

  StatusOr<int> CountOf(const std::string& topic) {
    std::string error;
    std::unique_ptr<RdKafka::Topic> handle(
        RdKafka::Topic::create(producer_.get(), topic, nullptr, error));
    if (!handle) return absl::InternalError("topic " + topic + ": " + error);
    RdKafka::Metadata* raw = nullptr;
    const auto code = producer_->metadata(false, handle.get(), &raw, kMetadataWaitMs);
    const std::unique_ptr<RdKafka::Metadata> metadata(raw);
    if (code != RdKafka::ERR_NO_ERROR) return KafkaStatus(code, "asking for topic " + topic);
    for (const auto* each : *metadata->topics()) {
      if (each->topic() != topic) continue;
      if (each->err() != RdKafka::ERR_NO_ERROR) return KafkaStatus(each->err(), "topic " + topic);
      return static_cast<int>(each->partitions()->size());
    }
    return absl::UnavailableError("topic " + topic + " is not known to the log yet");
  }

  Reports reports_;
  KafkaEvents events_;
  std::map<std::string, int> counts_;
  std::unique_ptr<RdKafka::Producer> producer_;  // last: it calls the above until it is gone
};

}  // namespace

LogWriterFactory KafkaLogWriters(KafkaSettings settings) {
  return [settings = std::move(settings)] { return std::make_unique<KafkaLogWriter>(settings); };
}

}  // namespace recourse
