#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "services/kpi/adapters/tally.h"
#include "services/kpi/domain/audit.h"
#include "services/kpi/domain/kpi.h"
#include "tests/support/kpi/ticket_records.h"

namespace recourse::kpi {
namespace {

struct History {
  std::vector<RawRecord> records;
  std::vector<pb::Dimensions> tickets;
};

History AnyHistory() {
  TicketHistory history(*rc::gen::arbitrary<std::uint64_t>());
  History any;
  const int count = *rc::gen::inRange(0, 200);
  for (int i = 0; i < count; ++i) any.records.push_back(history.Next());
  any.tickets = history.tickets();
  return any;
}

Counters CountersOf(const std::vector<RawRecord>& records) {
  Tally tally(Position{});
  for (const RawRecord& record : records) tally.Add(record);
  return tally.counters();
}

Cells NowOf(const Counters& counters) {
  const auto now = counters.find(kNowBucket);
  return now == counters.end() ? Cells{} : now->second;
}

// What is so now, counted from the tickets' last states and not from the way there.
Cells Recount(const std::vector<pb::Dimensions>& tickets) {
  Cells cells;
  for (const auto& ticket : tickets) {
    const auto at = [&](Measure measure) -> std::int64_t& {
      return cells[{measure, ticket.branch_id(), ticket.category(), ticket.region_id()}];
    };
    const bool open = ticket.state() == pb::TICKET_STATE_OPEN ||
                      ticket.state() == pb::TICKET_STATE_TAKEN;
    if (open) ++at(Measure::kTicketsOpen);
    if (open && ticket.response_clock() == pb::CLOCK_STATE_WARNED) ++at(Measure::kTicketsAtRisk);
    if (ticket.response_clock() == pb::CLOCK_STATE_BREACHED) ++at(Measure::kClocksBreachedOpen);
  }
  return cells;
}

RC_GTEST_PROP(CountingLaws, WhatIsSoNowIsWhatARecountOfTheTicketsGives, ()) {
  const History history = AnyHistory();
  RC_ASSERT(NowOf(CountersOf(history.records)) == Recount(history.tickets));
}

RC_GTEST_PROP(CountingLaws, NoCountIsEverNegative, ()) {
  Tally tally(Position{});
  for (const RawRecord& record : AnyHistory().records) {
    tally.Add(record);
    for (const auto& [bucket, cells] : tally.counters()) {
      for (const auto& [cell, count] : cells) RC_ASSERT(count >= 0);
    }
  }
}

RC_GTEST_PROP(CountingLaws, ItMakesNoDifferenceWhereBatchesAreCut, ()) {
  const auto records = AnyHistory().records;
  Counters pieces;
  Position position;
  for (std::size_t i = 0; i < records.size();) {
    Tally tally(position);
    const std::size_t end = std::min(records.size(), i + *rc::gen::inRange<std::size_t>(1, 50));
    for (; i < end; ++i) tally.Add(records[i]);
    for (const auto& [bucket, cells] : tally.counters()) Add(cells, pieces[bucket]);
    position = tally.position();
  }
  const auto comparison = Compare(CountersOf(records), StoredOf(pieces), Timestamp{});
  RC_ASSERT(comparison.differences.empty());
}

RC_GTEST_PROP(CountingLaws, WhatIsSentAgainChangesNothing, ()) {
  const auto records = AnyHistory().records;
  std::vector<RawRecord> log;
  for (std::size_t i = 0; i < records.size();) {  // now and then the sender goes back
    log.push_back(records[i]);
    log.back().offset = static_cast<std::int64_t>(log.size()) - 1;
    const bool back = *rc::gen::inRange(0, 10) == 0;
    i = back ? i - *rc::gen::inRange<std::size_t>(0, i + 1) : i + 1;
    if (log.size() > 2000) break;
  }
  std::int64_t last = 0;
  for (const RawRecord& record : log) last = std::max(last, record.place.sequence);
  const std::vector<RawRecord> once(records.begin(),
                                    records.begin() + static_cast<std::ptrdiff_t>(last));
  RC_ASSERT(CountersOf(log) == CountersOf(once));
}

RC_GTEST_PROP(CountingLaws, BranchesAddUpToTheWholeAndSoDoCategories, ()) {
  const Counters counters = CountersOf(AnyHistory().records);
  Sums sums{NowOf(counters), {}};
  for (const auto& [bucket, cells] : counters) {
    if (bucket.kind == Bucket::Kind::kHour) Add(cells, sums.happened);
  }
  const Visible all = [](const auto&, const auto&) { return true; };
  const auto total = [&](Group group) {
    std::map<std::string, std::int64_t> numerators;
    for (const Kpi& kpi : KpisOf(sums, {"", "", Window::kDay, group}, all)) {
      numerators[kpi.name] += kpi.numerator;
    }
    std::erase_if(numerators, [](const auto& entry) { return entry.second == 0; });
    return numerators;
  };
  for (const Group group : {Group::kBranch, Group::kCategory, Group::kBranchAndCategory}) {
    RC_ASSERT(total(group) == total(Group::kNone));
  }
}

RC_GTEST_PROP(CountingLaws, AFieldComesBackAsTheCellItWasMadeOf, ()) {
  const Cell cell{Measure::kClocksMet, *rc::gen::arbitrary<std::string>(),
                  *rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()};
  RC_ASSERT(ParseField(FieldOf(cell)) == std::optional<Cell>(cell));
}

}  // namespace
}  // namespace recourse::kpi
