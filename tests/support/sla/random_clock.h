#pragma once

#include <cstdlib>
#include <random>

#include "services/routing/domain/sla/judge.h"
#include "tests/support/sla/calendars.h"

// Random calendars, changes and instants for the laws of the clock. One seed, one run.
namespace recourse::routing::sla {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::int64_t Upto(std::int64_t last) {
    return std::uniform_int_distribution<std::int64_t>(0, last)(engine_);
  }
  bool OneIn(int n) { return Upto(n - 1) == 0; }
  template <typename List>
  const auto& Of(const List& list) {
    return list[static_cast<std::size_t>(Upto(static_cast<std::int64_t>(list.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

// Half and three-quarter hours from UTC, a transition of 30 minutes, a day that was skipped, a zone
// that changes in Ramadan, transitions at midnight, and the plain ones.
inline const std::vector<Zone>& RandomZones() {
  static const std::vector<Zone> zones = [] {
    std::vector<Zone> made;
    for (const char* id :
         {"Asia/Shanghai", "America/New_York", "Europe/London", "Asia/Kolkata", "Asia/Kathmandu",
          "Pacific/Chatham", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
          "America/Havana", "Asia/Beirut", "America/St_Johns", "Antarctica/Troll"}) {
      made.push_back(ZoneOf(id));
    }
    return made;
  }();
  return zones;
}

inline Windows RandomWindows(Random& random) {
  Windows windows;
  for (std::int64_t n = random.Upto(3); n > 0; --n) {
    windows.push_back({random.Upto(95) * 15min, random.OneIn(6) ? kDay : random.Upto(96) * 15min});
  }
  return windows;
}

// The instants lie in a few weeks around `around`, where its changes are dense.
inline Calendar RandomCalendar(Random& random, Timestamp around) {
  Calendar calendar;
  calendar.calendar_id = "R";
  calendar.zone = random.Of(RandomZones());
  for (Windows& windows : calendar.week) windows = RandomWindows(random);
  if (FaultOf(calendar)) calendar.week[0] = {{9h, 18h}};
  const Date first = DateOf(ToCivil(calendar.zone, around)) - std::chrono::days(20);
  for (std::int64_t n = random.Upto(8); n > 0; --n) {
    calendar.holidays.insert(first + std::chrono::days(random.Upto(60)));
  }
  for (std::int64_t n = random.Upto(4); n > 0; --n) {
    calendar.dates[first + std::chrono::days(random.Upto(60))] = RandomWindows(random);
  }
  for (std::int64_t n = random.Upto(2); n > 0; --n) {
    const CivilTime from = first + random.Upto(60 * 96) * 15min;
    calendar.closures.push_back({from, from + (1 + random.Upto(300)) * 15min, ""});
  }
  return calendar;
}

// Near a transition of the zone where it has one, else anywhere in 2005 to 2035.
inline Timestamp RandomInstant(Random& random, const Zone& zone) {
  const Timestamp begin = Utc("2005-01-01 00:00"), end = Utc("2035-01-01 00:00");
  std::vector<Timestamp> near;
  for (const auto& transition : zone.transitions) {
    if (transition.time > begin && transition.time < end) near.push_back(transition.time);
  }
  if (near.empty() || random.OneIn(2)) return begin + Duration(random.Upto((end - begin).count()));
  return random.Of(near) + Duration(random.Upto(4 * 86'400'000) - 2 * 86'400'000);
}

inline Duration RandomTarget(Random& random) {
  static const std::vector<Duration> kTargets = {1ms, 30min, 4h, 8h, 5 * 24h, 15 * 24h};
  return random.OneIn(3) ? Duration(1 + random.Upto(40 * 3'600'000)) : random.Of(kTargets);
}

// Printed by every test of a law, so that a failure can be run again: RECOURSE_SEED=N.
inline std::uint64_t Seed() {
  const char* given = std::getenv("RECOURSE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20260303;
}

}  // namespace recourse::routing::sla
