#include "services/followup/domain/decide.h"

#include "services/common/core/check.h"
#include "services/followup/domain/answering.h"
#include "services/followup/domain/asking.h"
#include "services/followup/domain/closing.h"
#include "services/followup/domain/delivering.h"
#include "services/followup/domain/digesting.h"
#include "services/followup/domain/effects.h"
#include "services/followup/domain/notifying.h"

namespace recourse::followup {
namespace {

// What a fact of a ticket means for its customer: a reply comes back to him, he is asked how it was
// resolved, or not any more. Staff are told beside it.
void Follow(Telling& telling, const TicketFact& fact) {
  TellOfTicket(telling, fact);
  if (const auto* reply = std::get_if<PublicReply>(&fact.change)) Deliver(telling, fact, *reply);
  if (std::holds_alternative<Resolution>(fact.change)) return OpenLoop(telling, fact);
  if (std::holds_alternative<Merging>(fact.change)) {
    return CancelLoops(telling, fact, LoopReason::kMerged);
  }
  // Whatever it was that made it so: a ticket that is worked on again is not asked about.
  if (fact.standing == TicketStanding::kOpen) CancelLoops(telling, fact, LoopReason::kReopened);
}

void ExpireWhenDue(Telling& telling, const LoopId& loop_id) {
  const Loop* loop = telling.FindLoop(loop_id);
  if (loop == nullptr || !IsOpen(*loop) || !loop->expire_time) return;
  if (telling.now() > *loop->expire_time) Expire(telling, loop_id);
}

void HearOf(Telling& telling, const EffectResult& result) {
  const std::string& purpose = result.effect.purpose;
  if (purpose == kSurvey) HearOfSurvey(telling, result);
  if (purpose == kReminder) HearOfReminder(telling, result);
  if (purpose == kReply) HearOfReply(telling, result);
}

// One event of a customer's file.
struct InFile {
  Telling& telling;

  Decision operator()(const TicketFact& event) const {
    if (!event.ticket.ticket_id.empty()) Follow(telling, event);
    return telling.Done();
  }
  Decision operator()(const SubmitAnswer& event) const { return Hear(telling, event); }
  Decision operator()(const StartCall& event) const { return Call(telling, event); }
  Decision operator()(const EndCall& event) const { return Call(telling, event); }
  Decision operator()(const SetContactPreference& event) const { return Prefer(telling, event); }
  Decision operator()(const MarkTold& event) const { return Mark(telling, event); }
  Decision operator()(const AskTimePassed& event) const {
    Ask(telling, event.loop_id);
    return telling.Done();
  }
  Decision operator()(const RemindTimePassed& event) const {
    Remind(telling, event.loop_id);
    return telling.Done();
  }
  Decision operator()(const ExpireTimePassed& event) const {
    ExpireWhenDue(telling, event.loop_id);
    return telling.Done();
  }
  Decision operator()(const EffectEnded& event) const {
    HearOf(telling, event.result);
    return telling.Done();
  }
  Decision operator()(const Notify&) const { return Nothing(); }
  Decision operator()(const DigestTimePassed&) const { return Nothing(); }
};

FileId FileIdOf(const Event& event) {
  return std::visit([](const auto& e) { return e.file_id; }, event);
}

}  // namespace

Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy) {
  if (const auto* notify = std::get_if<Notify>(&event)) return Gather(view, *notify, now, policy);
  if (const auto* passed = std::get_if<DigestTimePassed>(&event)) {
    return Write(view, *passed, now, policy);
  }
  const auto* ended = std::get_if<EffectEnded>(&event);
  if (ended != nullptr && ended->result.effect.purpose == kDigest) {
    return HearOfDigest(view, *ended, now, policy);
  }
  Telling telling(FileIdOf(event), view, now, policy);
  return std::visit(InFile{telling}, event);
}

// Feedback that made no ticket concerns nobody here.
std::vector<FileId> Domain::KeysOf(const Event& event) {
  const auto* fact = std::get_if<TicketFact>(&event);
  if (fact != nullptr && fact->ticket.ticket_id.empty()) return {};
  return {FileIdOf(event)};
}

std::vector<Timer> Domain::TimersOf(const State& state) {
  if (const auto* digest = std::get_if<StaffDigest>(&state)) return followup::TimersOf(*digest);
  std::vector<Timer> timers;
  for (const auto& [loop_id, loop] : std::get<CustomerFile>(state).loops) {
    for (auto& timer : followup::TimersOf(loop_id, loop)) timers.push_back(std::move(timer));
  }
  return timers;
}

Event Domain::Fired(const Key& file_id, const Timer& timer) {
  const auto slash = timer.name.find('/');
  if (slash == std::string::npos) return DigestTimePassed{file_id};
  const auto loop = ParseUuid(timer.name.substr(0, slash));
  RECOURSE_CHECK(loop.has_value());
  const LoopId loop_id(*loop);
  const std::string what = timer.name.substr(slash);
  if (what == "/ask") return AskTimePassed{file_id, loop_id};
  if (what == "/remind") return RemindTimePassed{file_id, loop_id};
  return ExpireTimePassed{file_id, loop_id};
}

Event Domain::EffectEnded(const Key& file_id, const EffectResult& result) {
  return followup::EffectEnded{file_id, result};
}

bool Domain::IsWanted(const State& state, const Effect& effect) {
  return followup::IsWanted(state, effect);
}

}  // namespace recourse::followup
