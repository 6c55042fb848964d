#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "services/kpi/adapters/tally.h"
#include "services/kpi/domain/audit.h"
#include "services/kpi/domain/duration_bucket.h"
#include "services/kpi/domain/kpi.h"
#include "services/kpi/domain/part.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/ticket_records.h"

namespace recourse::kpi {
namespace {

using Ledger = std::map<std::string, std::int64_t>;

struct History {
  std::vector<RawRecord> records;
  std::vector<ToldTicket> tickets;
  Ledger ledger;
};

History AnyHistory() {
  TicketHistory history(*rc::gen::arbitrary<std::uint64_t>());
  History any;
  const int count = *rc::gen::inRange(0, 300);
  for (int i = 0; i < count; ++i) any.records.push_back(history.Next());
  any.tickets = history.tickets();
  any.ledger = history.ledger();
  return any;
}

History AnyLoops() {
  LoopHistory history(*rc::gen::arbitrary<std::uint64_t>());
  History any;
  const int count = *rc::gen::inRange(0, 200);
  for (int i = 0; i < count; ++i) any.records.push_back(history.Next());
  any.ledger = history.ledger();
  return any;
}

// Both topics, each in its partition.
std::vector<RawRecord> AnyRecords() {
  return *rc::gen::arbitrary<bool>() ? AnyHistory().records : AnyLoops().records;
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

std::vector<pb::ClockStanding> ClocksOf(const ToldTicket& ticket) {
  if (ticket.has_clocks) {
    return {ticket.dimensions.clocks().begin(), ticket.dimensions.clocks().end()};
  }
  pb::ClockStanding clock;
  clock.set_kind(pb::CLOCK_KIND_FIRST_RESPONSE);
  clock.set_state(ticket.dimensions.response_clock());
  return {clock};
}

// What is so now, counted from the tickets' last states and not from the way there.
Cells Recount(const std::vector<ToldTicket>& tickets) {
  Cells cells;
  for (const ToldTicket& ticket : tickets) {
    const pb::Dimensions& d = ticket.dimensions;
    const auto at = [&](Measure measure, int detail = 0) -> std::int64_t& {
      return cells[{measure, d.branch_id(), d.category(), d.region_id(), detail}];
    };
    const bool open =
        d.state() != pb::TICKET_STATE_RESOLVED && d.state() != pb::TICKET_STATE_CLOSED;
    if (open) ++at(Measure::kTicketsOpen);
    if (d.state() == pb::TICKET_STATE_OPEN) ++at(Measure::kTicketsUnassigned);
    if (d.state() == pb::TICKET_STATE_WAITING) ++at(Measure::kTicketsWaiting);
    bool warned = false;
    for (const pb::ClockStanding& clock : ClocksOf(ticket)) {
      warned = warned || clock.state() == pb::CLOCK_STATE_WARNED;
      if (clock.state() != pb::CLOCK_STATE_BREACHED) continue;
      ++at(Measure::kClocksBreachedOpen, clock.kind());
    }
    if (open && warned) ++at(Measure::kTicketsAtRisk);
  }
  return cells;
}

// What happened, over all minutes, by name of the count.
Ledger HappenedIn(const Counters& counters, Bucket::Kind kind) {
  Ledger happened;
  for (const auto& [bucket, cells] : counters) {
    if (bucket.kind != kind) continue;
    for (const auto& [cell, count] : cells) happened[std::string(NameOf(cell.measure))] += count;
  }
  happened.erase("resolutions_settled");
  happened.erase("resolutions_undone");
  return happened;
}

Ledger WithoutZeros(Ledger ledger) {
  std::erase_if(ledger, [](const auto& entry) { return entry.second == 0; });
  return ledger;
}

RC_GTEST_PROP(CountingLaws, WhatIsSoNowIsWhatARecountOfTheTicketsGives, ()) {
  const History history = AnyHistory();
  RC_ASSERT(NowOf(CountersOf(history.records)) == Recount(history.tickets));
}

RC_GTEST_PROP(CountingLaws, WhatHappenedIsWhatTheLedgerOfItsMakerSays, ()) {
  for (const History& history : {AnyHistory(), AnyLoops()}) {
    const Counters counters = CountersOf(history.records);
    const Ledger ledger = WithoutZeros(history.ledger);
    RC_ASSERT(WithoutZeros(HappenedIn(counters, Bucket::Kind::kMinute)) == ledger);
    RC_ASSERT(WithoutZeros(HappenedIn(counters, Bucket::Kind::kHour)) == ledger);
  }
}

// A breach that is revoked is taken out where it was counted, so no count falls below zero.
RC_GTEST_PROP(CountingLaws, NoCountIsEverNegative, ()) {
  Tally tally(Position{});
  for (const RawRecord& record : AnyRecords()) {
    tally.Add(record);
    for (const auto& [bucket, cells] : tally.counters()) {
      for (const auto& [cell, count] : cells) RC_ASSERT(count >= 0);
    }
  }
}

// A count is a sum over single facts: nothing hangs on what was counted before.
RC_GTEST_PROP(CountingLaws, TheOrderOfFactsMakesNoDifference, ()) {
  auto records = AnyRecords();
  const Counters expected = CountersOf(records);
  Counters shuffled;
  std::shuffle(records.begin(), records.end(),
               std::mt19937_64(*rc::gen::arbitrary<std::uint64_t>()));
  for (const RawRecord& record : records) CountFact(record, shuffled);
  RC_ASSERT(Compare(expected, StoredOf(shuffled), Timestamp{}).differences.empty());
}

RC_GTEST_PROP(CountingLaws, ItMakesNoDifferenceWhereBatchesAreCut, ()) {
  const auto records = AnyRecords();
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
  const auto records = AnyRecords();
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

// The backlog has each open ticket once, in the minute in which it was opened.
RC_GTEST_PROP(CountingLaws, TheBacklogIsWhatARecountOfTheOpenTicketsGives, ()) {
  const History history = AnyHistory();
  Cells expected;
  for (const ToldTicket& ticket : history.tickets) {
    const pb::Dimensions& d = ticket.dimensions;
    if (d.state() == pb::TICKET_STATE_RESOLVED || d.state() == pb::TICKET_STATE_CLOSED) continue;
    const auto minute = static_cast<int>(d.open_time().seconds() / 60);
    ++expected[{Measure::kTicketsOpenSince, d.branch_id(), d.category(), d.region_id(), minute}];
  }
  const Counters counters = CountersOf(history.records);
  const auto backlog = counters.find(kBacklogBucket);
  RC_ASSERT((backlog == counters.end() ? Cells{} : backlog->second) == expected);
}

Sums SumsOf(const std::vector<RawRecord>& records) {
  const Counters counters = CountersOf(records);
  Sums sums{NowOf(counters), {}, Timestamp(Duration(1'700'100'000'000))};
  if (counters.contains(kBacklogBucket)) Add(counters.at(kBacklogBucket), sums.now);
  for (const auto& [bucket, cells] : counters) {
    if (bucket.kind == Bucket::Kind::kHour) Add(cells, sums.happened);
  }
  return sums;
}

// What stands behind a number is the number: so much of each count, and nothing else.
RC_GTEST_PROP(CountingLaws, ThePartsOfAMeasureAddUpToItsNumeratorAndDenominator, ()) {
  const Sums sums = SumsOf(AnyRecords());
  KpiQuery query{"", "", Window::kMonth};
  query.clock_kind = static_cast<ClockKind>(*rc::gen::inRange(0, 4));
  query.ces_variant = static_cast<CesVariant>(*rc::gen::inRange(0, 3));
  const Visible all = [](const auto&, const auto&) { return true; };
  Totals totals;
  for (const Cells* cells : {&sums.now, &sums.happened}) {
    for (const auto& [cell, count] : *cells) {
      if (Asked(cell, query)) totals.Add(cell, count);
    }
  }
  for (const Kpi& kpi : KpisOf(sums, query, all)) {
    const auto parts = PartsOf({kpi.name, kpi.provisional}, query, totals, sums.time);
    RC_ASSERT(!parts.empty() || query.clock_kind == ClockKind::kResolution);
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    for (const Part& part : parts) {
      for (const auto& [detail, count] : totals.Details(part.measure)) {
        if (detail < part.first || detail > part.last) continue;
        numerator += part.numerator * count;
        denominator += part.denominator * count;
      }
    }
    RC_ASSERT(numerator == kpi.numerator);
    const bool plain = kpi.denominator == 1 && denominator == 0;
    RC_ASSERT(plain || denominator == kpi.denominator);
  }
}

// Of a percentile the numerator is a rank, and ranks do not add up.
bool IsRank(const std::string& name) { return name.find("_p") != std::string::npos; }

RC_GTEST_PROP(CountingLaws, BranchesAddUpToTheWholeAndSoDoCategories, ()) {
  const Counters counters = CountersOf(AnyRecords());
  Sums sums{NowOf(counters), {}};
  for (const auto& [bucket, cells] : counters) {
    if (bucket.kind == Bucket::Kind::kHour) Add(cells, sums.happened);
  }
  const Visible all = [](const auto&, const auto&) { return true; };
  const auto total = [&](Group group) {
    std::map<std::string, std::int64_t> numerators;
    for (const Kpi& kpi : KpisOf(sums, {"", "", Window::kDay, group}, all)) {
      if (!IsRank(kpi.name)) numerators[kpi.name] += kpi.numerator;
    }
    std::erase_if(numerators, [](const auto& entry) { return entry.second == 0; });
    return numerators;
  };
  for (const Group group :
       {Group::kBranch, Group::kCategory, Group::kBranchAndCategory, Group::kRegion}) {
    RC_ASSERT(total(group) == total(Group::kNone));
  }
}

// The nearest rank over the durations themselves is the definition; buckets are 2 % apart.
RC_GTEST_PROP(CountingLaws, APercentileIsWithinOnePerCentOfTheExactOne, ()) {
  auto durations = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(
          1'000, std::chrono::milliseconds(std::chrono::days(400)).count())));
  DurationCounts counts;
  for (const std::int64_t ms : durations) ++counts[DurationBucketOf(Duration(ms))];
  std::sort(durations.begin(), durations.end());
  for (const int per_cent : {50, 90, 95}) {
    const std::size_t rank = (durations.size() * static_cast<std::size_t>(per_cent) + 99) / 100;
    const double exact = static_cast<double>(durations[rank - 1]) / 1000;
    const auto percentile = PercentileOf(counts, per_cent);
    RC_ASSERT(percentile.has_value());
    RC_ASSERT(std::abs(percentile->seconds - exact) <= 0.01 * exact);
  }
}

RC_GTEST_PROP(CountingLaws, AFieldComesBackAsTheCellItWasMadeOf, ()) {
  const Cell cell{Measure::kClocksMet, *rc::gen::arbitrary<std::string>(),
                  *rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>(),
                  *rc::gen::inRange(0, 1'000)};
  RC_ASSERT(ParseField(FieldOf(cell)) == std::optional<Cell>(cell));
}

}  // namespace
}  // namespace recourse::kpi
