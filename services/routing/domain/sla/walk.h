#pragma once

#include "services/routing/domain/sla/account.h"
#include "services/routing/domain/sla/calendars.h"

namespace recourse::routing::sla {

// How a mark on what is consumed was, or will be, reached. The due time is the mark at the target;
// warnings and escalations are marks before and after it.
struct Walked {
  Duration consumed{};  // against the record in force, at `until`
  DueTime mark;         // when the mark is reached; none while paused before it
  bool passed = false;  // `until` is after that instant: no pause moves it any more
};

// Walks the stretches of the record in force up to `until`, the account's last event or later.
// Paused exactly at the mark it is not passed; its instant is then that of the resumption (E36).
Walked Walk(const Account& account, const Calendars& calendars, Duration mark, Timestamp until);

}  // namespace recourse::routing::sla
