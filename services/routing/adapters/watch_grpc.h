#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "recourse/routing/v1/ticket_service.pb.h"
#include "services/common/grpc/write_stream.h"
#include "services/common/process/bell.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/tail.h"
#include "services/routing/adapters/ticket_query_store.h"

namespace recourse::routing {

// Watches of tickets: a snapshot, then changes. One thread reads the log for all of them. A change
// is read and written into bytes once, and only the watches of its places are looked at; who waits
// for the same snapshot shares it. A reader that falls behind is told to begin again, gets a new
// snapshot once he reads again, and harms nobody. Thread-safe.
class TicketWatches {
 public:
  using Stream = WriteStream<grpc::ByteBuffer>;
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
    TicketFilter filter;
    std::vector<std::int64_t> heads{};  // by partition: what its snapshot has
  };
  using WatchPtr = std::shared_ptr<Watch>;
  // Scope, branch and breached: watches alike in these get the same.
  using Kind = std::tuple<std::string, std::string, bool>;
  using Instant = std::chrono::steady_clock::time_point;

  void Run(const std::stop_token& stop);
  void AwaitBell(const std::stop_token& stop);
  void Welcome();
  bool Subscribed();
  void Forward();
  void Tell(const RawRecord& record);
  void TellPlace(const std::string& place, const RawRecord& record, const v1::TicketEvent& change,
                 const grpc::ByteBuffer& message);
  void Resync(const WatchPtr& watch);
  void Await(const WatchPtr& watch);
  std::vector<WatchPtr> TakeReady();
  void BeginSome();
  void CannotBegin(const std::vector<WatchPtr>& watches, const Status& status);
  void Sweep();

  Tail& tail_;
  TicketQueries& queries_;
  const grpc::ByteBuffer resync_;
  Gauge watches_gauge_;
  // Wakes the thread. The tail may ring once more after everything else is gone.
  const std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  std::mutex mutex_;
  std::vector<WatchPtr> watches_;  // all of them; this and the next two guarded by mutex_
  std::vector<WatchPtr> arrived_;  // of them those that the thread has not yet met
  bool stopping_ = false;
  // Of the thread alone: who hears changes, by place, and who waits for a snapshot.
  std::shared_ptr<Subscription> subscription_;
  std::unordered_map<std::string, std::vector<WatchPtr>> begun_;
  std::map<Kind, std::vector<WatchPtr>> waiting_;
  bool pressing_ = false;  // there is more to do at once
  Instant sweep_time_{};
  Instant begin_time_{};  // no snapshot before
  Worker worker_;         // last: it uses all of the above
};

}  // namespace recourse::routing
