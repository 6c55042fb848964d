#include "services/recoursectl/verify/counter_check.h"

#include <algorithm>

#include "services/kpi/domain/delta.h"

namespace recourse::ctl::verify {
namespace {

// As kpi counts it: who waits for the customer is open, who is closed is nothing any more.
kpi::TicketState StateOf(routing::TicketState state) {
  switch (state) {
    case routing::TicketState::kOpen:
      return kpi::TicketState::kOpen;
    case routing::TicketState::kTaken:
    case routing::TicketState::kWaiting:
      return kpi::TicketState::kTaken;
    case routing::TicketState::kResolved:
      return kpi::TicketState::kResolved;
    case routing::TicketState::kClosed:
      break;
  }
  return kpi::TicketState::kNone;
}

kpi::Dimensions Counted(const routing::Dimensions& dimensions) {
  kpi::Dimensions out;
  out.branch_id = dimensions.branch_id.value();
  out.region_id = dimensions.region_id.value();
  out.category = dimensions.category.value();
  if (dimensions.state) out.state = StateOf(*dimensions.state);
  // Numbers of clock states are the contract's, the same in both services; paused counts as none.
  if (dimensions.response_clock && *dimensions.response_clock != routing::ClockState::kPaused) {
    out.response_clock = static_cast<kpi::ClockState>(*dimensions.response_clock);
  }
  return out;
}

struct KindOf {
  template <typename Other>
  kpi::FactKind operator()(const Other&) const {
    return kpi::FactKind::kOther;
  }
  kpi::FactKind operator()(const routing::TicketOpened&) const { return kpi::FactKind::kOpened; }
  kpi::FactKind operator()(const routing::FeedbackJoined&) const { return kpi::FactKind::kJoined; }
  kpi::FactKind operator()(const routing::FeedbackRecorded&) const {
    return kpi::FactKind::kRecorded;
  }
  kpi::FactKind operator()(const routing::TicketTaken&) const { return kpi::FactKind::kTaken; }
  kpi::FactKind operator()(const routing::TicketReplied&) const { return kpi::FactKind::kReplied; }
  kpi::FactKind operator()(const routing::TicketResolved&) const {
    return kpi::FactKind::kResolved;
  }
  kpi::FactKind operator()(const routing::ClockWarned&) const {
    return kpi::FactKind::kClockWarned;
  }
  kpi::FactKind operator()(const routing::ClockBreached&) const {
    return kpi::FactKind::kClockBreached;
  }
};

kpi::TicketEvent Counted(const routing::Fact& fact) {
  kpi::TicketEvent event;
  event.kind = std::visit(KindOf{}, fact.what);
  event.recorded_time = fact.recorded_time;
  if (fact.before) event.before = Counted(*fact.before);
  if (fact.after) event.after = Counted(*fact.after);
  return event;
}

kpi::Counters Expected(const Evidence& evidence, const Partition& partition,
                       const Position& position) {
  kpi::Counters counters;
  if (const auto told = evidence.told.find(partition); told != evidence.told.end()) {
    for (const auto& [sequence, fact] : told->second) {
      if (sequence > position.sequence) break;
      kpi::Count(Counted(fact), counters);
    }
  }
  return counters;
}

void CompareCounters(const Evidence& evidence, const Partition& partition,
                     const kpi::StoredPartition& stored, Check& counted) {
  const auto comparison = kpi::Compare(Expected(evidence, partition, stored.counted->position),
                                       stored.counters, evidence.cut_time);
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
  const bool whole = IsWhole(evidence.logs, kTicketTopic);
  if (!whole) counted.what += " (left out: the first facts are forgotten by now)";
  HeardSequences by_kpi;
  for (const auto& [partition, stored] : evidence.counters) {
    rebuilding.Examine(
        stored.counted.has_value() && !Rebuilding(*stored.counted),
        ToString(partition) + (stored.counted ? " is being counted again" : " has no position"));
    if (!stored.counted) continue;
    by_kpi[partition] = stored.counted->position.sequence;
    if (whole) CompareCounters(evidence, partition, stored, counted);
  }
  JudgePositions(evidence, "classify", evidence.heard_by_classify, positions);
  JudgePositions(evidence, "routing", evidence.heard_by_routing, positions);
  JudgePositions(evidence, "kpi", by_kpi, positions);
  return {positions, rebuilding, counted};
}

}  // namespace recourse::ctl::verify
