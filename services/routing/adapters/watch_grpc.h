#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/grpc/write_stream.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/tail.h"
#include "services/routing/adapters/ticket_query_store.h"

namespace recourse::routing {

// Watches of tickets: a snapshot, then changes. One thread moves records from each reader's queue
// into his stream; a reader that falls behind is told to begin again and gets a new snapshot, and
// harms nobody. Thread-safe.
class TicketWatches {
 public:
  using Stream = WriteStream<v1::WatchTicketsResponse>;
  static constexpr std::size_t kWatchesMax = 2'000;

  TicketWatches(Tail& tail, TicketQueries& queries);
  ~TicketWatches() { Stop(); }
  // Adopts a stream; its first snapshot follows.
  void Add(std::shared_ptr<Stream> stream, const v1::WatchTicketsRequest& request);
  // Ends all streams with UNAVAILABLE: the reader connects again elsewhere.
  void Stop();

 private:
  struct Watch {
    std::shared_ptr<Stream> stream;
    std::shared_ptr<Subscription> subscription;
    TicketFilter filter;
    bool begun = false;   // the snapshot is in the stream
    bool queued = false;  // stands in ready_
  };
  using WatchPtr = std::shared_ptr<Watch>;

  void Run(const std::stop_token& stop);
  WatchPtr Next(const std::stop_token& stop);
  void Queue(const WatchPtr& watch);
  void Serve(const WatchPtr& watch);
  bool Begin(Watch& watch);
  bool PushSnapshot(Watch& watch, const std::vector<TicketRow>& rows);
  void Forward(const WatchPtr& watch);
  void Sweep();

  Tail& tail_;
  TicketQueries& queries_;
  Gauge watches_gauge_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<WatchPtr> ready_;
  std::vector<WatchPtr> watches_;
  bool stopping_ = false;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::routing
