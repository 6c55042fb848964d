#include "services/common/runtime/effects.h"

#include <utility>

#include "services/common/core/check.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

EffectLane LaneOf(const Effect& effect) { return {effect.kind, effect.endpoint}; }

// True once every `every`, and at first.
bool Due(std::chrono::steady_clock::time_point& time, std::chrono::steady_clock::time_point now,
         std::chrono::milliseconds every) {
  if (now < time) return false;
  time = now + every;
  return true;
}

}  // namespace

Effects::Effects(EffectStore& store, Courier& courier, EffectHandling handling,
                 EffectOptions options)
    : store_(store),
      options_(std::move(options)),
      handling_(std::move(handling)),
      sender_(store, courier, handling_, options_),
      metrics_(options_.service),
      senders_("effect", {kSenders, kSenders}) {}

void Effects::Start() {
  looker_ = Worker("effects", [this](const std::stop_token& stop) { Run(stop); });
}

void Effects::Stop() {
  looker_.RequestStop();
  stop_senders_.request_stop();
  looker_.Join();
  senders_.Stop();
}

void Effects::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Effects::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Status looked = Look();
    if (!looked.ok()) {
      options_.crash(looked);
      Log(LogLevel::kWarning, "effects wait for the store", {{"error", looked.ToString()}});
    }
    Wait(stop, looked.ok() ? kLookEvery : kAfterError);
  }
}

// Claims while there is something due and somebody free to send it.
Status Effects::Look() {
  if (Status s = Keep(options_.clock()); !s.ok()) return s;
  if (Status s = Receive(); !s.ok()) return s;
  while (Room()) {
    auto claimed =
        store_.Claim(options_.owner, FullLanes(options_.clock()), EffectSender::kPrepareLease);
    if (!claimed.ok()) return claimed.status();
    if (!*claimed) break;
    Dispatch(**std::move(claimed));
  }
  return absl::OkStatus();
}

// What goes to this very service needs no sender: it is handed over and ended at once.
Status Effects::Receive() {
  if (!handling_.receive) return absl::OkStatus();
  for (bool more = true; more && !stop_senders_.stop_requested();) {
    const auto ended = handling_.receive(kReceivedTogether);
    if (!ended.ok()) return ended.status();
    for (const EffectConclusion& conclusion : *ended) sender_.Note(conclusion);
    more = static_cast<int>(ended->size()) == kReceivedTogether;
  }
  return absl::OkStatus();
}

// What an earlier process of this name left is seen to before anything is claimed.
Status Effects::Keep(Instant now) {
  if (!taken_over_) {
    if (Status s = store_.TakeOver(options_.owner); !s.ok()) return s;
    taken_over_ = true;
  }
  if (Due(sweep_time_, now, kSweepEvery)) {
    if (Status s = sender_.Sweep(); !s.ok()) return s;
  }
  if (Due(count_time_, now, kCountEvery)) {
    const auto counts = store_.Count();
    if (!counts.ok()) return counts.status();
    metrics_.Show(*counts);
  }
  return Due(forget_time_, now, kForgetEvery) ? store_.Forget(options_.fact_days)
                                              : absl::OkStatus();
}

bool Effects::Room() {
  const std::lock_guard lock(mutex_);
  std::size_t busy = 0;
  for (const auto& [name, lane] : lanes_) busy += lane.sending;
  return busy < kSenders && !stop_senders_.stop_requested();
}

// A closed lane is tried by one effect at a time, once its rest is over.
std::vector<EffectLane> Effects::FullLanes(Instant now) {
  const std::lock_guard lock(mutex_);
  std::vector<EffectLane> full;
  if (handling_.received) full.push_back(*handling_.received);
  for (const auto& [name, lane] : lanes_) {
    const bool resting = lane.backoff && (now < lane.open_time || lane.sending > 0);
    if (resting || lane.sending >= kPerLane) full.push_back(name);
  }
  return full;
}

void Effects::Dispatch(ClaimedEffect claimed) {
  const EffectLane lane = LaneOf(claimed.effect);
  {
    const std::lock_guard lock(mutex_);
    ++lanes_[lane].sending;
  }
  // There is room for as many as there are senders, and Stop ends the looker first.
  RECOURSE_CHECK(senders_.Submit([this, lane, claimed = std::move(claimed)] {
    Done(lane, sender_.Attempt(claimed, stop_senders_.get_token()));
  }));
}

void Effects::Done(const EffectLane& name, bool open) {
  {
    const std::lock_guard lock(mutex_);
    Lane& lane = lanes_[name];
    --lane.sending;
    if (open) {
      lane.backoff.reset();
    } else {
      if (!lane.backoff) lane.backoff.emplace(kRestMin, kRestMax, options_.owner);
      lane.open_time = options_.clock() + lane.backoff->Next();
    }
    woken_ = true;
  }
  changed_.notify_one();
}

void Effects::Wait(const std::stop_token& stop, std::chrono::milliseconds duration) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, duration, [&] { return woken_; });
  woken_ = false;
}

}  // namespace recourse
