#include "services/routing/adapters/watch_grpc.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/common/grpc/raw_message.h"
#include "services/common/grpc/status.h"
#include "services/common/runtime/record_spans.h"
#include "services/routing/adapters/proto_values.h"
#include "services/routing/adapters/ticket_codec.h"
#include "services/routing/adapters/watch_filter_codec.h"

namespace recourse::routing {
namespace {

constexpr std::size_t kTicketsPerPage = 500;
constexpr std::size_t kRecordsPerTurn = 256;
constexpr std::chrono::milliseconds kSweepEvery{1000};

grpc::ByteBuffer ResyncMessage() {
  v1::WatchTicketsResponse resync;
  resync.mutable_resync();
  return RawMessage(resync);
}

std::vector<std::int64_t> ByPartition(const Heads& heads) {
  std::vector<std::int64_t> last;
  for (const auto& [partition, sequence] : heads) {
    const auto number = static_cast<std::size_t>(partition.number);
    if (last.size() <= number) last.resize(number + 1);
    last[number] = sequence;
  }
  return last;
}

bool IsAfter(const std::vector<std::int64_t>& heads, const RawRecord& record) {
  const auto number = static_cast<std::size_t>(record.partition.number);
  return number >= heads.size() || record.place.sequence > heads[number];
}

std::vector<grpc::ByteBuffer> PagesOf(const std::vector<TicketRow>& rows) {
  std::vector<grpc::ByteBuffer> pages;
  for (std::size_t from = 0; from == 0 || from < rows.size(); from += kTicketsPerPage) {
    v1::WatchTicketsResponse page;
    const std::size_t to = std::min(rows.size(), from + kTicketsPerPage);
    auto* snapshot = page.mutable_snapshot();
    for (std::size_t i = from; i < to; ++i) {
      *snapshot->add_tickets() = ToProto(rows[i].ticket_id, rows[i].ticket);
    }
    snapshot->set_last(to == rows.size());
    pages.push_back(RawMessage(page));
  }
  return pages;
}

template <typename WatchPtr>
bool IsOver(const WatchPtr& watch) {
  return watch->stream->Over();
}

}  // namespace

TicketWatches::TicketWatches(Tail& tail, TicketQueries& queries)
    : tail_(tail),
      queries_(queries),
      resync_(ResyncMessage()),
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
    // Those that have gone make room at once, for they are the ones who come back.
    if (watches_.size() >= kWatchesMax) std::erase_if(watches_, IsOver<WatchPtr>);
    if (stopping_ || watches_.size() >= kWatchesMax) {
      watch->stream->Close({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many watches: try again"});
      return;
    }
    watches_.push_back(watch);
    watches_gauge_.Set(static_cast<double>(watches_.size()));
    arrived_.push_back(std::move(watch));
  }
  bell_->Ring();
}

// What is heard goes first, and a snapshot lies between two rounds of it at most: who begins, and
// be it all at once, does not keep the others waiting.
void TicketWatches::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    AwaitBell(stop);
    Welcome();
    if (Subscribed()) {
      Forward();
      BeginSome();
    }
    if (std::chrono::steady_clock::now() - sweep_time_ < kSweepEvery) continue;
    sweep_time_ = std::chrono::steady_clock::now();
    Sweep();
  }
}

void TicketWatches::AwaitBell(const std::stop_token& stop) {
  if (!std::exchange(pressing_, false)) bell_->Await(stop, kSweepEvery);
}

void TicketWatches::Welcome() {
  std::vector<WatchPtr> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(arrived_);
  }
  for (const WatchPtr& watch : arrived) Await(watch);
}

// Whether the log is heard: as long as anybody watches. Where it is not ready, the next sweep asks
// again.
bool TicketWatches::Subscribed() {
  if (begun_.empty() && waiting_.empty()) {
    subscription_.reset();
  } else if (subscription_ == nullptr) {
    subscription_ = tail_.Subscribe([bell = bell_] { bell->Ring(); });
  }
  return subscription_ != nullptr;
}

void TicketWatches::Forward() {
  const auto taken = subscription_->Take(kRecordsPerTurn);
  if (taken.resync) {
    auto all = std::move(begun_);
    begun_.clear();
    for (const auto& [place, watches] : all) {
      for (const WatchPtr& watch : watches) Resync(watch);
    }
  }
  for (const auto& record : taken.records) Tell(*record);
  pressing_ = pressing_ || taken.resync || taken.records.size() == kRecordsPerTurn;
}

void TicketWatches::Tell(const RawRecord& record) {
  v1::WatchTicketsResponse update;
  if (!update.mutable_change()->ParseFromString(record.payload)) return;
  if (trace::Enabled()) update.set_traceparent(std::string(TraceparentOf(record.headers)));
  grpc::ByteBuffer message;
  for (const std::string& place : PlacesOf(update.change())) {
    if (!begun_.contains(place)) continue;
    if (!message.Valid()) message = RawMessage(update);
    TellPlace(place, record, update.change(), message);
  }
}

void TicketWatches::TellPlace(const std::string& place, const RawRecord& record,
                              const v1::TicketEvent& change, const grpc::ByteBuffer& message) {
  std::erase_if(begun_.at(place), [&](const WatchPtr& watch) {
    if (!IsAfter(watch->heads, record) || !Concerns(change, watch->filter)) return false;
    if (watch->stream->Push(message)) return false;
    Resync(watch);
    return true;
  });
}

void TicketWatches::Resync(const WatchPtr& watch) {
  watch->stream->Resync(resync_);
  Await(watch);
}

// Those of one kind who can take a snapshot now. A reader who has not yet read that he must begin
// again would only have it wait in his queue.
std::vector<TicketWatches::WatchPtr> TicketWatches::TakeReady() {
  const auto waits = [](const WatchPtr& watch) { return watch->stream->Waiting() > 0; };
  for (auto kind = waiting_.begin(); kind != waiting_.end();) {
    auto& all = kind->second;
    std::erase_if(all, IsOver<WatchPtr>);
    const auto first = std::stable_partition(all.begin(), all.end(), waits);
    std::vector<WatchPtr> ready(first, all.end());
    all.erase(first, all.end());
    kind = all.empty() ? waiting_.erase(kind) : std::next(kind);
    if (!ready.empty()) return ready;
  }
  return {};
}

// One snapshot, of all changes before what is still to be taken from the log.
void TicketWatches::BeginSome() {
  if (std::chrono::steady_clock::now() < begin_time_) return;
  const auto watches = TakeReady();
  if (watches.empty()) return;
  Heads heads;
  const auto rows = queries_.Snapshot(watches.front()->filter, kTicketTopic, heads);
  if (!rows.ok()) return CannotBegin(watches, rows.status());
  const auto pages = PagesOf(*rows);
  for (const WatchPtr& watch : watches) {
    watch->heads = ByPartition(heads);
    for (const grpc::ByteBuffer& page : pages) {
      if (!watch->stream->Push(page)) break;
    }
    begun_[PlaceOf(watch->filter)].push_back(watch);
  }
  pressing_ = true;
}

// Time heals a store that is away; for the rest the watch ends.
void TicketWatches::CannotBegin(const std::vector<WatchPtr>& watches, const Status& status) {
  begin_time_ = std::chrono::steady_clock::now() + kSweepEvery;
  for (const WatchPtr& watch : watches) {
    if (absl::IsUnavailable(status)) {
      Await(watch);
    } else {
      watch->stream->Close(ToGrpc(status));
    }
  }
}

void TicketWatches::Await(const WatchPtr& watch) {
  const TicketFilter& filter = watch->filter;
  waiting_[{filter.scope, filter.branch_id, filter.breached}].push_back(watch);
}

// Lets go of streams that are over, and ends those whose reader is stuck.
void TicketWatches::Sweep() {
  for (auto place = begun_.begin(); place != begun_.end();) {
    std::erase_if(place->second, IsOver<WatchPtr>);
    place = place->second.empty() ? begun_.erase(place) : std::next(place);
  }
  std::vector<WatchPtr> all;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(watches_, IsOver<WatchPtr>);
    watches_gauge_.Set(static_cast<double>(watches_.size()));
    all = watches_;
  }
  for (const WatchPtr& watch : all) watch->stream->EndIfStuck();
}

void TicketWatches::Stop() {
  std::vector<WatchPtr> watches;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    watches.swap(watches_);
  }
  worker_.RequestStop();
  worker_.Join();
  for (const WatchPtr& watch : watches) {
    watch->stream->Close({grpc::StatusCode::UNAVAILABLE, "stopping: connect again"});
  }
}

}  // namespace recourse::routing
