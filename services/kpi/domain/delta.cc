#include "services/kpi/domain/delta.h"

namespace recourse::kpi {
namespace {

bool IsOpen(const Dimensions& d) {
  return d.state == TicketState::kOpen || d.state == TicketState::kTaken;
}
bool IsAtRisk(const Dimensions& d) {
  return IsOpen(d) && d.response_clock == ClockState::kWarned;
}
bool IsBreachedOpen(const Dimensions& d) { return d.response_clock == ClockState::kBreached; }
bool IsResolved(const Dimensions& d) { return d.state == TicketState::kResolved; }
bool IsMet(const Dimensions& d) { return d.response_clock == ClockState::kMet; }
bool IsMissed(const Dimensions& d) { return d.response_clock == ClockState::kMissed; }

Cell CellOf(Measure measure, const Dimensions& d) {
  return {measure, d.branch_id, d.category, d.region_id};
}

// One ticket's part in what is so now.
void AddNow(const Dimensions& d, std::int64_t sign, Cells& now) {
  if (IsOpen(d)) now[CellOf(Measure::kTicketsOpen, d)] += sign;
  if (IsAtRisk(d)) now[CellOf(Measure::kTicketsAtRisk, d)] += sign;
  if (IsBreachedOpen(d)) now[CellOf(Measure::kClocksBreachedOpen, d)] += sign;
}

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
  happened(Measure::kTicketsOpened, opened);
  happened(Measure::kContactsRepeated, joined);
  happened(Measure::kClocksBreached, event.kind == FactKind::kClockBreached);
  happened(Measure::kTicketsResolved, IsResolved(after) && !IsResolved(before));
  happened(Measure::kClocksMet, IsMet(after) && !IsMet(before));
  happened(Measure::kClocksMissed, IsMissed(after) && !IsMissed(before));
  return cells;
}

// As Add; what cancels out is no change, and is not written.
void AddPruning(const Cells& more, Counters& counters) {
  Cells& cells = counters[kNowBucket];
  for (const auto& [cell, count] : more) {
    const auto place = cells.try_emplace(cell, 0).first;
    place->second += count;
    if (place->second == 0) cells.erase(place);
  }
  if (cells.empty()) counters.erase(kNowBucket);
}

}  // namespace

void Count(const TicketEvent& event, Counters& counters) {
  Cells now;
  if (event.before) AddNow(*event.before, -1, now);
  AddNow(event.after, +1, now);
  AddPruning(now, counters);
  const Cells happened = HappenedIn(event);
  if (happened.empty()) return;
  Add(happened, counters[MinuteOf(event.recorded_time)]);
  Add(happened, counters[HourOf(event.recorded_time)]);
}

void CountUnreadable(Counters& counters) {
  ++counters[kNowBucket][{Measure::kRecordsUnreadable, "", "", ""}];
}

}  // namespace recourse::kpi
