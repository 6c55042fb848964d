#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "services/routing/domain/sla/standards.h"

namespace recourse::routing::sla {

// A ticket's clocks, and what a conversation does to them.

// What happens in a conversation. Only what a person says to the customer in public answers him:
// a reply, a call that was taken. Notes, automatic replies and calls that rang out do not (E75,
// E76); who decides so is the caller, who leaves them out or says so here.
struct Opened {
  std::string calendar_id;  // empty: no branch yet, the clocks run always (E60)
  std::string holder{};
};
struct CustomerWrote {
  bool courtesy = false;  // thanks, goodbye: asks for nothing (E70)
};
struct Answered {
  bool by_person = true;
};
struct Waiting {
  std::string reason;
};
struct WaitOver {
  std::string reason;
};
struct HandedOver {
  std::string calendar_id;
  std::string holder;
  bool returned = false;
};
struct Resolved {
  bool told_by_person = true;
};
struct Reopened {};
// Another standard holds from here on.
struct Repromised {};
struct Merged {};
struct Unmerged {};
struct Withdrawn {};
struct Excluded {  // spam, a test
  std::string by;
  std::string reason;
};

struct TalkEvent {
  Timestamp time;
  std::variant<Opened, CustomerWrote, Answered, Waiting, WaitOver, HandedOver, Resolved, Reopened,
               Repromised, Merged, Unmerged, Withdrawn, Excluded>
      what;
};

struct PromiseRules {
  std::map<ClockKind, Target> targets{};
  // Which clocks a wait stops. A click on a state must not stop the first answer (E39).
  std::set<ClockKind> pausable{ClockKind::kNextResponse, ClockKind::kPeriodicUpdate,
                               ClockKind::kResolution, ClockKind::kInternal};
  enum class Unanswered { kMiss, kCancel } unanswered = Unanswered::kMiss;  // E74
};

// One clock of a ticket: the first, second, ... of its kind.
struct ClockName {
  ClockKind kind{};
  int cycle = 1;
  friend auto operator<=>(const ClockName&, const ClockName&) = default;
};

struct Promises {
  std::map<ClockName, std::vector<ClockEvent>> clocks{};
  std::string calendar_id{};  // of the present holder
  std::string holder{};
  bool answered = false;  // a person has answered at all
  bool resolved = false;
  friend bool operator==(const Promises&, const Promises&) = default;
};

// What the event makes of the clocks. Total: what has no meaning in the present state (an answer
// to nobody's question) changes nothing.
Promises Heed(Promises promises, const TalkEvent& event, const PromiseRules& rules);

// The clock of a kind that runs or ran last; 0 when there was none.
int LastCycle(const Promises& promises, ClockKind kind);

}  // namespace recourse::routing::sla
