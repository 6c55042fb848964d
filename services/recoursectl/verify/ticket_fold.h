#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// A ticket as its facts tell it.
struct FoldedTicket {
  routing::Ticket ticket;
  // Each that was told, with the due time it names.
  struct Breach {
    Timestamp recorded_time;
    Timestamp due_time;
  };
  std::vector<Breach> breaches{};
};
using FoldedTickets = std::map<routing::TicketId, FoldedTicket>;

struct Folding {
  FoldedTickets tickets;
  // Every ticket's facts follow each other: versions without a gap, dimensions from the last ones.
  Check history{"B11", "every ticket's facts follow from each other, from its opening on"};
};

// `whole` says that no fact was forgotten yet: then a ticket without an opening is a violation.
Folding FoldTickets(const Facts<routing::Fact>& told, bool whole);

}  // namespace recourse::ctl::verify
