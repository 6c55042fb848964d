#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/runtime/ports.h"

namespace recourse::testing {

// A domain with timers: an alarm is set, goes off, and counts how often it did.
struct Alarm {
  using Key = Id<struct AlarmKeyTag>;
  struct Event {
    Key key;
    enum class Kind { kSet, kStop, kGoOff } kind = Kind::kSet;
    Timestamp due_time{};
    std::int64_t version = 0;  // of the timer that fired
    bool refused = false;
  };
  struct State {
    int set_count = 0;
    int off_count = 0;
    std::optional<Timestamp> due_time{};
    friend bool operator==(const State&, const State&) = default;
  };
  struct Fact {
    Key key;
    std::string what;
    friend bool operator==(const Fact&, const Fact&) = default;
  };
  using Answer = int;
  struct Policy {};

  static std::vector<Key> KeysOf(const Event& event) { return {event.key}; }

  static Decision<Key, State, Fact, Answer> Decide(const std::map<Key, State>& view,
                                                   const Event& event, Timestamp, const Policy&) {
    if (event.refused) return {{}, {}, 0, Refusal{"alarm-broken", {{"why", "said so"}}}};
    const auto found = view.find(event.key);
    State state = found == view.end() ? State{} : found->second;
    std::string what = "stopped";
    if (event.kind == Event::Kind::kSet) {
      what = "set " + std::to_string(++state.set_count);
      state.due_time = event.due_time;
    } else {
      if (event.kind == Event::Kind::kGoOff) what = "off " + std::to_string(++state.off_count);
      state.due_time.reset();
    }
    return {{{event.key, state}}, {{event.key, what}}, state.set_count, {}};
  }

  static std::vector<Timer> TimersOf(const State& state) {
    if (!state.due_time) return {};
    return {{"ring", state.set_count, *state.due_time}};
  }
  static Event Fired(const Key& key, const Timer& timer) {
    return {key, Event::Kind::kGoOff, timer.due_time, timer.version};
  }
  static Key KeyOf(int index) {
    return Key(NamedUuid(kRecourseSpace, "alarm " + std::to_string(index)));
  }
};
static_assert(Decider<Alarm>);

class AlarmCodec final : public Codec<Alarm> {
 public:
  static constexpr const char* kTopic = "recourse.alarm.alarm.v1";
  static constexpr const char* kDeadTopic = "recourse.alarm.dead.v1";
  std::variant<Alarm::Event, Unreadable> Decode(const RawRecord&) const override {
    return Unreadable{"nothing is heard here"};
  }
  Encoded Encode(const Alarm::Fact& fact) const override {
    return {kTopic, fact.key.uuid(), "recourse.alarm.v1.Said", "recourse.alarm.v1.AlarmEvent",
            fact.what};
  }
  std::string EncodeAnswer(const int& answer) const override { return std::to_string(answer); }
  int DecodeAnswer(const std::string& bytes) const override { return std::stoi(bytes); }
};

}  // namespace recourse::testing
