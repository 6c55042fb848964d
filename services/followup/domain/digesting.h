#pragma once

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// One notice for one person: a line of his next mail, told once however often it is heard.
Decision Gather(const View& view, const Notify& event, Timestamp now, const Policy& policy);

// The time to write has come: all that is pending, as far as one mail holds it.
Decision Write(const View& view, const DigestTimePassed& event, Timestamp now,
               const Policy& policy);

// What became of the mail. One that nobody got is written anew, with what came since; one that may
// have arrived is not.
Decision HearOfDigest(const View& view, const EffectEnded& event, Timestamp now,
                      const Policy& policy);

}  // namespace recourse::followup
