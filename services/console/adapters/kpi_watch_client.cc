#include "services/console/adapters/kpi_watch_client.h"

#include <atomic>
#include <boost/json/serialize.hpp>

#include "services/common/grpc/client.h"
#include "services/common/process/log.h"
#include "services/console/adapters/kpi_codec.h"
#include "services/console/domain/time_text.h"

namespace recourse::console {

namespace wire = kpi::v1;

namespace {

Timestamp Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

}  // namespace

// One browser's watch: a reader for each of its views. Kept by the set of watches until gRPC is
// done with all of them.
class KpiWatch final : public std::enable_shared_from_this<KpiWatch> {
 public:
  KpiWatch(KpiWatches& watches, KpiWatchQuery query, EventStream stream)
      : watches_(watches), query_(std::move(query)), stream_(std::move(stream)) {
    for (const auto& [name, request] : query_.views) {
      readers_.push_back(std::make_unique<Reader>(*this, name, request));
    }
    running_ = readers_.size();
  }

  void Start(wire::KpiService::Stub& stub) {
    const auto self = shared_from_this();  // readers may all be over before the last one has begun
    stream_.OnClosed([weak = weak_from_this()] {
      if (const auto watch = weak.lock()) watch->Cancel();
    });
    for (const auto& reader : readers_) reader->Start(stub);
  }
  void Cancel() {
    for (const auto& reader : readers_) reader->Cancel();
  }
  bool StillAllowed() const { return query_.still_allowed(); }
  void Push(std::string name, const boost::json::object& body) {
    if (!stream_.Push({std::move(name), boost::json::serialize(body), ""})) Cancel();
  }

 private:
  class Reader final : public grpc::ClientReadReactor<wire::WatchKpisResponse> {
   public:
    Reader(KpiWatch& watch, std::string view, const wire::GetKpisRequest& of)
        : watch_(watch), view_(std::move(view)) {
      *request_.mutable_of() = of;
      Prepare(context_, {watch.query_.key, kForEver});
    }
    void Start(wire::KpiService::Stub& stub) {
      stub.async()->WatchKpis(&context_, &request_, this);
      StartRead(&response_);
      StartCall();
    }
    void Cancel() { context_.TryCancel(); }

   private:
    void OnReadDone(bool ok) override {
      if (!ok) return;  // OnDone follows
      watch_.Push(response_.snapshot() ? "snapshot" : "change", WatchKpisJson(view_, response_));
      StartRead(&response_);
    }
    void OnDone(const grpc::Status& status) override { watch_.ReaderOver(status); }

    KpiWatch& watch_;
    const std::string view_;
    grpc::ClientContext context_;
    wire::WatchKpisRequest request_;
    wire::WatchKpisResponse response_;
  };

  // The browser connects again by itself, and gets new snapshots.
  void ReaderOver(const grpc::Status& status) {
    const auto self = shared_from_this();
    if (!status.ok() && status.error_code() != grpc::StatusCode::CANCELLED) {
      Log(LogLevel::kWarning, "watch ended by kpi",
          {{"code", static_cast<int>(status.error_code())}, {"error", status.error_message()}});
    }
    stream_.Close();
    Cancel();
    if (--running_ == 0) watches_.Over(self);
  }

  KpiWatches& watches_;
  const KpiWatchQuery query_;
  EventStream stream_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::atomic<std::size_t> running_{0};
};

KpiWatches::KpiWatches(wire::KpiService::Stub& stub)
    : stub_(stub),
      gauge_("recourse_console_kpi_watches", "Browsers that watch figures now."),
      worker_("kpi-watches", [this](const std::stop_token& stop) { Beat(stop); }) {}

KpiWatches::~KpiWatches() {
  worker_.RequestStop();
  worker_.Join();
  std::unique_lock lock(mutex_);
  ending_ = true;
  const auto watches = watches_;
  lock.unlock();  // cancelling may end a watch in this very thread
  for (const auto& watch : watches) watch->Cancel();
  lock.lock();
  over_.wait(lock, [this] { return watches_.empty(); });
}

bool KpiWatches::Watch(KpiWatchQuery query, const std::function<EventStream()>& open) {
  std::shared_ptr<KpiWatch> watch;
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || watches_.size() >= kWatchesMax) return false;
    watch = std::make_shared<KpiWatch>(*this, std::move(query), open());
    watches_.insert(watch);
    gauge_.Set(static_cast<double>(watches_.size()));
  }
  watch->Start(stub_);
  return true;
}

void KpiWatches::Over(const std::shared_ptr<KpiWatch>& watch) {
  const std::lock_guard lock(mutex_);
  watches_.erase(watch);
  gauge_.Set(static_cast<double>(watches_.size()));
  over_.notify_all();
}

std::set<std::shared_ptr<KpiWatch>> KpiWatches::Watches() const {
  const std::lock_guard lock(mutex_);
  return watches_;
}

void KpiWatches::Beat(const std::stop_token& stop) {
  for (int beat = 1; SleepFor(stop, kHeartbeat); ++beat) {
    for (const auto& watch : Watches()) {
      watch->Push("heartbeat", {{"time", FormatTime(Now())}});
      if (beat % kAskEvery == 0 && !watch->StillAllowed()) watch->Cancel();
    }
  }
}

}  // namespace recourse::console
