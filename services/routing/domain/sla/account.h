#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/routing/domain/sla/clock_event.h"

namespace recourse::routing::sla {

// kMissed is known the moment the due time has passed, answered or not; it stays.
enum class Verdict { kRunning, kPaused, kMet, kMissed, kCancelled };
const char* NameOf(Verdict verdict);

// A stretch of a clock's life in which nothing about it changed.
struct Stretch {
  Timestamp from;
  Timestamp to;
  std::string calendar_id;
  std::string holder{};
  std::set<std::string> reasons{};  // paused for these; empty: running
  std::string returned_to{};        // the holder sent it back to this one
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// One target of a clock, from when on it holds and what counted against it then. A new target makes
// a new record; the old one stays as it was judged.
struct Record {
  Duration target{};
  std::optional<Timestamp> fixed_due{};  // of a term or an instant: no pause or calendar moves it
  std::size_t first_stretch = 0;         // the first that counts
  Timestamp base_time;                   // where that one begins
  Duration carried{};                    // consumed at base_time already
  Timestamp from;                        // when it became the target
  std::string cause{};
  friend bool operator==(const Record&, const Record&) = default;
};

// A target that was replaced, as it stood then.
struct Superseded {
  Duration target{};
  Verdict verdict{};
  Timestamp until;
  friend bool operator==(const Superseded&, const Superseded&) = default;
};

// Who of the escalation chain said when that he is on it, and what was consumed then.
struct Acknowledgement {
  Timestamp time;
  int level = 0;
  Duration consumed{};
  friend bool operator==(const Acknowledgement&, const Acknowledgement&) = default;
};

// An event that changed nothing, and why: `clock_ended`, `date_does_not_pause`,
// `paused_already`, `not_paused_for_this`, `not_cancelled`.
struct Ignored {
  std::size_t event = 0;  // its place among the clock's events
  std::string why;
  friend bool operator==(const Ignored&, const Ignored&) = default;
};

// What became of a clock, without yet asking how it is judged: the fold of its events. `stretches`
// are those that ended; `current` still runs (its `to` has no meaning).
struct Account {
  std::vector<Stretch> stretches{};
  Stretch current{};
  Record record{};  // the one in force
  std::vector<Superseded> superseded{};
  Timestamp start_time;
  std::string term_calendar_id{};  // of a term: the calendar that it is counted in
  std::optional<Timestamp> satisfied_time{};
  std::optional<Timestamp> forfeited_time{};
  std::optional<Timestamp> cancelled_time{};
  std::string cancelled_reason{};
  std::optional<Exempted> exempted{};
  std::vector<Acknowledgement> acknowledged{};  // of the record in force
  int return_count = 0;
  bool clamped = false;  // an answer that was stamped before the start counts as given at it
  std::vector<Ignored> ignored{};
  friend bool operator==(const Account&, const Account&) = default;
};

// Satisfied, forfeited or cancelled: nothing that comes later moves it.
bool HasEnded(const Account& account);

}  // namespace recourse::routing::sla
