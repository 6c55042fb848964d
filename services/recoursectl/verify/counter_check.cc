#include "services/recoursectl/verify/counter_check.h"

#include <algorithm>

namespace recourse::ctl::verify {
namespace {

const kpi::Counters& FoldedOf(const Evidence& evidence, const Partition& partition) {
  static const kpi::Counters none;
  const auto found = evidence.folded.find(partition);
  return found == evidence.folded.end() ? none : found->second;
}

void CompareCounters(const Evidence& evidence, const Partition& partition,
                     const kpi::StoredPartition& stored, Check& counted) {
  const auto comparison =
      kpi::Compare(FoldedOf(evidence, partition), stored.counters, evidence.cut_time);
  counted.examined += comparison.compared;
  for (const kpi::Difference& difference : comparison.differences) {
    counted.Violate(ToString(partition) + " " + difference.bucket + " " + difference.field +
                    ": is " + std::to_string(difference.actual) + ", the facts come to " +
                    std::to_string(difference.expected));
  }
}

void JudgePositions(const Evidence& evidence, const char* who, const HeardSequences& heard,
                    Check& positions) {
  for (const auto& [partition, sequence] : heard) {
    const auto log = evidence.logs.find(partition);
    const std::int64_t last = log == evidence.logs.end() ? 0 : log->second.last_sequence;
    positions.Examine(sequence <= last, std::string(who) + " has heard " +
                                            PlaceText(partition, sequence) + " of " +
                                            std::to_string(last));
  }
}

}  // namespace

std::vector<Check> CheckCounters(const Evidence& evidence) {
  Check positions{"B20", "nobody has heard more than was said"};
  Check rebuilding{"B27", "every partition is counted, and none is being counted again"};
  Check counted{"B25", "every counter is what the facts come to, up to Redis's own position"};
  HeardSequences by_kpi;
  for (const auto& [partition, stored] : evidence.counters) {
    // A topic that nobody has made is not counted either.
    if (!stored.counted && !evidence.logs.contains(partition)) continue;
    rebuilding.Examine(
        stored.counted.has_value() && !Rebuilding(*stored.counted),
        ToString(partition) + (stored.counted ? " is being counted again" : " has no position"));
    if (!stored.counted) continue;
    by_kpi[partition] = stored.counted->position.sequence;
    if (IsWhole(evidence.logs, partition.topic)) {
      CompareCounters(evidence, partition, stored, counted);
    }
  }
  for (const char* topic : {kTicketTopic, kLoopTopic}) {
    if (IsWhole(evidence.logs, topic)) continue;
    counted.what += std::string(" (left out: the first facts of ") + topic + " are forgotten)";
  }
  JudgePositions(evidence, "classify", evidence.heard_by_classify, positions);
  JudgePositions(evidence, "routing", evidence.heard_by_routing, positions);
  JudgePositions(evidence, "followup", evidence.heard_by_followup, positions);
  JudgePositions(evidence, "kpi", by_kpi, positions);
  return {positions, rebuilding, counted};
}

}  // namespace recourse::ctl::verify
