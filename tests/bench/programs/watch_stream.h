#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/grpc/client.h"
#include "tests/bench/programs/watch_trace.h"

namespace recourse::bench {

using WatchStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

// What all streams of one client count together.
struct WatchTotals {
  std::atomic<std::int64_t> ready{0};  // have had their whole snapshot
  std::atomic<std::int64_t> over{0};
};

inline std::int64_t MonotonicUs() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

inline std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// The first eight bytes of SHA-256, as a little-endian number: what a change is known by.
inline std::uint64_t DigestOf(const std::string& bytes) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash);
  std::uint64_t digest = 0;
  std::memcpy(&digest, hash, sizeof digest);
  return digest;
}

// The fact within a WatchTicketsResponse: what follows its tag and length.
inline std::string FactOf(const std::string& response) {
  std::size_t at = 1;
  while (at < response.size() && (static_cast<unsigned char>(response[at]) & 0x80U) != 0) ++at;
  return response.substr(std::min(at + 1, response.size()));
}

// One watch of one branch, read as fast as it comes, and everything that came, in order.
class WatchStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  struct Delivery {
    std::int64_t time_us = 0;  // when it came, monotonic
    std::uint32_t lag_us = 0;  // from the fact's recorded time
    std::uint64_t digest = 0;  // of the fact's bytes
  };

  WatchStream(WatchTotals& totals, int branch, bool keep_bytes)
      : totals_(totals), branch_(branch), keep_bytes_(keep_bytes) {}

  void Start(WatchStub& stub, const std::string& key, const std::string& branch_id) {
    Prepare(context_, {key, kForEver, true});
    routing::v1::WatchTicketsRequest request;
    request.set_branch_id(branch_id);
    const grpc::Slice slice(request.SerializeAsString());
    request_ = grpc::ByteBuffer(&slice, 1);
    stub.PrepareBidiStreamingCall(&context_, "/recourse.routing.v1.TicketService/WatchTickets", {},
                                  this);
    AddHold();  // for reads that Resume begins
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }

  // Stops reading after the next message, as a screen does whose browser hangs.
  void Pause() { paused_ = true; }
  void Resume() {
    std::unique_lock lock(mutex_);
    paused_ = false;
    const bool parked = std::exchange(parked_, false);
    lock.unlock();
    if (parked) StartRead(&response_);
  }
  void Cancel() {
    context_.TryCancel();
    Resume();
  }

  int branch() const { return branch_; }
  bool over() const { return over_; }
  grpc::Status status() const { return status_; }        // once it is over
  std::int64_t delivered() const { return delivered_; }  // changes
  std::int64_t resyncs() const { return resyncs_; }
  // Tickets that it knows: the last snapshot's and those that were opened since.
  std::int64_t known() const { return known_; }
  const std::vector<Delivery>& deliveries() const { return deliveries_; }
  const std::vector<TraceChange>& changes() const { return changes_; }

 private:
  using Update = routing::v1::WatchTicketsResponse;

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    Take();
    std::unique_lock lock(mutex_);
    parked_ = paused_.load();
    const bool parked = parked_;
    lock.unlock();
    if (!parked) StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    status_ = status;
    over_ = true;
    ++totals_.over;
  }

  void Take() {
    const std::string bytes = BytesOf(response_);
    if (!update_.ParseFromString(bytes)) return;
    if (update_.has_change()) return TakeChange(bytes);
    if (update_.has_resync()) {
      ++resyncs_;
      known_ = 0;
      return;
    }
    known_ += update_.snapshot().tickets_size();
    if (update_.snapshot().last() && !std::exchange(begun_, true)) ++totals_.ready;
  }

  void TakeChange(const std::string& bytes) {
    const auto& recorded = update_.change().recorded_time();
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t now_us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    const std::int64_t lag = now_us - recorded.seconds() * 1'000'000 - recorded.nanos() / 1'000;
    const auto lag_us = static_cast<std::uint32_t>(std::clamp<std::int64_t>(lag, 0, UINT32_MAX));
    deliveries_.push_back({MonotonicUs(), lag_us, DigestOf(FactOf(bytes))});
    if (keep_bytes_) changes_.push_back({MonotonicUs(), branch_, bytes});
    if (update_.change().has_opened()) ++known_;
    ++delivered_;
  }

  WatchTotals& totals_;
  const int branch_;
  const bool keep_bytes_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  Update update_;
  bool begun_ = false;
  std::atomic<std::int64_t> delivered_{0};
  std::atomic<std::int64_t> resyncs_{0};
  std::atomic<std::int64_t> known_{0};
  std::vector<Delivery> deliveries_;
  std::vector<TraceChange> changes_;
  std::mutex mutex_;
  std::atomic<bool> paused_{false};
  bool parked_ = false;
  grpc::Status status_;
  std::atomic<bool> over_{false};
};

}  // namespace recourse::bench
