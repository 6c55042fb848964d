#pragma once

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// The customer's answer, by his link or written down by an agent. The first one counts; the same
// again is answered as it was. Refusals: survey-unknown, survey-not-issued,
// survey-already-answered, survey-expired, survey-withdrawn, own-ticket, and those of CheckAnswer.
Decision Hear(Telling& telling, const SubmitAnswer& event);

// An agent is about to call: this is the contact that the budget counts. Said again by the same
// agent it is the same call. Refusals: survey-unknown, call-not-asked, own-ticket, call-under-way
// (by another), calls-spent, quiet-hours (`until`), contact-budget-spent.
Decision Call(Telling& telling, const StartCall& event);
// Refusals: survey-unknown, call-not-started.
Decision Call(Telling& telling, const EndCall& event);

// What the customer wants of us. Refusing to be asked withdraws every open survey.
Decision Prefer(Telling& telling, const SetContactPreference& event);

}  // namespace recourse::followup
