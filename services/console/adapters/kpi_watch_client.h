#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/http/event_stream.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/console/adapters/kpi_query.h"

namespace recourse::console {

// What a browser wants to see of the figures.
struct KpiWatchQuery {
  std::string key;
  KpiViews views;
  // Asked from time to time, in a thread that may block: a right that was withdrawn ends the watch.
  std::function<bool()> still_allowed;
};

class KpiWatch;

// Carries kpi's WatchKpis to browsers: for each view of each browser one stream of kpi's. When one
// of them ends, all of that browser's do, and it connects again. Thread-safe.
class KpiWatches {
 public:
  static constexpr std::size_t kWatchesMax = 200;
  static constexpr std::chrono::seconds kHeartbeat{5};
  // Each so many heartbeats a watch's right is asked for again.
  static constexpr int kAskEvery = 6;

  explicit KpiWatches(kpi::v1::KpiService::Stub& stub);
  // Ends all watches and waits for gRPC to be done with them.
  ~KpiWatches();
  KpiWatches(const KpiWatches&) = delete;
  KpiWatches& operator=(const KpiWatches&) = delete;

  // Whether there is room for one more; `open` is called only then, and gives the client's side.
  [[nodiscard]] bool Watch(KpiWatchQuery query, const std::function<EventStream()>& open);

 private:
  friend class KpiWatch;

  void Over(const std::shared_ptr<KpiWatch>& watch);
  std::set<std::shared_ptr<KpiWatch>> Watches() const;
  void Beat(const std::stop_token& stop);

  kpi::v1::KpiService::Stub& stub_;
  Gauge gauge_;
  mutable std::mutex mutex_;
  std::condition_variable over_;
  std::set<std::shared_ptr<KpiWatch>> watches_;
  bool ending_ = false;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::console
