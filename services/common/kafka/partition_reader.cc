#include "services/common/kafka/partition_reader.h"

#include <future>
#include <thread>

#include "services/common/core/check.h"
#include "services/common/kafka/cloud_event.h"
#include "services/common/kafka/events.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

using TopicPartitions = std::vector<RdKafka::TopicPartition*>;

// The library's list of owned pointers, owned.
class OwnedPartitions {
 public:
  explicit OwnedPartitions(const std::map<Partition, std::int64_t>& next) {
    for (const auto& [partition, offset] : next) {
      list_.push_back(
          RdKafka::TopicPartition::create(partition.topic, partition.number, offset));
    }
  }
  ~OwnedPartitions() { RdKafka::TopicPartition::destroy(list_); }
  OwnedPartitions(const OwnedPartitions&) = delete;
  OwnedPartitions& operator=(const OwnedPartitions&) = delete;
  TopicPartitions& list() { return list_; }

 private:
  TopicPartitions list_;
};

Headers HeadersOf(RdKafka::Message& message) {
  Headers headers;
  if (message.headers() == nullptr) return headers;
  for (const auto& header : message.headers()->get_all()) {
    headers.emplace_back(header.key(), header.value() == nullptr
                                           ? std::string()
                                           : std::string(header.value_string(),
                                                         header.value_size()));
  }
  return headers;
}

RawRecord RecordOf(RdKafka::Message& message) {
  RawRecord record;
  record.partition = {message.topic_name(), message.partition()};
  record.offset = message.offset();
  if (message.key_pointer() != nullptr) {
    record.key.assign(static_cast<const char*>(message.key_pointer()), message.key_len());
  }
  if (message.payload() != nullptr) {
    record.payload.assign(static_cast<const char*>(message.payload()), message.len());
  }
  record.headers = HeadersOf(message);
  ReadCloudEvent(record);
  return record;
}

}  // namespace

struct PartitionReader::Client final : public RdKafka::RebalanceCb {
  void rebalance_cb(RdKafka::KafkaConsumer* caller, RdKafka::ErrorCode code,
                    TopicPartitions& partitions) override {
    if (code != RdKafka::ERR__ASSIGN_PARTITIONS) {
      caller->unassign();
      if (group != nullptr) group->OnRevoked();
      return;
    }
    caller->assign({});  // takes the assignment; what to read and from where is decided after this
    std::vector<Partition> assigned;
    for (const auto* each : partitions) assigned.push_back({each->topic(), each->partition()});
    if (group != nullptr) group->OnAssigned(assigned);
  }

  GroupListener* group = nullptr;
  KafkaEvents events;
  std::unique_ptr<RdKafka::KafkaConsumer> kafka;  // last: it calls the above until it is gone
};

PartitionReader::PartitionReader(const KafkaSettings& settings, const KafkaProperties& properties,
                                 GroupListener* group)
    : client_(std::make_shared<Client>()) {
  client_->group = group;
  auto conf = KafkaConf(settings, properties);
  std::string error;
  RECOURSE_CHECK(conf->set("event_cb", static_cast<RdKafka::EventCb*>(&client_->events), error) ==
                 RdKafka::Conf::CONF_OK);
  RECOURSE_CHECK(conf->set("rebalance_cb", static_cast<RdKafka::RebalanceCb*>(client_.get()),
                           error) == RdKafka::Conf::CONF_OK);
  client_->kafka.reset(RdKafka::KafkaConsumer::create(conf.get(), error));
  if (!client_->kafka) Log(LogLevel::kError, "kafka reader not made", {{"error", error}});
  RECOURSE_CHECK(client_->kafka != nullptr);
}

// close() of 2.0.2 can hang, and crash where the coordinator is away; a static member would tell
// the group nothing by it. Destroying can hang as well, so it is given a thread and a time.
PartitionReader::~PartitionReader() {
  client_->group = nullptr;
  std::promise<void> ended;
  auto future = ended.get_future();
  std::thread([client = std::move(client_), promise = std::move(ended)]() mutable {
    client.reset();
    promise.set_value();
  }).detach();
  if (future.wait_for(kEndMax) != std::future_status::ready) {
    Log(LogLevel::kWarning, "kafka reader does not end and is left behind");
  }
}

Status PartitionReader::Subscribe(const std::vector<std::string>& topics) {
  return KafkaStatus(client_->kafka->subscribe(topics), "subscribing");
}

void PartitionReader::Read(const Partition& partition, std::int64_t offset) {
  next_[partition] = offset;
  moved_ = true;
}

void PartitionReader::DropAll() {
  next_.clear();
  moved_ = false;
}

Status PartitionReader::AssignNext() {
  OwnedPartitions assignment(next_);
  Status status = KafkaStatus(client_->kafka->assign(assignment.list()), "assigning");
  moved_ = !status.ok();
  return status;
}

StatusOr<PartitionReader::Polled> PartitionReader::Poll(int max, std::chrono::milliseconds wait) {
  Polled polled;
  if (moved_) {
    if (Status s = AssignNext(); !s.ok()) return s;
  }
  Status status;
  int wait_ms = static_cast<int>(wait.count());
  while (static_cast<int>(polled.records.size()) < max) {
    const std::unique_ptr<RdKafka::Message> message(client_->kafka->consume(wait_ms));
    if (Take(*message, polled, status)) break;
    wait_ms = 0;
  }
  if (!polled.records.empty()) client_->events.NoteContact();
  if (!status.ok() && polled.records.empty()) return status;
  if (Status s = CheckClient(); !s.ok()) return s;
  return polled;
}

Status PartitionReader::CheckClient() {
  // Among others it is fenced by itself: after an outage it joins anew while its former self still
  // commits. It is not told of in any event and is deaf from then on. A new client joins again; two
  // processes of one name would go on fencing each other.
  std::string fatal;
  if (client_->kafka->fatal_error(fatal) != RdKafka::ERR_NO_ERROR) {
    return absl::UnavailableError("kafka reader: " + fatal);
  }
  const auto now = std::chrono::steady_clock::now();
  const auto since = client_->events.all_down_since();
  if (now < since || now - since < kDownMax) return absl::OkStatus();
  // Brokers that came back to a quiet topic are not heard of by themselves.
  if (!next_.empty() && AskBounds(next_.begin()->first).ok()) return absl::OkStatus();
  return absl::UnavailableError("no kafka broker has been reached for a minute");
}

bool PartitionReader::Take(RdKafka::Message& message, Polled& polled, Status& status) {
  switch (message.err()) {
    case RdKafka::ERR_NO_ERROR:
      TakeRecord(message, polled);
      return false;
    case RdKafka::ERR__TIMED_OUT:
      return true;
    case RdKafka::ERR__AUTO_OFFSET_RESET:
    case RdKafka::ERR_OFFSET_OUT_OF_RANGE: {
      const Partition partition{message.topic_name(), message.partition()};
      if (next_.erase(partition) > 0) polled.astray.push_back(partition);
      moved_ = true;
      return true;
    }
    case RdKafka::ERR_UNKNOWN_TOPIC_OR_PART:  // its service has not made it yet
    case RdKafka::ERR__UNKNOWN_TOPIC:
    case RdKafka::ERR__UNKNOWN_PARTITION:
    case RdKafka::ERR__MAX_POLL_EXCEEDED:     // the group takes the partitions and gives them back
      return true;
    default: {
      const Status s = KafkaStatus(message.err(), message.errstr());
      if (DispositionOf(s.code()) == Disposition::kCrash) status = s;
      return true;
    }
  }
}

// What is below was read before; what belongs to nobody was fetched before the last move.
void PartitionReader::TakeRecord(RdKafka::Message& message, Polled& polled) {
  const auto found = next_.find({message.topic_name(), message.partition()});
  if (found == next_.end() || message.offset() < found->second) return;
  found->second = message.offset() + 1;
  polled.records.push_back(RecordOf(message));
}

StatusOr<std::pair<std::int64_t, std::int64_t>> PartitionReader::AskBounds(
    const Partition& partition) {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  const auto code = client_->kafka->query_watermark_offsets(
      partition.topic, partition.number, &begin, &end, static_cast<int>(kAskWait.count()));
  if (code != RdKafka::ERR_NO_ERROR) {
    return KafkaStatus(code, "asking for the bounds of " + ToString(partition));
  }
  client_->events.NoteContact();
  return std::pair(begin, end);
}

StatusOr<std::pair<std::int64_t, std::int64_t>> PartitionReader::Bounds(
    const Partition& partition) {
  std::int64_t begin = -1;
  std::int64_t end = -1;
  const auto code = client_->kafka->get_watermark_offsets(partition.topic, partition.number,
                                                          &begin, &end);
  if (code == RdKafka::ERR_NO_ERROR && begin >= 0 && end >= 0) return std::pair(begin, end);
  return AskBounds(partition);
}

StatusOr<int> PartitionReader::AskPartitionCount(const std::string& topic) {
  std::string error;
  std::unique_ptr<RdKafka::Topic> handle(
      RdKafka::Topic::create(client_->kafka.get(), topic, nullptr, error));
  if (!handle) return absl::InternalError("topic " + topic + ": " + error);
  RdKafka::Metadata* raw = nullptr;
  const auto code = client_->kafka->metadata(false, handle.get(), &raw,
                                             static_cast<int>(kAskWait.count()));
  const std::unique_ptr<RdKafka::Metadata> metadata(raw);
  if (code != RdKafka::ERR_NO_ERROR) return KafkaStatus(code, "asking for topic " + topic);
  for (const auto* each : *metadata->topics()) {
    if (each->topic() != topic || each->err() != RdKafka::ERR_NO_ERROR) continue;
    client_->events.NoteContact();
    return static_cast<int>(each->partitions()->size());
  }
  return absl::UnavailableError("topic " + topic + " is not known to the log yet");
}

void PartitionReader::CommitNext() {
  if (next_.empty()) return;
  OwnedPartitions positions(next_);
  const auto code = client_->kafka->commitAsync(positions.list());
  if (code != RdKafka::ERR_NO_ERROR) {
    Log(LogLevel::kDebug, "offsets not shown to the group", {{"error", RdKafka::err2str(code)}});
  }
}

}  // namespace recourse
