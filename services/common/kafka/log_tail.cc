#include "services/common/kafka/log_tail.h"

#include <utility>

#include "services/common/kafka/partition_reader.h"

namespace recourse {
namespace {

// The group is a name that the library asks for; nothing is committed under it and nobody joins.
KafkaProperties TailProperties(const KafkaSettings& settings, const std::string& topic) {
  return {{"group.id", "recourse.tail." + settings.instance + "." + topic},
          {"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "error"},
          {"isolation.level", "read_uncommitted"},
          {"check.crcs", "true"},
          {"allow.auto.create.topics", "false"},
          {"fetch.wait.max.ms", "250"},
          {"fetch.error.backoff.ms", "100"},
          {"queued.min.messages", "20000"},
          {"queued.max.messages.kbytes", "16384"}};
}

class KafkaLogTail final : public LogReader {
 public:
  KafkaLogTail(const KafkaSettings& settings, std::string topic)
      : topic_(std::move(topic)), reader_(settings, TailProperties(settings, topic_), nullptr) {}

  StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds wait) override {
    if (!joined_) {
      if (Status s = Join(); !s.ok()) return s;
    }
    auto polled = reader_.Poll(max, wait);
    if (!polled.ok()) return polled.status();
    if (!polled->astray.empty()) {
      return absl::UnavailableError("the log of " + topic_ + " no longer has what comes next");
    }
    return std::move(polled->records);
  }

  Status Seek(const Partition& partition, std::int64_t offset) override {
    if (reader_.Reads(partition)) reader_.Read(partition, offset);
    return absl::OkStatus();
  }

  StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) override {
    return reader_.Bounds(partition);
  }

  Holding Held() const override {
    Holding holding{joined_, {}, {}};
    for (const auto& [partition, next] : reader_.next()) holding.partitions.push_back(partition);
    return holding;
  }

 private:
  // All ends are known before the first record is read: from then on nothing is missed.
  Status Join() {
    const auto count = reader_.AskPartitionCount(topic_);
    if (!count.ok()) return count.status();
    for (int number = 0; number < *count; ++number) {
      const Partition partition{topic_, number};
      if (reader_.Reads(partition)) continue;
      const auto bounds = reader_.AskBounds(partition);
      if (!bounds.ok()) return bounds.status();
      reader_.Read(partition, bounds->second);
    }
    joined_ = true;
    return absl::OkStatus();
  }

  const std::string topic_;
  bool joined_ = false;
  PartitionReader reader_;
};

}  // namespace

LogTailFactory KafkaLogTails(KafkaSettings settings, std::string topic) {
  return [settings = std::move(settings), topic = std::move(topic)] {
    return std::make_unique<KafkaLogTail>(settings, topic);
  };
}

}  // namespace recourse
