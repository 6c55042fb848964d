#include "services/followup/domain/asking.h"

#include <algorithm>
#include <utility>

#include "services/followup/domain/closing.h"
#include "services/followup/domain/effects.h"

namespace recourse::followup {
namespace {

// Written to: mail or webhook.
bool IsWritten(SurveyWay way) { return way == SurveyWay::kMail || way == SurveyWay::kWebhook; }
// We come to the customer, so it is a contact; of a link he came to us.
bool IsContact(SurveyWay way) { return IsWritten(way) || way == SurveyWay::kCall; }

bool MayBeAsked(const Telling& telling, const CustomerFile& file) {
  if (!file.preference) return !telling.policy().survey.consent_needed;
  return file.preference->surveys;
}

// Why a customer is not to be asked, whatever the time.
LoopReason Hindrance(Telling& telling, const Loop& loop) {
  if (loop.way == SurveyWay::kNone) return LoopReason::kChannel;
  if (!MayBeAsked(telling, telling.file())) return LoopReason::kOptOut;
  if (IsContact(loop.way) && loop.ticket.customer_id.empty()) return LoopReason::kNoContactPoint;
  return LoopReason::kNone;
}

// The first instant from `time` on at which this customer may be come to, with time enough left to
// do it before quiet hours.
Timestamp AllowedFor(const Telling& telling, const Ticket& ticket, Timestamp time) {
  const auto& quiet = telling.policy().survey.quiet;
  if (!quiet) return time;
  const Zone& zone = ZoneOf(telling.policy(), ticket.dimensions);
  const Timestamp allowed = AllowedFrom(*quiet, zone, time);
  const Timestamp begin = QuietFrom(*quiet, zone, allowed);
  return begin - allowed > kSendMargin ? allowed : AllowedFrom(*quiet, zone, begin);
}

bool IsSpent(Telling& telling) {
  const ContactBudget& budget = telling.policy().survey.budget;
  return Spent(telling.file().contacts, budget, telling.now()) >= budget.most;
}

Loop NewLoop(const Telling& telling, const TicketFact& fact) {
  Loop loop;
  loop.ticket = fact.ticket;
  loop.ticket_version = fact.version;
  loop.way = SurveyWayOf(telling.policy(), fact.ticket.dimensions.channel);
  loop.resolve_time = fact.recorded_time;
  const bool is_handed_over = loop.way == SurveyWay::kLink;  // while the customer is there
  const Duration delay = is_handed_over ? Duration(0) : telling.policy().survey.delay;
  loop.ask_time = fact.recorded_time + delay;
  loop.policy_version = telling.policy().version;
  return loop;
}

// From now on the survey can be answered.
void Issue(Telling& telling, const LoopId& loop_id) {
  Loop& loop = telling.file().loops.at(loop_id);
  loop.state = IsWritten(loop.way) ? LoopState::kSending : LoopState::kAsked;
  loop.is_asked = loop.way == SurveyWay::kLink;
  loop.questions = telling.policy().survey.questions;
  loop.ask_time = telling.now();
  loop.expire_time = telling.now() + telling.policy().survey.expire_after;
  std::vector<EndedDuration> ended;
  if (loop.is_asked) ended.push_back(Ended("ask", loop.resolve_time, telling.now()));
  telling.Say(loop_id, SurveyIssued{loop.way, *loop.expire_time}, std::move(ended));
  if (!IsWritten(loop.way)) return;
  BeginContact(telling.file().contacts, loop_id, ContactKind::kSurvey);
  telling.Send(SurveyEffect(telling, loop_id, loop, kSurvey));
}

void Suppress(Telling& telling, const LoopId& loop_id, LoopReason reason) {
  Close(telling, loop_id, Verdict::kSuppressed, reason);
}

// It did not get out before it had to stop, and nobody got it.
void Postpone(Telling& telling, const LoopId& loop_id, const std::string& reason) {
  Loop& loop = telling.file().loops.at(loop_id);
  loop.state = LoopState::kWaiting;
  loop.ask_time = AllowedFor(telling, loop.ticket, telling.now());
  loop.expire_time.reset();
  telling.Say(loop_id, SurveyPostponed{*loop.ask_time, reason});
}

bool IsPostponed(const std::string& reason) { return reason == "expired" || reason == "withdrawn"; }

// Slugs of common/courier: an address that is not there, or that is not to be written to.
LoopReason ReasonOf(const std::string& reason) {
  if (reason == "contact-not-found") return LoopReason::kNoContactPoint;
  if (reason == "contact-refused") return LoopReason::kOptOut;
  return LoopReason::kUndeliverable;
}

void HearOfFailure(Telling& telling, const LoopId& loop_id, const std::string& reason) {
  DropContact(telling.file().contacts, loop_id, ContactKind::kSurvey);
  Loop* loop = telling.FindLoop(loop_id);
  if (loop == nullptr) return;
  loop->is_unknown = false;
  if (loop->state != LoopState::kSending) return;
  if (IsPostponed(reason)) return Postpone(telling, loop_id, reason);
  Suppress(telling, loop_id, ReasonOf(reason));
}

}  // namespace

void OpenLoop(Telling& telling, const TicketFact& fact) {
  const LoopId loop_id = LoopOf(fact.ticket.ticket_id, fact.ticket.cycle);
  if (telling.FindLoop(loop_id) != nullptr) return;
  CancelLoops(telling, fact, LoopReason::kReopened);
  MakeRoomForLoop(telling);
  Loop& loop = telling.file().loops.emplace(loop_id, NewLoop(telling, fact)).first->second;
  const LoopReason hindrance = Hindrance(telling, loop);
  if (hindrance != LoopReason::kNone) loop.ask_time.reset();
  telling.Say(loop_id, LoopOpened{loop.way, loop.ask_time});
  if (hindrance != LoopReason::kNone) return Suppress(telling, loop_id, hindrance);
  if (loop.way == SurveyWay::kLink) Issue(telling, loop_id);
}

void CancelLoops(Telling& telling, const TicketFact& fact, LoopReason reason) {
  std::vector<LoopId> outdated;
  for (const auto& [loop_id, loop] : telling.file().loops) {
    if (loop.ticket.ticket_id != fact.ticket.ticket_id || !IsOpen(loop)) continue;
    if (loop.ticket_version < fact.version) outdated.push_back(loop_id);
  }
  for (const LoopId& loop_id : outdated) Close(telling, loop_id, Verdict::kCancelled, reason);
}

void Ask(Telling& telling, const LoopId& loop_id) {
  Loop* loop = telling.FindLoop(loop_id);
  if (loop == nullptr || loop->state != LoopState::kWaiting) return;
  if (telling.now() <= *loop->ask_time) return;  // never early
  const LoopReason hindrance = Hindrance(telling, *loop);
  if (hindrance != LoopReason::kNone) return Suppress(telling, loop_id, hindrance);
  if (telling.now() > loop->resolve_time + telling.policy().survey.late_after) {
    return Suppress(telling, loop_id, LoopReason::kLate);
  }
  const Timestamp allowed = AllowedFor(telling, loop->ticket, telling.now());
  if (allowed != telling.now()) {
    loop->ask_time = allowed;
    return;
  }
  if (IsSpent(telling)) return Suppress(telling, loop_id, LoopReason::kBudget);
  Issue(telling, loop_id);
}

void Remind(Telling& telling, const LoopId& loop_id) {
  Loop* loop = telling.FindLoop(loop_id);
  if (loop == nullptr || loop->state != LoopState::kAsked || !loop->remind_time) return;
  if (telling.now() <= *loop->remind_time) return;
  const Timestamp allowed = AllowedFor(telling, loop->ticket, telling.now());
  loop->remind_time.reset();
  if (allowed >= *loop->expire_time || IsSpent(telling)) return;  // then there is none
  if (allowed != telling.now()) {
    loop->remind_time = allowed;
    return;
  }
  BeginContact(telling.file().contacts, loop_id, ContactKind::kReminder);
  telling.Send(SurveyEffect(telling, loop_id, *loop, kReminder));
}

void HearOfSurvey(Telling& telling, const EffectResult& result) {
  const LoopId loop_id = LoopOf(result.effect);
  Loop* loop = telling.FindLoop(loop_id);
  if (loop != nullptr && !IsOfIssue(*loop, result.effect)) return;
  if (result.outcome == EffectOutcome::kFailed) {
    return HearOfFailure(telling, loop_id, result.reason);
  }
  MakeContact(telling.file().contacts, loop_id, ContactKind::kSurvey, telling.now());
  if (loop == nullptr) return;
  loop->is_unknown = result.outcome == EffectOutcome::kUnknown;
  if (loop->is_asked) return;  // it was answered before this was known, or a person settled it
  loop->is_asked = true;
  const Duration remind_after = telling.policy().survey.remind_after;
  if (loop->state == LoopState::kSending) {
    loop->state = LoopState::kAsked;
    const Timestamp remind_time = telling.now() + remind_after;
    if (remind_after > Duration(0) && remind_time < *loop->expire_time) {
      loop->remind_time = remind_time;
    }
  }
  telling.Say(loop_id, SurveySent{loop->is_unknown},
              {Ended("ask", loop->resolve_time, telling.now())});
}

void HearOfReminder(Telling& telling, const EffectResult& result) {
  const LoopId loop_id = LoopOf(result.effect);
  Contacts& contacts = telling.file().contacts;
  if (result.outcome == EffectOutcome::kFailed) {
    return DropContact(contacts, loop_id, ContactKind::kReminder);
  }
  const Contacts before = contacts;
  MakeContact(contacts, loop_id, ContactKind::kReminder, telling.now());
  if (contacts == before || telling.FindLoop(loop_id) == nullptr) return;
  telling.Say(loop_id, ReminderSent{result.outcome == EffectOutcome::kUnknown});
}

}  // namespace recourse::followup
