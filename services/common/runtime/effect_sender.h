#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "services/common/core/status.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/crash.h"
#include "services/common/runtime/effect_metrics.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

struct EffectOptions {
  std::string service;
  std::string owner;   // RECOURSE_INSTANCE: who holds the leases
  int fact_days = 30;  // RECOURSE_FACT_DAYS: how long an effect that ended is kept
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
  // Waits; false when a stop is asked for.
  std::function<bool(const std::stop_token&, std::chrono::milliseconds)> wait = SleepFor;
  // What becomes of an error of the store that time does not heal.
  std::function<void(const Status&)> crash = [](const Status& status) {
    CrashUnlessHealing(status, "effects");
  };
};

// What one attempt is made of, from the claim to the result: nothing leaves the house before the
// store knows that it may, and what became of it is an event of the domain. Thread-safe.
class EffectSender {
 public:
  static constexpr Duration kPrepareLease = std::chrono::minutes(1);
  static constexpr Duration kSendLease = std::chrono::minutes(6);
  // A store that took longer to say that it may be sent: the lease is not long enough any more.
  static constexpr Duration kBeginWaitMax = std::chrono::seconds(30);
  // What an attempt found out is told again and again until the store has it.
  static constexpr std::chrono::milliseconds kTellAgainMin{100};
  static constexpr std::chrono::milliseconds kTellAgainMax{5'000};
  static constexpr int kTellStoppingMax = 3;  // tries once a stop is asked for
  static constexpr int kLapsedPerSweep = 100;
  static_assert(Courier::kPrepareWaitMax + kBeginWaitMax < kPrepareLease);
  static_assert(kBeginWaitMax + Parcel::kSendWaitMax + Parcel::kAnswerWaitStopping < kSendLease);

  EffectSender(EffectStore& store, Courier& courier, EffectHandling handling,
               EffectOptions options);

  // One attempt; false when its lane is closed.
  bool Attempt(const ClaimedEffect& claimed, const std::stop_token& stop);
  // Counts what ended, and tells of what was not delivered.
  void Note(const EffectConclusion& conclusion);
  // Ends what dead senders left: what was not being sent is tried again, the rest is unknown.
  Status Sweep();

 private:
  SendOutcome Try(const ClaimedEffect& claimed, std::unique_ptr<Parcel>& parcel,
                  const std::stop_token& stop);
  SendOutcome Send(const ClaimedEffect& claimed, Parcel& parcel, const std::stop_token& stop);
  void Tell(const ClaimedEffect& claimed, const SendOutcome& outcome, const std::stop_token& stop);
  StatusOr<bool> TellOnce(const ClaimedEffect& claimed, const SendOutcome& outcome);
  StatusOr<bool> End(const EffectConclusion& conclusion);
  StatusOr<bool> SweepOne(const LapsedEffect& lapsed);

  EffectStore& store_;
  Courier& courier_;
  const EffectHandling handling_;
  const EffectOptions options_;
  EffectMetrics metrics_;
};

}  // namespace recourse
