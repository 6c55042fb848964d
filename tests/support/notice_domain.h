#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/runtime/ports.h"

namespace recourse::testing {

// A domain with effects: it is told to send a number of notices, and says what became of each; once
// it is told to stop, it wants none of them sent any more.
struct Notice {
  using Key = Id<struct NoticeKeyTag>;
  struct Event {
    Key key;
    std::vector<Effect> to_send{};
    std::optional<EffectResult> ended{};
    bool stop = false;
  };
  struct State {
    int sent_count = 0;
    int ended_count = 0;
    bool is_stopped = false;
    friend bool operator==(const State&, const State&) = default;
  };
  struct Fact {
    Key key;
    std::string what;  // "sent", "stopped", or "<number> delivered": the effect's parameter
    friend bool operator==(const Fact&, const Fact&) = default;
  };
  using Answer = int;
  struct Policy {};

  static std::vector<Key> KeysOf(const Event& event) { return {event.key}; }

  static Decision<Key, State, Fact, Answer> Decide(const std::map<Key, State>& view,
                                                   const Event& event, Timestamp, const Policy&) {
    const auto found = view.find(event.key);
    State state = found == view.end() ? State{} : found->second;
    std::string what = event.stop ? "stopped" : "sent";
    state.is_stopped = state.is_stopped || event.stop;
    if (event.ended) {
      ++state.ended_count;
      what = event.ended->effect.parameters.at("number") + " " +
             std::string(NameOf(event.ended->outcome));
    }
    state.sent_count += static_cast<int>(event.to_send.size());
    return {{{event.key, state}}, {{event.key, what}}, state.sent_count, {}, event.to_send};
  }

  static std::vector<Timer> TimersOf(const State&) { return {}; }
  static Event Fired(const Key& key, const Timer&) { return {key}; }
  static Event EffectEnded(const Key& key, const EffectResult& result) { return {key, {}, result}; }

  static bool IsWanted(const State& state, const Effect&) { return !state.is_stopped; }

  static Key KeyOf(int index) {
    return Key(NamedUuid(kRecourseSpace, "notice " + std::to_string(index)));
  }
  // A mail to a member of the staff, told from others by its number.
  static Effect MailOf(int key, int number) {
    return {KeyOf(key).uuid(),
            EffectKind::kMail,
            "notice",
            "",
            {Recipient::Kind::kAddress, "ann@example.com"},
            {{"number", std::to_string(number)}, {"subject", "Late"}, {"text", "Look at it"}}};
  }
};
static_assert(ReconsideringDecider<Notice>);

class NoticeCodec final : public Codec<Notice> {
 public:
  static constexpr const char* kTopic = "recourse.notice.notice.v1";
  static constexpr const char* kDeadTopic = "recourse.notice.dead.v1";
  std::variant<Notice::Event, Unreadable> Decode(const RawRecord&) const override {
    return Unreadable{"nothing is heard here"};
  }
  Encoded Encode(const Notice::Fact& fact) const override {
    return {kTopic, fact.key.uuid(), "recourse.notice.v1.Said", "recourse.notice.v1.NoticeEvent",
            fact.what};
  }
  std::string EncodeAnswer(const int& answer) const override { return std::to_string(answer); }
  int DecodeAnswer(const std::string& bytes) const override { return std::stoi(bytes); }
};

}  // namespace recourse::testing
