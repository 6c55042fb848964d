#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

// The sender's side of the effects of one service.
class PgEffectStore final : public EffectStore {
 public:
  explicit PgEffectStore(Pool& pool) : pool_(pool) {}
  Status TakeOver(const std::string& owner) override;
  StatusOr<std::optional<ClaimedEffect>> Claim(const std::string& owner,
                                               const std::vector<EffectLane>& full,
                                               Duration lease) override;
  StatusOr<bool> Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                         const std::string& reason, const std::string& detail) override;
  StatusOr<std::vector<LapsedEffect>> Lapsed(int limit) override;
  StatusOr<EffectCounts> Count() override;
  Status Forget(int days) override;

 private:
  StatusOr<bool> Changed(Statement statement);

  Pool& pool_;
};

// An effect as a person sees it.
struct KeptEffect {
  EffectId id;
  Effect effect;
  EffectState state = EffectState::kPending;
  std::int64_t term = 0;
  int attempt_count = 0;
  std::string message_id;
  std::string reason;
  std::string detail;
  Timestamp recorded_time;
  Timestamp changed_time;
  std::optional<Timestamp> next_attempt_time;  // of one that is pending
};

// What the person on duty sees of the effects of one service; what he does with them is the
// handler's. Thread-safe.
class EffectDesk {
 public:
  explicit EffectDesk(Pool& pool) : pool_(pool) {}
  // Of one state or of all, the last change first, at most `limit`.
  StatusOr<std::vector<KeptEffect>> List(std::optional<EffectState> state, int limit);
  // NOT_FOUND.
  StatusOr<KeptEffect> Get(EffectId id);

 private:
  Pool& pool_;
};

}  // namespace recourse
