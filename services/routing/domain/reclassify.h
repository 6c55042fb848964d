#pragma once

#include "services/routing/domain/decide.h"

namespace recourse::routing {

// What a person's correction of a classification means for the customer's file, by what became of
// the feedback:
//
// - recorded without a ticket, and work after all: it opens or joins a ticket as Receive would,
// now;
// - it opened a ticket: category and severity follow (one step more severe for each reopening, as
//   before). Of an open one the branch is chosen anew where the category decides it, and its
//   promises are judged anew (E54); of one that is resolved or closed nothing else changes;
// - it joined a ticket, or was split off by an agent: the ticket stays what it is, and says so;
// - no work after all: the ticket says so, and a person closes it: his answer may be under way;
// - nobody knows it any more, or a later correction was heard: nothing.
//
// A first correction that changes nothing is not told of: a person agreed with the machine.
Decision Reclassify(const View& view, const FeedbackReclassified& correction, Timestamp now,
                    const Policy& policy);

}  // namespace recourse::routing
