#include "services/kpi/adapters/watches_grpc.h"

#include <algorithm>

#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/kpi/adapters/query_codec.h"

namespace recourse::kpi {

KpiWatches::KpiWatches(KpiCounters& counters)
    : counters_(counters),
      watches_gauge_("recourse_kpi_watches", "Streams of WatchKpis that are open.") {}

void KpiWatches::Start() {
  worker_ = Worker("kpi-watches", [this](const std::stop_token& stop) { Run(stop); });
}

void KpiWatches::Stop() {
  std::vector<WatchPtr> watches;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    watches.swap(watches_);
    watches_gauge_.Set(0);
  }
  worker_.RequestStop();
  worker_.Join();
  for (const WatchPtr& watch : watches) {
    watch->stream->Close({grpc::StatusCode::UNAVAILABLE, "stopping: connect again"});
  }
}

void KpiWatches::Add(std::shared_ptr<Stream> stream, KpiQuery query) {
  auto watch = std::make_shared<Watch>();
  watch->stream = std::move(stream);
  watch->query = std::move(query);
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && watches_.size() < kWatchesMax) {
      watches_.push_back(std::move(watch));
      watches_gauge_.Set(static_cast<double>(watches_.size()));
      added_ = true;
      changed_.notify_one();
      return;
    }
  }
  watch->stream->Close({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many watches: try again"});
}

void KpiWatches::Round() { Serve(Take(false)); }

// Who came between two rounds is served at once, the others each second.
void KpiWatches::Run(const std::stop_token& stop) {
  auto round_time = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    bool only_new = false;
    {
      std::unique_lock lock(mutex_);
      only_new = changed_.wait_until(lock, stop, round_time, [&] { return added_; }) &&
                 std::chrono::steady_clock::now() < round_time;
    }
    if (stop.stop_requested()) return;
    Serve(Take(only_new));
    if (!only_new) round_time = std::chrono::steady_clock::now() + kEvery;
  }
}

// Also lets go of streams that are over.
std::vector<KpiWatches::WatchPtr> KpiWatches::Take(bool only_new) {
  const std::lock_guard lock(mutex_);
  added_ = false;
  std::erase_if(watches_, [](const WatchPtr& watch) { return watch->stream->Over(); });
  watches_gauge_.Set(static_cast<double>(watches_.size()));
  std::vector<WatchPtr> taken;
  for (const WatchPtr& watch : watches_) {
    if (!only_new || !watch->begun) taken.push_back(watch);
  }
  return taken;
}

void KpiWatches::Serve(const std::vector<WatchPtr>& watches) {
  std::map<Asked, Figures> figures;
  for (const WatchPtr& watch : watches) {
    const Figures* own = FiguresOf(*watch, figures);
    if (own == nullptr) return;  // the store is away: readers see the age of what they have
    Send(*watch, *own);
  }
}

const KpiWatches::Figures* KpiWatches::FiguresOf(const Watch& watch,
                                                 std::map<Asked, Figures>& figures) {
  const Caller& caller = watch.stream->call().caller;
  const auto [place, is_new] = figures.try_emplace({caller.scope, watch.query});
  if (!is_new) return &place->second;
  auto reading = counters_.Read(watch.query.window);
  if (!reading.ok()) {
    Log(LogLevel::kWarning, "the counters cannot be read",
        {{"error", reading.status().ToString()}});
    return nullptr;
  }
  const auto visible = [&](const std::string& branch_id, const std::string& region_id) {
    return ScopeCovers(caller, branch_id, region_id);
  };
  place->second.kpis = KpisOf(reading->sums, watch.query, visible);
  place->second.reading = std::make_shared<const Reading>(*std::move(reading));
  return &place->second;
}

void KpiWatches::Send(Watch& watch, const Figures& figures) {
  watch.begun = true;
  if (figures.kpis.size() > kKpisMax) {
    const QueryFault fault = TooManyKpis();
    return watch.stream->Close(
        ToGrpc(Refusal{fault.slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, fault.sentence));
  }
  if (watch.stream->Waiting() > 0) {
    return watch.stream->Resync(watch.view.Snapshot(figures.kpis, *figures.reading));
  }
  auto changes = watch.view.Changes(figures.kpis, *figures.reading);
  const bool quiet = !changes.snapshot() && changes.kpis().empty();
  if (quiet && ++watch.quiet_rounds < kQuietRoundsMax) return;
  watch.quiet_rounds = 0;
  if (watch.stream->Push(std::move(changes))) return;
  watch.stream->Resync(watch.view.Snapshot(figures.kpis, *figures.reading));
}

}  // namespace recourse::kpi
