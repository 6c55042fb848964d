#pragma once

#include <cstdint>
#include <string>

#include "google/protobuf/timestamp.pb.h"
#include "services/common/kafka/cloud_event.h"
#include "services/common/runtime/record.h"

namespace recourse::kpi {

inline void SetMilliseconds(std::int64_t ms, google::protobuf::Timestamp& out) {
  out.set_seconds(ms / 1000);
  out.set_nanos(static_cast<int>(ms % 1000) * 1'000'000);
}

// Facts of one partition as the log holds them, headers and all, each at its end.
class FactRecords {
 public:
  FactRecords(Partition partition, std::string type, std::string schema)
      : partition_(std::move(partition)), type_(std::move(type)), schema_(std::move(schema)) {}

  template <typename Event>
  RawRecord Append(const Event& event) {
    return At({1, 1, ++sequence_}, event);
  }
  template <typename Event>
  RawRecord At(const Place& place, const Event& event) {
    Outgoing outgoing;
    outgoing.partition = partition_;
    outgoing.place = place;
    outgoing.id = Derive(Uuid{}, static_cast<std::size_t>(place.sequence));
    outgoing.type = type_;
    outgoing.schema = schema_;
    RawRecord record;
    record.partition = partition_;
    record.offset = next_offset_++;
    record.headers = CloudEventHeaders(outgoing);
    record.payload = event.SerializeAsString();
    ReadCloudEvent(record);
    return record;
  }
  const Partition& partition() const { return partition_; }

 private:
  Partition partition_;
  std::string type_;
  std::string schema_;
  std::int64_t next_offset_ = 0;
  std::int64_t sequence_ = 0;
};

}  // namespace recourse::kpi
