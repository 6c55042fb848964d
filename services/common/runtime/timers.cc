#include "services/common/runtime/timers.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"
#include "services/common/runtime/crash.h"

namespace recourse {
namespace {

constexpr std::chrono::milliseconds kAfterError{200};

}  // namespace

Timers::Timers(const std::string& service, Fire fire)
    : fire_(std::move(fire)),
      fired_("recourse_timers_fired_total", "Timers that fired.", {{"service", service}}),
      worker_("timers", [this](const std::stop_token& stop) { Run(stop); }) {}

void Timers::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Timers::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

void Timers::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) Wait(Look(stop), stop);
}

// How long there is nothing to do.
std::chrono::milliseconds Timers::Look(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto fired = fire_(kBatch);
    if (!fired.ok()) {
      CrashUnlessHealing(fired.status(), "timers cannot fire");
      Log(LogLevel::kWarning, "timers wait for the store", {{"error", fired.status().ToString()}});
      return kAfterError;
    }
    fired_.Add(fired->fired);
    if (!fired->more) return std::min(fired->next_in.value_or(kLookEvery), kLookEvery);
  }
  return {};
}

void Timers::Wait(std::chrono::milliseconds duration, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, duration, [&] { return woken_; });
  woken_ = false;
}

}  // namespace recourse
