#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/access/caller.h"
#include "services/common/http/event_stream.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/console/domain/presence.h"

namespace recourse::console {

// Who looks at one ticket, as the others see him, and where the ticket is.
struct TicketLook {
  std::string ticket_id;
  std::string agent_id;
  std::string name;
  std::string branch_id;
  std::string region;
};

// What a browser wants to see.
struct WatchQuery {
  std::string key;
  std::string branch_id;
  // Only tickets that are breached and owed, and changes from or to that.
  bool breached = false;
  // Only this ticket, which is at `branch_id`: when it leaves there the watch ends, and the next
  // one finds it where it is then.
  std::optional<TicketLook> look;
  // Of a list: who watches, where he is to be told who looks at which of its tickets.
  std::optional<Caller> lists_for;
  // Asked from time to time, in a thread that may block: a right that was withdrawn ends the watch.
  std::function<bool()> still_allowed;
};

class TicketWatch;

// Carries routing's WatchTickets to browsers: one stream of routing's for each. A browser that does
// not read is let go by its EventStream; one that leaves cancels its stream here. Those who watch
// one ticket are told of each other, and those who watch a list of who looks at what in it.
// Thread-safe.
class TicketWatches {
 public:
  static constexpr std::size_t kMaxWatches = 200;
  static constexpr std::chrono::seconds kHeartbeat{5};
  // Each so many heartbeats a watch's right is asked for again.
  static constexpr int kAskEvery = 6;

  explicit TicketWatches(routing::v1::TicketService::Stub& stub);
  // Ends all watches and waits for gRPC to be done with them.
  ~TicketWatches();
  TicketWatches(const TicketWatches&) = delete;
  TicketWatches& operator=(const TicketWatches&) = delete;

  // Whether there is room for one more; `open` is called only then, and gives the client's side.
  [[nodiscard]] bool Watch(WatchQuery query, const std::function<EventStream()>& open);
  // Tells those who look at a ticket that this one of them types. False where he does not look.
  [[nodiscard]] bool Type(const std::string& ticket_id, const std::string& agent_id, bool typing);

 private:
  friend class TicketWatch;

  void Over(const std::shared_ptr<TicketWatch>& watch);
  std::set<std::shared_ptr<TicketWatch>> Watches() const;
  // The ticket that is looked at, whoever does.
  void TellPresence(const TicketLook& look);
  void TellAllPresence();
  std::optional<TicketLook> LookAt(const std::string& ticket_id) const;
  void Beat(const std::stop_token& stop);

  routing::v1::TicketService::Stub& stub_;
  Gauge gauge_;
  mutable std::mutex mutex_;
  std::condition_variable over_;
  std::set<std::shared_ptr<TicketWatch>> watches_;
  bool ending_ = false;
  // Of this process alone: who is served by another one is not seen here.
  Presence presence_;
  Presence::Look next_look_ = 1;
  std::int64_t presence_revision_ = 0;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::console
