#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

bool IsWhole(const Logs& logs, const std::string& topic) {
  for (const auto& [partition, evidence] : logs) {
    if (partition.topic != topic || evidence.last_sequence == 0) continue;
    if (evidence.outbox.empty() || evidence.outbox.front().place.sequence != 1) return false;
  }
  return true;
}

std::string PlaceText(const Partition& partition, std::int64_t sequence) {
  return ToString(partition) + " sequence " + std::to_string(sequence);
}

}  // namespace recourse::ctl::verify
