#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "services/common/process/worker.h"
#include "services/common/process/worker_pool.h"
#include "services/common/runtime/backoff.h"
#include "services/common/runtime/effect_sender.h"

namespace recourse {

// The sixth loop: what leaves the house. One thread looks for what is due and claims it while a
// sender is free; kSenders threads send, at most kPerLane to one server or endpoint, so that one
// that is slow holds up no other. One that takes nothing is left alone for a while, longer each
// time, and its effects keep their attempts. Effects wait in their rows and nowhere else. Any
// number of processes may run it at once.
class Effects {
 public:
  static constexpr std::size_t kSenders = 8;
  static constexpr std::size_t kPerLane = 4;
  static constexpr int kReceivedTogether = 256;  // that share a transaction
  static constexpr std::chrono::milliseconds kLookEvery{500};
  static constexpr std::chrono::milliseconds kSweepEvery{1'000};
  static constexpr std::chrono::milliseconds kCountEvery{5'000};
  static constexpr std::chrono::milliseconds kForgetEvery{60'000};
  static constexpr std::chrono::milliseconds kAfterError{500};
  static constexpr std::chrono::milliseconds kRestMin{1'000};  // of a closed lane
  static constexpr std::chrono::milliseconds kRestMax{60'000};

  Effects(EffectStore& store, Courier& courier, EffectHandling handling, EffectOptions options);
  ~Effects() { Stop(); }
  Effects(const Effects&) = delete;
  Effects& operator=(const Effects&) = delete;

  void Start();
  // Claims nothing more; what was not handed over is given back, what was is waited for a little.
  void Stop();
  // An effect was committed by this process: look now. Thread-safe.
  void Wake();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  // What this process knows of a lane.
  struct Lane {
    std::size_t sending = 0;
    std::optional<Backoff> backoff{};  // while it is closed
    Instant open_time{};
  };

  void Run(const std::stop_token& stop);
  Status Look();
  Status Keep(Instant now);
  Status Receive();
  bool Room();
  std::vector<EffectLane> FullLanes(Instant now);
  void Dispatch(ClaimedEffect claimed);
  void Done(const EffectLane& lane, bool open);
  void Wait(const std::stop_token& stop, std::chrono::milliseconds duration);

  EffectStore& store_;
  const EffectOptions options_;
  const EffectHandling handling_;
  EffectSender sender_;
  EffectMetrics metrics_;
  bool taken_over_ = false;
  Instant sweep_time_{};
  Instant count_time_{};
  Instant forget_time_{};
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool woken_ = false;
  std::map<EffectLane, Lane> lanes_;
  std::stop_source stop_senders_;
  WorkerPool senders_;
  Worker looker_;  // last: it uses all of the above
};

}  // namespace recourse
