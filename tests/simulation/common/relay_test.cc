// The real relay, consumer and handler between a faulty outbox, a faulty log and a faulty store,
// under a seed. Calls fail before and after they took effect; deliveries fail after being written,
// are lost, or arrive long after their writer was given up; what lies behind a failed one is
// written all the same; leases run out under relays that live on; two relays and two consumers
// share the partitions; readers rewind, or pass over a record; any of the four is killed at any
// time; someone has facts sent again; in some runs the store loses its last second, as Redis may.
// Whatever happens, what was said is counted once and in order, as the pure core folded over it
// says, and the log has everything that the outbox calls acknowledged.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "services/common/runtime/codec_sink.h"
#include "services/common/runtime/consumer.h"
#include "services/common/runtime/relay.h"
#include "tests/support/counting_domain.h"
#include "tests/support/fake_attempts.h"
#include "tests/support/fake_log.h"
#include "tests/support/fake_relay_store.h"
#include "tests/support/fake_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::Count;
using testing::CountCodec;
using testing::Faults;

constexpr unsigned kSeeds = 1'000;
constexpr int kEvents = 80;
constexpr int kStepsMax = 40'000;
const std::array<Partition, 2> kPartitions2{Partition{"recourse.said.number.v1", 0},
                                            Partition{"recourse.said.number.v1", 1}};

struct ProcessEnds {};

// Ends the process at one number, as a fault in our own code would.
class FragileCodec final : public Codec<Count> {
 public:
  explicit FragileCodec(std::int64_t poison) : poison_(poison) {}
  std::variant<Count::Event, Unreadable> Decode(const RawRecord& record) const override {
    auto decoded = whole_.Decode(record);
    if (std::get<Count::Event>(decoded).number == poison_) throw ProcessEnds{};
    return decoded;
  }
  Encoded Encode(const Count::Fact& fact) const override { return whole_.Encode(fact); }
  std::string EncodeAnswer(const Count::Answer& a) const override { return whole_.EncodeAnswer(a); }
  Count::Answer DecodeAnswer(const std::string& b) const override { return whole_.DecodeAnswer(b); }

 private:
  const std::int64_t poison_;
  CountCodec whole_;
};

// The oracle: the pure core folded over what was said, with no shell that could share its bugs.
struct Truth {
  std::map<Count::Key, Count::State> rows;
  std::array<std::vector<Count::Fact>, 2> facts;
  std::array<std::vector<std::int64_t>, 2> dead;  // numbers

  void Hear(std::size_t partition, const Count::Event& event, bool poison) {
    const auto decision = Count::Decide(rows, event, Timestamp{}, {});
    if (poison || decision.refusal) {
      dead[partition].push_back(event.number);
      return;
    }
    for (const auto& [key, state] : decision.changed) rows.insert_or_assign(key, state);
    for (const auto& fact : decision.facts) facts[partition].push_back(fact);
  }
};

class World {
 public:
  explicit World(unsigned seed)
      : random_(seed),
        poison_(seed % 4 == 0 ? 1 + static_cast<std::int64_t>(random_() % kEvents) : -1),
        loses_(seed % 3 == 0),
        codec_(poison_) {
    for (std::size_t i = 0; i < 2; ++i) {
      NewRelay(i);
      NewConsumer(i);
    }
  }

  void Run() {
    int said = 0;
    int step = 0;
    for (; said < kEvents || random_() % 200 != 0; ++step) {
      ASSERT_LT(step, kStepsMax) << "no progress";
      if (said < kEvents && random_() % 4 == 0) Say(++said);
      Act();
      if (step % 16 == 0) {
        ASSERT_NO_FATAL_FAILURE(CheckAcknowledged());
      }
    }
    faults_.Stop();
    for (; !Done(); ++step) {
      ASSERT_LT(step, kStepsMax) << "no end";
      clock_.Advance(std::chrono::milliseconds(100));
      StepRelay(step % 2 == 0 ? 0 : 1);
      StepConsumer(step % 3 == 0 ? 0 : 1);
    }
    CheckAcknowledged();
    CheckTruth();
  }

 private:
  // Keys 0 and 1 are of the first partition, 2 and 3 of the second.
  void Say(std::int64_t number) {
    const int key = static_cast<int>(random_() % 4);
    const bool refused = random_() % 15 == 0;
    const std::size_t partition = key < 2 ? 0 : 1;
    said_.Say(kPartitions2[partition], Count::KeyOf(key).uuid(),
              CountCodec::Write(key, number, refused));
    truth_.Hear(partition, {Count::KeyOf(key), number, refused}, number == poison_);
  }

  void Act() {
    clock_.Advance(std::chrono::milliseconds(random_() % 60));
    const std::size_t who = random_() % 2;
    switch (random_() % 64) {
      case 0:
        clock_.Advance(Relay::kLease);  // leases run out under those who hold them
        break;
      case 1:
        NewRelay(who);
        break;
      case 2:
        KillConsumer(who);
        break;
      case 3:
        said_.Resend(kPartitions2[who], 1 + static_cast<std::int64_t>(random_() % 10));
        break;
      case 4:
        log_.Drift();
        break;
      case 5:
        if (loses_) kept_ = {store_.rows, store_.positions, store_.outbox, store_.dead};
        break;
      case 6:
        if (loses_) std::tie(store_.rows, store_.positions, store_.outbox, store_.dead) = kept_;
        break;
      default:
        random_() % 2 == 0 ? StepRelay(who) : StepConsumer(who);
    }
  }

  // One that takes the place of a killed one holds its leases anew, or waits until they run out.
  void NewRelay(std::size_t who) {
    const std::string before = "relay " + std::to_string(who) + "." + std::to_string(lives_);
    for (auto& [partition, lease] : said_.leases) {
      if (lease.owner == before && random_() % 2 == 0) lease.until = {};
    }
    RelayOptions options{"count",
                         "relay " + std::to_string(who) + "." + std::to_string(++lives_)};
    options.clock = clock_.Reader();
    relays_[who] = std::make_unique<Relay>(said_, log_.Writers(), options);
  }

  void NewConsumer(std::size_t who) {
    ConsumerOptions options{"count"};
    options.clock = clock_.Reader();
    options.crash = [](const Status& status) { FAIL() << status.ToString(); };
    consumers_[who] =
        std::make_unique<Consumer>(log_.Readers(), sink_, attempts_, readiness_, options);
  }

  // A record that someone kills us over three times running looks like one that kills us: only the
  // poisoned one may.
  void KillConsumer(std::size_t who) {
    for (const auto& [partition, attempt] : attempts_.rows) {
      if (attempt.ends >= Care::kEndsMax - 1) return;
    }
    NewConsumer(who);
  }

  void StepRelay(std::size_t who) { relays_[who]->Step(); }
  // Attempts are counted by partition, so a poisoned record is told from others only where the
  // partition has one owner at a time, as it has but for moments.
  void StepConsumer(std::size_t who) {
    if (poison_ >= 0) who = 0;
    try {
      consumers_[who]->Step();
    } catch (const ProcessEnds&) {
      NewConsumer(who);
    }
  }

  bool Done() {
    for (const auto& partition : kPartitions2) {
      if (store_.positions[partition].sequence != said_.Last(partition)) return false;
      if (said_.leases[partition].acknowledged != said_.Last(partition)) return false;
    }
    return true;
  }

  // Were all relays to die now, nothing that is called acknowledged would be absent or out of
  // order.
  void CheckAcknowledged() {
    for (const auto& partition : kPartitions2) {
      std::int64_t prefix = 0;
      for (const auto& record : log_.Records(partition)) {
        if (record.place.sequence == prefix + 1) ++prefix;
      }
      ASSERT_GE(prefix, said_.leases[partition].acknowledged) << ToString(partition);
    }
  }

  void CheckTruth() {
    EXPECT_EQ(store_.rows, truth_.rows);
    std::array<std::vector<Count::Fact>, 2> facts;
    for (const auto& [id, fact] : store_.outbox) {
      const bool first = fact.key == Count::KeyOf(0) || fact.key == Count::KeyOf(1);
      facts[first ? 0 : 1].push_back(fact);
    }
    std::array<std::vector<std::int64_t>, 2> dead;
    for (const auto& letter : store_.dead) {
      const auto space = letter.raw->payload.find(' ');
      dead[letter.raw->partition == kPartitions2[0] ? 0 : 1].push_back(
          std::stoll(letter.raw->payload.substr(space)));
    }
    EXPECT_EQ(facts, truth_.facts);
    EXPECT_EQ(dead, truth_.dead);
  }

  std::mt19937 random_;
  Faults faults_{&random_, 12};
  testing::ManualClock clock_;
  testing::FakeRelayStore said_{clock_.Reader(), &faults_};
  testing::FakeLog log_{{kPartitions2[0], kPartitions2[1]}, &faults_};
  testing::FakeStore<Count> store_{&faults_};
  testing::FakeAttempts attempts_{&faults_};
  const std::int64_t poison_;
  const bool loses_;
  std::tuple<decltype(store_.rows), decltype(store_.positions), decltype(store_.outbox),
             decltype(store_.dead)> kept_;
  FragileCodec codec_;
  CodecSink<Count> sink_{store_, codec_};
  Readiness readiness_;
  Truth truth_;
  int lives_ = 0;
  std::array<std::unique_ptr<Relay>, 2> relays_;
  std::array<std::unique_ptr<Consumer>, 2> consumers_;
};

// RECOURSE_SEED runs one.
TEST(RelaySimulation, FaultsChangeNothingButTheTimeItTakes) {
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
