#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/grpc/write_stream.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/kpi/adapters/watch_codec.h"

namespace recourse::kpi {

// Watches of measures: a snapshot at once, then what changed, each second; all who ask the same
// within the same scope share one computation. A reader whose last message still waits is sent the
// newest whole in its place, so that he is behind by one message at most. Thread-safe.
class KpiWatches {
 public:
  using Stream = WriteStream<v1::WatchKpisResponse>;
  static constexpr std::size_t kWatchesMax = 2'000;
  static constexpr std::size_t kBacklog = 1;
  static constexpr std::chrono::milliseconds kEvery{1'000};
  // So often the age of the figures is told where nothing changes.
  static constexpr int kQuietRoundsMax = 5;

  explicit KpiWatches(KpiCounters& counters);
  ~KpiWatches() { Stop(); }
  KpiWatches(const KpiWatches&) = delete;
  KpiWatches& operator=(const KpiWatches&) = delete;

  void Start();
  // Ends all streams with UNAVAILABLE: the reader connects again elsewhere.
  void Stop();
  // Adopts a stream. RESOURCE_EXHAUSTED ends it where there are too many.
  void Add(std::shared_ptr<Stream> stream, KpiQuery query);

  // One second's work, for a test without a thread.
  void Round();

 private:
  struct Watch {
    std::shared_ptr<Stream> stream;
    KpiQuery query;
    WatchView view{};
    bool begun = false;
    int quiet_rounds = 0;
  };
  using WatchPtr = std::shared_ptr<Watch>;
  // What one scope sees of one query.
  struct Figures {
    std::vector<Kpi> kpis;
    std::shared_ptr<const Reading> reading;
  };
  using Asked = std::pair<std::string, KpiQuery>;  // scope and query

  void Run(const std::stop_token& stop);
  std::vector<WatchPtr> Take(bool only_new);
  void Serve(const std::vector<WatchPtr>& watches);
  const Figures* FiguresOf(const Watch& watch, std::map<Asked, Figures>& figures);
  static void Send(Watch& watch, const Figures& figures);

  KpiCounters& counters_;
  Gauge watches_gauge_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<WatchPtr> watches_;
  bool added_ = false;
  bool stopping_ = false;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::kpi
