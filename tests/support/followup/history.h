#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/followup/chance.h"
#include "tests/support/followup/ledger.h"

namespace recourse::followup::testing {

// A random history of one customer and of a stranger: resolutions, reopenings, merges, replies,
// answers, calls, wishes; timers that fire late, or are said to fire when they are not due; senders
// that come late, fail for now or for good, and never know; facts that are heard again. Time never
// goes back. Then everything comes to its end.
class History {
 public:
  explicit History(unsigned seed) : chance_(seed), policy_(AnyPolicy(chance_)), ledger_(policy_) {
    const auto fault = CheckPolicy(policy_);
    EXPECT_FALSE(fault.has_value()) << fault->parameters.at("field");
    now_ = At(chance_.Below(400), chance_.Below(24), chance_.Below(60));
  }

  void Run() {
    for (int step = chance_.Below(450); step >= 0; --step) Step();
    for (int round = 0; !IsOver(); ++round) {
      ASSERT_LT(round, kRoundsMax) << "no end";
      Settle();
    }
    ledger_.CheckEnd();
    for (const auto& [key, state] : view_) ledger_.CheckFile(std::get<CustomerFile>(state));
  }
  const Ledger& ledger() const { return ledger_; }
  int decisions() const { return decisions_; }

 private:
  static constexpr int kRoundsMax = 2'000;
  struct Result {
    EffectResult result;
    bool is_again = false;  // told before
  };
  struct Matter {
    Ticket ticket;
    std::int64_t version = 0;
    bool is_resolved = false;
  };

  void Step() {
    switch (chance_.Below(16)) {
      case 0:
      case 1:
        return Work();
      case 2:
        return AnswerSomething();
      case 3:
        return CallSomebody();
      case 4:
        return Wish();
      case 5:
        return FireNotDue();
      case 6:
        return HearAgain();
      case 7:
      case 8:
      case 9:
        return SendSomething();
      case 10:
        return TellResult();
      case 11:
      case 12:
      case 13:
        return FireDue();
      default:
        return Pass();
    }
  }

  // What is decided is kept; the same event again changes nothing and says nothing.
  Decision Tell(const Event& event) {
    ++decisions_;
    Decision decision = Decide(view_, event, now_, policy_);
    if (decision.refusal) {
      EXPECT_TRUE(decision.changed.empty() && decision.facts.empty() && decision.effects.empty());
    }
    Keep(decision);
    if (chance_.OneIn(3)) ExpectNothingNew(event);
    return decision;
  }
  void Keep(const Decision& decision) {
    for (const auto& [key, state] : decision.changed) view_.insert_or_assign(key, state);
    for (const Fact& fact : decision.facts) ledger_.Said(fact);
    for (const Effect& effect : decision.effects) {
      if (effect.purpose == kFeedback) {
        ledger_.Words(LoopId(*ParseUuid(effect.parameters.at("external_id"))));
      }
      if (effect.purpose != kFeedback && effect.purpose != kNotice) pending_.push_back(effect);
    }
  }
  void ExpectNothingNew(const Event& event) {
    const Decision again = Decide(view_, event, now_, policy_);
    EXPECT_TRUE(again.facts.empty()) << "said twice: " << event.index();
    for (const auto& [key, state] : again.changed) EXPECT_EQ(state, view_.at(key));
    for (const Effect& effect : again.effects) EXPECT_EQ(effect.purpose, kNotice);
  }

  // A branch works: a ticket is resolved, opened again, replied to, merged, touched.
  void Work() {
    if (matters_.empty() || (matters_.size() < 12 && chance_.OneIn(3))) NewMatter();
    Matter& matter =
        matters_.at(static_cast<std::size_t>(chance_.Below(static_cast<int>(matters_.size()))));
    if (!matter.is_resolved) return chance_.OneIn(3) ? Touch(matter) : Resolve(matter);
    if (chance_.OneIn(5)) return Reopen(matter);
    Touch(matter);
  }
  void NewMatter() {
    static const std::vector<std::string> kChannels = {"mail",   "mail",  "mail",  "sms",   "sms",
                                                       "branch", "phone", "phone", "social"};
    const std::string number = "t" + std::to_string(matters_.size());
    const std::string customer = chance_.OneIn(10) ? "" : "c1";
    matters_.push_back({TicketOf(number, customer, chance_.Of(kChannels)), 1, false});
  }
  void Resolve(Matter& matter) {
    matter.is_resolved = true;
    const auto fact =
        FactOf(matter.ticket, Resolution{}, ++matter.version, now_, TicketStanding::kResolved);
    ledger_.Resolved(matter.ticket);
    Tell(Remember(fact));
  }
  void Reopen(Matter& matter) {
    matter.is_resolved = false;
    ++matter.ticket.cycle;
    Tell(Remember(FactOf(matter.ticket, Reopening{}, ++matter.version, now_)));
    const auto state = view_.find(FileOf(matter.ticket));
    if (state == view_.end()) return;
    for (const auto& [loop_id, loop] : std::get<CustomerFile>(state->second).loops) {
      EXPECT_FALSE(loop.ticket.ticket_id == matter.ticket.ticket_id && IsOpen(loop))
          << "a survey about what is worked on again";
    }
  }
  void Touch(Matter& matter) {
    TicketChange change = OtherChange{};
    if (chance_.OneIn(2)) change = PublicReply{AgentId("anna"), "text", {}};
    if (matter.is_resolved && chance_.OneIn(12)) change = Merging{};
    const auto standing = matter.is_resolved ? TicketStanding::kResolved : TicketStanding::kOpen;
    Tell(Remember(FactOf(matter.ticket, change, ++matter.version, now_, standing)));
  }
  const TicketFact& Remember(TicketFact fact) {
    heard_.push_back(std::move(fact));
    return heard_.back();
  }
  void HearAgain() {
    if (!heard_.empty()) {
      ExpectNothingNew(
          heard_.at(static_cast<std::size_t>(chance_.Below(static_cast<int>(heard_.size())))));
    }
  }

  // Most often one that can be answered now; sometimes one that never was.
  LoopId AnyLoop(FileId& file_id) {
    std::vector<std::pair<FileId, LoopId>> all{{FileOf(TicketOf("t", "c1")), LoopId()}};
    std::vector<std::pair<FileId, LoopId>> asked;
    for (const auto& [key, state] : view_) {
      for (const auto& [loop_id, loop] : std::get<CustomerFile>(state).loops) {
        all.emplace_back(key, loop_id);
        if (loop.state == LoopState::kAsked) asked.emplace_back(key, loop_id);
      }
    }
    const auto& one = chance_.Of(asked.empty() || chance_.OneIn(4) ? all : asked);
    file_id = one.first;
    return one.second;
  }
  void AnswerSomething() {
    SubmitAnswer event;
    event.loop_id = AnyLoop(event.file_id);
    Scores& scores = event.answer.scores;
    if (!chance_.OneIn(4)) scores.csat = chance_.Below(7);
    if (chance_.OneIn(2)) scores.nps = chance_.Below(11);
    if (chance_.OneIn(2)) scores.put_right = chance_.OneIn(2);
    if (chance_.OneIn(3)) event.answer.words = "words";
    if (chance_.OneIn(4)) event.answer.agent_id = AgentId(chance_.OneIn(2) ? "anna" : "dora");
    Tell(event);
  }
  void CallSomebody() {
    FileId file_id;
    const LoopId loop_id = AnyLoop(file_id);
    const AgentId agent_id(chance_.OneIn(2) ? "anna" : "ben");
    if (chance_.OneIn(3)) {
      Tell(EndCall{file_id, loop_id, agent_id, chance_.OneIn(2)});
      return;
    }
    const auto decision = Tell(StartCall{file_id, loop_id, agent_id});
    for (const Fact& fact : decision.facts) {
      const auto& call = std::get<CallStarted>(fact.what);
      ledger_.Came("call " + std::to_string(call.ordinal) + ToString(loop_id), now_, true);
    }
  }
  void Wish() {
    if (!chance_.OneIn(6)) return;
    const Ticket of_customer = TicketOf("t", "c1");
    const bool surveys = !chance_.OneIn(4);
    Tell(SetContactPreference{FileOf(of_customer), of_customer.customer_id, surveys, AgentId()});
    ledger_.Wants(surveys);
  }

  // Timers of all files: the due ones fire, at any time after; the others change nothing.
  std::vector<std::pair<FileId, Timer>> Timers(bool due) const {
    std::vector<std::pair<FileId, Timer>> timers;
    for (const auto& [key, state] : view_) {
      for (const Timer& timer : Domain::TimersOf(state)) {
        if ((timer.due_time < now_) == due) timers.emplace_back(key, timer);
      }
    }
    return timers;
  }
  void FireDue() {
    const auto timers = Timers(true);
    if (timers.empty()) return;
    const auto& [key, timer] = chance_.Of(timers);
    Tell(Domain::Fired(key, timer));
  }
  void FireNotDue() {
    const auto timers = Timers(false);
    if (timers.empty()) return;
    const auto& [key, timer] = chance_.Of(timers);
    ExpectNothingNew(Domain::Fired(key, timer));
  }

  // A sender takes something up: it is asked first whether it is wanted still.
  void SendSomething() {
    if (pending_.empty()) return;
    std::swap(
        pending_.at(static_cast<std::size_t>(chance_.Below(static_cast<int>(pending_.size())))),
        pending_.back());
    const Effect effect = pending_.back();
    pending_.pop_back();
    if (!Domain::IsWanted(view_.at(FileId(effect.key)), effect)) {
      return End(effect, EffectOutcome::kFailed, "withdrawn");
    }
    if (effect.expire_time && now_ >= *effect.expire_time) {
      return End(effect, EffectOutcome::kFailed, "expired");
    }
    Attempt(effect);
  }
  void Attempt(const Effect& effect) {
    const int luck = chance_.Below(8);
    now_ += chance_.UpTo(kSendMargin - 1ms);  // connecting and talking take their time
    const bool reached = luck < 5;
    if (effect.purpose != kReply) {
      ledger_.Came(effect.purpose + effect.parameters.at("loop_id"), now_, reached);
    }
    if (luck == 7) return pending_.push_back(effect);  // not now
    if (luck == 6) return End(effect, EffectOutcome::kFailed, "contact-not-found");
    if (luck == 5) return End(effect, EffectOutcome::kFailed, "smtp-refused");
    End(effect, luck < 3 ? EffectOutcome::kDelivered : EffectOutcome::kUnknown, "");
  }
  void End(const Effect& effect, EffectOutcome outcome, std::string reason) {
    results_.push_back({EffectId(), effect, outcome, std::move(reason), 1});
  }
  // What became of it is told some time later, and never again.
  void TellResult() {
    if (results_.empty()) return;
    const EffectResult result = results_.front();
    results_.pop_front();
    Tell(EffectEnded{FileId(result.effect.key), result});
    told_.push_back(result);
    ExpectNothingNew(EffectEnded{FileId(result.effect.key), chance_.Of(told_)});
  }

  void Pass() {
    const auto timers = Timers(false);
    if (timers.empty() || chance_.OneIn(2)) {
      now_ += chance_.UpTo(30h);
      return;
    }
    now_ = chance_.Of(timers).second.due_time + Duration(chance_.Below(2));
  }

  bool IsOver() const {
    return pending_.empty() && results_.empty() && Timers(true).empty() && Timers(false).empty();
  }
  void Settle() {
    while (!results_.empty()) TellResult();
    while (!Timers(true).empty()) FireDue();
    for (std::size_t i = pending_.size(); i > 0; --i) SendSomething();
    if (results_.empty()) PassToNext();
  }
  void PassToNext() {
    Timestamp next = Timestamp::max();
    for (const auto& [key, timer] : Timers(false)) next = std::min(next, timer.due_time);
    for (const Effect& effect : pending_) next = std::min(next, *effect.expire_time);
    if (next != Timestamp::max()) now_ = std::max(now_, next + Duration(1));
  }

  Chance chance_;
  const Policy policy_;
  Ledger ledger_;
  Timestamp now_;
  View view_;
  std::vector<Matter> matters_;
  std::vector<TicketFact> heard_;
  std::vector<Effect> pending_;
  std::deque<EffectResult> results_;
  std::vector<EffectResult> told_;
  int decisions_ = 0;
};

}  // namespace recourse::followup::testing
