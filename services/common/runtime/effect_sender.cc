#include "services/common/runtime/effect_sender.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"
#include "services/common/runtime/backoff.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

using Kind = SendOutcome::Kind;

// What makes another attempt idle before it begins.
std::optional<SendOutcome> AlreadyOver(const ClaimedEffect& claimed) {
  const auto& expire_time = claimed.effect.expire_time;
  if (expire_time && *expire_time <= claimed.claimed_time) {
    return SendOutcome{Kind::kFailed, "expired", "it was not to be sent that late any more"};
  }
  if (claimed.attempt_count > kEffectAttemptsMax) {
    return SendOutcome{Kind::kFailed, "attempts-used-up", "each attempt ended before it was sent"};
  }
  return std::nullopt;
}

// The last attempt does not ask for another.
SendOutcome Final(const ClaimedEffect& claimed, SendOutcome outcome) {
  if (outcome.kind != Kind::kAgain || claimed.attempt_count < kEffectAttemptsMax) return outcome;
  return {Kind::kFailed, "attempts-used-up", outcome.reason + ": " + outcome.detail};
}

EffectOutcome OutcomeOf(Kind kind) {
  if (kind == Kind::kDelivered) return EffectOutcome::kDelivered;
  return kind == Kind::kFailed ? EffectOutcome::kFailed : EffectOutcome::kUnknown;
}

// As the store takes it: a courier may repeat what it was told by others.
std::string Fitting(std::string detail) {
  std::replace(detail.begin(), detail.end(), '\0', ' ');
  return std::string(ClipUtf8(MendUtf8(detail), kEffectDetailBytesMax));
}

EffectConclusion ConclusionOf(const ClaimedEffect& claimed, EffectOutcome outcome, Witness witness,
                              std::string reason, std::string detail) {
  return {{claimed.id, claimed.effect, outcome, std::move(reason), claimed.attempt_count},
          claimed.term,
          witness,
          Fitting(std::move(detail))};
}

}  // namespace

EffectSender::EffectSender(EffectStore& store, Courier& courier, EffectHandling handling,
                           EffectOptions options)
    : store_(store),
      courier_(courier),
      handling_(std::move(handling)),
      options_(std::move(options)),
      metrics_(options_.service) {}

bool EffectSender::Attempt(const ClaimedEffect& claimed, const std::stop_token& stop) {
  const auto began = options_.clock();
  std::unique_ptr<Parcel> parcel;  // takes leave of the other side when the result is kept
  const SendOutcome outcome = Try(claimed, parcel, stop);
  metrics_.ObserveAttempt(claimed.effect.kind, outcome.kind, options_.clock() - began);
  Tell(claimed, Final(claimed, outcome), stop);
  return !outcome.lane_closed;
}

SendOutcome EffectSender::Try(const ClaimedEffect& claimed, std::unique_ptr<Parcel>& parcel,
                              const std::stop_token& stop) {
  if (auto over = AlreadyOver(claimed)) return *std::move(over);
  auto prepared = courier_.Prepare(claimed);
  if (auto* outcome = std::get_if<SendOutcome>(&prepared)) return std::move(*outcome);
  parcel = std::get<std::unique_ptr<Parcel>>(std::move(prepared));
  return Send(claimed, *parcel, stop);
}

// Without the store's word nothing is sent, so whatever hinders it, nobody outside has seen it. A
// claim that is no longer ours is told like that too, and changes nothing.
SendOutcome EffectSender::Send(const ClaimedEffect& claimed, Parcel& parcel,
                               const std::stop_token& stop) {
  if (stop.stop_requested()) return {Kind::kStopped, "stopped", "the process ends"};
  const auto asked = options_.clock();
  const auto begun =
      handling_.begin({claimed.id, claimed.effect, claimed.term, parcel.message_id(), kSendLease});
  if (!begun.ok()) {
    options_.crash(begun.status());
    return {Kind::kAgain, "store-unavailable", "the database did not answer before the sending"};
  }
  if (*begun == BeginAnswer::kUnwanted) {
    return {Kind::kFailed, kWithdrawn, "it was not wanted any more when it was to be sent"};
  }
  if (*begun == BeginAnswer::kLost || options_.clock() - asked > kBeginWaitMax) {
    return {Kind::kAgain, "lease-lost", "the sender was held up before the sending"};
  }
  return parcel.Send(stop);
}

// What is known now is known to nobody else: it is told until the store has it.
void EffectSender::Tell(const ClaimedEffect& claimed, const SendOutcome& outcome,
                        const std::stop_token& stop) {
  Backoff backoff(kTellAgainMin, kTellAgainMax, options_.owner);
  for (int tries_stopping = 0; tries_stopping < kTellStoppingMax;) {
    const auto told = TellOnce(claimed, outcome);
    if (told.ok()) return;
    options_.crash(told.status());
    Log(LogLevel::kWarning, "an effect's result waits for the store",
        {{"effect_id", ToString(claimed.id)}, {"error", told.status().ToString()}});
    options_.wait(stop, backoff.Next());
    if (stop.stop_requested()) ++tries_stopping;
  }
}

StatusOr<bool> EffectSender::TellOnce(const ClaimedEffect& claimed, const SendOutcome& outcome) {
  if (outcome.kind == Kind::kStopped) {
    return store_.Release(claimed, Witness::kSender, Duration(0), outcome.reason,
                          Fitting(outcome.detail));
  }
  if (outcome.kind == Kind::kAgain) {
    return store_.Release(claimed, Witness::kSender,
                          RetryWait(claimed.id, claimed.attempt_count, outcome.again_in),
                          outcome.reason, Fitting(outcome.detail));
  }
  return End(ConclusionOf(claimed, OutcomeOf(outcome.kind), Witness::kSender, outcome.reason,
                          outcome.detail));
}

StatusOr<bool> EffectSender::End(const EffectConclusion& conclusion) {
  auto ended = handling_.conclude(conclusion);
  if (ended.ok() && *ended) Note(conclusion);
  return ended;
}

void EffectSender::Note(const EffectConclusion& conclusion) {
  const EffectResult& result = conclusion.result;
  metrics_.CountEnd(result.effect.kind, result.outcome);
  if (result.outcome == EffectOutcome::kDelivered) return;
  Log(LogLevel::kWarning, "an effect was not delivered",
      {{"effect_id", ToString(result.effect_id)},
       {"outcome", NameOf(result.outcome)},
       {"reason", result.reason},
       {"detail", conclusion.detail}});
}

Status EffectSender::Sweep() {
  const auto lapsed = store_.Lapsed(kLapsedPerSweep);
  if (!lapsed.ok()) return lapsed.status();
  for (const LapsedEffect& effect : *lapsed) {
    const auto swept = SweepOne(effect);
    if (!swept.ok()) return swept.status();
  }
  return absl::OkStatus();
}

StatusOr<bool> EffectSender::SweepOne(const LapsedEffect& lapsed) {
  const ClaimedEffect& claimed = lapsed.claimed;
  const std::string reason = "sender-died";
  if (lapsed.state == EffectState::kClaimed) {
    return store_.Release(claimed, Witness::kLease, RetryWait(claimed.id, claimed.attempt_count),
                          reason, "its sender ended before it connected");
  }
  return End(ConclusionOf(claimed, EffectOutcome::kUnknown, Witness::kLease, reason,
                          "its sender ended while it was being sent"));
}

}  // namespace recourse
