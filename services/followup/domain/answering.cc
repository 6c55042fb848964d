#include "services/followup/domain/answering.h"

#include <utility>

#include "services/followup/domain/closing.h"
#include "services/followup/domain/effects.h"

namespace recourse::followup {
namespace {

Receipt ReceiptOf(const LoopId& loop_id, const Loop& loop, const Policy& policy) {
  return {loop_id, {}, loop.verdict == Verdict::kHeardBad && policy.survey.reopen, 0};
}

// The ticket's recovery before a loop: what the last answer to an earlier cycle left.
Recovery RecoveryBefore(const CustomerFile& file, const Loop& loop) {
  const Loop* last = nullptr;
  for (const auto& [loop_id, other] : file.loops) {
    if (other.ticket.ticket_id != loop.ticket.ticket_id || !other.heard) continue;
    if (last == nullptr || last->ticket.cycle < other.ticket.cycle) last = &other;
  }
  return last == nullptr ? Recovery::kNone : last->heard->recovery;
}

bool IsOwn(const Loop& loop, const AgentId& agent_id, const Policy& policy) {
  return !policy.survey.own_tickets && !agent_id.value().empty() &&
         loop.ticket.dimensions.agent_id == agent_id;
}

// Why this answer cannot be taken, or nothing.
std::optional<Refusal> Objection(const Loop& loop, const Answer& answer, Timestamp now,
                                 const Policy& policy) {
  switch (SurveyStateOf(loop, now)) {
    case SurveyState::kNotIssued:
      return Refusal{"survey-not-issued", {}};
    case SurveyState::kAnswered:
      return Refusal{"survey-already-answered", {}};
    case SurveyState::kExpired:
      return Refusal{"survey-expired", {}};
    case SurveyState::kWithdrawn:
      return Refusal{"survey-withdrawn", {}};
    case SurveyState::kOpen:
      break;
  }
  if (IsOwn(loop, answer.agent_id, policy)) return Refusal{"own-ticket", {}};
  return CheckAnswer(answer, loop.questions);
}

SurveyAnswered Said(const Answer& answer, const Policy& policy, Recovery before) {
  SurveyAnswered what{answer.scores, answer.via, answer.agent_id, !answer.words.empty(), {},
                      false,         before,     before};
  what.bad_scores = BadScores(answer.scores, policy.survey.thresholds);
  const bool is_bad = !what.bad_scores.empty();
  what.reopen = is_bad && policy.survey.reopen;
  what.recovery_after = NextRecovery(before, answer.scores, is_bad);
  return what;
}

void Accept(Telling& telling, const LoopId& loop_id, const Answer& answer) {
  Loop& loop = telling.file().loops.at(loop_id);
  auto said = Said(answer, telling.policy(), RecoveryBefore(telling.file(), loop));
  loop.heard = Heard{answer.scores, answer.via, answer.agent_id, DigestOf(loop_id, answer),
                     said.recovery_after};
  loop.state = LoopState::kClosed;
  loop.verdict = said.bad_scores.empty() ? Verdict::kHeardGood : Verdict::kHeardBad;
  loop.close_time = telling.now();
  loop.calling.reset();
  loop.is_asked = true;  // whoever answers was asked, also where nobody has told us yet
  telling.Say(loop_id, std::move(said),
              {Ended("answer", *loop.ask_time, telling.now()),
               Ended("loop", loop.resolve_time, telling.now())});
  if (!answer.words.empty()) telling.Send(WordsEffect(loop_id, loop.ticket, answer.words));
}

bool IsCalling(const Loop& loop, Timestamp now) {
  return loop.calling && now <= loop.calling->start_time + kCallMax;
}

// Why an agent may not call now, or nothing.
std::optional<Refusal> Objection(Telling& telling, const Loop& loop, const AgentId& agent_id) {
  const SurveyRules& rules = telling.policy().survey;
  const bool is_open = SurveyStateOf(loop, telling.now()) == SurveyState::kOpen;
  if (loop.way != SurveyWay::kCall || !is_open) return Refusal{"call-not-asked", {}};
  if (IsOwn(loop, agent_id, telling.policy())) return Refusal{"own-ticket", {}};
  if (IsCalling(loop, telling.now())) return Refusal{"call-under-way", {}};
  if (loop.call_count >= rules.calls_max) return Refusal{"calls-spent", {}};
  const Zone& zone = ZoneOf(telling.policy(), loop.ticket.dimensions);
  const Timestamp allowed =
      rules.quiet ? AllowedFrom(*rules.quiet, zone, telling.now()) : telling.now();
  if (allowed != telling.now()) {
    const auto until = std::to_string(allowed.time_since_epoch().count());
    return Refusal{"quiet-hours", {{"until", until}}};
  }
  if (Spent(telling.file().contacts, rules.budget, telling.now()) >= rules.budget.most) {
    return Refusal{"contact-budget-spent", {}};
  }
  return std::nullopt;
}

}  // namespace

Decision Hear(Telling& telling, const SubmitAnswer& event) {
  const Loop* loop = telling.FindLoop(event.loop_id);
  if (loop == nullptr) return Refuse("survey-unknown");
  const bool is_same = loop->heard && loop->heard->digest == DigestOf(event.loop_id, event.answer);
  if (is_same) return telling.Done(ReceiptOf(event.loop_id, *loop, telling.policy()));
  if (auto no = Objection(*loop, event.answer, telling.now(), telling.policy())) {
    return Refuse(std::move(no->slug), std::move(no->parameters));
  }
  Accept(telling, event.loop_id, event.answer);
  return telling.Done(ReceiptOf(event.loop_id, *loop, telling.policy()));
}

Decision Call(Telling& telling, const StartCall& event) {
  Loop* loop = telling.FindLoop(event.loop_id);
  if (loop == nullptr) return Refuse("survey-unknown");
  const Receipt receipt{event.loop_id, {}, false, 0};
  const bool is_same = IsCalling(*loop, telling.now()) && loop->calling->agent_id == event.agent_id;
  if (is_same) return telling.Done(receipt);
  if (auto no = Objection(telling, *loop, event.agent_id)) {
    return Refuse(std::move(no->slug), std::move(no->parameters));
  }
  MakeContact(telling.file().contacts, event.loop_id, ContactKind::kCall, telling.now());
  std::vector<EndedDuration> ended;
  if (!loop->is_asked) ended.push_back(Ended("ask", loop->resolve_time, telling.now()));
  loop->is_asked = true;
  loop->calling = Calling{event.agent_id, telling.now()};
  telling.Say(event.loop_id, CallStarted{event.agent_id, ++loop->call_count}, std::move(ended));
  return telling.Done(receipt);
}

Decision Call(Telling& telling, const EndCall& event) {
  Loop* loop = telling.FindLoop(event.loop_id);
  if (loop == nullptr) return Refuse("survey-unknown");
  if (!loop->calling) return Refuse("call-not-started");
  loop->calling.reset();
  telling.Say(event.loop_id, CallEnded{event.agent_id, event.unreached});
  if (!event.unreached) Close(telling, event.loop_id, Verdict::kUnheard, LoopReason::kDeclined);
  return telling.Done({event.loop_id, {}, false, 0});
}

Decision Prefer(Telling& telling, const SetContactPreference& event) {
  auto& preference = telling.file().preference;
  if (preference && preference->surveys == event.surveys) return Nothing();
  preference = ContactPreference{event.surveys, telling.now()};
  telling.SayOf(event.customer_id, {event.surveys, event.agent_id});
  Receipt receipt;
  if (!event.surveys) {
    receipt.withdrawn_count = CloseAll(telling, Verdict::kSuppressed, LoopReason::kOptOut);
  }
  return telling.Done(receipt);
}

}  // namespace recourse::followup
