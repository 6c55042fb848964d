#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "services/common/redis/counting.h"
#include "services/kpi/domain/audit.h"
#include "services/kpi/domain/kpi.h"

namespace recourse::kpi {

// How far the partitions of one topic are counted.
struct Freshness {
  // Everything that the log held at this instant is counted; absent when that is not known of
  // some partition.
  std::optional<Timestamp> as_of;
  // Some partition has not been counted up to where it has to be: the sums are not the whole.
  bool rebuilding = true;
  // Share of the log that has been counted again, over the partitions; 1 when all of it.
  double rebuilt_share = 0;
};

// What all partitions came to when they were read, each partition at one position of its log.
struct Reading {
  Sums sums;
  Freshness tickets;
  Freshness loops;  // where followup never made its topic: of unknown age, and the whole
  const Freshness& Of(Source source) const { return source == Source::kTickets ? tickets : loops; }
};

// How long one reading serves everyone who asks for the same window. The longer windows take
// hundreds of buckets of each partition, and move the less.
inline constexpr std::chrono::milliseconds kReadingKept{250};
inline constexpr std::chrono::milliseconds kWeekReadingKept{5'000};
inline constexpr std::chrono::milliseconds kMonthReadingKept{15'000};

// The backlog has a field for each minute in which something open was opened.
inline constexpr std::chrono::milliseconds kBacklogKept{5'000};

// The figures as they stand in Redis. Thread-safe: one reads at a time, the others share it.
class KpiCounters {
 public:
  using Now = std::function<Timestamp()>;

  // `loop_topic_absent` says whether followup's topic is known not to be there.
  KpiCounters(
      Counting& counting, Now now, std::function<bool()> loop_topic_absent = [] { return false; });

  // Errors are those of the store: UNAVAILABLE when it is away.
  StatusOr<Reading> Read(Window window);

 private:
  struct Kept {
    Timestamp read_time;
    Reading reading;
  };

  StatusOr<Reading> ReadAll(Window window, Timestamp now);
  Status ReadBacklog(Timestamp now);
  StatusOr<Freshness> ReadTopic(const char* topic, const std::vector<std::string>& names,
                                Sums& sums);

  Counting& counting_;
  const Now now_;
  const std::function<bool()> loop_topic_absent_;
  std::mutex mutex_;
  std::map<Window, Kept> kept_;
  Cells backlog_;
  Timestamp backlog_time_{};
};

// Everything that Redis holds of one partition, at one position.
struct StoredPartition {
  std::optional<CountedPosition> counted;
  StoredCounters counters;
};
// ABORTED when buckets came up faster than they could be read: try again.
StatusOr<StoredPartition> ReadStored(Counting& counting, const Partition& partition);

}  // namespace recourse::kpi
