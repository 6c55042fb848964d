// Laws over any history of a customer's file, time never going back.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "services/routing/domain/decide.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

const Policy kPolicy = SmallPolicy();
const FileId kFile = IdOf<FileId>("c");

Event AnyEvent(int step) {
  const std::string id = "f" + std::to_string(*rc::gen::inRange(0, step + 1));
  const AgentId agent(*rc::gen::element<std::string>("anna", "ben"));
  switch (*rc::gen::inRange(0, 7)) {
    case 0:
    case 1:
      return Feedback("f" + std::to_string(step), "c",
                      *rc::gen::element<std::string>("card", "loan"),
                      *rc::gen::element<std::string>("complaint", "complaint", "praise"));
    case 2: return TakeTicket{kFile, TicketOf(id), agent};
    case 3: return ReplyTicket{kFile, TicketOf(id), agent, "text"};
    case 4: return ResolveTicket{kFile, TicketOf(id), agent, "done"};
    case 5: return WarnTimePassed{kFile, TicketOf(id)};
    default: return DueTimePassed{kFile, TicketOf(id)};
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

History AnyHistory() {
  History history;
  Timestamp now{};
  const int count = *rc::gen::inRange(1, 60);
  for (int i = 0; i < count; ++i) {
    now += Duration(*rc::gen::inRange(0, 20 * 60 * 1000));
    const Event event = AnyEvent(i);
    Decision decision = Decide(history.view, event, now, kPolicy);
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

RC_GTEST_PROP(DecideLaws, EveryPieceOfFeedbackHasExactlyOneDisposition, ()) {
  std::set<FeedbackId> received;
  std::multiset<FeedbackId> disposed;
  for (const Step& step : AnyHistory().steps) {
    if (const auto* feedback = std::get_if<FeedbackClassified>(&step.event)) {
      received.insert(feedback->feedback_id);
    }
    for (const Fact& fact : step.decision.facts) {
      if (!fact.feedback_id.empty()) disposed.insert(fact.feedback_id);
    }
  }
  RC_ASSERT(std::multiset<FeedbackId>(received.begin(), received.end()) == disposed);
}

RC_GTEST_PROP(DecideLaws, ABreachComesOnceAfterItsDueTimeAndOnlyToWhatWasNotAnsweredInTime, ()) {
  std::map<TicketId, int> breaches;
  std::set<TicketId> met;
  for (const Fact& fact : FactsOf(AnyHistory())) {
    if (fact.after && fact.after->response_clock == ClockState::kMet) met.insert(fact.ticket_id);
    if (const auto* breached = std::get_if<ClockBreached>(&fact.what)) {
      RC_ASSERT(fact.recorded_time > breached->due_time);
      RC_ASSERT(++breaches[fact.ticket_id] == 1);
      RC_ASSERT(!met.contains(fact.ticket_id));
    }
  }
}

RC_GTEST_PROP(DecideLaws, WhatIsAnsweredLateWasBreached, ()) {
  std::set<TicketId> breached;
  for (const Fact& fact : FactsOf(AnyHistory())) {
    if (std::holds_alternative<ClockBreached>(fact.what)) breached.insert(fact.ticket_id);
    if (fact.after && fact.after->response_clock == ClockState::kMissed) {
      RC_ASSERT(breached.contains(fact.ticket_id));
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
    RC_ASSERT(ticket.state == after.state && ticket.clock.state == after.response_clock);
  }
}

RC_GTEST_PROP(DecideLaws, TimersStandForExactlyTheClocksThatRun, ()) {
  for (const auto& [key, file] : AnyHistory().view) {
    std::set<std::string> expected, actual;
    for (const auto& [id, ticket] : file.tickets) {
      const ClockState state = ticket.clock.state;
      const bool running = state == ClockState::kRunning;
      if (running) expected.insert(ToString(id) + "/warn");
      if (running || state == ClockState::kWarned) expected.insert(ToString(id) + "/due");
    }
    for (const Timer& timer : Domain::TimersOf(file)) actual.insert(timer.name);
    RC_ASSERT(actual == expected);
  }
}

}  // namespace
}  // namespace recourse::routing
