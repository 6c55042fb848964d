#include "services/console/adapters/watch_client.h"

#include <boost/json/serialize.hpp>

#include "services/common/grpc/client.h"
#include "services/common/process/log.h"
#include "services/console/adapters/ticket_codec.h"
#include "services/console/domain/time_text.h"

namespace recourse::console {

namespace wire = routing::v1;

// One browser's watch. Kept by the set of watches until gRPC is done with it.
class TicketWatch final : public grpc::ClientReadReactor<wire::WatchTicketsResponse>,
                          public std::enable_shared_from_this<TicketWatch> {
 public:
  TicketWatch(TicketWatches& watches, WatchQuery query, EventStream stream)
      : watches_(watches), query_(std::move(query)), stream_(std::move(stream)) {
    request_.set_branch_id(query_.branch_id);
    Prepare(context_, {query_.key, kForEver});
  }

  void Start(wire::TicketService::Stub& stub) {
    stub.async()->WatchTickets(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
    stream_.OnClosed([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->Cancel();
    });
  }
  void Cancel() { context_.TryCancel(); }
  bool StillAllowed() const { return query_.still_allowed(); }

  void Push(std::string name, const boost::json::object& body) {
    if (!stream_.Push({std::move(name), boost::json::serialize(body), ""})) Cancel();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;  // OnDone follows
    Forward();
    StartRead(&response_);
  }

  void Forward() {
    switch (response_.update_case()) {
      case wire::WatchTicketsResponse::kSnapshot:
        return ForwardSnapshot(response_.snapshot());
      case wire::WatchTicketsResponse::kChange:
        if (query_.breached && !TouchesBreach(response_.change())) return;
        return Push("change", ChangeJson(response_.change()));
      case wire::WatchTicketsResponse::kResync:
        return Push("resync", {});
      case wire::WatchTicketsResponse::UPDATE_NOT_SET:
        return;
    }
  }

  // A page that has nothing for this browser is worth sending only as the last one.
  void ForwardSnapshot(const wire::TicketSnapshot& page) {
    boost::json::array tickets;
    for (const wire::Ticket& ticket : page.tickets()) {
      if (!query_.breached || IsBreached(ticket)) tickets.push_back(TicketJson(ticket));
    }
    if (tickets.empty() && !page.last()) return;
    Push("snapshot", {{"tickets", std::move(tickets)}, {"last", page.last()}});
  }

  // The browser connects again by itself, and gets a new snapshot.
  void OnDone(const grpc::Status& status) override {
    if (!status.ok() && status.error_code() != grpc::StatusCode::CANCELLED) {
      Log(LogLevel::kWarning, "watch ended by routing",
          {{"code", static_cast<int>(status.error_code())}, {"error", status.error_message()}});
    }
    stream_.Close();
    watches_.Over(shared_from_this());
  }

  TicketWatches& watches_;
  const WatchQuery query_;
  EventStream stream_;
  grpc::ClientContext context_;
  wire::WatchTicketsRequest request_;
  wire::WatchTicketsResponse response_;
};

TicketWatches::TicketWatches(wire::TicketService::Stub& stub)
    : stub_(stub),
      gauge_("recourse_console_watches", "Browsers that watch tickets now."),
      worker_("watches", [this](const std::stop_token& stop) { Beat(stop); }) {}

TicketWatches::~TicketWatches() {
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

bool TicketWatches::Watch(WatchQuery query, const std::function<EventStream()>& open) {
  std::shared_ptr<TicketWatch> watch;
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || watches_.size() >= kMaxWatches) return false;
    watch = std::make_shared<TicketWatch>(*this, std::move(query), open());
    watches_.insert(watch);
    gauge_.Set(static_cast<double>(watches_.size()));
  }
  watch->Start(stub_);
  return true;
}

void TicketWatches::Over(const std::shared_ptr<TicketWatch>& watch) {
  const std::lock_guard lock(mutex_);
  watches_.erase(watch);
  gauge_.Set(static_cast<double>(watches_.size()));
  over_.notify_all();
}

std::set<std::shared_ptr<TicketWatch>> TicketWatches::Watches() const {
  const std::lock_guard lock(mutex_);
  return watches_;
}

// A browser cannot see comments, so the beat is an event: it tells the server's time, and that the
// stream lives.
void TicketWatches::Beat(const std::stop_token& stop) {
  for (int beat = 1; SleepFor(stop, kHeartbeat); ++beat) {
    const auto now =
        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    for (const auto& watch : Watches()) {
      watch->Push("heartbeat", {{"time", FormatTime(now)}});
      if (beat % kAskEvery == 0 && !watch->StillAllowed()) watch->Cancel();
    }
  }
}

}  // namespace recourse::console
