#include "services/routing/adapters/watch_grpc.h"

#include <algorithm>
#include <utility>

#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/common/runtime/record_spans.h"
#include "services/routing/adapters/proto_values.h"
#include "services/routing/adapters/ticket_codec.h"

namespace recourse::routing {
namespace {

constexpr std::size_t kTicketsPerPage = 500;
constexpr std::size_t kRecordsPerTurn = 256;
constexpr std::chrono::milliseconds kSweepEvery{1000};

// A promised answer that is overdue and still owed: the first, or one since.
bool OwesAnswer(const v1::Dimensions& dimensions) {
  if (dimensions.response_clock() == v1::CLOCK_STATE_BREACHED) return true;
  return std::any_of(dimensions.clocks().begin(), dimensions.clocks().end(), [](const auto& clock) {
    return clock.kind() == v1::CLOCK_KIND_NEXT_RESPONSE &&
           clock.state() == v1::CLOCK_STATE_BREACHED;
  });
}

bool Within(const v1::Dimensions& dimensions, const TicketFilter& filter) {
  const bool scope = filter.scope.empty() || dimensions.branch_id() == filter.scope ||
                     dimensions.region_id() == filter.scope;
  const bool branch = filter.branch_id.empty() || dimensions.branch_id() == filter.branch_id;
  return scope && branch && (!filter.breached || OwesAnswer(dimensions));
}

// A change is of interest if the ticket is within the filter before it or after it. Feedback
// without a ticket is nothing that is watched.
bool Concerns(const v1::TicketEvent& event, const TicketFilter& filter) {
  if (event.ticket_id().empty()) return false;
  return (event.has_before() && Within(event.before(), filter)) ||
         (event.has_after() && Within(event.after(), filter));
}

}  // namespace

TicketWatches::TicketWatches(Tail& tail, TicketQueries& queries)
    : tail_(tail),
      queries_(queries),
      watches_gauge_("recourse_routing_watches", "Streams of WatchTickets that are open.", {}),
      worker_("watches", [this](const std::stop_token& stop) { Run(stop); }) {}

void TicketWatches::Add(std::shared_ptr<Stream> stream, const v1::WatchTicketsRequest& request) {
  auto watch = std::make_shared<Watch>();
  watch->filter.scope = stream->call().caller.scope;
  watch->filter.branch_id = request.branch_id();
  watch->filter.breached = request.breached();
  watch->filter.open_only = true;
  watch->stream = std::move(stream);
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && watches_.size() < kWatchesMax) {
      watches_.push_back(watch);
      watches_gauge_.Set(static_cast<double>(watches_.size()));
    } else {
      watch->stream->Close({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many watches: try again"});
      return;
    }
  }
  Queue(watch);
}

void TicketWatches::Queue(const WatchPtr& watch) {
  const std::lock_guard lock(mutex_);
  if (watch->queued || stopping_) return;
  watch->queued = true;
  ready_.push_back(watch);
  changed_.notify_one();
}

TicketWatches::WatchPtr TicketWatches::Next(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, kSweepEvery, [&] { return !ready_.empty(); });
  if (ready_.empty()) return nullptr;
  WatchPtr watch = std::move(ready_.front());
  ready_.pop_front();
  watch->queued = false;
  return watch;
}

void TicketWatches::Run(const std::stop_token& stop) {
  auto sweep_time = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    if (const WatchPtr watch = Next(stop)) Serve(watch);
    if (std::chrono::steady_clock::now() - sweep_time < kSweepEvery) continue;
    sweep_time = std::chrono::steady_clock::now();
    Sweep();
  }
}

void TicketWatches::Serve(const WatchPtr& watch) {
  if (watch->stream->Over()) return;
  if (watch->subscription == nullptr) {
    const std::weak_ptr<Watch> weak = watch;
    watch->subscription = tail_.Subscribe([this, weak] {
      if (const WatchPtr woken = weak.lock()) Queue(woken);
    });
    if (watch->subscription == nullptr) return;  // not ready yet: the sweep tries again
  }
  if (!watch->begun && !Begin(*watch)) return;
  Forward(watch);
}

bool TicketWatches::Begin(Watch& watch) {
  Heads heads;
  const auto rows = queries_.Snapshot(watch.filter, kTicketTopic, heads);
  if (!rows.ok()) {
    if (!absl::IsUnavailable(rows.status())) watch.stream->Close(ToGrpc(rows.status()));
    return false;  // the sweep tries again
  }
  if (!PushSnapshot(watch, *rows)) return false;
  watch.subscription->StartAfter(std::move(heads));
  watch.begun = true;
  return true;
}

bool TicketWatches::PushSnapshot(Watch& watch, const std::vector<TicketRow>& rows) {
  for (std::size_t from = 0;; from += kTicketsPerPage) {
    v1::WatchTicketsResponse page;
    const std::size_t to = std::min(rows.size(), from + kTicketsPerPage);
    auto* snapshot = page.mutable_snapshot();
    for (std::size_t i = from; i < to; ++i) {
      *snapshot->add_tickets() = ToProto(rows[i].ticket_id, rows[i].ticket);
    }
    snapshot->set_last(to == rows.size());
    if (!watch.stream->Push(std::move(page))) return false;
    if (to == rows.size()) return true;
  }
}

void TicketWatches::Forward(const WatchPtr& watch) {
  auto taken = watch->subscription->Take(kRecordsPerTurn);
  bool behind = taken.resync;
  for (const auto& record : taken.records) {
    v1::WatchTicketsResponse update;
    if (!update.mutable_change()->ParseFromString(record->payload)) continue;
    if (!Concerns(update.change(), watch->filter)) continue;
    if (trace::Enabled()) update.set_traceparent(std::string(TraceparentOf(record->headers)));
    if (watch->stream->Push(std::move(update))) continue;
    behind = true;
    break;
  }
  if (behind) {
    v1::WatchTicketsResponse resync;
    resync.mutable_resync();
    watch->stream->Resync(std::move(resync));
    watch->begun = false;
  }
  if (behind || taken.records.size() == kRecordsPerTurn) Queue(watch);
}

// Lets go of streams that are over, and looks again after those that could not begin.
void TicketWatches::Sweep() {
  std::vector<WatchPtr> waiting;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(watches_, [](const WatchPtr& watch) { return watch->stream->Over(); });
    watches_gauge_.Set(static_cast<double>(watches_.size()));
    for (const WatchPtr& watch : watches_) {
      if (!watch->begun) waiting.push_back(watch);
    }
  }
  for (const WatchPtr& watch : waiting) Queue(watch);
}

void TicketWatches::Stop() {
  std::vector<WatchPtr> watches;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    watches.swap(watches_);
    ready_.clear();
  }
  worker_.RequestStop();
  worker_.Join();
  for (const WatchPtr& watch : watches) {
    watch->stream->Close({grpc::StatusCode::UNAVAILABLE, "stopping: connect again"});
  }
}

}  // namespace recourse::routing
