// The real consumer, reader and sink, over a log and a store that fail and forget, under a seed:
// calls that fail before or after they took effect, a store that loses everything or its last
// moments, repeats, holes that are filled late, strays, two owners, ends of the process. At the end
// the counters are those of the facts, each once, and nothing was ever shown as whole that was not.
#include <gtest/gtest.h>

#include <random>

#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "tests/support/fake_attempts.h"
#include "tests/support/kpi/counting_process.h"
#include "tests/support/kpi/fake_counting.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {
namespace {

constexpr int kSeeds = 1000;
constexpr int kFaultySteps = 100;
constexpr int kQuietSteps = 40;
constexpr int kLookEvery = 10;  // steps: a look counts everything anew
constexpr std::chrono::milliseconds kStep{700};

class Simulation {
 public:
  // Every other seed has two owners of the partition, as while a process that was taken for dead
  // still runs; then there are no strays, which owners can only tell apart by offset.
  explicit Simulation(unsigned seed)
      : owners_(1 + seed % 2), random_(seed), faults_(&random_, 20), history_(seed) {
    processes_.resize(owners_);
    for (auto& process : processes_) Restart(process);
  }

  void Run() {
    for (int i = 0; i < kFaultySteps; ++i) {
      Say();
      ends_[Wall()] = static_cast<std::int64_t>(log_.Records(partition_).size());
      Strike();
      for (auto& process : processes_) process->Step();
      clock_.Advance(kStep);
      if (i % kLookEvery == 0) CheckWhatIsShown();
    }
    Heal();
    for (int i = 0; i < kQuietSteps; ++i) {
      for (auto& process : processes_) process->Step();
      clock_.Advance(kStep);
    }
    CheckTheEnd();
  }

 private:
  unsigned Below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  Timestamp Wall() { return WallOf(clock_)(); }

  // The sender's side: facts in order, now and then one left out until later, sent again, or
  // something that nobody who keeps the rules wrote.
  void Say() {
    for (unsigned n = Below(6); n > 0; --n) {
      sent_.push_back(history_.Next());
      if (Below(12) == 0 && !hole_) {
        hole_ = sent_.size() - 1;
      } else {
        log_.AppendRaw(sent_.back());
      }
    }
    if (Below(15) == 0) SendAgain();
    if (owners_ == 1 && Below(40) == 0) log_.AppendRaw(Stray());
    if (Below(40) == 0) {
      pb::TicketEvent unreadable;
      sent_.push_back(history_.RecordOf(unreadable));
      log_.AppendRaw(sent_.back());
    }
  }

  // From the hole, where there is one, as a relay does; else from anywhere.
  void SendAgain() {
    if (sent_.empty()) return;
    const std::size_t from =
        hole_ ? *hole_ : Below(static_cast<unsigned>(sent_.size()));
    for (std::size_t i = from; i < sent_.size(); ++i) log_.AppendRaw(sent_[i]);
    hole_.reset();
  }

  RawRecord Stray() const {
    RawRecord stray;
    stray.partition = partition_;
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
    SendAgain();
    if (owners_ > 1) {  // the log gives the partition to one
      processes_.resize(1);
      Restart(processes_.front());
    }
    faults_.Stop();
    counting_.fail_before = counting_.fail_after = 0;
  }

  // At any moment the counters are those of the facts up to their own position, and figures are not
  // said to be newer than they are.
  void CheckWhatIsShown() {
    const FakeCounting::Space& space = counting_.spaces[SpaceOf(partition_)];
    if (!space.counted) return;
    const CountedPosition& counted = *space.counted;
    const Counters expected = CountersOf(sent_, counted.position.sequence);
    const auto comparison = Compare(expected, space.buckets, Timestamp{});
    ASSERT_TRUE(comparison.differences.empty()) << comparison.differences[0].field;
    const auto later = ends_.upper_bound(counted.caught_up_time);
    if (later == ends_.begin()) return;
    ASSERT_GE(counted.position.offset + 1, std::prev(later)->second)
        << "shown as of an instant at which the log had more";
  }

  void CheckTheEnd() {
    const FakeCounting::Space& space = counting_.spaces[SpaceOf(partition_)];
    ASSERT_TRUE(space.counted);
    ASSERT_EQ(space.counted->position.sequence, static_cast<std::int64_t>(sent_.size()));
    ASSERT_FALSE(Rebuilding(*space.counted)) << "counted to " << space.counted->position.offset
                                             << " of " << space.counted->rebuild_to;
    const auto& records = log_.Records(partition_);
    const auto comparison =
        Compare(CountersOf(records, static_cast<std::int64_t>(sent_.size())), space.buckets,
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
  const Partition partition_{kTicketTopic, 3};
  TicketHistory history_;
  std::vector<RawRecord> sent_;      // every fact in order
  std::map<Timestamp, std::int64_t> ends_;  // of the log
  std::optional<std::size_t> hole_;  // the first one that the log has not got yet
  testing::FakeLog log_{{partition_}, &faults_};
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
