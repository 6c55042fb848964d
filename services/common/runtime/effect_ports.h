#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/runtime/effect_state.h"

namespace recourse {

// What effects have in common that no more than so many are sent at a time: mail has one server, a
// webhook its endpoint.
struct EffectLane {
  EffectKind kind = EffectKind::kMail;
  std::string endpoint{};
  friend auto operator<=>(const EffectLane&, const EffectLane&) = default;
};

// An effect in a sender's hands.
struct ClaimedEffect {
  EffectId id;
  Effect effect;
  std::int64_t term = 0;
  int attempt_count = 0;   // this attempt among them; a person who has it sent again begins anew
  Timestamp claimed_time;  // by the database's clock
};

// An effect whose sender said nothing before its lease ran out.
struct LapsedEffect {
  ClaimedEffect claimed;
  EffectState state = EffectState::kClaimed;  // or kSending
};

struct EffectCounts {
  std::int64_t pending = 0;  // not ended: pending, claimed or sending
  std::int64_t unknown = 0;
  Duration oldest_pending_age{};
};

// The sender's side of the effects of one service. Each call is a commit; one that says false found
// that the effect is no longer the caller's. Thread-safe.
class EffectStore {
 public:
  virtual ~EffectStore() = default;
  // Leases that an earlier process of the same name left run out at once.
  virtual Status TakeOver(const std::string& owner) = 0;
  // The one that is due for longest, of a lane not among `full`, for `owner` and `lease`.
  virtual StatusOr<std::optional<ClaimedEffect>> Claim(const std::string& owner,
                                                       const std::vector<EffectLane>& full,
                                                       Duration lease) = 0;
  // Nobody outside has seen it: pending again, after `wait`, and why. Its sender knows that while
  // it is claimed or sending; kLease only while it is claimed.
  virtual StatusOr<bool> Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                                 const std::string& reason, const std::string& detail) = 0;
  // At most `limit`, without a lock.
  virtual StatusOr<std::vector<LapsedEffect>> Lapsed(int limit) = 0;
  virtual StatusOr<EffectCounts> Count() = 0;
  // Deletes what was delivered or failed for good longer than `days` ago, a bounded number a call.
  virtual Status Forget(int days) = 0;
};

// What of an effect the handler decides, each in a transaction (runtime/handler.h). Thread-safe.
struct EffectHandling {
  // The last word before connecting.
  std::function<StatusOr<BeginAnswer>(const EffectBeginning&)> begin;
  // What became of it: false when that says nothing new.
  std::function<StatusOr<bool>(const EffectConclusion&)> conclude;
  // Of a domain that is itself a receiver: its lane, which no sender claims, and the handing over.
  std::optional<EffectLane> received{};
  std::function<StatusOr<std::vector<EffectConclusion>>(int limit)> receive{};
};

// What an attempt came to.
struct SendOutcome {
  enum class Kind {
    kDelivered,
    kAgain,    // nobody has taken it, and time may mend what hinders it
    kStopped,  // nobody has taken it, and nothing hinders it but that this process ends
    kFailed,   // refused for good
    kUnknown,  // it was handed over and nobody answered
  };
  Kind kind = Kind::kDelivered;
  std::string reason{};                // a slug; empty when delivered
  std::string detail{};                // as in EffectConclusion
  std::optional<Duration> again_in{};  // of kAgain: not before
  bool lane_closed = false;  // of kAgain: the server or endpoint takes nothing from anyone now
};

// An effect that is addressed and written, and that nobody outside has seen.
class Parcel {
 public:
  virtual ~Parcel() = default;
  // Follows from the effect's id alone: whoever gets it twice can tell.
  virtual const std::string& message_id() const = 0;
  // Connects and sends, within kSendWaitMax; once. When `stop` is asked for it gives up what was
  // not handed over yet, and waits kAnswerWaitStopping for the answer to what was.
  virtual SendOutcome Send(const std::stop_token& stop) = 0;
  // The length of the longest Send.
  static constexpr Duration kSendWaitMax = std::chrono::minutes(5);
  static constexpr Duration kAnswerWaitStopping = std::chrono::seconds(5);
};
// A parcel, or why there is none: kAgain or kFailed.
using PreparedEffect = std::variant<std::unique_ptr<Parcel>, SendOutcome>;

// One way out of the house. Thread-safe.
class Courier {
 public:
  virtual ~Courier() = default;
  // Finds the address and writes the text, within kPrepareWaitMax; asks nobody but our own.
  virtual PreparedEffect Prepare(const ClaimedEffect& claimed) = 0;
  static constexpr Duration kPrepareWaitMax = std::chrono::seconds(20);
};

}  // namespace recourse
