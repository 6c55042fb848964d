#pragma once

#include "services/routing/domain/decide.h"

namespace recourse::routing {

// Whether feedback of this type is work: praise and noise are not.
bool AsksForWork(const std::string& type);

// The one disposition of a piece of feedback: it opens a ticket; joins the customer's ticket on the
// same matter, which ends a wait for him and reopens what was resolved not too long ago (E71); or
// is recorded without one (praise, noise, thanks: E70).
Decision Receive(const View& view, const FeedbackClassified& feedback, Timestamp now,
                 const Policy& policy);

// 26-004217: the year in UTC and a number that is unique among all feedback, six digits or more.
std::string NumberOf(Timestamp now, std::int64_t ordinal);

}  // namespace recourse::routing
