#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/common/runtime/effect_state.h"

// The statements on effects that belong to a transaction of the handler
// (migrations/0001_runtime_effects.sql).
namespace recourse::statements {

// An effect that is there already stays as it is.
Statement InsertEffect(EffectId id, const Effect& effect, Timestamp recorded_time);
Statement LockEffect(EffectId id);
std::optional<StandingEffect> StandingOf(const Result& locked);
// Changes the row where the effect is still its claimer's.
Statement BeginEffect(const EffectBeginning& beginning);
// Changes the row where the effect is unknown or failed.
Statement ResendEffect(EffectId id, const std::string& detail);
Statement ConcludeEffects(const std::vector<EffectConclusion>& conclusions,
                          Timestamp recorded_time);
// Locks what is due at an endpoint, passing over what others have locked.
Statement TakeReceived(const std::string& endpoint, int limit);

// The columns of an effect itself, in the order that EffectOf reads them from `column` on.
#define RECOURSE_EFFECT_COLUMNS \
  "key, kind, purpose, endpoint, recipient_kind, recipient, parameters, expire_time"
Effect EffectOf(const Result& rows, int row, int column);
EffectState EffectStateOf(const Result& rows, int row, int column);

}  // namespace recourse::statements
