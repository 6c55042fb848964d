#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/common/core/decider.h"
#include "services/common/core/status.h"
#include "services/common/runtime/effect_state.h"
#include "services/common/runtime/record.h"

namespace recourse {

// A timer as a row: `id` follows from key and name.
template <Decider D>
struct TimerRow {
  Uuid id;
  typename D::Key key;
  Timer timer;
};

// A record that nobody could read or that a decider rejected, kept whole for a person.
struct DeadLetter {
  FactId id;
  std::string reason;
  std::shared_ptr<const RawRecord> raw;
};

// What a batch comes to: the states to keep, the timers that follow from them, the facts to say in
// order, what is to leave the house and what became of what did, the dead letters.
template <Decider D>
struct Changes {
  std::map<typename D::Key, typename D::State> before{};  // of those below, as they were loaded
  std::map<typename D::Key, typename D::State> states{};
  std::vector<TimerRow<D>> timers_set{};
  std::vector<Uuid> timers_cleared{};
  std::vector<std::pair<FactId, typename D::Fact>> facts{};
  // Of facts by their number, what they follow from where that is recorded.
  std::map<std::size_t, trace::SpanContext> spans{};
  std::vector<std::pair<EffectId, Effect>> effects{};
  std::vector<EffectConclusion> conclusions{};
  std::vector<DeadLetter> dead{};
  Timestamp recorded_time{};
};

// The instant of a transaction and the policy that is active in it.
template <Decider D>
struct Moment {
  Timestamp now;
  std::shared_ptr<const typename D::Policy> policy;
};

// What a command came to: the answer, or the refusal.
template <Decider D>
using Answered = std::variant<typename D::Answer, Refusal>;

// An answer given before, and the digest of the request that got it.
template <Decider D>
struct Remembered {
  std::string digest;
  Answered<D> answer;
};

// One transaction against the system of record. Destroying it uncommitted rolls it back. Locks are
// taken in the order of the calls below, and in ascending order within each; calls that only write
// may be held back until Commit, whose error then speaks for them.
template <Decider D>
class UnitOfWork {
 public:
  using View = std::map<typename D::Key, typename D::State>;

  virtual ~UnitOfWork() = default;
  // Locks the positions of partitions, ascending, each made if need be: of two owners one waits for
  // the other and then finds nothing left to do.
  virtual StatusOr<std::vector<Position>> LockPositions(
      const std::vector<Partition>& partitions) = 0;
  // Locks the requests, ascending, and returns those answered before.
  virtual StatusOr<std::map<RequestId, Remembered<D>>> LockRequests(
      const std::vector<RequestId>& requests) = 0;
  // Locks the aggregates, ascending, and returns the states of those that exist.
  virtual StatusOr<View> Load(const std::vector<typename D::Key>& keys) = 0;
  // The database's clock, read now that the aggregates are locked, and the active policy.
  virtual StatusOr<Moment<D>> Now() = 0;
  // Locks an effect and says where it stands; none when there is no such effect (any more).
  virtual StatusOr<std::optional<StandingEffect>> LockEffect(EffectId id) = 0;
  // From claimed to sending; false when it is not the claimer's.
  virtual StatusOr<bool> BeginEffect(const EffectBeginning& beginning) = 0;
  // One that is unknown or failed is pending again, from its first attempt; its expiry no longer
  // counts, for a person wants it. False when it is neither. `detail` says who.
  virtual StatusOr<bool> ResendEffect(EffectId id, const std::string& detail) = 0;
  // Locks effects to `endpoint` that are due, at most `limit`, passing over those that another one
  // has locked, and returns them. Locked before aggregates, as no aggregate's holder waits for
  // them.
  virtual StatusOr<std::vector<std::pair<EffectId, Effect>>> TakeReceived(
      const std::string& endpoint, int limit) = 0;
  virtual Status Advance(const Partition& partition, const Position& position) = 0;
  virtual Status Remember(const RequestId& request, const Remembered<D>& answer) = 0;
  // States, timers, effects, and the facts with the places they gain: the heads of their partitions
  // are raised here, so it is the last call before Commit. An effect that is there already is the
  // same effect, and stays as it is.
  virtual Status Write(const Changes<D>& changes) = 0;
  // UNAVAILABLE leaves it open whether it happened; ask again with the same ids and find out.
  virtual Status Commit() = 0;
};

// Timers that are due, oldest first, and when the next one will be, if any: in how long.
template <Decider D>
struct DueTimers {
  std::vector<TimerRow<D>> due{};
  std::optional<Duration> next_in{};
};

template <Decider D>
class Store {
 public:
  virtual ~Store() = default;
  virtual StatusOr<std::unique_ptr<UnitOfWork<D>>> Begin() = 0;
  // Reads without a lock; a firing judges again under the aggregates' locks.
  virtual StatusOr<DueTimers<D>> Due(int limit) = 0;
  // The committed position of a partition, without a lock.
  virtual StatusOr<Position> PositionOf(const Partition& partition) = 0;
};

// Between bytes and a domain: the only place that knows both.
template <Decider D>
class Codec {
 public:
  // A fact as the outbox keeps it and the log carries it.
  struct Encoded {
    std::string topic;
    Uuid key;
    std::string type;    // ce_type: the fact, such as recourse.routing.v1.TicketOpened
    std::string schema;  // ce_dataschema: the message
    std::string payload;
  };
  virtual ~Codec() = default;
  virtual std::variant<typename D::Event, Unreadable> Decode(const RawRecord& record) const = 0;
  // What is cheaper for many events at once than for each in Decode: all of a hand-over, decoded,
  // before its transaction begins. May be given none.
  virtual void Prepare(std::span<typename D::Event* const>) const {}
  virtual Encoded Encode(const typename D::Fact& fact) const = 0;
  virtual std::string EncodeAnswer(const typename D::Answer& answer) const = 0;
  virtual typename D::Answer DecodeAnswer(const std::string& bytes) const = 0;
};

}  // namespace recourse
