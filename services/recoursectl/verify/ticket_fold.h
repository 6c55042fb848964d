#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

namespace sla = routing::sla;

// A ticket as its facts tell it; its clocks are the standings of the last fact.
struct FoldedTicket {
  routing::Ticket ticket;
  routing::Dimensions told;                    // after the last fact
  std::optional<Timestamp> opened_due_time{};  // of the first response
  // Each that was told: warnings, breaches, calls of a level.
  struct Alarm {
    int kind = 0;  // of the fact
    sla::ClockName clock;
    int level = 0;
    Timestamp due_time;
    Timestamp recorded_time;
    std::optional<Timestamp> standing_due_time{};  // of the clock in the fact before
  };
  std::vector<Alarm> alarms{};
};
inline constexpr int kWarningAlarm = 1;
inline constexpr int kBreachAlarm = 2;
using FoldedTickets = std::map<routing::TicketId, FoldedTicket>;

struct Folding {
  FoldedTickets tickets;
  // Every ticket's facts follow each other: versions without a gap, dimensions from the last ones.
  Check history{"B11", "every ticket's facts follow from each other, from its opening on"};
};

// `whole` says that no fact was forgotten yet: then a ticket without an opening is a violation.
Folding FoldTickets(const Facts<routing::Fact>& told, bool whole);

}  // namespace recourse::ctl::verify
