#include "services/kpi/adapters/kpi_counters.h"

#include <algorithm>
#include <utility>

#include "services/kpi/adapters/counting_space.h"

namespace recourse::kpi {
namespace {

// Each is one scan and one transaction; a bucket of a minute comes up once a minute.
constexpr int kReadTriesMax = 5;

std::vector<std::string> NamesOf(const std::vector<Bucket>& buckets) {
  std::vector<std::string> names;
  for (const Bucket& bucket : buckets) names.push_back(NameOf(bucket));
  return names;
}

// A field that this build does not know is of a later one: it is no business of these figures.
void AddStored(const std::map<std::string, std::int64_t>& fields, Cells& cells) {
  for (const auto& [field, count] : fields) {
    if (const auto cell = ParseField(field)) cells[*cell] += count;
  }
}

// What Readings take from the partitions' positions.
struct Progressing {
  std::optional<Timestamp> as_of = Timestamp::max();
  bool rebuilding = false;
  double shares = 0;
  int begun = 0;  // partitions with a position
};

std::chrono::milliseconds KeptOf(Window window) {
  if (window == Window::kWeek) return kWeekReadingKept;
  return window == Window::kMonth ? kMonthReadingKept : kReadingKept;
}

double ShareOf(const CountedPosition& counted) {
  if (!Rebuilding(counted)) return 1;
  return static_cast<double>(counted.position.offset + 1) / static_cast<double>(counted.rebuild_to);
}

void AddPosition(const std::optional<CountedPosition>& counted, Progressing& progressing) {
  if (!counted || counted->caught_up_time == Timestamp{}) progressing.as_of.reset();
  if (!counted) {
    progressing.rebuilding = true;
    return;
  }
  if (progressing.as_of) {
    progressing.as_of = std::min(*progressing.as_of, counted->caught_up_time);
  }
  ++progressing.begun;
  progressing.rebuilding = progressing.rebuilding || Rebuilding(*counted);
  progressing.shares += ShareOf(*counted);
}

}  // namespace

KpiCounters::KpiCounters(Counting& counting, Now now, std::function<bool()> loop_topic_absent)
    : counting_(counting), now_(std::move(now)), loop_topic_absent_(std::move(loop_topic_absent)) {}

StatusOr<Reading> KpiCounters::Read(Window window) {
  const std::lock_guard lock(mutex_);
  const Timestamp now = now_();
  const auto kept = kept_.find(window);
  if (kept != kept_.end() && now >= kept->second.read_time &&
      now - kept->second.read_time < KeptOf(window)) {
    return kept->second.reading;
  }
  auto reading = ReadAll(window, now);
  // A connection that stood idle while Redis was started anew fails once.
  if (reading.status().code() == StatusCode::kUnavailable) reading = ReadAll(window, now);
  if (reading.ok()) kept_.insert_or_assign(window, Kept{now, *reading});
  return reading;
}

StatusOr<Reading> KpiCounters::ReadAll(Window window, Timestamp now) {
  std::vector<Bucket> buckets = BucketsOf(window, now);
  buckets.insert(buckets.begin(), kNowBucket);
  const auto names = NamesOf(buckets);
  Reading reading;
  reading.sums.time = now;
  auto tickets = ReadTopic(kTicketTopic, names, reading.sums);
  if (!tickets.ok()) return tickets.status();
  auto loops = ReadTopic(kLoopTopic, names, reading.sums);
  if (!loops.ok()) return loops.status();
  if (Status status = ReadBacklog(now); !status.ok()) return status;
  Add(backlog_, reading.sums.now);
  reading.tickets = *tickets;
  reading.loops = *loops;
  return reading;
}

Status KpiCounters::ReadBacklog(Timestamp now) {
  if (now >= backlog_time_ && now - backlog_time_ < kBacklogKept) return absl::OkStatus();
  Cells backlog;
  for (int number = 0; number < kPartitions; ++number) {
    const auto state = counting_.Read(SpaceOf({kTicketTopic, number}), {NameOf(kBacklogBucket)});
    if (!state.ok()) return state.status();
    AddStored(state->buckets.front(), backlog);
  }
  backlog_ = std::move(backlog);
  backlog_time_ = now;
  return absl::OkStatus();
}

StatusOr<Freshness> KpiCounters::ReadTopic(const char* topic, const std::vector<std::string>& names,
                                           Sums& sums) {
  Progressing progressing;
  for (int number = 0; number < kPartitions; ++number) {
    const auto state = counting_.Read(SpaceOf({topic, number}), names);
    if (!state.ok()) return state.status();
    AddPosition(state->counted, progressing);
    AddStored(state->buckets.front(), sums.now);
    for (std::size_t i = 1; i < state->buckets.size(); ++i) {
      AddStored(state->buckets[i], sums.happened);
    }
  }
  if (topic == kLoopTopic && progressing.begun == 0 && loop_topic_absent_()) {
    return Freshness{std::nullopt, false, 1};
  }
  return Freshness{progressing.as_of, progressing.rebuilding, progressing.shares / kPartitions};
}

StatusOr<StoredPartition> ReadStored(Counting& counting, const Partition& partition) {
  const CountingSpace space = SpaceOf(partition);
  auto names = counting.Buckets(space);
  for (int i = 0; i < kReadTriesMax && names.ok(); ++i) {
    const auto state = counting.Read(space, *names);
    if (!state.ok()) return state.status();
    auto after = counting.Buckets(space);
    if (!after.ok()) return after.status();
    // Buckets only go while nobody makes one, so what was read is whole if none is new.
    if (std::includes(names->begin(), names->end(), after->begin(), after->end())) {
      StoredPartition stored{state->counted, {}};
      for (std::size_t j = 0; j < names->size(); ++j) {
        if (!state->buckets[j].empty()) stored.counters.emplace((*names)[j], state->buckets[j]);
      }
      return stored;
    }
    names = std::move(after);
  }
  if (!names.ok()) return names.status();
  return absl::AbortedError(std::string("the counters change faster than they can be read"));
}

}  // namespace recourse::kpi
