// Ten thousand lives of a customer's file, each from a seed: everything that may happen to tickets
// in any order, timers when they are due, policies that change. What is said obeys the laws.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "services/routing/domain/decide.h"
#include "tests/support/routing_laws.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

constexpr int kLives = 10'000;
constexpr int kSteps = 80;
constexpr int kTicketsMax = 5;  // so few that most commands find one

class Life {
 public:
  explicit Life(unsigned seed) : random_(seed) {}

  std::string Run() {
    for (int step = 0; step < kSteps && laws_.fault.empty(); ++step) {
      Pass(Below(12) == 0 ? 3 * 24h : 40min);
      if (Below(25) == 0) ChangePolicy();
      Happen(Any());
    }
    return laws_.fault;
  }
  std::map<std::string, int> seen{};  // what happened how often

 private:
  unsigned Below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  // Timers that are due on the way fire first, the earliest of them first, and never early.
  void Pass(std::chrono::milliseconds most) {
    const Timestamp until = now_ + Duration(Below(static_cast<unsigned>(most.count())) + 1);
    for (int fired = 0; fired < 1'000; ++fired) {
      const auto timers = Domain::TimersOf(view_[kFile]);
      const auto next =
          std::min_element(timers.begin(), timers.end(),
                           [](const Timer& a, const Timer& b) { return a.due_time < b.due_time; });
      if (next == timers.end() || next->due_time >= until) break;
      now_ = std::max(now_, next->due_time + Duration(1));
      Happen(Domain::Fired(kFile, *next));
    }
    now_ = std::max(now_, until);
  }

  void ChangePolicy() {
    policy_ = &kNext;
    for (auto& [id, ticket] : view_[kFile].tickets) {
      if (IsOpen(ticket)) ticket.reclock = Reclock{now_, true};
    }
  }

  void Happen(const Event& event) {
    const Decision decision = Decide(view_, event, now_, *policy_);
    for (const auto& [key, file] : decision.changed) view_[key] = file;
    for (const Fact& fact : decision.facts) Take(fact);
  }

  void Take(const Fact& fact) {
    laws_.Take(fact);
    seen["confirmed"] += std::holds_alternative<ResolutionConfirmed>(fact.what);
    seen["revoked"] += std::holds_alternative<ClockBreachRevoked>(fact.what);
    seen["unmerged"] += std::holds_alternative<TicketUnmerged>(fact.what);
    seen["split"] += std::holds_alternative<TicketSplit>(fact.what);
    seen["reclocked"] += std::holds_alternative<StandardChanged>(fact.what);
    seen["acknowledged"] += std::holds_alternative<EscalationAcknowledged>(fact.what);
    seen["suggested"] += std::holds_alternative<MatterSuggested>(fact.what);
    const auto* ended = std::get_if<SuggestionEnded>(&fact.what);
    seen["suggestion declined"] += ended != nullptr && ended->cause == "declined";
    seen["suggested ticket merged"] += ended != nullptr && ended->cause == "merged";
    seen["suggested ticket closed"] += ended != nullptr && ended->cause == "closed";
    seen["reclassified"] += std::holds_alternative<TicketReclassified>(fact.what);
    const auto* opened = std::get_if<TicketOpened>(&fact.what);
    seen["a ticket after all"] += opened != nullptr && opened->recorded_before;
    const auto* breached = std::get_if<ClockBreached>(&fact.what);
    seen["breached by a correction"] +=
        breached != nullptr && breached->cause == "reclassification";
    const auto* moved = std::get_if<TicketTransferred>(&fact.what);
    seen["moved by a correction"] += moved != nullptr && !moved->cause.empty();
  }

  std::string AnyPiece() { return "f" + std::to_string(Below(kTicketsMax)); }
  TicketCommand On() { return {kFile, TicketOf(AnyPiece()), AgentId("anna")}; }

  Event Any() {
    if (Below(6) == 0) return AnyFeedback();
    if (Below(8) == 0) return AnyReclassification();
    if (Below(6) == 0) return AnyLikeness();
    if (Below(3) == 0) return AnyCorrection();
    const Event events[] = {
        TakeTicket{On()},
        ReplyTicket{On(), "text"},
        ReplyTicket{On(), "text"},
        WaitTicket{On(), "papers"},
        ResumeTicket{On()},
        ResolveTicket{On(), "done"},
        ResolveTicket{On(), "done"},
        TransferTicket{On(), BranchId("b" + std::to_string(Below(3))), "theirs"},
        ReturnTicket{On(), "not ours"},
        JudgeReturn{On(), true, "", BranchId("b2")},
        ReopenTicket{On(), "wrong"},
        CloseTicket{On()},
        SurveyAnsweredBadly{kFile, TicketOf(AnyPiece()), 1 + static_cast<int>(Below(2))}};
    return events[Below(std::size(events))];
  }

  Event AnyCorrection() {
    const sla::ClockKind kinds[] = {sla::ClockKind::kFirstResponse, sla::ClockKind::kNextResponse,
                                    sla::ClockKind::kResolution};
    const Event events[] = {
        MergeTicket{On(), TicketOf(AnyPiece())},
        UnmergeTicket{On(), "wrong"},
        SplitTicket{On(), IdOf<FeedbackId>(AnyPiece()), Below(2) == 0, "", {}, "two matters"},
        AcknowledgeEscalation{On()},
        DeclineSuggestion{On()},
        RevokeBreach{On(), {kinds[Below(3)], 0}, now_ - Duration(60'000 * Below(60)), "log"},
        RevokeBreach{
            On(), {sla::ClockKind::kFirstResponse, 0}, now_ - Duration(60'000 * Below(30)), "log"}};
    return events[Below(std::size(events))];
  }

  // Mostly of what came in, also of what has not yet.
  FeedbackId AnyHeard() {
    const bool known = pieces_ > 0 && Below(4) != 0;
    return IdOf<FeedbackId>(known ? "f" + std::to_string(Below(static_cast<unsigned>(pieces_)))
                                  : AnyPiece());
  }
  Event AnyLikeness() {
    const int percent = 50 + static_cast<int>(Below(50));
    return SimilarFeedbackFound{
        kFile, AnyHeard(), {{AnyHeard(), percent}}, static_cast<int>(Below(8))};
  }

  const char* AnyCategory() {
    static const char* kCategories[] = {"card", "loan", "fraud"};
    return kCategories[Below(3)];
  }

  // Each piece of feedback comes in once; after that nothing new is said.
  Event AnyFeedback() {
    if (pieces_ == kTicketsMax) return NothingAsked{};
    const char* type = Below(8) == 0 ? "praise" : "complaint";
    return Feedback("f" + std::to_string(pieces_++), "c", AnyCategory(), type);
  }

  // Of what came in last, or of any that did or will; sometimes twice or in a wrong order.
  Event AnyReclassification() {
    const int ordinal = 2 + static_cast<int>(Below(4));
    const char* type = Below(8) == 0 ? "praise" : "complaint";
    const bool last = pieces_ > 0 && Below(2) == 0;
    FeedbackReclassified correction = Correction(
        last ? "f" + std::to_string(pieces_ - 1) : AnyPiece(), "c", AnyCategory(), type, ordinal);
    correction.severity = 1 + static_cast<int>(Below(kSeverityMax));
    return correction;
  }

  inline static const Policy kFirst = SmallPolicy();
  inline static const Policy kNext = NextPolicy();
  inline static const FileId kFile = IdOf<FileId>("c");
  std::mt19937 random_;
  View view_{{kFile, {}}};
  Timestamp now_{};
  const Policy* policy_ = &kFirst;
  int pieces_ = 0;
  LawsOfLife laws_;
};

TEST(LifeSimulation, EveryLifeObeysTheLaws) {
  std::map<std::string, int> seen;
  for (unsigned seed = 1; seed <= kLives; ++seed) {
    Life life(seed);
    ASSERT_EQ(life.Run(), "") << "seed " << seed;
    for (const auto& [what, count] : life.seen) seen[what] += count;
  }
  // What never happened was not tried.
  for (const auto& [what, count] : seen) EXPECT_GT(count, kLives / 100) << what;
}

}  // namespace
}  // namespace recourse::routing
