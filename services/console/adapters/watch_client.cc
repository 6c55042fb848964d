#include "services/console/adapters/watch_client.h"

#include <boost/json/serialize.hpp>

#include "services/common/grpc/client.h"
#include "services/common/process/log.h"
#include "services/common/trace/span.h"
#include "services/console/adapters/ticket_codec.h"
#include "services/console/domain/time_text.h"

namespace recourse::console {

namespace wire = routing::v1;

namespace {

Timestamp Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

boost::json::object PresenceJson(const std::string& ticket_id, const std::vector<Present>& present,
                                 std::int64_t revision) {
  boost::json::array people;
  for (const Present& one : present) {
    people.push_back({{"agent_id", one.agent_id}, {"name", one.name}, {"typing", one.typing}});
  }
  return {{"ticket_id", ticket_id}, {"revision", revision}, {"people", std::move(people)}};
}

}  // namespace

// One browser's watch. Kept by the set of watches until gRPC is done with it.
class TicketWatch final : public grpc::ClientReadReactor<wire::WatchTicketsResponse>,
                          public std::enable_shared_from_this<TicketWatch> {
 public:
  TicketWatch(TicketWatches& watches, WatchQuery query, EventStream stream, Presence::Look number)
      : watches_(watches), query_(std::move(query)), stream_(std::move(stream)), number_(number) {
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
  const std::optional<TicketLook>& look() const { return query_.look; }
  Presence::Look number() const { return number_; }
  // Whether this browser is to be told who looks at that ticket.
  bool Sees(const TicketLook& look) const {
    if (query_.look) return query_.look->ticket_id == look.ticket_id;
    return query_.lists_for && ScopeCovers(*query_.lists_for, look.branch_id, look.region) &&
           (query_.branch_id.empty() || query_.branch_id == look.branch_id);
  }
  // Whether this is news to this browser, which is then told it. Guarded by the set of watches.
  bool IsNews(const std::string& ticket_id, const std::vector<Present>& present) {
    const auto known = told_.find(ticket_id);
    if (known == told_.end() ? present.empty() : known->second == present) return false;
    if (present.empty()) {
      told_.erase(known);
    } else {
      told_[ticket_id] = present;
    }
    return true;
  }

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
        return ForwardChange(response_.change());
      case wire::WatchTicketsResponse::kResync:
        return Push("resync", {});
      case wire::WatchTicketsResponse::UPDATE_NOT_SET:
        return;
    }
  }

  void ForwardChange(const wire::TicketEvent& change) {
    if (query_.breached && !TouchesBreach(change)) return;
    if (query_.look && change.ticket_id() != query_.look->ticket_id) return;
    const auto span = SpanOfPush();
    Push("change", ChangeJson(change));
    if (query_.look && change.after().branch_id() != query_.branch_id) Cancel();
  }

  // The last one of a traced change's trace: it is on its way to a browser.
  trace::Span SpanOfPush() const {
    if (!trace::Enabled()) return {};
    const auto sent = trace::ParseTraceparent(response_.traceparent());
    if (!sent) return {};
    return trace::Start(trace::SpanKind::kProducer, "push", "change", *sent);
  }

  bool Concerns(const wire::Ticket& ticket) const {
    if (query_.look) return ticket.ticket_id() == query_.look->ticket_id;
    return !query_.breached || IsBreached(ticket);
  }

  // A page that has nothing for this browser is worth sending only as the last one.
  void ForwardSnapshot(const wire::TicketSnapshot& page) {
    boost::json::array tickets;
    for (const wire::Ticket& ticket : page.tickets()) {
      if (Concerns(ticket)) tickets.push_back(TicketJson(ticket));
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
  const Presence::Look number_;
  // What it was last told, by ticket: as many as are looked at.
  std::map<std::string, std::vector<Present>> told_;
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
    watch = std::make_shared<TicketWatch>(*this, std::move(query), open(), next_look_++);
    watches_.insert(watch);
    gauge_.Set(static_cast<double>(watches_.size()));
    if (const auto& look = watch->look()) {
      presence_.Enter(watch->number(), look->ticket_id, look->agent_id, look->name);
    }
  }
  // Before it starts: from then on it may end at any time, and this object soon after it.
  if (watch->look()) {
    TellPresence(*watch->look());
  } else {
    TellAllPresence();
  }
  watch->Start(stub_);
  return true;
}

bool TicketWatches::Type(const std::string& ticket_id, const std::string& agent_id, bool typing) {
  {
    const std::lock_guard lock(mutex_);
    if (!presence_.Type(ticket_id, agent_id, typing, Now())) return false;
  }
  if (const auto look = LookAt(ticket_id)) TellPresence(*look);
  return true;
}

void TicketWatches::Over(const std::shared_ptr<TicketWatch>& watch) {
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    presence_.Leave(watch->number());
    tell = watch->look() && !ending_;
  }
  if (tell) TellPresence(*watch->look());
  const std::lock_guard lock(mutex_);
  watches_.erase(watch);  // last: whoever waits for the end destroys this object then
  gauge_.Set(static_cast<double>(watches_.size()));
  over_.notify_all();
}

// Gathered under the lock and pushed without it, for a push may end a watch in this very thread.
// The revision lets a browser drop what came late.
void TicketWatches::TellPresence(const TicketLook& look) {
  std::vector<std::shared_ptr<TicketWatch>> told;
  boost::json::object body;
  {
    const std::lock_guard lock(mutex_);
    const auto present = presence_.At(look.ticket_id, Now());
    body = PresenceJson(look.ticket_id, present, ++presence_revision_);
    for (const auto& watch : watches_) {
      if (watch->Sees(look) && watch->IsNews(look.ticket_id, present)) told.push_back(watch);
    }
  }
  for (const auto& watch : told) watch->Push("presence", body);
}

// Typing that was not said again ends by time alone.
void TicketWatches::TellAllPresence() {
  std::map<std::string, TicketLook> looks;
  for (const auto& watch : Watches()) {
    if (watch->look()) looks.emplace(watch->look()->ticket_id, *watch->look());
  }
  for (const auto& [ticket_id, look] : looks) TellPresence(look);
}

std::optional<TicketLook> TicketWatches::LookAt(const std::string& ticket_id) const {
  for (const auto& watch : Watches()) {
    if (watch->look() && watch->look()->ticket_id == ticket_id) return watch->look();
  }
  return std::nullopt;
}

std::set<std::shared_ptr<TicketWatch>> TicketWatches::Watches() const {
  const std::lock_guard lock(mutex_);
  return watches_;
}

// A browser cannot see comments, so the beat is an event: it tells the server's time, and that the
// stream lives.
void TicketWatches::Beat(const std::stop_token& stop) {
  for (int beat = 1; SleepFor(stop, kHeartbeat); ++beat) {
    for (const auto& watch : Watches()) {
      watch->Push("heartbeat", {{"time", FormatTime(Now())}});
      if (beat % kAskEvery == 0 && !watch->StillAllowed()) watch->Cancel();
    }
    TellAllPresence();
  }
}

}  // namespace recourse::console
