#include "services/common/kafka/log_reader.h"

#include <set>
#include <utility>

#include "services/common/kafka/log_start.h"
#include "services/common/kafka/partition_reader.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

constexpr std::chrono::seconds kCommitEvery{5};
constexpr std::chrono::seconds kRefusedRetry{5};
constexpr std::chrono::milliseconds kPendingRetry{200};

KafkaProperties ReaderProperties(const KafkaSettings& settings, const KafkaGroup& group) {
  return {{"group.id", group.name},
          {"group.instance.id", settings.instance},  // a quick restart moves no partition
          {"session.timeout.ms", "10000"},
          {"heartbeat.interval.ms", "3000"},
          {"max.poll.interval.ms", "300000"},
          {"partition.assignment.strategy", "range"},  // cooperative ones are unsafe in 2.0.2
          {"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "error"},
          {"isolation.level", "read_uncommitted"},
          {"check.crcs", "true"},
          {"allow.auto.create.topics", "false"},
          {"topic.metadata.refresh.interval.ms", "5000"},  // topics of services that start later
          {"fetch.wait.max.ms", "250"},
          {"fetch.error.backoff.ms", "100"},
          {"queued.min.messages", "20000"},
          {"queued.max.messages.kbytes", "16384"}};
}

class KafkaLogReader final : public LogReader, private GroupListener {
 public:
  KafkaLogReader(const KafkaSettings& settings, const KafkaGroup& group, StartOf start_of)
      : start_of_(std::move(start_of)),
        reader_(settings, ReaderProperties(settings, group), this),
        subscribed_(reader_.Subscribe(group.topics)) {}

  StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds wait) override {
    if (!subscribed_.ok()) return subscribed_;
    if (Status s = Settle(); !s.ok()) return s;
    ShowProgress();
    auto polled = reader_.Poll(max, wait);
    if (!polled.ok()) return polled.status();
    for (const Partition& partition : polled->astray) pending_.insert(partition);
    return std::move(polled->records);
  }

  Status Seek(const Partition& partition, std::int64_t offset) override {
    // One that waits for its start asks for it anew.
    if (reader_.Reads(partition)) reader_.Read(partition, offset);
    return absl::OkStatus();
  }

  StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) override {
    return reader_.Bounds(partition);
  }

  Holding Held() const override {
    Holding holding{joined_, {pending_.begin(), pending_.end()}, refused_};
    for (const auto& [partition, next] : reader_.next()) holding.partitions.push_back(partition);
    return holding;
  }

 private:
  using Clock = std::chrono::steady_clock;

  void OnAssigned(const std::vector<Partition>& partitions) override {
    OnRevoked();
    pending_.insert(partitions.begin(), partitions.end());
    joined_ = true;
    Log(LogLevel::kInfo, "partitions assigned", {{"count", partitions.size()}});
  }

  void OnRevoked() override {
    reader_.DropAll();
    pending_.clear();
    refused_.clear();
    joined_ = false;
  }

  // Finds out where to begin in partitions that came, or whose log no longer has what comes next.
  // Those for which it cannot be found out now wait; the others are read meanwhile.
  Status Settle() {
    const auto now = Clock::now();
    if (!refused_.empty() && now >= refused_retry_) {
      for (const auto& [partition, why] : refused_) pending_.insert(partition);
    }
    if (pending_.empty() || now < pending_retry_) return absl::OkStatus();
    for (auto each = pending_.begin(); each != pending_.end();) {
      const Status s = Begin(*each);
      if (!s.ok() && DispositionOf(s.code()) == Disposition::kCrash) return s;
      if (!s.ok()) {
        pending_retry_ = now + kPendingRetry;
        return absl::OkStatus();  // the others would only wait for the same
      }
      each = pending_.erase(each);
    }
    return absl::OkStatus();
  }

  Status Begin(const Partition& partition) {
    const auto wanted = start_of_(partition);
    if (!wanted.ok()) return wanted.status();
    const auto bounds = reader_.AskBounds(partition);
    if (!bounds.ok()) return bounds.status();
    const auto start = LogStart(partition, *wanted, *bounds);
    if (!start.ok()) {
      refused_[partition] = start.status();
      refused_retry_ = Clock::now() + kRefusedRetry;
      return absl::OkStatus();
    }
    if (*start < *wanted) {
      Log(LogLevel::kWarning, "the log was made anew and is read from its begin",
          {{"partition", ToString(partition)}, {"wanted", *wanted}, {"begin", *start}});
    }
    refused_.erase(partition);
    reader_.Read(partition, *start);
    return absl::OkStatus();
  }

  void ShowProgress() {
    const auto now = Clock::now();
    if (now < commit_time_) return;
    commit_time_ = now + kCommitEvery;
    reader_.CommitNext();
  }

  const StartOf start_of_;
  bool joined_ = false;
  std::set<Partition> pending_;
  std::map<Partition, Status> refused_;
  Clock::time_point pending_retry_{};
  Clock::time_point refused_retry_{};
  Clock::time_point commit_time_{};
  PartitionReader reader_;
  const Status subscribed_;
};

}  // namespace

LogReaderFactory KafkaLogReaders(KafkaSettings settings, KafkaGroup group) {
  return [settings = std::move(settings), group = std::move(group)](LogReader::StartOf start_of) {
    return std::make_unique<KafkaLogReader>(settings, group, std::move(start_of));
  };
}

}  // namespace recourse
