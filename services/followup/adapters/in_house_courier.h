#pragma once

#include "services/common/runtime/effect_ports.h"
#include "services/common/runtime/handler.h"
#include "services/followup/adapters/ingest_client.h"
#include "services/followup/domain/decide.h"

namespace recourse::followup {

// What does not leave the house: a survey's words to ingest, a notice to the digest of a person.
// Whoever gets one twice knows it, so one whose outcome is not known is tried again by itself. All
// else goes to `outside`. Thread-safe.
class InHouseCourier final : public Courier {
 public:
  // All three outlive it.
  InHouseCourier(Handler<Domain>& handler, IngestClient& ingest, Courier& outside)
      : handler_(handler), ingest_(ingest), outside_(outside) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override;

 private:
  Handler<Domain>& handler_;
  IngestClient& ingest_;
  Courier& outside_;
};

}  // namespace recourse::followup
