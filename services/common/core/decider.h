#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/effect.h"
#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse {

// A decider's no. `slug` is stable and machine-readable ("ticket-resolved"); people read a text
// made from it and its parameters in their language.
struct Refusal {
  std::string slug;
  std::map<std::string, std::string> parameters{};
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

// Something that the state wants to hear of at a time. Known by its name within its key; a new
// version is a new timer, so that a late firing of an old one is recognised.
struct Timer {
  std::string name;
  std::int64_t version = 0;
  Timestamp due_time;
  friend auto operator<=>(const Timer&, const Timer&) = default;
};

// What a service concluded from one event: the states that changed, the facts to tell others, the
// answer to whoever asked and, when it refused, why; and what is to leave the house. A refusal is
// an answer, not an error, and changes nothing.
template <typename Key, typename State, typename Fact, typename Answer>
struct Decision {
  std::map<Key, State> changed{};
  std::vector<Fact> facts{};
  Answer answer{};
  std::optional<Refusal> refusal{};
  std::vector<Effect> effects{};
  friend bool operator==(const Decision&, const Decision&) = default;
};

template <typename D>
using DecisionOf =
    Decision<typename D::Key, typename D::State, typename D::Fact, typename D::Answer>;

// The whole surface that a service's domain shows to its shell. `view` holds the states of
// KeysOf(event) that exist; `now` is the record system's clock, read under their locks. Keys are
// `Id`s: 16 bytes, ordered. Timers are a projection of the state: TimersOf(state) says which stand.
template <typename D>
concept Decider = requires(const std::map<typename D::Key, typename D::State>& view,
                           const typename D::Event& event, Timestamp now,
                           const typename D::Policy& policy, const typename D::Key& key,
                           const typename D::State& state, const Timer& timer) {
  { D::Decide(view, event, now, policy) } -> std::same_as<DecisionOf<D>>;
  { D::KeysOf(event) } -> std::same_as<std::vector<typename D::Key>>;
  { D::TimersOf(state) } -> std::same_as<std::vector<Timer>>;
  { D::Fired(key, timer) } -> std::same_as<typename D::Event>;
  { key.uuid() } -> std::convertible_to<Uuid>;
};

// A domain whose decisions have effects hears what became of them, each as an event of its own.
template <typename D>
concept EffectfulDecider = Decider<D> &&
    requires(const typename D::Key& key, const EffectResult& result) {
  { D::EffectEnded(key, result) } -> std::same_as<typename D::Event>;
};

// Such a domain may think better of what it decided to send: the customer does not want to be asked
// any more, the ticket is worked on again. It is asked under the lock of the effect's aggregate, as
// the last thing before each sending and when a person wants one sent again. One of which there is
// no state (any more) is a State{}.
template <typename D>
concept ReconsideringDecider = EffectfulDecider<D> &&
    std::default_initializable<typename D::State> &&
    requires(const typename D::State& state, const Effect& effect) {
  { D::IsWanted(state, effect) } -> std::same_as<bool>;
};

// Such a domain is itself who some of its effects go to: those of `ReceivedAt()`, an endpoint. They
// never leave the house, so one transaction both hands them over and ends them, many at a time, and
// nothing is heard of them afterwards. Received(effect) is what one says; nothing where it says
// nothing that can be understood.
template <typename D>
concept ReceivingDecider = EffectfulDecider<D> && requires(const Effect& effect) {
  { D::ReceivedAt() } -> std::convertible_to<std::string>;
  { D::Received(effect) } -> std::same_as<std::optional<typename D::Event>>;
};

// Such a domain may put effects of one transaction together, each under the id of the first of
// those it is made of. What is decided later has effects of its own.
template <typename D>
concept GatheringDecider = EffectfulDecider<D> &&
    requires(std::vector<std::pair<EffectId, Effect>>& effects) {
  D::Gather(effects);
};

}  // namespace recourse
