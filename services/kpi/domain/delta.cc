#include "services/kpi/domain/delta.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/kpi/domain/duration_bucket.h"

namespace recourse::kpi {
namespace {

bool IsOpen(const Dimensions& d) {
  return d.state == TicketState::kOpen || d.state == TicketState::kTaken ||
         d.state == TicketState::kWaiting;
}
bool IsResolved(const Dimensions& d) { return d.state == TicketState::kResolved; }

// Older facts know the first response only.
std::vector<Clock> ClocksOf(const Dimensions& d) {
  if (!d.clocks.empty()) return d.clocks;
  return {{ClockKind::kFirstResponse, 1, d.response_clock}};
}

bool AnyWarned(const std::vector<Clock>& clocks) {
  return std::any_of(clocks.begin(), clocks.end(),
                     [](const Clock& clock) { return clock.state == ClockState::kWarned; });
}

Cell CellOf(Measure measure, const Dimensions& d, int detail = 0) {
  return {measure, d.branch_id, d.category, d.region_id, detail};
}
Cell CellOf(Measure measure, const Dimensions& d, ClockKind kind) {
  return CellOf(measure, d, static_cast<int>(kind));
}

// A time that no detail can hold is of nobody who keeps the rules.
int DetailOf(std::int64_t minute) {
  return static_cast<int>(std::clamp<std::int64_t>(minute, 0, std::numeric_limits<int>::max()));
}

// One ticket's part in what is so now.
void AddStanding(const Dimensions& d, std::int64_t sign, Cells& standing) {
  const auto clocks = ClocksOf(d);
  const auto so = [&](Measure measure, bool is_so) {
    if (is_so) standing[CellOf(measure, d)] += sign;
  };
  so(Measure::kTicketsOpen, IsOpen(d));
  so(Measure::kTicketsUnassigned, d.state == TicketState::kOpen);
  so(Measure::kTicketsWaiting, d.state == TicketState::kWaiting);
  so(Measure::kTicketsAtRisk, IsOpen(d) && AnyWarned(clocks));
  for (const Clock& clock : clocks) {
    if (clock.state != ClockState::kBreached) continue;
    standing[CellOf(Measure::kClocksBreachedOpen, d, clock.kind)] += sign;
  }
  if (!IsOpen(d) || !d.open_time) return;
  const std::int64_t minute = MinuteOf(*d.open_time).index;
  standing[CellOf(Measure::kTicketsOpenSince, d, DetailOf(minute))] += sign;
}

Clock Before(const Clock& clock, const std::vector<Clock>& before) {
  for (const Clock& each : before) {
    if (each.kind == clock.kind && each.cycle == clock.cycle) return each;
  }
  return {clock.kind, clock.cycle};
}

// A clock that finished; where the fact corrects its verdict, the other one is taken back. A clock
// that runs again takes nothing back: what was kept then was kept. What a changed target made late
// has no verdict for anybody.
void AddVerdicts(const Dimensions& before, const Dimensions& after, Cells& cells) {
  const auto earlier = ClocksOf(before);
  const auto add = [&](const Clock& clock, std::int64_t sign) {
    if (clock.state == ClockState::kMet) {
      cells[CellOf(Measure::kClocksMet, after, clock.kind)] += sign;
    }
    if (clock.state != ClockState::kMissed || clock.excused) return;
    cells[CellOf(Measure::kClocksMissed, after, clock.kind)] += sign;
  };
  for (const Clock& clock : ClocksOf(after)) {
    const Clock was = Before(clock, earlier);
    if (clock.state == was.state) continue;
    if (clock.state != ClockState::kMet && clock.state != ClockState::kMissed) continue;
    add(clock, +1);
    add(was, -1);
  }
}

Measure MeasureOf(DurationKind kind) {
  switch (kind) {
    case DurationKind::kNextResponse:
      return Measure::kNextResponseTime;
    case DurationKind::kResolution:
      return Measure::kResolutionTime;
    case DurationKind::kFirstResponse:
    default:
      return Measure::kFirstResponseTime;
  }
}

Measure BreachMeasureOf(const TicketEvent& event) {
  return event.excused ? Measure::kClocksBreachedByChange : Measure::kClocksBreached;
}

// What happened by this fact, when it was recorded.
Cells HappenedIn(const TicketEvent& event) {
  const Dimensions none;
  const Dimensions& before = event.before ? *event.before : none;
  const Dimensions& after = event.after;
  Cells cells;
  const auto happened = [&](Measure measure, bool so) {
    if (so) cells[CellOf(measure, after)] = 1;
  };
  const bool opened = event.kind == FactKind::kOpened;
  const bool joined = event.kind == FactKind::kJoined;
  happened(Measure::kFeedbackReceived, opened || joined || event.kind == FactKind::kRecorded);
  happened(Measure::kTicketsOpened, opened || event.kind == FactKind::kSplitOff);
  happened(Measure::kContactsRepeated, joined || event.kind == FactKind::kJoinedLater);
  happened(Measure::kTicketsResolved, IsResolved(after) && !IsResolved(before));
  happened(Measure::kTicketsReopened, event.kind == FactKind::kReopened);
  if (event.kind == FactKind::kClockBreached) {
    cells[CellOf(BreachMeasureOf(event), after, event.clock_kind)] = 1;
  }
  if (event.kind == FactKind::kResolutionConfirmed) {
    cells[CellOf(Measure::kResolutionsConfirmed, after, event.first_contact ? 1 : 0)] = 1;
  }
  AddVerdicts(before, after, cells);
  for (const EndedDuration& ended : event.durations_ended) {
    ++cells[CellOf(MeasureOf(ended.kind), after, DurationBucketOf(ended.duration))];
  }
  return cells;
}

// What this fact says of an earlier one, when that was counted. A fact that does not tell when that
// was corrects at its own time; one that cannot be placed at all settles nothing. A breach that is
// revoked after a transfer is taken out at the new branch: the fact knows no other.
Cells CorrectedBy(const TicketEvent& event) {
  Cells cells;
  if (event.kind == FactKind::kClockBreachRevoked) {
    cells[CellOf(BreachMeasureOf(event), event.after, event.clock_kind)] = -1;
  }
  if (event.kind == FactKind::kReopened) {
    cells[CellOf(Measure::kResolutionsUndone, event.before.value_or(event.after))] = 1;
  }
  if (event.kind == FactKind::kResolutionConfirmed && event.origin_time) {
    cells[CellOf(Measure::kResolutionsSettled, event.after)] = 1;
  }
  return cells;
}

void AddHappening(Timestamp time, Cells cells, Deltas& deltas) {
  if (!cells.empty()) deltas.happenings.push_back({time, std::move(cells)});
}

// As Add; what cancels out is no change, and is not written.
void AddPruning(const Bucket& bucket, const Cell& cell, std::int64_t count, Counters& counters) {
  Cells& cells = counters[bucket];
  const auto place = cells.try_emplace(cell, 0).first;
  place->second += count;
  if (place->second == 0) cells.erase(place);
  if (cells.empty()) counters.erase(bucket);
}

bool IsHeard(const Standing& standing) {
  return standing.closed &&
         (standing.verdict == Verdict::kHeardGood || standing.verdict == Verdict::kHeardBad);
}
bool IsUnheard(const Standing& standing) {
  return standing.closed && standing.verdict == Verdict::kUnheard;
}

}  // namespace

Deltas DeltasOf(const TicketEvent& event) {
  Deltas deltas;
  if (event.before) AddStanding(*event.before, -1, deltas.standing);
  AddStanding(event.after, +1, deltas.standing);
  std::erase_if(deltas.standing, [](const auto& entry) { return entry.second == 0; });
  AddHappening(event.recorded_time, HappenedIn(event), deltas);
  AddHappening(event.origin_time.value_or(event.recorded_time), CorrectedBy(event), deltas);
  return deltas;
}

Deltas DeltasOf(const LoopEvent& event) {
  Cells cells;
  const auto change = [&](Measure measure, bool before, bool after, int detail = 0) {
    if (before == after) return;
    cells[{measure, event.branch_id, event.category, event.region_id, detail}] += after ? 1 : -1;
  };
  change(Measure::kLoopsHeard, IsHeard(event.before), IsHeard(event.after));
  change(Measure::kLoopsUnheard, IsUnheard(event.before), IsUnheard(event.after));
  if (const auto& answer = event.answer) {
    if (answer->csat) change(Measure::kCsat, false, true, *answer->csat);
    if (answer->nps) change(Measure::kNps, false, true, *answer->nps);
    if (answer->ces) change(Measure::kCes, false, true, *answer->ces);
    const Recovery before = answer->recovery_before;
    const Recovery after = answer->recovery_after;
    change(Measure::kCustomersRecovered, before == Recovery::kRecovered,
           after == Recovery::kRecovered);
    change(Measure::kCustomersNotRecovered, before == Recovery::kNotRecovered,
           after == Recovery::kNotRecovered);
  }
  Deltas deltas;
  AddHappening(event.recorded_time, std::move(cells), deltas);
  return deltas;
}

void Count(const Deltas& deltas, Counters& counters) {
  for (const auto& [cell, count] : deltas.standing) {
    const bool backlog = cell.measure == Measure::kTicketsOpenSince;
    AddPruning(backlog ? kBacklogBucket : kNowBucket, cell, count, counters);
  }
  for (const Happening& happening : deltas.happenings) {
    Add(happening.cells, counters[MinuteOf(happening.time)]);
    Add(happening.cells, counters[HourOf(happening.time)]);
  }
}

void CountUnreadable(Counters& counters) {
  ++counters[kNowBucket][{Measure::kRecordsUnreadable, "", "", ""}];
}

}  // namespace recourse::kpi
