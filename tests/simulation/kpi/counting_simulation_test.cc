// The real consumer, reader and sink, over a log of both topics and a store that fail and forget,
// under a seed: calls that fail before or after they took effect, a store that loses everything or
// its last moments, repeats, holes that are filled late, strays, two owners, ends of the process.
// At the end the counters are those of the facts, each once, and nothing was ever shown as whole
// that was not.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "tests/support/fake_attempts.h"
#include "tests/support/kpi/counting_process.h"
#include "tests/support/kpi/fake_counting.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {
namespace {

constexpr int kSeeds = 1000;
constexpr int kFaultySteps = 100;
constexpr int kQuietSteps = 40;
constexpr int kLookEvery = 10;  // steps: a look counts everything anew
constexpr std::chrono::milliseconds kStep{700};

// One partition of one topic: what its sender says, and what was said.
struct Spoken {
  Partition partition;
  std::function<RawRecord()> next;
  std::function<RawRecord()> unreadable;
  std::vector<RawRecord> sent{};             // every fact in order
  std::map<Timestamp, std::int64_t> ends{};  // of the log
  std::optional<std::size_t> hole{};         // the first one that the log has not got yet
};

template <typename Event, typename History>
Spoken SpokenBy(History& history) {
  return {history.partition(), [&history] { return history.Next(); },
          [&history] { return history.RecordOf(Event{}); }};
}

class Simulation {
 public:
  // Every other seed has two owners of the partition, as while a process that was taken for dead
  // still runs; then there are no strays, which owners can only tell apart by offset.
  explicit Simulation(unsigned seed)
      : owners_(1 + seed % 2), random_(seed), faults_(&random_, 20), tickets_(seed), loops_(seed) {
    processes_.resize(owners_);
    for (auto& process : processes_) Restart(process);
  }

  void Run() {
    for (int i = 0; i < kFaultySteps; ++i) {
      for (Spoken& spoken : spoken_) Say(spoken);
      Strike();
      for (auto& process : processes_) process->Step();
      clock_.Advance(kStep);
      if (i % kLookEvery != 0) continue;
      for (const Spoken& spoken : spoken_) CheckWhatIsShown(spoken);
    }
    Heal();
    for (int i = 0; i < kQuietSteps; ++i) {
      for (auto& process : processes_) process->Step();
      clock_.Advance(kStep);
    }
    for (const Spoken& spoken : spoken_) CheckTheEnd(spoken);
  }

 private:
  unsigned Below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  Timestamp Wall() { return WallOf(clock_)(); }

  // The sender's side: facts in order, now and then one left out until later, sent again, or
  // something that nobody who keeps the rules wrote.
  void Say(Spoken& spoken) {
    for (unsigned n = Below(6); n > 0; --n) {
      spoken.sent.push_back(spoken.next());
      if (Below(12) == 0 && !spoken.hole) {
        spoken.hole = spoken.sent.size() - 1;
      } else {
        log_.AppendRaw(spoken.sent.back());
      }
    }
    if (Below(15) == 0) SendAgain(spoken);
    if (owners_ == 1 && Below(40) == 0) log_.AppendRaw(StrayIn(spoken.partition));
    if (Below(40) == 0) {
      spoken.sent.push_back(spoken.unreadable());
      log_.AppendRaw(spoken.sent.back());
    }
    spoken.ends[Wall()] = static_cast<std::int64_t>(log_.Records(spoken.partition).size());
  }

  // From the hole, where there is one, as a relay does; else from anywhere.
  void SendAgain(Spoken& spoken) {
    if (spoken.sent.empty()) return;
    const std::size_t from =
        spoken.hole ? *spoken.hole : Below(static_cast<unsigned>(spoken.sent.size()));
    for (std::size_t i = from; i < spoken.sent.size(); ++i) log_.AppendRaw(spoken.sent[i]);
    spoken.hole.reset();
  }

  static RawRecord StrayIn(const Partition& partition) {
    RawRecord stray;
    stray.partition = partition;
    stray.payload = "who wrote this?";
    return stray;
  }

  void Strike() {
    if (Below(8) == 0) counting_.fail_before = static_cast<int>(Below(4));
    if (Below(8) == 0) counting_.fail_after = static_cast<int>(Below(3));
    if (Below(10) == 0) kept_ = counting_.spaces;
    if (Below(25) == 0) counting_.spaces = kept_;
    if (Below(50) == 0) counting_.spaces.clear();
    if (Below(20) == 0) Restart(processes_[Below(owners_)]);
  }

  void Restart(std::unique_ptr<CountingProcess>& process) {
    if (process && Below(2) == 0) process->End();
    process = std::make_unique<CountingProcess>(log_, counting_, attempts_, clock_);
  }

  void Heal() {
    for (Spoken& spoken : spoken_) SendAgain(spoken);
    if (owners_ > 1) {  // the log gives the partition to one
      processes_.resize(1);
      Restart(processes_.front());
    }
    faults_.Stop();
    counting_.fail_before = counting_.fail_after = 0;
  }

  // At any moment the counters are those of the facts up to their own position, and figures are not
  // said to be newer than they are.
  void CheckWhatIsShown(const Spoken& spoken) {
    const FakeCounting::Space& space = counting_.spaces[SpaceOf(spoken.partition)];
    if (!space.counted) return;
    const CountedPosition& counted = *space.counted;
    const Counters expected = CountersOf(spoken.sent, counted.position.sequence);
    const auto comparison = Compare(expected, space.buckets, Timestamp{});
    ASSERT_TRUE(comparison.differences.empty()) << comparison.differences[0].field;
    const auto later = spoken.ends.upper_bound(counted.caught_up_time);
    if (later == spoken.ends.begin()) return;
    ASSERT_GE(counted.position.offset + 1, std::prev(later)->second)
        << "shown as of an instant at which the log had more";
  }

  void CheckTheEnd(const Spoken& spoken) {
    const FakeCounting::Space& space = counting_.spaces[SpaceOf(spoken.partition)];
    ASSERT_TRUE(space.counted);
    ASSERT_EQ(space.counted->position.sequence, static_cast<std::int64_t>(spoken.sent.size()));
    ASSERT_FALSE(Rebuilding(*space.counted))
        << "counted to " << space.counted->position.offset << " of " << space.counted->rebuild_to;
    const auto& records = log_.Records(spoken.partition);
    const auto comparison =
        Compare(CountersOf(records, static_cast<std::int64_t>(spoken.sent.size())), space.buckets,
                Timestamp{});
    ASSERT_TRUE(comparison.differences.empty())
        << comparison.differences[0].field << " " << comparison.differences[0].expected << " "
        << comparison.differences[0].actual;
    for (const auto& process : processes_) ASSERT_TRUE(process->ended().ok()) << process->ended();
    CheckTheAge(*space.counted);
  }

  // Counted to the end, the figures are no older than two looks.
  void CheckTheAge(const CountedPosition& counted) {
    ASSERT_LE(Wall() - counted.caught_up_time, 2 * (kNoteEvery + kStep) + kStep);
  }

  const unsigned owners_;
  std::mt19937 random_;
  testing::Faults faults_;
  TicketHistory tickets_;
  LoopHistory loops_;
  std::vector<Spoken> spoken_{SpokenBy<pb::TicketEvent>(tickets_), SpokenBy<lp::LoopEvent>(loops_)};
  testing::FakeLog log_{{tickets_.partition(), loops_.partition()}, &faults_};
  testing::FakeAttempts attempts_{&faults_};
  testing::ManualClock clock_;
  FakeCounting counting_;
  std::map<CountingSpace, FakeCounting::Space> kept_;
  std::vector<std::unique_ptr<CountingProcess>> processes_;  // last: they use all of the above
};

TEST(CountingSimulation, EveryFactIsCountedOnceWhateverFails) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Simulation(seed).Run();
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace recourse::kpi
