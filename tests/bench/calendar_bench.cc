#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "services/common/process/zone_source.h"
#include "services/routing/domain/sla/timetable.h"
#include "tests/bench/absl_calendar.h"

// What a due time and an elapsed time cost, ahead by 30 minutes, 15 days and 400 days, with 0 to 40
// holidays, in a zone with transitions; beside absl's civil time doing the same.
namespace recourse::bench {
namespace {

using namespace std::chrono_literals;  // NOLINT: the tables read better
using routing::sla::Calendar;
using routing::sla::Timetable;

constexpr std::size_t kInstants = 4096;

// Opens nine hours on working days with an hour for lunch; the holidays lie in the span.
Calendar MakeCalendar(int holidays) {
  Calendar calendar;
  calendar.zone = *LoadZone("America/New_York");
  for (std::size_t day = 0; day < 5; ++day) calendar.week[day] = {{9h, 12h}, {13h, 18h}};
  const Date first{std::chrono::local_days(std::chrono::year(2026) / 1 / 7)};
  for (int i = 0; i < holidays; ++i) calendar.holidays.insert(first + std::chrono::days(i * 10));
  return calendar;
}

// Permitted time that reaches about so far ahead in it.
Duration TargetFor(std::int64_t minutes) {
  return minutes == 30 ? Duration(30min) : Duration(std::chrono::minutes(minutes) * 40 / 168);
}

std::vector<std::int64_t> Instants() {
  std::mt19937_64 random(20260303);
  std::vector<std::int64_t> instants(kInstants);
  for (auto& each : instants) {
    each = 1767225600000 + static_cast<std::int64_t>(random() % (60ULL * 86'400'000));
  }
  return instants;
}

Timestamp At(std::int64_t ms) { return Timestamp(Duration(ms)); }

struct Ours {
  explicit Ours(const Calendar& calendar)
      : timetable(std::get<Timetable>(Timetable::Of(calendar))) {}
  std::int64_t Due(std::int64_t from, Duration target) const {
    return timetable.Due(At(from), target).time->time_since_epoch().count();
  }
  std::int64_t Elapsed(std::int64_t from, std::int64_t to) const {
    return timetable.Elapsed(At(from), At(to)).count();
  }
  Timetable timetable;
};

struct Absl {
  explicit Absl(const Calendar& made) : calendar(made) {}
  std::int64_t Due(std::int64_t from, Duration target) const {
    return calendar.Due(from, target.count());
  }
  std::int64_t Elapsed(std::int64_t from, std::int64_t to) const {
    return calendar.Elapsed(from, to);
  }
  AbslCalendar calendar;
};

template <typename Engine>
void Due(benchmark::State& state) {
  const Engine engine(MakeCalendar(static_cast<int>(state.range(1))));
  const Duration target = TargetFor(state.range(0));
  const auto instants = Instants();
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(engine.Due(instants[next++ % kInstants], target));
  }
}

template <typename Engine>
void Elapsed(benchmark::State& state) {
  const Engine engine(MakeCalendar(static_cast<int>(state.range(1))));
  const std::int64_t span = state.range(0) * 60'000;
  const auto instants = Instants();
  std::size_t next = 0;
  for (auto _ : state) {
    const std::int64_t from = instants[next++ % kInstants];
    benchmark::DoNotOptimize(engine.Elapsed(from, from + span));
  }
}

void Compile(benchmark::State& state) {
  const Calendar calendar = MakeCalendar(static_cast<int>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(Timetable::Of(calendar));
}

void Spans(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t minutes : {30, 15 * 1440, 400 * 1440}) {
    for (const std::int64_t holidays : {0, 10, 40}) benchmark->Args({minutes, holidays});
  }
  benchmark->ArgNames({"minutes_ahead", "holidays"});
}

BENCHMARK(Due<Ours>)->Apply(Spans);
BENCHMARK(Elapsed<Ours>)->Apply(Spans);
BENCHMARK(Due<Absl>)->Apply(Spans);
BENCHMARK(Elapsed<Absl>)->Apply(Spans);
BENCHMARK(Compile)->Args({0, 40})->ArgNames({"", "holidays"});

// A figure counts only for the right answer.
void RequireEqual() {
  for (const int holidays : {0, 40}) {
    const Calendar calendar = MakeCalendar(holidays);
    const Ours ours(calendar);
    const Absl absl(calendar);
    for (const std::int64_t from : Instants()) {
      for (const Duration target : {Duration(30min), TargetFor(15 * 1440)}) {
        const std::int64_t due = ours.Due(from, target);
        if (due == absl.Due(from, target) && ours.Elapsed(from, due) == absl.Elapsed(from, due)) {
          continue;
        }
        std::fprintf(stderr, "the two disagree from %lld: nothing is measured\n",
                     static_cast<long long>(from));
        std::exit(1);
      }
    }
  }
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  recourse::bench::RequireEqual();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
