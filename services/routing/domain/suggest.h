#pragma once

#include "services/routing/domain/decide.h"

namespace recourse::routing {

// What a found likeness means for the customer's file. Of the two tickets that hold the feedback
// and the piece that it is most like, the newer, if it is open, suggests the older, if that is open
// or may be reopened: so a person merges as merging goes. A ticket suggests one other at a time,
// the most alike; what a person declined is not suggested again. Nothing is ever merged by it.
//
// Of feedback that the file does not know yet it is kept as expected; of what was recorded without
// a ticket it means nothing.
Decision Suggest(const View& view, const SimilarFeedbackFound& found, Timestamp now,
                 const Policy& policy);

// Adds to what was decided of feedback what was expected of it, and lets go of what has been
// expected for too long.
void SuggestExpected(const FeedbackClassified& feedback, Timestamp now, const Policy& policy,
                     Decision& decision);

// Adds to what a command decided that no other ticket suggests any more the one that it ended;
// nothing where it was refused. `cause`: merged or closed.
void EndSuggestionsOf(const TicketCommand& ended, const char* cause, Timestamp now,
                      Decision& decision);

}  // namespace recourse::routing
