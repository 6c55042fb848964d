#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/http/event_stream.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"

namespace recourse::console {

// What a browser wants to see.
struct WatchQuery {
  std::string key;
  std::string branch_id;
  // Only tickets that are breached and owed, and changes from or to that.
  bool breached = false;
  // Asked from time to time, in a thread that may block: a right that was withdrawn ends the watch.
  std::function<bool()> still_allowed;
};

class TicketWatch;

// Carries routing's WatchTickets to browsers: one stream of routing's for each. A browser that does
// not read is let go by its EventStream; one that leaves cancels its stream here. Thread-safe.
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

 private:
  friend class TicketWatch;

  void Over(const std::shared_ptr<TicketWatch>& watch);
  std::set<std::shared_ptr<TicketWatch>> Watches() const;
  void Beat(const std::stop_token& stop);

  routing::v1::TicketService::Stub& stub_;
  Gauge gauge_;
  mutable std::mutex mutex_;
  std::condition_variable over_;
  std::set<std::shared_ptr<TicketWatch>> watches_;
  bool ending_ = false;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::console
