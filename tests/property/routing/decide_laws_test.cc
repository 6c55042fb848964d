// Laws over any history of a customer's file, time never going back.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "services/routing/domain/decide.h"
#include "services/routing/domain/telling.h"
#include "tests/support/routing_laws.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

const Policy kPolicy = SmallPolicy();
const Policy kNextPolicy = NextPolicy();
const FileId kFile = IdOf<FileId>("c");

std::string AnyTicket(int step) { return "f" + std::to_string(*rc::gen::inRange(0, step + 1)); }

// By an agent, who looked at some version of the ticket or did not care.
TicketCommand AnyCommand(int step) {
  const AgentId agent(*rc::gen::element<std::string>("anna", "ben"));
  return {kFile, TicketOf(AnyTicket(step)), agent, *rc::gen::inRange(0, 4) == 0 ? 2 : 0};
}

Event AnyMove(int step) {
  const BranchId branch(*rc::gen::element<std::string>("b0", "b1", "b2", ""));
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return TransferTicket{AnyCommand(step), branch, "theirs"};
    case 1:
      return ReturnTicket{AnyCommand(step), "not ours"};
    case 2:
      return JudgeReturn{AnyCommand(step), *rc::gen::arbitrary<bool>(), "", branch};
    default:
      return MergeTicket{AnyCommand(step), TicketOf(AnyTicket(step))};
  }
}

Event AnyEnd(int step) {
  const TicketId ticket = TicketOf(AnyTicket(step));
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return ReopenTicket{AnyCommand(step), "wrong"};
    case 1:
      return CloseTicket{AnyCommand(step)};
    case 2:
      return SurveyAnsweredBadly{kFile, ticket, *rc::gen::inRange(1, 3)};
    case 3:
      return ConfirmTimePassed{kFile, ticket};
    default:
      return ResolveTicket{AnyCommand(step), "done"};
  }
}

// By somebody who answers for it.
Event AnyCorrection(int step, Timestamp now) {
  const TicketId ticket = TicketOf(AnyTicket(step));
  const auto kind = *rc::gen::element(sla::ClockKind::kFirstResponse, sla::ClockKind::kNextResponse,
                                      sla::ClockKind::kResolution);
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return UnmergeTicket{AnyCommand(step), "wrong"};
    case 1:
      return SplitTicket{
          AnyCommand(step), IdOf<FeedbackId>(AnyTicket(step)), *rc::gen::arbitrary<bool>(), "", {},
          "two matters"};
    case 2:
      return AcknowledgeEscalation{AnyCommand(step)};
    case 3:
    case 4:
      return RevokeBreach{
          AnyCommand(step), {kind, 0}, now - Duration(*rc::gen::inRange(0, 40 * 60 * 1000)), "log"};
    default:
      return ReclockTimePassed{kFile, ticket};
  }
}

// By a person who reads what came in; of some piece, or of one that nobody knows, in any order.
Event AnyReclassification(int step) {
  FeedbackReclassified correction = Correction(
      AnyTicket(step), "c", *rc::gen::element<std::string>("card", "loan", "fraud"),
      *rc::gen::element<std::string>("complaint", "complaint", "praise"), *rc::gen::inRange(2, 6));
  correction.severity = *rc::gen::inRange(1, kSeverityMax + 1);
  return correction;
}

// Of pieces that came, and of some that will or never do.
Event AnyLikeness(int step) {
  SimilarFeedbackFound found{kFile, IdOf<FeedbackId>(AnyTicket(step + 2)), {}, 0};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    found.similar.push_back({IdOf<FeedbackId>(AnyTicket(step)), *rc::gen::inRange(50, 101)});
  }
  found.like_count = *rc::gen::inRange(0, 12);
  return found;
}

Event AnyEvent(int step, Timestamp now) {
  switch (*rc::gen::inRange(0, 20)) {
    case 17:
    case 18:
      return AnyLikeness(step);
    case 19:
      return DeclineSuggestion{AnyCommand(step)};
    case 15:
    case 16:
      return AnyReclassification(step);
    case 12:
    case 13:
      return AnyCorrection(step, now);
    case 0:
    case 1:
      return Feedback("f" + std::to_string(step), "c",
                      *rc::gen::element<std::string>("card", "loan", "fraud"),
                      *rc::gen::element<std::string>("complaint", "complaint", "praise"));
    case 2:
      return TakeTicket{AnyCommand(step)};
    case 3:
    case 4:
      return ReplyTicket{AnyCommand(step), "text"};
    case 5:
      return WaitTicket{AnyCommand(step), "papers"};
    case 6:
      return ResumeTicket{AnyCommand(step)};
    case 7:
      return NoteTicket{AnyCommand(step), "text"};
    case 8:
      return AnyMove(step);
    case 9:
      return AnyEnd(step);
    case 10:
      return ResolveTicket{AnyCommand(step), "done"};
    default:
      return AlarmTimePassed{kFile, TicketOf(AnyTicket(step))};
  }
}

struct Step {
  Event event;
  Timestamp now;
  Decision decision;
};

struct History {
  View view;
  std::vector<Step> steps;
};

// A policy is put for open tickets too.
void MarkAll(View& view, Timestamp now) {
  for (auto& [key, file] : view) {
    for (auto& [id, ticket] : file.tickets) {
      if (IsOpen(ticket) && !ticket.reclock) ticket.reclock = Reclock{now, true};
    }
  }
}

History AnyHistory() {
  History history;
  Timestamp now{};
  const Policy* policy = &kPolicy;
  const int count = *rc::gen::inRange(1, 60);
  for (int i = 0; i < count; ++i) {
    // Mostly minutes, and now and then a week.
    const int step_max = *rc::gen::inRange(0, 20) == 0 ? 7 * 24 * 60 : 20;
    now += Duration(*rc::gen::inRange(0, step_max * 60 * 1000));
    if (*rc::gen::inRange(0, 30) == 0) {
      policy = &kNextPolicy;
      MarkAll(history.view, now - Duration(1));
    }
    const Event event = AnyEvent(i, now);
    Decision decision = Decide(history.view, event, now, *policy);
    for (const auto& [key, file] : decision.changed) history.view[key] = file;
    history.steps.push_back({event, now, std::move(decision)});
  }
  return history;
}

std::vector<Fact> FactsOf(const History& history) {
  std::vector<Fact> facts;
  for (const Step& step : history.steps) {
    facts.insert(facts.end(), step.decision.facts.begin(), step.decision.facts.end());
  }
  return facts;
}

RC_GTEST_PROP(DecideLaws, EachFactRaisesItsTicketsVersionByOneAndJoinsTheOneBefore, ()) {
  std::map<TicketId, Fact> last;
  for (const Fact& fact : FactsOf(AnyHistory())) {
    if (fact.ticket_id.empty()) continue;
    const auto found = last.find(fact.ticket_id);
    if (found == last.end()) {
      RC_ASSERT(fact.ticket_version == 1 && !fact.before);
    } else {
      RC_ASSERT(fact.ticket_version == found->second.ticket_version + 1);
      RC_ASSERT(fact.before == found->second.after);
    }
    last.insert_or_assign(fact.ticket_id, fact);
  }
}

// Of the fact: 1 a ticket's, 2 recorded without one, 3 a ticket's after all; 0 none.
int DispositionOf(const What& what) {
  if (const auto* opened = std::get_if<TicketOpened>(&what)) return opened->recorded_before ? 3 : 1;
  if (const auto* joined = std::get_if<FeedbackJoined>(&what)) {
    return joined->recorded_before ? 3 : 1;
  }
  return std::holds_alternative<FeedbackRecorded>(what) ? 2 : 0;
}

RC_GTEST_PROP(DecideLaws, EveryPieceOfFeedbackHasExactlyOneDisposition, ()) {
  std::set<FeedbackId> received;
  std::multiset<FeedbackId> disposed;
  std::set<FeedbackId> recorded;
  for (const Step& step : AnyHistory().steps) {
    if (const auto* feedback = std::get_if<FeedbackClassified>(&step.event)) {
      received.insert(feedback->feedback_id);
    }
    for (const Fact& fact : step.decision.facts) {
      const int disposition = fact.feedback_id.empty() ? 0 : DispositionOf(fact.what);
      if (disposition == 1 || disposition == 2) disposed.insert(fact.feedback_id);
      if (disposition == 2) recorded.insert(fact.feedback_id);
      // What becomes a ticket's was recorded, and is so no more.
      if (disposition == 3) RC_ASSERT(recorded.erase(fact.feedback_id) == 1u);
    }
  }
  RC_ASSERT(std::multiset<FeedbackId>(received.begin(), received.end()) == disposed);
}

// The kind of an alarm's fact, its clock, its level and the due time it names; none of others.
struct Said {
  int kind = 0;
  sla::ClockName clock;
  int level = 0;
  Timestamp due_time;
};
std::optional<Said> AlarmOf(const What& what) {
  if (const auto* warned = std::get_if<ClockWarned>(&what)) {
    return Said{1, warned->clock, 0, warned->due_time};
  }
  if (const auto* breached = std::get_if<ClockBreached>(&what)) {
    return Said{2, breached->clock, 0, breached->due_time};
  }
  if (const auto* escalated = std::get_if<ClockEscalated>(&what)) {
    return Said{3, escalated->clock, escalated->level, escalated->due_time};
  }
  return std::nullopt;
}

RC_GTEST_PROP(DecideLaws, EachAlarmIsSaidOnceAndABreachNeverEarly, ()) {
  std::set<std::tuple<TicketId, int, sla::ClockName, int>> said;
  for (const Fact& fact : FactsOf(AnyHistory())) {
    if (std::holds_alternative<StandardChanged>(fact.what)) {  // a new target warns anew
      std::erase_if(said, [&](const auto& each) {
        return std::get<0>(each) == fact.ticket_id && std::get<1>(each) == 1;
      });
    }
    const auto alarm = AlarmOf(fact.what);
    if (!alarm) continue;
    RC_ASSERT(said.insert({fact.ticket_id, alarm->kind, alarm->clock, alarm->level}).second);
    if (alarm->kind > 1) RC_ASSERT(fact.recorded_time > alarm->due_time);
    if (alarm->kind == 3) RC_ASSERT(said.contains({fact.ticket_id, 2, alarm->clock, 0}));
  }
}

RC_GTEST_PROP(DecideLaws, AClockIsMissedIfAndOnlyIfItsBreachWasToldBefore, ()) {
  std::set<std::pair<TicketId, sla::ClockName>> breached;
  for (const Fact& fact : FactsOf(AnyHistory())) {
    if (const auto* breach = std::get_if<ClockBreached>(&fact.what)) {
      breached.insert({fact.ticket_id, breach->clock});
    }
    if (const auto* revoked = std::get_if<ClockBreachRevoked>(&fact.what)) {
      breached.erase({fact.ticket_id, revoked->clock});
    }
    if (!fact.after) continue;
    for (const ClockStanding& standing : fact.after->clocks) {
      const bool told = breached.contains({fact.ticket_id, standing.name});
      if (standing.state == ClockState::kMissed) RC_ASSERT(told);
      if (standing.state == ClockState::kMet) RC_ASSERT(!told);
    }
  }
}

// Tickets whose clocks were judged by another standard.
std::set<TicketId> JudgedAnew(const History& history) {
  std::set<TicketId> judged;
  for (const Fact& fact : FactsOf(history)) {
    if (std::holds_alternative<StandardChanged>(fact.what)) judged.insert(fact.ticket_id);
  }
  return judged;
}

RC_GTEST_PROP(DecideLaws, WhatIsKeptOfAClockIsWhatItsEventsComeTo, ()) {  // E94
  const History history = AnyHistory();
  const auto judged_anew = JudgedAnew(history);
  const auto& alarms = kPolicy.sla.at(5).standards[0].alarms;
  for (const auto& [key, file] : history.view) {
    for (const auto& [id, ticket] : file.tickets) {
      for (const auto& [name, clock] : ticket.clocks) {
        Clock again = clock;
        Refresh(again, kPolicy.calendars, alarms, clock.events.back().time);
        RC_ASSERT(again.due_time == clock.due_time && again.end_time == clock.end_time);
        RC_ASSERT(again.warn_time == clock.warn_time);
        if (!judged_anew.contains(id)) RC_ASSERT(again.consumed == clock.consumed);
      }
    }
  }
}

RC_GTEST_PROP(DecideLaws, ACorrectionTwiceIsACorrectionOnce, ()) {
  History history = AnyHistory();
  const Timestamp now = history.steps.back().now;
  const Event correction = AnyReclassification(static_cast<int>(history.steps.size()));
  for (const auto& [key, file] : Decide(history.view, correction, now, kPolicy).changed) {
    history.view[key] = file;
  }
  RC_ASSERT(Decide(history.view, correction, now, kPolicy) == Decision{});
}

// It is what the last correction of what opened it says, a step more severe for each reopening.
RC_GTEST_PROP(DecideLaws, ATicketIsWhatWasLastSaidOfTheFeedbackThatOpenedIt, ()) {
  const History history = AnyHistory();
  std::map<TicketId, TicketReclassified> last;
  for (const Fact& fact : FactsOf(history)) {
    const auto* said = std::get_if<TicketReclassified>(&fact.what);
    const bool own = said != nullptr && fact.feedback_id.uuid() == fact.ticket_id.uuid();
    if (own && said->type != "praise") last.insert_or_assign(fact.ticket_id, *said);
  }
  for (const auto& [key, file] : history.view) {
    for (const auto& [id, ticket] : file.tickets) {
      if (!last.contains(id) || ticket.routing_rule == kSplitRule) continue;
      RC_ASSERT(ticket.category == last.at(id).category);
      RC_ASSERT(ticket.severity == std::min(last.at(id).severity + ticket.cycle - 1, kSeverityMax));
    }
  }
}

// The fold of what was said of suggestions, by ticket.
std::map<TicketId, Suggestion> SuggestionsTold(const History& history) {
  std::map<TicketId, Suggestion> told;
  for (const Fact& fact : FactsOf(history)) {
    const auto* suggested = std::get_if<MatterSuggested>(&fact.what);
    if (suggested != nullptr) told.insert_or_assign(fact.ticket_id, suggested->suggestion);
    if (std::holds_alternative<SuggestionEnded>(fact.what) ||
        std::holds_alternative<TicketMerged>(fact.what) ||
        std::holds_alternative<TicketClosed>(fact.what)) {
      told.erase(fact.ticket_id);
    }
  }
  return told;
}

RC_GTEST_PROP(DecideLaws, ATicketSuggestsAnOlderOneOfItsFileAndWhatTheFactsTell, ()) {
  const History history = AnyHistory();
  const auto told = SuggestionsTold(history);
  for (const auto& [key, file] : history.view) {
    RC_ASSERT(file.expected.size() <= kExpectedMax);
    for (const auto& [id, ticket] : file.tickets) {
      RC_ASSERT(ticket.suggestion.has_value() == told.contains(id));
      if (!ticket.suggestion) continue;
      RC_ASSERT(*ticket.suggestion == told.at(id));
      const TicketId& other = ticket.suggestion->ticket_id;
      if (other.empty()) continue;
      RC_ASSERT(other != id && file.tickets.contains(other));
      RC_ASSERT(file.tickets.at(other).open_time <= ticket.open_time);
      RC_ASSERT(file.tickets.at(other).state != TicketState::kClosed);
      RC_ASSERT(std::count(ticket.declined.begin(), ticket.declined.end(), other) == 0);
    }
  }
}

RC_GTEST_PROP(DecideLaws, ALikenessTwiceIsALikenessOnce, ()) {
  History history = AnyHistory();
  const Timestamp now = history.steps.back().now;
  const Event likeness = AnyLikeness(static_cast<int>(history.steps.size()));
  for (const auto& [key, file] : Decide(history.view, likeness, now, kPolicy).changed) {
    history.view[key] = file;
  }
  RC_ASSERT(Decide(history.view, likeness, now, kPolicy).facts.empty());
}

RC_GTEST_PROP(DecideLaws, WhatIsSaidOfALifeFollowsFromIt, ()) {
  LawsOfLife laws;
  for (const Fact& fact : FactsOf(AnyHistory())) laws.Take(fact);
  RC_ASSERT(laws.fault == "");
}

RC_GTEST_PROP(DecideLaws, WhatIsResolvedOrClosedOwesNothing, ()) {
  for (const auto& [key, file] : AnyHistory().view) {
    for (const auto& [id, ticket] : file.tickets) {
      if (IsOpen(ticket)) continue;
      for (const auto& [name, clock] : ticket.clocks) RC_ASSERT(!IsOwed(clock));
    }
  }
}

RC_GTEST_PROP(DecideLaws, ARefusalChangesNothingAndSaysNothing, ()) {
  for (const Step& step : AnyHistory().steps) {
    if (!step.decision.refusal) continue;
    RC_ASSERT(step.decision.changed.empty() && step.decision.facts.empty());
  }
}

RC_GTEST_PROP(DecideLaws, TheFileIsTheFoldOfItsFacts, ()) {
  const History history = AnyHistory();
  std::map<TicketId, Dimensions> folded;
  for (const Fact& fact : FactsOf(history)) {
    if (!fact.ticket_id.empty()) folded.insert_or_assign(fact.ticket_id, *fact.after);
  }
  const auto file = history.view.find(kFile);
  const std::size_t tickets = file == history.view.end() ? 0 : file->second.tickets.size();
  RC_ASSERT(folded.size() == tickets);
  for (const auto& [id, after] : folded) {
    const Ticket& ticket = file->second.tickets.at(id);
    RC_ASSERT(DimensionsOf(ticket) == after);
  }
}

RC_GTEST_PROP(DecideLaws, TimersStandForExactlyTheClocksThatWaitForAnAlarm, ()) {
  for (const auto& [key, file] : AnyHistory().view) {
    for (const auto& [id, ticket] : file.tickets) {
      std::size_t expected = (ticket.confirm_time ? 1 : 0) + (ticket.reclock ? 1 : 0);
      for (const auto& [name, clock] : ticket.clocks) {
        const bool runs = clock.state == ClockState::kRunning || clock.state == ClockState::kWarned;
        if (runs) RC_ASSERT(!clock.alarms.empty() && clock.alarms[0].time <= clock.due_time);
        if (!IsOwed(clock)) RC_ASSERT(clock.alarms.empty());
        expected += clock.alarms.empty() ? 0 : 1;
      }
      RC_ASSERT(TimersOf(id, ticket).size() == expected);
    }
  }
}

}  // namespace
}  // namespace recourse::routing
