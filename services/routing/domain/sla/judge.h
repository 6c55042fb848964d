#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/routing/domain/sla/fold.h"

namespace recourse::routing::sla {

struct Outcome {
  Verdict verdict{};
  DueTime due;  // none while paused; of a missed clock the instant it was missed at
  Duration target{};
  Duration consumed{};    // counts against the present target
  Duration remaining{};   // target less consumed: negative when overdue
  bool excluded = false;  // exempted or cancelled: not counted in compliance
  // When the miss could first be known: the due time, or the change of target that put the due
  // time into the past; then `cause` is that change's (E44, E54).
  std::optional<Timestamp> detected_time{};
  std::string cause{};
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// The clock's verdict at `until`, seen from then: at the due time itself it still runs, or is met.
Outcome Judge(const Account& account, const Calendars& calendars, Timestamp until);

// When the clock ended, if it did by `until`, else `until`.
Timestamp EndOf(const Account& account, Timestamp until);

// Whose the minutes are that a holder had who returned the ticket (E58).
enum class ReturnCharge { kHolder, kReceiver };

// Who held the clock for how much permitted time since its start, whatever became of its targets:
// the minutes of all holders add up to what was consumed in all. By holder, in order of the name.
std::map<std::string, Duration> Ledger(const Account& account, const Calendars& calendars,
                                       Timestamp until,
                                       ReturnCharge charge = ReturnCharge::kHolder);

// Of the permitted time since the start, how many in a thousand it was paused (E40).
int PausedPermille(const Account& account, const Calendars& calendars, Timestamp until);

// What a person checks by hand: every stretch cut at opening and closing hours.
struct Segment {
  enum class Kind { kRunning, kPaused, kClosed };
  Timestamp from;
  Timestamp to;
  Kind kind{};
  std::string calendar_id;
  std::string holder{};
  std::set<std::string> reasons{};
  friend bool operator==(const Segment&, const Segment&) = default;
};
inline constexpr std::size_t kSegmentsMax = 16'384;  // what lies beyond is cut off
std::vector<Segment> Segments(const Account& account, const Calendars& calendars, Timestamp until);

}  // namespace recourse::routing::sla
