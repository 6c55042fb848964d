#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "services/common/kafka/cloud_event.h"
#include "services/common/runtime/log_ports.h"
#include "tests/support/faults.h"

namespace recourse::testing {

// The log in memory. Its writers fail like real ones: a record may be written and reported as
// failed, not be written, or be written long after its writer was given up; after a failure the
// records behind it are still written, and may be reported before it. Within one writer and
// partition the order of writing is kept. Its readers may pass over a record that others follow.
class FakeLog {
 public:
  // Records that a writer takes before it says that it is full.
  static constexpr std::size_t kWriterMax = 40;

  explicit FakeLog(std::vector<Partition> all, Faults* faults = nullptr)
      : partitions(std::move(all)), faults_(faults) {
    for (const auto& partition : partitions) logs_[partition];
  }

  LogWriterFactory Writers() {
    return [this] { return std::make_unique<Writer>(*this); };
  }
  // Readers that each hold all partitions: two of them are two owners.
  LogReaderFactory Readers() {
    return [this](LogReader::StartOf start_of) {
      return std::make_unique<Reader>(*this, std::move(start_of));
    };
  }
  LogTailFactory Tails() {
    return [this] { return std::make_unique<Reader>(*this, nullptr); };
  }

  void Append(const Outgoing& record) {
    RawRecord raw;
    raw.partition = record.partition;
    raw.headers = CloudEventHeaders(record);
    raw.key = ToString(record.key);
    raw.payload = record.payload;
    AppendRaw(std::move(raw));
  }
  void AppendRaw(RawRecord raw) {
    Kept& kept = logs_[raw.partition];
    raw.offset = kept.begin + static_cast<std::int64_t>(kept.records.size());
    ReadCloudEvent(raw);
    kept.records.push_back(std::move(raw));
  }
  // What writers that were given up had on the way arrives now, or some of it.
  void Drift() {
    for (auto& late : late_) {
      for (unsigned n = FaultsBelow(4); n > 0 && !late.empty(); --n) {
        Append(late.front());
        late.pop_front();
      }
    }
  }
  // Retention: what lies below is gone.
  void Cut(const Partition& partition, std::int64_t begin) {
    Kept& kept = logs_[partition];
    while (kept.begin < begin && !kept.records.empty()) {
      kept.records.erase(kept.records.begin());
      ++kept.begin;
    }
  }
  // Another log under the same name.
  void MakeAnew(const Partition& partition) { logs_[partition] = {}; }
  const std::vector<RawRecord>& Records(const Partition& partition) {
    return logs_[partition].records;
  }

  const std::vector<Partition> partitions;
  bool away = false;          // nothing is delivered, nothing read
  int writers_made = 0;
  std::set<std::string> unknown_topics;

 private:
  struct Kept {
    std::int64_t begin = 0;
    std::vector<RawRecord> records;
  };

  class Writer final : public LogWriter {
   public:
    explicit Writer(FakeLog& log) : log_(log) { ++log_.writers_made; }
    ~Writer() override {
      if (log_.FaultsBelow(2) == 1) log_.late_.push_back(std::move(waiting_));
    }
    Status Send(const Outgoing& record) override {
      if (log_.unknown_topics.contains(record.partition.topic)) {
        return absl::UnavailableError("no such topic");
      }
      if (waiting_.size() >= kWriterMax) return absl::ResourceExhaustedError("full");
      waiting_.push_back(record);
      return absl::OkStatus();
    }
    std::vector<Delivery> Deliveries(std::chrono::milliseconds) override {
      std::vector<Delivery> deliveries;
      if (log_.away) return deliveries;
      if (log_.FaultsBelow(2) == 0) deliveries = std::exchange(failed_, {});
      const bool all = !log_.Faulty();
      for (unsigned n = log_.FaultsBelow(12); (all || n > 0) && !waiting_.empty(); --n) {
        const Delivery delivery = DeliverOne();
        (delivery.status.ok() ? deliveries : failed_).push_back(delivery);
        waiting_.pop_front();
      }
      if (!broken_ && log_.FaultsBelow(200) == 1) {
        deliveries.push_back({{}, 0, absl::AbortedError("injected: fatal")});
      }
      return deliveries;
    }

   private:
    Delivery DeliverOne() {
      const Outgoing& record = waiting_.front();
      const bool fails = log_.FaultsBelow(25) == 1;
      if (!fails || log_.FaultsBelow(2) == 0) log_.Append(record);
      broken_ = broken_ || fails;
      return {record.partition, record.place.sequence,
              fails ? absl::UnavailableError("injected: delivery") : absl::OkStatus()};
    }

    FakeLog& log_;
    std::deque<Outgoing> waiting_;
    std::vector<Delivery> failed_;
    bool broken_ = false;
  };

  class Reader final : public LogReader {
   public:
    Reader(FakeLog& log, StartOf start_of) : log_(log), start_of_(std::move(start_of)) {}

    StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds) override {
      if (log_.away) return std::vector<RawRecord>{};
      if (log_.FaultsBelow(60) == 1) return absl::UnavailableError("injected: poll");
      Settle();
      std::vector<RawRecord> records;
      for (auto& [partition, offset] : next_) {
        if (log_.FaultsBelow(40) == 1) {
          offset -= std::min<std::int64_t>(offset, log_.FaultsBelow(30));
        }
        if (log_.FaultsBelow(80) == 1 && offset + 1 < End(log_.logs_[partition])) ++offset;
        ReadSome(partition, offset, max, records);
      }
      return records;
    }
    Status Seek(const Partition& partition, std::int64_t offset) override {
      if (next_.contains(partition)) next_[partition] = offset;
      ++seeks;
      return absl::OkStatus();
    }
    StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) override {
      const Kept& kept = log_.logs_[partition];
      return std::pair(kept.begin, End(kept));
    }
    Holding Held() const override {
      Holding holding{joined_, {}, refused_};
      for (const auto& [partition, offset] : next_) holding.partitions.push_back(partition);
      return holding;
    }
    int seeks = 0;

   private:
    static std::int64_t End(const Kept& kept) {
      return kept.begin + static_cast<std::int64_t>(kept.records.size());
    }
    void Settle() {
      joined_ = true;
      for (const auto& partition : log_.partitions) {
        if (next_.contains(partition)) continue;
        const Kept& kept = log_.logs_[partition];
        if (!start_of_) {
          next_[partition] = End(kept);
          continue;
        }
        const auto start = start_of_(partition);
        if (!start.ok()) continue;
        refused_.erase(partition);
        if (*start >= kept.begin) {
          next_[partition] = *start > End(kept) ? kept.begin : *start;
        } else {
          refused_[partition] = absl::FailedPreconditionError("gone: recoursectl consumer start");
        }
      }
    }
    void ReadSome(const Partition& partition, std::int64_t& offset, int max,
                  std::vector<RawRecord>& records) {
      const Kept& kept = log_.logs_[partition];
      const unsigned most = log_.Faulty() ? 1 + log_.FaultsBelow(20) : 1'000'000;
      for (unsigned n = 0; n < most && offset < End(kept); ++n, ++offset) {
        if (records.size() >= static_cast<std::size_t>(max)) return;
        records.push_back(kept.records[static_cast<std::size_t>(offset - kept.begin)]);
      }
    }

    FakeLog& log_;
    const StartOf start_of_;
    std::map<Partition, std::int64_t> next_;
    std::map<Partition, Status> refused_;
    bool joined_ = false;
  };

  bool Faulty() const { return faults_ != nullptr && faults_->active(); }
  unsigned FaultsBelow(unsigned bound) { return faults_ == nullptr ? 0 : faults_->Below(bound); }

  Faults* faults_;
  std::map<Partition, Kept> logs_;
  std::deque<std::deque<Outgoing>> late_;
};

}  // namespace recourse::testing
