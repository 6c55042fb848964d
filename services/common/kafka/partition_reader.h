#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/kafka/client.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// What the group says. Called inside PartitionReader::Poll, by its thread.
class GroupListener {
 public:
  virtual ~GroupListener() = default;
  virtual void OnAssigned(const std::vector<Partition>& partitions) = 0;
  virtual void OnRevoked() = 0;
};

// Reads the partitions that it is told to, each from an offset that it is told. Moving one means to
// assign all anew, with the offset that each has reached: of the ways to move in librdkafka 2.0.2
// this is the one without known faults. Records are taken one by one, for taking them in batches
// loses some there.
class PartitionReader {
 public:
  static constexpr std::chrono::milliseconds kAskWait{1'000};
  // A client that reaches no broker for this long is made anew: one may be stuck on an address.
  static constexpr std::chrono::seconds kDownMax{60};
  static constexpr std::chrono::seconds kEndMax{5};

  // `group` may be null, and outlives this.
  PartitionReader(const KafkaSettings& settings, const KafkaProperties& properties,
                  GroupListener* group);
  // Does not leave the group, as befits a static member, and never waits longer than kEndMax.
  ~PartitionReader();

  Status Subscribe(const std::vector<std::string>& topics);
  // From the next Poll on; also for one that is being read.
  void Read(const Partition& partition, std::int64_t offset);
  void DropAll();
  bool Reads(const Partition& partition) const { return next_.contains(partition); }
  // The offset that each partition has reached: of the next record.
  const std::map<Partition, std::int64_t>& next() const { return next_; }

  struct Polled {
    std::vector<RawRecord> records;
    // Their offset is not in the log: no longer read.
    std::vector<Partition> astray;
  };
  StatusOr<Polled> Poll(int max, std::chrono::milliseconds wait);

  // Asks the broker.
  StatusOr<std::pair<std::int64_t, std::int64_t>> AskBounds(const Partition& partition);
  // As last seen while reading, or as AskBounds.
  StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition);
  StatusOr<int> AskPartitionCount(const std::string& topic);
  // Tells the group how far this has read, without waiting.
  void CommitNext();

 private:
  struct Client;  // what the library calls back, and the consumer itself

  Status AssignNext();
  Status CheckClient();
  // True when it is time to look no further.
  bool Take(RdKafka::Message& message, Polled& polled, Status& status);
  void TakeRecord(RdKafka::Message& message, Polled& polled);

  std::shared_ptr<Client> client_;
  std::map<Partition, std::int64_t> next_;
  bool moved_ = false;
};

}  // namespace recourse
