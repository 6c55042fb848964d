// The real handler and sender between a faulty store and a faulty world, under a seed: calls of the
// store fail before and after they took effect, so records come again, commands are repeated and
// results are told again; mails are refused for now, for good, or taken without a word; the log,
// the timers, people and the sender come in any order.
//
// Whatever happens: the laws of the customer (tests/property/followup) hold by what the world saw;
// no fact has the id of another; words reach ingest once; each notice is in one mail; and what
// nobody knows is unknown in the effects and nowhere taken for delivered or failed.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "services/common/runtime/effect_sender.h"
#include "services/common/runtime/handler.h"
#include "tests/support/fake_store.h"
#include "tests/support/followup/chance.h"
#include "tests/support/followup/ledger.h"
#include "tests/support/quiet_log.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test
using recourse::testing::FakeEffectStore;
using recourse::testing::FakeStore;
using recourse::testing::Faults;
using Kind = SendOutcome::Kind;

constexpr unsigned kSeeds = 1'000;
constexpr int kEndMax = 5'000;
const Partition kHeard{"recourse.routing.ticket.v1", 3};

class World;

// What leaves the house arrives here.
class WorldParcel final : public Parcel {
 public:
  WorldParcel(World& world, ClaimedEffect claimed)
      : world_(world), claimed_(std::move(claimed)), message_id_(ToString(claimed_.id)) {}
  const std::string& message_id() const override { return message_id_; }
  SendOutcome Send(const std::stop_token& stop) override;

 private:
  World& world_;
  const ClaimedEffect claimed_;
  const std::string message_id_;
};

class WorldCourier final : public Courier {
 public:
  explicit WorldCourier(World& world) : world_(world) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override {
    return PreparedEffect(std::make_unique<WorldParcel>(world_, claimed));
  }

 private:
  World& world_;
};

class World {
 public:
  explicit World(unsigned seed) : chance_(seed), random_(seed) {
    Policy policy = AnyPolicy(chance_);
    policy.staff.interval = 60s;
    store_.policy = std::make_shared<const Policy>(policy);
    store_.now = At(chance_.Below(200), chance_.Below(24));
    store_.on_commit = [this](const Changes<Domain>& changes) { Committed(changes); };
    for (auto& ledger : ledgers_) ledger.emplace(policy);
  }

  void Run() {
    for (int step = chance_.Below(250); step >= 0; --step) Step();
    faults_.Stop();
    for (int round = 0; !IsOver(); ++round) {
      ASSERT_LT(round, kEndMax) << "no end";
      Deliver();
      Fire();
      Send();
      Pass(chance_.UpTo(2h));
    }
    CheckTruth();
  }

  std::size_t contacts() const { return ledgers_[0]->contacts() + ledgers_[1]->contacts(); }
  std::size_t mails() const { return mails_; }

  SendOutcome Arrive(const ClaimedEffect& claimed) {
    const Effect& effect = claimed.effect;
    const bool may_fail = faults_.active();
    const int luck = may_fail ? chance_.Below(8) : 0;
    const bool reached = luck < 6;
    if (effect.purpose == kFeedback) return Words(effect, luck);
    if (effect.purpose == kSurvey || effect.purpose == kReminder) {
      LedgerOf(FileId(effect.key))
          .Came(effect.purpose + effect.parameters.at("loop_id"), store_.now, reached);
    }
    if (effect.purpose == kDigest && reached) Seen(effect);
    if (luck == 7) return {Kind::kAgain, "smtp-unreachable"};
    if (luck == 6) return {Kind::kFailed, "smtp-refused"};
    if (luck < 4) return {};
    unknown_.insert(claimed.id);
    return {Kind::kUnknown, "smtp-no-answer"};
  }

 private:
  struct Matter {
    Ticket ticket;
    std::int64_t version = 0;
    bool is_resolved = false;
  };

  void Step() {
    switch (chance_.Below(10)) {
      case 0:
      case 1:
        return Work();
      case 2:
        return Speak();
      case 3:
        return Deliver();
      case 4:
      case 5:
        return Fire();
      case 6:
      case 7:
        return Send();
      default:
        return Pass(chance_.UpTo(12h));
    }
  }
  void Pass(Duration duration) { store_.now += duration; }

  // A branch works, and routing says so in the log.
  void Work() {
    if (matters_.size() < 8 && (matters_.empty() || chance_.OneIn(3))) {
      static const std::vector<std::string> kChannels = {"mail", "sms", "branch", "phone"};
      const std::string number = "t" + std::to_string(matters_.size());
      matters_.push_back({TicketOf(number, chance_.OneIn(2) ? "c0" : "c1", chance_.Of(kChannels))});
    }
    Matter& matter =
        matters_.at(static_cast<std::size_t>(chance_.Below(static_cast<int>(matters_.size()))));
    TicketChange change = PublicReply{AgentId("anna"), "text", {}};
    if (chance_.OneIn(3)) change = Breach{"resolution", store_.now};
    if (!matter.is_resolved && chance_.OneIn(2)) {
      matter.is_resolved = true;
      change = Resolution{};
      LedgerOf(FileOf(matter.ticket)).Resolved(matter.ticket);
    } else if (matter.is_resolved && chance_.OneIn(4)) {
      matter.is_resolved = false;
      ++matter.ticket.cycle;
      change = Reopening{};
    }
    const auto standing = matter.is_resolved ? TicketStanding::kResolved : TicketStanding::kOpen;
    log_.push_back(FactOf(matter.ticket, change, ++matter.version, store_.now, standing));
  }

  // From before what was heard on: again and again, until all of it was handled.
  void Deliver() {
    std::vector<Record<Domain>> batch;
    const int begin = std::max(0, handled_ - chance_.Below(3));
    for (std::size_t i = static_cast<std::size_t>(begin); i < log_.size(); ++i) {
      const auto sequence = static_cast<std::int64_t>(i) + 1;
      const FactId id(NamedUuid(kRecourseSpace, "record " + std::to_string(sequence)));
      batch.push_back({{1, 1, sequence}, sequence, id, Event(log_[i]), nullptr});
    }
    const auto progress = handler_.Handle(kHeard, batch);
    if (progress.ok()) handled_ = static_cast<int>(progress->position.sequence);
  }

  // A command is repeated until it is answered.
  void Speak() {
    const auto& one = ledgers_[static_cast<std::size_t>(chance_.Below(2))];
    const bool is_first = &one == &ledgers_[0];
    const CustomerId customer_id = IdOf<CustomerId>(is_first ? "c0" : "c1");
    Event event =
        SetContactPreference{FileId(customer_id.uuid()), customer_id, !chance_.OneIn(4), AgentId()};
    if (!chance_.OneIn(6) && !matters_.empty()) {
      const Ticket& ticket = chance_.Of(matters_).ticket;
      const int cycle = 1 + chance_.Below(ticket.cycle);
      event = SubmitAnswer{FileOf(ticket),
                           LoopOf(ticket.ticket_id, cycle),
                           {Csat(1 + chance_.Below(5)), chance_.OneIn(2) ? "words" : "",
                            AnswerVia::kLink, AgentId()}};
    }
    const RequestId request(NamedUuid(kRecourseSpace, "request " + std::to_string(++requests_)));
    while (!handler_.Execute({{request, "d", event}}).ok()) {
    }
  }

  void Fire() { (void)handler_.Fire(1 + chance_.Below(10)); }

  void Send() {
    (void)handler_.Receive(1 + chance_.Below(5));
    const auto claimed = effects_.Claim("followup-1", {*handler_.effect_handling().received},
                                        EffectSender::kPrepareLease);
    if (claimed.ok() && *claimed) sender_.Attempt(**claimed, {});
    (void)sender_.Sweep();
  }

  SendOutcome Words(const Effect& effect, int luck) {
    if (luck == 7) return {Kind::kAgain, "ingest-unavailable"};
    words_.insert(effect.parameters.at("external_id"));
    if (luck == 6) return {Kind::kAgain, "ingest-unavailable"};  // it has them, and did not say so
    return {};
  }
  void Seen(const Effect& mail) {
    const std::string agent = mail.parameters.at("agent_id");
    const auto last = last_mail_.find(agent);
    EXPECT_TRUE(last == last_mail_.end() || store_.now - last->second >= 60s) << "too soon";
    last_mail_[agent] = store_.now;
    ++mails_;
    dropped_ += std::stoi(mail.parameters.at("dropped_count"));
    for (const auto& [name, value] : mail.parameters) {
      if (!name.ends_with(".notice_id")) continue;
      EXPECT_TRUE(told_.emplace(agent, NoticeId(*ParseUuid(value))).second) << "told twice";
    }
  }

  Ledger& LedgerOf(const FileId& file_id) {
    const bool is_first = file_id.uuid() == IdOf<CustomerId>("c0").uuid();
    return *ledgers_[is_first ? 0 : 1];
  }

  void Committed(const Changes<Domain>& changes) {
    for (const auto& [id, fact] : changes.facts) {
      EXPECT_TRUE(fact_ids_.insert(id).second) << "two facts of one id";
      Ledger& ledger = LedgerOf(FileId(fact.ticket.customer_id.uuid()));
      ledger.Said(fact);
      if (const auto* wish = std::get_if<ContactPreferenceChanged>(&fact.what)) {
        ledger.Wants(wish->surveys);
      }
    }
    for (const EffectConclusion& conclusion : changes.conclusions) Ended(conclusion.result);
  }

  // In the house: a notice is given in the very transaction that ends it.
  void Ended(const EffectResult& result) {
    if (result.effect.purpose != kNotice) return;
    const auto event = HeardInHouse(result.effect);
    ASSERT_TRUE(event.has_value());
    const auto& notify = std::get<Notify>(*event);
    for (const Notice& notice : notify.notices) {
      const bool is_new = given_.emplace(notify.agent_id.value(), notice.notice_id).second;
      EXPECT_TRUE(is_new) << "given twice";
    }
  }

  bool IsOver() const {
    if (static_cast<std::size_t>(handled_) < log_.size() || !store_.timers.empty()) return false;
    return std::none_of(store_.effects.begin(), store_.effects.end(), [](const auto& row) {
      const EffectState state = row.second.state;
      return state == EffectState::kPending || state == EffectState::kClaimed ||
             state == EffectState::kSending;
    });
  }

  void CheckTruth() {
    for (const std::string& loop_id : words_) {
      for (auto& ledger : ledgers_) ledger->WordsIfKnown(LoopId(*ParseUuid(loop_id)));
    }
    for (auto& ledger : ledgers_) ledger->CheckEnd();
    for (const auto& [id, row] : store_.effects) {
      EXPECT_EQ(row.state == EffectState::kUnknown, unknown_.contains(id));
    }
    CheckDeliveries();
    CheckNotices();
    EXPECT_TRUE(store_.dead.empty());
  }
  void CheckDeliveries() {
    for (const auto& [key, state] : store_.rows) {
      const auto* file = std::get_if<CustomerFile>(&state);
      if (file == nullptr) continue;
      LedgerOf(key).CheckFile(*file);
      for (const auto& [id, delivery] : file->deliveries) {
        EXPECT_NE(delivery.state, DeliveryState::kSending) << "a reply without an end";
      }
    }
  }
  // What was given is told, or was too old to be news and is counted as such.
  void CheckNotices() {
    for (const char* agent : {"anna", "ben"}) {
      const auto found = store_.rows.find(FileOf(AgentId(agent)));
      if (found == store_.rows.end()) continue;
      const auto& digest = std::get<StaffDigest>(found->second);
      EXPECT_TRUE(digest.pending.empty() && digest.sending.empty());
      dropped_ += digest.dropped_count;
    }
    EXPECT_EQ(given_.size(), told_.size() + static_cast<std::size_t>(dropped_));
    for (const auto& one : told_) EXPECT_TRUE(given_.contains(one)) << "told of nothing";
  }

  Chance chance_;
  std::mt19937 random_;
  Faults faults_{&random_, 12};
  FakeStore<Domain> store_{&faults_};
  FakeEffectStore effects_{store_.effects, [this] { return store_.now; }, &faults_};
  Handler<Domain> handler_{store_};
  WorldCourier courier_{*this};
  EffectSender sender_{effects_, courier_, handler_.effect_handling(), OptionsOf()};

  EffectOptions OptionsOf() {
    EffectOptions options{"followup", "followup-1"};
    options.wait = [this](const std::stop_token&, std::chrono::milliseconds wait) {
      Pass(wait);
      return true;
    };
    options.crash = [](const Status& status) {
      ASSERT_EQ(DispositionOf(status.code()), Disposition::kRetry) << status;
    };
    return options;
  }

  std::array<std::optional<Ledger>, 2> ledgers_;
  std::vector<Matter> matters_;
  std::vector<TicketFact> log_;
  int handled_ = 0;
  int requests_ = 0;
  std::set<FactId> fact_ids_;
  std::set<EffectId> unknown_;
  std::set<std::string> words_;
  std::set<std::pair<std::string, NoticeId>> given_;
  std::set<std::pair<std::string, NoticeId>> told_;
  int dropped_ = 0;
  std::size_t mails_ = 0;
  std::map<std::string, Timestamp> last_mail_;
};

SendOutcome WorldParcel::Send(const std::stop_token&) { return world_.Arrive(claimed_); }

TEST(FollowupSimulation, HoldsItsLawsThroughFaults) {
  const char* alone = std::getenv("RECOURSE_SEED");
  const unsigned first = alone == nullptr ? 1 : static_cast<unsigned>(std::stoul(alone));
  const unsigned last = alone == nullptr ? kSeeds : first;
  std::size_t contacts = 0, mails = 0;
  for (unsigned seed = first; seed <= last && !HasFailure(); ++seed) {
    SCOPED_TRACE("RECOURSE_SEED=" + std::to_string(seed));
    World world(seed);
    world.Run();
    contacts += world.contacts();
    mails += world.mails();
  }
  if (alone != nullptr || HasFailure()) return;
  EXPECT_GT(contacts, kSeeds);  // laws over nothing would hold as well
  EXPECT_GT(mails, kSeeds);
}

}  // namespace
}  // namespace recourse::followup
