#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/core/decider.h"
#include "services/common/runtime/ports.h"

namespace recourse::testing {

// A domain in which handling an event twice, or out of order, shows: it numbers what it hears.
struct Count {
  using Key = Id<struct CountKeyTag>;
  struct Event {
    Key key;
    std::int64_t number = 0;  // what distinguishes one event of a key from another
    bool refused = false;
    friend bool operator==(const Event&, const Event&) = default;
  };
  struct State {
    int count = 0;
    std::int64_t last_number = 0;
    friend bool operator==(const State&, const State&) = default;
  };
  struct Fact {
    Key key;
    int count = 0;
    std::int64_t number = 0;
    friend bool operator==(const Fact&, const Fact&) = default;
  };
  using Answer = int;
  struct Policy {};

  static std::vector<Key> KeysOf(const Event& event) { return {event.key}; }
  static Decision<Key, State, Fact, Answer> Decide(const std::map<Key, State>& view,
                                                   const Event& event, Timestamp,
                                                   const Policy&) {
    if (event.refused) return {{}, {}, 0, Refusal{"not-counted", {}}};
    const auto found = view.find(event.key);
    const int count = found == view.end() ? 1 : found->second.count + 1;
    return {{{event.key, {count, event.number}}}, {{event.key, count, event.number}}, count, {}};
  }
  static std::vector<Timer> TimersOf(const State&) { return {}; }
  static Event Fired(const Key& key, const Timer& timer) { return {key, timer.version}; }

  static Key KeyOf(int index) {
    return Key(NamedUuid(kRecourseSpace, "key " + std::to_string(index)));
  }
};
static_assert(Decider<Count>);

// An event as the text "<key index> <number>", "<key index> <number> refused".
class CountCodec final : public Codec<Count> {
 public:
  static std::string Write(int key_index, std::int64_t number, bool refused = false) {
    return std::to_string(key_index) + " " + std::to_string(number) + (refused ? " refused" : "");
  }
  std::variant<Count::Event, Unreadable> Decode(const RawRecord& record) const override {
    const auto space = record.payload.find(' ');
    if (space == std::string::npos) return Unreadable{"no number"};
    return Count::Event{Count::KeyOf(std::stoi(record.payload)),
                        std::stoll(record.payload.substr(space)),
                        record.payload.ends_with("refused")};
  }
  Encoded Encode(const Count::Fact& fact) const override {
    return {"recourse.count.number.v1", fact.key.uuid(), "recourse.count.v1.Counted",
            "recourse.count.v1.NumberEvent",
            std::to_string(fact.count) + " " + std::to_string(fact.number)};
  }
  std::string EncodeAnswer(const Count::Answer& answer) const override {
    return std::to_string(answer);
  }
  Count::Answer DecodeAnswer(const std::string& bytes) const override { return std::stoi(bytes); }
};

}  // namespace recourse::testing
