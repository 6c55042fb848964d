// The real sender and handler between a faulty store and a faulty world, under a seed. Calls of the
// store fail before and after they took effect; two processes share the effects and die at any
// point: before and after a claim, before connecting, after the world has seen it, before and after
// the result is kept; one is held up in the middle of a sending while its lease runs out and the
// other goes on; servers refuse for now, refuse for good, or take it and say nothing; some effects
// expire; a person has some sent again, or says what became of them; and now and then a domain
// wants none of its effects sent any more.
//
// Whatever happens: the world sees no effect twice but by a person's wish; what may have been seen
// is never tried again by itself; nothing is begun once it is not wanted; none is lost; and the
// domain hears of each how it ended, once.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "services/common/runtime/effect_sender.h"
#include "services/common/runtime/handler.h"
#include "tests/support/fake_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/notice_domain.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::Faults;
using testing::Notice;
using Kind = SendOutcome::Kind;

constexpr unsigned kSeeds = 2'000;
constexpr int kDecisions = 12;
constexpr int kStepsMax = 20'000;
constexpr int kHopeless = 5;  // each so many-th effect is refused for now, for ever

struct ProcessEnds {};

// The oracle: what the world saw and what the domain heard, told apart by the person's wishes.
struct Ledger {
  struct Entry {
    int number = 0;
    std::vector<std::string> heard;      // facts and `resent`, in the order of their commits
    std::map<int, int> seen_by_round;    // a round ends when a person has it sent again
    std::map<std::int64_t, int> rounds;  // of a term
    std::map<int, bool> in_doubt;        // of a round: a sender died or was silent in the sending
    bool settled = false;
    int round = 0;
  };
  std::map<EffectId, Entry> entries;

  void Decided(EffectId id, int number) { entries[id].number = number; }
  void Claimed(const ClaimedEffect& claimed) {
    Entry& entry = entries.at(claimed.id);
    EXPECT_EQ(entry.seen_by_round[entry.round], 0) << "claimed after it was seen";
    EXPECT_FALSE(entry.in_doubt[entry.round]) << "claimed though it may have been seen";
    entry.rounds[claimed.term] = entry.round;
  }
  int RoundOf(const ClaimedEffect& claimed) { return entries.at(claimed.id).rounds[claimed.term]; }
  void Seen(const ClaimedEffect& claimed) {
    ++entries.at(claimed.id).seen_by_round[RoundOf(claimed)];
  }
  void InDoubt(const ClaimedEffect& claimed) {
    entries.at(claimed.id).in_doubt[RoundOf(claimed)] = true;
  }
  void Resent(EffectId id) {
    Entry& entry = entries.at(id);
    entry.heard.push_back("resent");
    ++entry.round;
  }
};

class World;

// One way out, at which anything may happen.
class WorldParcel final : public Parcel {
 public:
  WorldParcel(World& world, const ClaimedEffect& claimed)
      : world_(world), claimed_(claimed), message_id_("<" + ToString(claimed.id) + ">") {}
  const std::string& message_id() const override { return message_id_; }
  SendOutcome Send(const std::stop_token& stop) override;

 private:
  World& world_;
  const ClaimedEffect claimed_;
  const std::string message_id_;
};

// What a process calls may end it, before and after.
class FragileStore final : public EffectStore {
 public:
  FragileStore(World& world, EffectStore& store) : world_(world), store_(store) {}
  Status TakeOver(const std::string& owner) override;
  StatusOr<std::optional<ClaimedEffect>> Claim(const std::string& owner,
                                               const std::vector<EffectLane>& full,
                                               Duration lease) override;
  StatusOr<bool> Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                         const std::string& reason, const std::string& detail) override;
  StatusOr<std::vector<LapsedEffect>> Lapsed(int limit) override { return store_.Lapsed(limit); }
  StatusOr<EffectCounts> Count() override { return store_.Count(); }
  Status Forget(int days) override { return store_.Forget(days); }

 private:
  World& world_;
  EffectStore& store_;
};

class FragileCourier final : public Courier {
 public:
  explicit FragileCourier(World& world) : world_(world) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override;

 private:
  World& world_;
};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    store_.now = Timestamp(std::chrono::hours(1'000));
    store_.on_commit = [this](const Changes<Notice>& changes) { Committed(changes); };
    store_.on_resent = [this](EffectId id) { ledger.Resent(id); };
    for (std::size_t i = 0; i < 2; ++i) NewProcess(i, false);
  }

  void Run() {
    int decided = 0;
    for (int step = 0; decided < kDecisions || Chance(100) != 0; ++step) {
      ASSERT_LT(step, kStepsMax) << "no progress";
      if (decided < kDecisions && Chance(6) == 0) Decide(++decided);
      Act();
    }
    faults_.Stop();
    for (int step = 0; !Done(); ++step) {
      ASSERT_LT(step, kStepsMax) << "no end";
      Pass(std::chrono::minutes(30));
      StepProcess(static_cast<std::size_t>(step) % 2);
    }
    CheckTruth();
  }

  // Knobs for what the processes meet.
  unsigned Chance(unsigned one_in) { return static_cast<unsigned>(random_()) % one_in; }
  void MayEnd() {
    if (faults_.active() && Chance(60) == 0) throw ProcessEnds{};
  }
  // Held up in the middle of something, while the clock goes on and the other process too.
  void MayBeHeldUp() {
    if (held_up_ || !faults_.active() || Chance(8) != 0) return;
    held_up_ = true;
    Pass(std::chrono::minutes(Chance(12)));
    for (unsigned i = Chance(10); i > 0; --i) {
      if (Chance(3) == 0) {
        ActAsPerson();
      } else {
        StepProcess(1 - stepping_);
      }
    }
    held_up_ = false;
  }
  bool MayFail() { return faults_.active() && Chance(3) == 0; }
  bool Hopeless(const ClaimedEffect& claimed) {
    return std::stoi(claimed.effect.parameters.at("number")) % kHopeless == 0;
  }
  void CheckCommitted(const ClaimedEffect& claimed, const std::string& message_id) {
    const auto& row = store_.effects.at(claimed.id);
    EXPECT_GE(row.term, claimed.term) << "sent without the store's word";
    EXPECT_EQ(row.message_id, message_id) << "sent under a name that was not kept";
  }
  Ledger ledger;

 private:
  struct Process {
    std::string name;
    bool taken_over = false;
    std::unique_ptr<EffectSender> sender;
  };

  void NewProcess(std::size_t who, bool same_name) {
    Process& process = processes_[who];
    if (!same_name) process.name = "notice-" + std::to_string(++lives_);
    process.taken_over = false;
    EffectOptions options{"notice", process.name};
    options.clock = clock_.Reader();
    options.wait = [this](const std::stop_token&, std::chrono::milliseconds wait) {
      Pass(wait);
      MayEnd();
      return true;
    };
    options.crash = [](const Status& status) {
      ASSERT_EQ(DispositionOf(status.code()), Disposition::kRetry) << status;
    };
    process.sender = std::make_unique<EffectSender>(
        fragile_store_, fragile_courier_,
        EffectHandling{[this](const EffectBeginning& beginning) { return Begin(beginning); },
                       [this](const EffectConclusion& conclusion) { return Conclude(conclusion); }},
        options);
  }

  StatusOr<BeginAnswer> Begin(const EffectBeginning& beginning) {
    MayEnd();
    MayBeHeldUp();
    const bool unwanted = stopped_.contains(beginning.effect.key);
    auto begun = handler_.BeginEffect(beginning);
    MayBeHeldUp();
    if (!begun.ok() || *begun != BeginAnswer::kBegun) return begun;
    EXPECT_FALSE(unwanted) << "begun though it was not wanted any more";
    try {
      MayEnd();
    } catch (const ProcessEnds&) {
      ledger.InDoubt({beginning.id, beginning.effect, beginning.term, 0, {}});
      throw;
    }
    return begun;
  }

  StatusOr<bool> Conclude(const EffectConclusion& conclusion) {
    MayEnd();
    auto concluded = handler_.Conclude(conclusion);
    MayEnd();
    return concluded;
  }

  void Committed(const Changes<Notice>& changes) {
    for (const auto& [id, fact] : changes.facts) {
      if (fact.what == "stopped") stopped_.insert(fact.key.uuid());
    }
    for (const auto& [id, effect] : changes.effects) {
      ledger.Decided(id, std::stoi(effect.parameters.at("number")));
    }
    for (const EffectConclusion& conclusion : changes.conclusions) {
      ledger.entries.at(conclusion.result.effect_id)
          .heard.push_back(std::string(NameOf(conclusion.result.outcome)));
    }
  }

  // Whoever asks for something repeats it until he is answered.
  void Decide(int decision) {
    std::vector<Effect> effects;
    for (unsigned i = 1 + Chance(2); i > 0; --i) {
      effects.push_back(Notice::MailOf(decision % 3, ++numbers_));
      if (Chance(6) == 0) effects.back().expire_time = store_.now + std::chrono::hours(Chance(6));
    }
    const Command<Notice> command{RequestId(NamedUuid(kRecourseSpace, std::to_string(decision))),
                                  "d",
                                  {Notice::KeyOf(decision % 3), effects}};
    while (!handler_.Execute({command}).ok()) {
    }
  }

  // The domain of one key wants nothing sent any more.
  void Stop() {
    const int key = static_cast<int>(Chance(3));
    const Command<Notice> command{
        RequestId(NamedUuid(kRecourseSpace, "stop " + std::to_string(key))),
        "d",
        {Notice::KeyOf(key), {}, {}, true}};
    while (!handler_.Execute({command}).ok()) {
    }
  }

  void Act() {
    Pass(std::chrono::seconds(Chance(120)));
    if (Chance(150) == 0) Stop();
    if (Chance(12) == 0) {
      ActAsPerson();
    } else {
      StepProcess(Chance(2));
    }
  }

  void ActAsPerson() {
    for (const auto& [id, row] : store_.effects) {
      if (Chance(4) != 0) continue;
      if (Chance(2) == 0 && testing::MayBeResent(store_.effects, id)) return Resend(id, row);
      if (row.state == EffectState::kUnknown) return Settle(id, row);
    }
  }
  void Resend(EffectId id, const testing::FakeEffect& row) {
    const bool unwanted = stopped_.contains(row.effect.key);
    const auto resent = handler_.ResendEffect(id, row.effect, "by a person");
    EXPECT_FALSE(unwanted && resent.ok() && *resent == ResendAnswer::kResent)
        << "sent again though it was not wanted any more";
  }
  void Settle(EffectId id, const testing::FakeEffect& row) {
    const auto outcome = Chance(2) == 0 ? EffectOutcome::kDelivered : EffectOutcome::kFailed;
    ledger.entries.at(id).settled = true;
    (void)handler_.Conclude({{id, row.effect, outcome, "settled", row.attempt_count},
                             row.term,
                             Witness::kPerson,
                             "by a person"});
  }

  // A look of the loop (runtime/effects.cc), as far as the process lives.
  void StepProcess(std::size_t who) {
    const std::size_t before = std::exchange(stepping_, who);
    try {
      Look(processes_[who]);
    } catch (const ProcessEnds&) {
      NewProcess(who, Chance(2) == 0);
    }
    stepping_ = before;
  }
  void Look(Process& process) {
    if (!process.taken_over && !fragile_store_.TakeOver(process.name).ok()) return;
    process.taken_over = true;
    if (!process.sender->Sweep().ok()) return;
    const auto claimed = fragile_store_.Claim(process.name, {}, EffectSender::kPrepareLease);
    if (claimed.ok() && *claimed) process.sender->Attempt(**claimed, {});
  }

  void Pass(Duration duration) {
    store_.now += duration;
    clock_.Advance(duration);
  }

  bool Done() {
    for (const auto& [id, row] : store_.effects) {
      if (row.state != EffectState::kUnknown && row.state != EffectState::kDelivered &&
          row.state != EffectState::kFailed) {
        return false;
      }
    }
    return true;
  }

  void CheckTruth() {
    EXPECT_EQ(ledger.entries.size(), static_cast<std::size_t>(numbers_)) << "decided and lost";
    EXPECT_EQ(store_.effects.size(), ledger.entries.size());
    for (const auto& [id, entry] : ledger.entries) {
      SCOPED_TRACE("effect " + std::to_string(entry.number));
      CheckSeen(entry);
      CheckHeard(entry, store_.effects.at(id).state);
    }
    CheckFacts();
  }

  void CheckSeen(const Ledger::Entry& entry) {
    int seen = 0;
    for (const auto& [round, count] : entry.seen_by_round) {
      EXPECT_LE(count, 1) << "seen twice, and no person asked for it";
      seen += count;
    }
    const bool delivered =
        std::find(entry.heard.begin(), entry.heard.end(), "delivered") != entry.heard.end();
    if (entry.settled) return;  // a person may be wrong
    if (delivered) {
      EXPECT_GE(seen, 1) << "delivered and never seen";
    }
    if (entry.heard.back() == "failed") {
      EXPECT_EQ(entry.seen_by_round.at(entry.round), 0) << "failed and seen all the same";
    }
  }

  // What may follow what, and that it came to an end that is the row's.
  void CheckHeard(const Ledger::Entry& entry, EffectState state) {
    std::string at = "open";
    for (const std::string& next : entry.heard) {
      const bool resent = next == "resent" && (at == "unknown" || at == "failed");
      const bool ended = next != "resent" && (at == "open" || (at == "unknown" && next != at));
      ASSERT_TRUE(resent || ended) << next << " after " << at;
      at = resent ? "open" : next;
    }
    EXPECT_EQ(at, NameOf(state));
  }

  // The facts are the same story: each told under an id of its own.
  void CheckFacts() {
    std::set<FactId> ids;
    std::map<std::string, int> facts;
    std::map<std::string, int> heard;
    for (const auto& [id, fact] : store_.outbox) {
      EXPECT_TRUE(ids.insert(id).second) << "two facts of one id";
      if (fact.what != "sent" && fact.what != "stopped") ++facts[fact.what];
    }
    for (const auto& [id, entry] : ledger.entries) {
      for (const std::string& what : entry.heard) {
        if (what != "resent") ++heard[std::to_string(entry.number) + " " + what];
      }
    }
    EXPECT_EQ(facts, heard);
  }

  std::mt19937 random_;
  Faults faults_{&random_, 15};
  testing::ManualClock clock_;
  testing::FakeStore<Notice> store_{&faults_};
  testing::FakeEffectStore effects_{store_.effects, [this] { return store_.now; }, &faults_};
  Handler<Notice> handler_{store_};
  FragileStore fragile_store_{*this, effects_};
  FragileCourier fragile_courier_{*this};
  std::array<Process, 2> processes_;
  std::size_t stepping_ = 0;
  bool held_up_ = false;
  std::set<Uuid> stopped_;
  int lives_ = 0;
  int numbers_ = 0;
};

SendOutcome WorldParcel::Send(const std::stop_token&) {
  world_.CheckCommitted(claimed_, message_id_);
  // Whether it dies from here on: nobody can tell whether it was seen.
  try {
    world_.MayEnd();
    world_.MayBeHeldUp();
    if (world_.Hopeless(claimed_) || (world_.MayFail() && world_.Chance(2) == 0)) {
      return {Kind::kAgain, "smtp-unreachable", "connection refused"};
    }
    if (world_.MayFail() && world_.Chance(2) == 0) return {Kind::kFailed, "smtp-refused", "550"};
    if (!world_.MayFail()) world_.ledger.Seen(claimed_);
    world_.MayEnd();
    world_.MayBeHeldUp();
  } catch (const ProcessEnds&) {
    world_.ledger.InDoubt(claimed_);
    throw;
  }
  const bool seen =
      world_.ledger.entries.at(claimed_.id).seen_by_round[world_.ledger.RoundOf(claimed_)] > 0;
  if (seen && !world_.MayFail()) return {};
  world_.ledger.InDoubt(claimed_);
  return {Kind::kUnknown, "smtp-no-answer", "nobody answered"};
}

Status FragileStore::TakeOver(const std::string& owner) {
  world_.MayEnd();
  return store_.TakeOver(owner);
}

StatusOr<std::optional<ClaimedEffect>> FragileStore::Claim(const std::string& owner,
                                                           const std::vector<EffectLane>& full,
                                                           Duration lease) {
  world_.MayEnd();
  auto claimed = store_.Claim(owner, full, lease);
  if (claimed.ok() && *claimed) world_.ledger.Claimed(**claimed);
  world_.MayEnd();
  return claimed;
}

StatusOr<bool> FragileStore::Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                                     const std::string& reason, const std::string& detail) {
  world_.MayEnd();
  auto released = store_.Release(claimed, witness, wait, reason, detail);
  world_.MayEnd();
  return released;
}

PreparedEffect FragileCourier::Prepare(const ClaimedEffect& claimed) {
  world_.MayEnd();
  world_.MayBeHeldUp();
  if (world_.MayFail() && world_.Chance(3) == 0) {
    return SendOutcome{Kind::kAgain, "contact-unavailable", "ingest does not answer"};
  }
  return std::make_unique<WorldParcel>(world_, claimed);
}

// RECOURSE_SEED runs one.
TEST(EffectSimulation, TheWorldSeesNothingTwiceAndNothingIsLost) {
  const char* one = std::getenv("RECOURSE_SEED");
  const unsigned first = one == nullptr ? 0 : static_cast<unsigned>(std::atoi(one));
  const unsigned last = one == nullptr ? kSeeds : first + 1;
  for (unsigned seed = first; seed < last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " (again with RECOURSE_SEED)");
    World(seed).Run();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace recourse
