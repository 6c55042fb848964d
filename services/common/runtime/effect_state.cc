#include "services/common/runtime/effect_state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace recourse {
namespace {

constexpr std::array<std::pair<EffectState, std::string_view>, 6> kNames{{
    {EffectState::kPending, "pending"},
    {EffectState::kClaimed, "claimed"},
    {EffectState::kSending, "sending"},
    {EffectState::kUnknown, "unknown"},
    {EffectState::kDelivered, "delivered"},
    {EffectState::kFailed, "failed"},
}};

// A sender that was thought dead may still say how it ended, also while a person's wish to send
// again waits: what is known to have arrived is not sent again.
bool SenderMaySay(EffectState state, EffectOutcome outcome) {
  switch (state) {
    case EffectState::kClaimed:
    case EffectState::kSending:
      return true;
    case EffectState::kUnknown:
      return outcome != EffectOutcome::kUnknown;
    case EffectState::kPending:
      return outcome == EffectOutcome::kDelivered;
    case EffectState::kDelivered:
    case EffectState::kFailed:
      return false;
  }
  return false;
}

}  // namespace

std::string_view NameOf(EffectState state) {
  const auto* found = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const auto& row) { return row.first == state; });
  return found == kNames.end() ? "" : found->second;
}

std::optional<EffectState> ParseEffectState(std::string_view name) {
  for (const auto& [state, word] : kNames) {
    if (word == name) return state;
  }
  return std::nullopt;
}

EffectState StateAfter(EffectOutcome outcome) {
  switch (outcome) {
    case EffectOutcome::kDelivered:
      return EffectState::kDelivered;
    case EffectOutcome::kFailed:
      return EffectState::kFailed;
    case EffectOutcome::kUnknown:
      break;
  }
  return EffectState::kUnknown;
}

bool Stands(const StandingEffect& standing, const EffectConclusion& conclusion) {
  if (standing.term != conclusion.term) return false;
  switch (conclusion.witness) {
    case Witness::kSender:
      return SenderMaySay(standing.state, conclusion.result.outcome);
    case Witness::kLease:
      return standing.state == EffectState::kSending;
    case Witness::kPerson:
      return standing.state == EffectState::kUnknown;
  }
  return false;
}

Uuid CauseOf(const EffectConclusion& conclusion) {
  return NamedUuid(
      conclusion.result.effect_id.uuid(),
      std::to_string(conclusion.term) + " " + std::string(NameOf(conclusion.result.outcome)));
}

Duration RetryWait(EffectId id, int attempt, std::optional<Duration> asked) {
  Duration whole = kEffectRetryMin;
  for (int i = 1; i < attempt && whole < kEffectRetryMax; ++i) whole *= 2;
  whole = std::min(whole, kEffectRetryMax);
  const Uuid chance = NamedUuid(id.uuid(), "attempt " + std::to_string(attempt));
  const int share = chance.bytes[0] * 256 + chance.bytes[1];  // of 65,535
  const Duration wait = whole / 2 + (whole - whole / 2) * share / 65'535;
  return std::max(wait, std::min(asked.value_or(Duration{}), kEffectRetryAskedMax));
}

}  // namespace recourse
