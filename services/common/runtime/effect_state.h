#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/effect.h"

namespace recourse {

// Where an effect stands. What it waits for in each:
//   pending    its time; then a sender claims it
//   claimed    the sender, who finds the address and writes the text; nobody outside has seen it
//   sending    the sender, who connects: from here on only what it says is known
//   unknown    a person, or that very sender, who may have lived on: it may have arrived
//   delivered, failed   nothing; a person may have what failed sent again
enum class EffectState { kPending, kClaimed, kSending, kUnknown, kDelivered, kFailed };
std::string_view NameOf(EffectState state);
std::optional<EffectState> ParseEffectState(std::string_view name);
EffectState StateAfter(EffectOutcome outcome);

// Who says what became of an effect.
enum class Witness {
  kSender,  // whoever claimed it in this term
  kLease,   // that one's lease ran out, and with it what it knew
  kPerson,
};

// What somebody says became of an effect. `term` counts its claims; `detail` is a sentence for
// people without any contact point, at most kEffectDetailBytesMax.
struct EffectConclusion {
  EffectResult result;
  std::int64_t term = 0;
  Witness witness = Witness::kSender;
  std::string detail{};
};
inline constexpr std::size_t kEffectDetailBytesMax = 500;

// A sender is about to connect for an effect that it claimed.
struct EffectBeginning {
  EffectId id;
  Effect effect;
  std::int64_t term = 0;
  std::string message_id;  // kept with it
  Duration lease;          // from then on
};
enum class BeginAnswer {
  kBegun,     // from here on a death leaves it unknown
  kLost,      // it is no longer the claimer's, or the lease ran out
  kUnwanted,  // the domain does not want it sent any more; nothing was changed
};

// What came of a person's wish to have an effect sent again.
enum class ResendAnswer {
  kResent,
  kStands,    // it is neither unknown nor failed
  kUnwanted,  // the domain does not want it sent any more
};
// The reason of an effect that the domain did not want any more.
inline constexpr const char* kWithdrawn = "withdrawn";

// An effect's place now, read under its lock.
struct StandingEffect {
  EffectState state = EffectState::kPending;
  std::int64_t term = 0;
};

// Whether a conclusion still says something new: the rule by which each result is told once.
bool Stands(const StandingEffect& standing, const EffectConclusion& conclusion);
// The cause of the facts that follow from it: the same for the same result of the same term.
Uuid CauseOf(const EffectConclusion& conclusion);

// Tries before an effect that nobody refused for good is given up: about a day.
inline constexpr int kEffectAttemptsMax = 24;
inline constexpr Duration kEffectRetryMin = std::chrono::seconds(30);
inline constexpr Duration kEffectRetryMax = std::chrono::hours(2);
// Whoever asks for a longer pause (Retry-After) gets this one.
inline constexpr Duration kEffectRetryAskedMax = std::chrono::hours(24);

// How long after its attempt number `attempt` (from 1) an effect is tried again: twice as long each
// time, between half and all of it, so that many that failed together do not come back together;
// and no sooner than `asked`. The same effect waits the same.
Duration RetryWait(EffectId id, int attempt, std::optional<Duration> asked = std::nullopt);

}  // namespace recourse
