#include "services/recoursectl/verify/drain.h"

#include <thread>

#include "services/recoursectl/verify/outbox_store.h"

namespace recourse::ctl::verify {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLookEvery{200};

struct Limits {
  Clock::time_point until;
  std::chrono::milliseconds standstill;
};

std::int64_t Behind(const HeardSequences& targets, const HeardSequences& heard) {
  std::int64_t behind = 0;
  for (const auto& [partition, target] : targets) {
    const auto found = heard.find(partition);
    const std::int64_t sequence = found == heard.end() ? 0 : found->second;
    if (sequence < target) behind += target - sequence;
  }
  return behind;
}

StatusOr<HeardSequences> HeadsOf(Pool& pool, const std::string& topic) {
  const auto heads = ReadHeads(pool);
  if (!heads.ok()) return heads.status();
  HeardSequences own;
  for (const auto& [partition, last] : *heads) {
    if (partition.topic == topic) own[partition] = last;
  }
  return own;
}

// True when `hearer` has passed what stands in `topic` now.
StatusOr<bool> WaitFor(Pool& pool, const std::string& topic, HeardSequences HeardByAll::*hearer,
                       const Limits& limits) {
  const auto targets = HeadsOf(pool, topic);
  if (!targets.ok()) return targets.status();
  std::int64_t least = -1;
  auto moved = Clock::now();
  for (;;) {
    const auto heard = ReadPositions(pool);
    if (!heard.ok()) return heard.status();
    const std::int64_t behind = Behind(*targets, (*heard).*hearer);
    if (behind == 0) return true;
    const auto now = Clock::now();
    if (least < 0 || behind < least) {
      least = behind;
      moved = now;
    }
    if (now - moved > limits.standstill || now > limits.until) return false;
    std::this_thread::sleep_for(kLookEvery);
  }
}

}  // namespace

StatusOr<Drain> WaitUntilPassed(Pool& pool, std::chrono::milliseconds standstill,
                                std::chrono::milliseconds limit) {
  const auto start = Clock::now();
  const Limits limits{start + limit, standstill};
  auto whole = WaitFor(pool, kReceivedTopic, &HeardByAll::by_classify, limits);
  if (whole.ok() && *whole) {
    whole = WaitFor(pool, kClassifiedTopic, &HeardByAll::by_routing, limits);
  }
  if (!whole.ok()) return whole.status();
  return Drain{*whole, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start)};
}

}  // namespace recourse::ctl::verify
