#include "tests/bench/load/tally.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace recourse::bench {
namespace {

std::uint32_t Microseconds(Clock::duration duration) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(us, 0, std::numeric_limits<std::uint32_t>::max()));
}

void Append(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

void Tally::Acknowledge(Clock::time_point intended, Clock::time_point now, bool duplicate) {
  ++acknowledged;
  if (duplicate) ++duplicates;
  latencies_us.push_back(Microseconds(now - intended));
  last_time = std::max(last_time, now);
}

void Tally::Fail(std::int64_t pieces, const std::string& why) {
  failed += pieces;
  if (error.empty()) error = why;
}

void Tally::Sent(std::int64_t pieces, Clock::time_point possible, Clock::time_point now) {
  sent += pieces;
  lateness_us.push_back(Microseconds(now - possible));
}

void Tally::Add(Tally&& other) {
  sent += other.sent;
  acknowledged += other.acknowledged;
  duplicates += other.duplicates;
  refused += other.refused;
  failed += other.failed;
  exhausted += other.exhausted;
  if (error.empty()) error = std::move(other.error);
  last_time = std::max(last_time, other.last_time);
  Append(latencies_us, other.latencies_us);
  Append(lateness_us, other.lateness_us);
}

Percentiles PercentilesOf(std::vector<std::uint32_t> samples) {
  if (samples.empty()) return {};
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double share) {
    const auto rank = std::ceil(share * static_cast<double>(samples.size()));
    return samples[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
  };
  return {at(0.5), at(0.99), at(0.999), samples.back(), samples.size()};
}

}  // namespace recourse::bench
