#include "services/recoursectl/verify/topic_log.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "services/common/kafka/log_tail.h"

namespace recourse::ctl::verify {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBatch = 5'000;
constexpr std::chrono::milliseconds kWait{200};
// Without a record for so long, and not at the end: the log is not to be had.
constexpr std::chrono::seconds kSilenceMax{20};

// What is left to be read of each partition: the offset of its last record.
using Left = std::map<Partition, std::int64_t>;

// The tail begins at the ends; from there each partition is moved to its begin.
Status GoToBegin(LogReader& reader, Left& left) {
  for (const Partition& partition : reader.Held().partitions) {
    const auto bounds = reader.Bounds(partition);
    if (!bounds.ok()) return bounds.status();
    if (bounds->first >= bounds->second) continue;
    left[partition] = bounds->second - 1;
    if (Status s = reader.Seek(partition, bounds->first); !s.ok()) return s;
  }
  return absl::OkStatus();
}

Status Join(LogReader& reader, const std::string& topic) {
  const auto until = Clock::now() + kSilenceMax;
  while (!reader.Held().joined) {
    auto polled = reader.Poll(0, kWait);
    if (polled.ok()) continue;
    if (DispositionOf(polled.status().code()) == Disposition::kCrash || Clock::now() > until) {
      return Status(polled.status().code(),
                    "reading " + topic + ": " + std::string(polled.status().message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace

Status ReadTopic(const KafkaSettings& settings, const std::string& topic,
                 const std::function<void(const RawRecord&)>& listener) {
  const auto reader = KafkaLogTails(settings, topic)();
  if (Status s = Join(*reader, topic); !s.ok()) return s;
  Left left;
  if (Status s = GoToBegin(*reader, left); !s.ok()) return s;
  auto heard = Clock::now();
  while (!left.empty()) {
    const auto records = reader->Poll(kBatch, kWait);
    if (!records.ok() && DispositionOf(records.status().code()) == Disposition::kCrash) {
      return records.status();
    }
    if (records.ok() && !records->empty()) heard = Clock::now();
    if (Clock::now() - heard > kSilenceMax) {
      return absl::UnavailableError("reading " + topic + ": the log says nothing more before its "
                                    "end; is the broker up? (deploy/local/status)");
    }
    if (!records.ok()) continue;
    for (const RawRecord& record : *records) {
      listener(record);
      const auto own = left.find(record.partition);
      if (own != left.end() && record.offset >= own->second) left.erase(own);
    }
  }
  return absl::OkStatus();
}

}  // namespace recourse::ctl::verify
