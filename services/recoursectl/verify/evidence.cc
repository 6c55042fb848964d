#include "services/recoursectl/verify/evidence.h"

#include <algorithm>

namespace recourse::ctl::verify {

bool IsWhole(const Logs& logs, const std::string& topic) {
  for (const auto& [partition, evidence] : logs) {
    if (partition.topic != topic || evidence.last_sequence == 0) continue;
    if (evidence.outbox.empty() || evidence.outbox.front().place.sequence != 1) return false;
  }
  return true;
}

FactId FactIdAt(const Logs& logs, const Partition& partition, std::int64_t sequence) {
  const auto log = logs.find(partition);
  if (log == logs.end()) return {};
  const auto& outbox = log->second.outbox;
  const auto found = std::lower_bound(
      outbox.begin(), outbox.end(), sequence,
      [](const Kept& row, std::int64_t wanted) { return row.place.sequence < wanted; });
  return found == outbox.end() || found->place.sequence != sequence ? FactId{} : found->id;
}

bool Passed(const HeardSequences& heard, const Partition& partition, std::int64_t sequence) {
  const auto position = heard.find(partition);
  return position != heard.end() && position->second >= sequence;
}

std::string PlaceText(const Partition& partition, std::int64_t sequence) {
  return ToString(partition) + " sequence " + std::to_string(sequence);
}

}  // namespace recourse::ctl::verify
