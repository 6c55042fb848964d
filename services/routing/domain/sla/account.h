#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "services/routing/domain/sla/clock_event.h"

namespace recourse::routing::sla {

// A calendar and its timetable, by calendar id. Shared by all clocks; "" is always open.
struct Hours {
  Calendar calendar;
  Timetable timetable;
};
class Calendars {
 public:
  Calendars();
  // Refuses what Timetable::Of refuses; an id that is there already is replaced.
  std::optional<Refusal> Add(const Calendar& calendar);
  const Hours* Find(const std::string& calendar_id) const;  // null when unknown

 private:
  std::map<std::string, std::shared_ptr<const Hours>> hours_;
};

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

// A longer target cannot be meant.
inline constexpr Duration kTargetMax = std::chrono::years(100);

// Folds the events of one clock, in order of their times. Refused, with the number of the event in
// `parameters["event"]`: `not_started`, `started_twice`, `event_before_start` (an answer excepted,
// E81), `events_out_of_order`, `time_out_of_range`, `too_many_events`, `unknown_calendar`,
// `target_not_positive`, `target_too_long`, `grace_invalid`, `target_kind_changed`,
// `mode_not_for_dates`, `reason_missing`, `term_not_known`.
std::variant<Account, Refusal> Fold(const std::vector<ClockEvent>& events,
                                    const Calendars& calendars);

}  // namespace recourse::routing::sla
