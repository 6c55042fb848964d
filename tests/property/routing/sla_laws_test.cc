#include <gtest/gtest.h>

#include <iostream>

#include "tests/support/sla/clocks.h"
#include "tests/support/sla/random_clock.h"

// Laws of calendars and clocks over random calendars, pauses, transfers and changes (E94 to E96).
namespace recourse::routing::sla {
namespace {

constexpr int kRuns = 10'000;

// Runs the law over random calendars, each with a seed of its own that a failure names.
template <typename Law>
void ForRandomCalendars(int runs, const Law& law) {
  std::cout << "RECOURSE_SEED=" << Seed() << " over " << runs << " calendars\n";
  for (int run = 0; run < runs && !::testing::Test::HasFailure(); ++run) {
    Random random(Seed() + static_cast<std::uint64_t>(run));
    SCOPED_TRACE("RECOURSE_SEED=" + std::to_string(Seed() + static_cast<std::uint64_t>(run)));
    const Timestamp around = RandomInstant(random, random.Of(RandomZones()));
    law(random, RandomCalendar(random, around), around);
  }
}

Duration Later(Random& random) { return Duration(random.Upto(21 * 86'400'000LL)); }

Duration SumOf(const std::vector<Interval>& intervals) {
  Duration sum{};
  for (const Interval& each : intervals) sum += each.to - each.from;
  return sum;
}

TEST(SlaLaw, ElapsedIsWhatEveryDateOfItOpens) {
  ForRandomCalendars(kRuns, [](Random& random, const Calendar& calendar, Timestamp around) {
    const Timestamp from = around - Later(random), to = around + Later(random);
    EXPECT_EQ(TimetableOf(calendar).Elapsed(from, to), SumOf(OpenBetween(calendar, from, to)))
        << Spoken(from) << " to " << Spoken(to) << " " << calendar.zone.id;
  });
}

TEST(SlaLaw, DueIsTheEarliestInstantThatHasElapsedSoMuch) {
  ForRandomCalendars(kRuns, [](Random& random, const Calendar& calendar, Timestamp around) {
    const Timetable timetable = TimetableOf(calendar);
    const Duration target = RandomTarget(random);
    const auto due = timetable.Due(around, target).time;
    if (!due) return;
    EXPECT_EQ(timetable.Elapsed(around, *due), target);
    EXPECT_EQ(timetable.Elapsed(around, *due - 1ms), target - 1ms);
  });
}

TEST(SlaLaw, E96_Additivity) {
  ForRandomCalendars(kRuns, [](Random& random, const Calendar& calendar, Timestamp a) {
    const Timetable timetable = TimetableOf(calendar);
    const Timestamp b = a + Later(random), c = b + Later(random);
    EXPECT_EQ(timetable.Elapsed(a, c), timetable.Elapsed(a, b) + timetable.Elapsed(b, c));
    EXPECT_LE(timetable.Elapsed(a, b), b - a);
  });
}

TEST(SlaLaw, OpenFromIsOpenAndEndsWhereItShuts) {
  ForRandomCalendars(kRuns / 10, [](Random& random, const Calendar& calendar, Timestamp from) {
    const Timetable timetable = TimetableOf(calendar);
    const Timestamp limit = from + Later(random);
    std::vector<Interval> found;
    for (Timestamp at = from;;) {
      const auto open = timetable.OpenFrom(at, limit);
      if (!open) break;
      found.push_back(*open);
      at = open->to;
    }
    EXPECT_EQ(found, OpenBetween(calendar, from, limit));
  });
}

TEST(SlaLaw, E95_Monotonicity) {
  ForRandomCalendars(kRuns, [](Random& random, const Calendar& calendar, Timestamp from) {
    const Timetable timetable = TimetableOf(calendar);
    const Duration target = RandomTarget(random);
    const auto due = timetable.Due(from, target).time;
    const auto longer = timetable.Due(from, target + Later(random)).time;
    if (!due || !longer) return;
    EXPECT_GE(*longer, *due);
    Calendar closed = calendar;
    const CivilTime at = ToCivil(calendar.zone, from) + Later(random);
    closed.closures.push_back({at, at + 1min + Later(random), "closure"});
    const auto later = TimetableOf(closed).Due(from, target).time;
    if (later) {
      EXPECT_GE(*later, *due);
    }
  });
}

// A clock's life: pauses, transfers and changes at random instants after its start.
std::vector<ClockEvent> RandomLife(Random& random, Timestamp start, bool same_start) {
  std::vector<ClockEvent> events = {{start, Started{"R", RandomTarget(random), "a"}}};
  Timestamp at = start;
  for (std::int64_t n = random.Upto(8); n > 0; --n) {
    at += random.OneIn(4) ? Duration(0) : Duration(random.Upto(2 * 86'400'000LL));
    const std::string reason = random.OneIn(2) ? "customer" : "vendor";
    const auto mode =
        same_start ? RetargetMode::kRetroactive : static_cast<RetargetMode>(random.Upto(2));
    switch (random.Upto(3)) {
      case 0:
        events.push_back({at, Paused{reason}});
        break;
      case 1:
        events.push_back({at, Resumed{reason}});
        break;
      case 2:
        events.push_back({at, Transferred{random.OneIn(2) ? "R" : "S", "b"}});
        break;
      default:
        events.push_back({at, Retargeted{RandomTarget(random), mode}});
    }
  }
  return events;
}

Calendars TwoCalendars(Random& random, const Calendar& first, Timestamp around) {
  Calendars calendars;
  calendars.Add(first);
  Calendar second = RandomCalendar(random, around);
  second.calendar_id = "S";
  calendars.Add(second);
  return calendars;
}

// The due time counted off by hand from the segments: none while it is paused before it.
std::optional<Timestamp> CountedOff(const std::vector<Segment>& segments, Duration target) {
  Duration consumed{};
  std::optional<Timestamp> due;  // where the target was just used up, unless a pause met it there
  for (const Segment& each : segments) {
    if (each.kind == Segment::Kind::kPaused) {
      if (due && *due == each.from) due.reset();
      continue;
    }
    if (consumed == target && !due) due = each.from;
    if (due && each.to > *due) return due;
    if (each.kind == Segment::Kind::kClosed) continue;
    if (consumed + (each.to - each.from) > target) return each.from + (target - consumed);
    consumed += each.to - each.from;
    if (consumed == target) due = each.to;
  }
  return std::nullopt;
}

TEST(SlaLaw, E94_StoredDueIsTheDueTimeComputedOnReading) {
  ForRandomCalendars(kRuns, [](Random& random, const Calendar& calendar, Timestamp start) {
    const Calendars calendars = TwoCalendars(random, calendar, start);
    const auto events = RandomLife(random, start, true);
    const Account account = Folded(events, calendars);
    // What is stored after the last event, and what a reader finds at a later instant.
    const Outcome stored = Judge(account, calendars, events.back().time);
    const Timestamp until = events.back().time + Later(random);
    const Outcome read = Judge(account, calendars, until);
    EXPECT_EQ(stored.due, read.due);
    const auto counted = CountedOff(Segments(account, calendars, until), account.record.target);
    EXPECT_EQ(read.verdict == Verdict::kMissed, counted.has_value());
    if (counted) {
      EXPECT_EQ(*counted, *read.due.time);
    }
  });
}

TEST(SlaLaw, TheMinutesOfAllHoldersAddUp) {
  ForRandomCalendars(kRuns / 2, [](Random& random, const Calendar& calendar, Timestamp start) {
    const Calendars calendars = TwoCalendars(random, calendar, start);
    const Account account = Folded(RandomLife(random, start, false), calendars);
    const Timestamp until = account.current.from + Later(random);
    Duration running{}, held{}, all{};
    for (const Segment& each : Segments(account, calendars, until)) {
      all += each.to - each.from;
      if (each.kind == Segment::Kind::kRunning) running += each.to - each.from;
    }
    for (const auto& [holder, consumed] : Ledger(account, calendars, until)) held += consumed;
    EXPECT_EQ(held, running);
    EXPECT_EQ(all, until - start);  // segments leave no gap
  });
}

TEST(SlaLaw, ATargetThatComesAndGoesLeavesTheDueTime) {
  ForRandomCalendars(kRuns / 2, [](Random& random, const Calendar& calendar, Timestamp start) {
    const Calendars calendars = TwoCalendars(random, calendar, start);
    auto events = RandomLife(random, start, true);
    const Outcome before = Judge(Folded(events, calendars), calendars, events.back().time);
    const Timestamp at = events.back().time + Later(random);
    const auto target = before.target;
    events.push_back({at, Retargeted{RandomTarget(random), RetargetMode::kRetroactive}});
    events.push_back({at + Later(random), Retargeted{target, RetargetMode::kRetroactive}});
    const Outcome after = Judge(Folded(events, calendars), calendars, events.back().time);
    EXPECT_EQ(before.due, after.due);  // E49
  });
}

TEST(SlaLaw, E95_APauseNeverBringsTheDueTimeForward) {
  ForRandomCalendars(kRuns / 2, [](Random& random, const Calendar& calendar, Timestamp start) {
    const Calendars calendars = TwoCalendars(random, calendar, start);
    const Started started{"R", RandomTarget(random), ""};
    const Timestamp from = start + Later(random), to = from + Later(random);
    const auto plain = Judge(Folded({{start, started}}, calendars), calendars, start).due.time;
    const auto paused =
        Judge(Folded({{start, started}, {from, Paused{"x"}}, {to, Resumed{"x"}}}, calendars),
              calendars, to)
            .due.time;
    if (plain && paused) {
      EXPECT_GE(*paused, *plain);
    }
  });
}

TEST(SlaLaw, WhatIsKnownEarlierIsTheSameAsWhatIsFoldedLater) {
  ForRandomCalendars(kRuns / 10, [](Random& random, const Calendar& calendar, Timestamp start) {
    const Calendars calendars = TwoCalendars(random, calendar, start);
    const auto events = RandomLife(random, start, false);
    Verdict last = Verdict::kRunning;
    for (std::size_t n = 1; n <= events.size(); ++n) {
      const std::vector<ClockEvent> known(events.begin(), events.begin() + std::ptrdiff_t(n));
      const Account account = Folded(known, calendars);
      const Outcome outcome = Judge(account, calendars, known.back().time);
      const bool changed = std::holds_alternative<Retargeted>(known.back().what);
      if (last == Verdict::kMissed && !changed) {
        EXPECT_EQ(outcome.verdict, Verdict::kMissed);
      }
      last = outcome.verdict;
    }
  });
}

}  // namespace
}  // namespace recourse::routing::sla
