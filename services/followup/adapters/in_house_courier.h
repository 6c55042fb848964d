#pragma once

#include "services/common/runtime/effect_ports.h"
#include "services/followup/adapters/ingest_client.h"
#include "services/followup/domain/decide.h"

namespace recourse::followup {

// What does not leave the house: a survey's words to ingest, which knows them when it gets them
// twice, so that what is not known is tried again by itself. All else goes to `outside`; notices
// come by no courier (runtime/handler.h, Receive). Thread-safe.
class InHouseCourier final : public Courier {
 public:
  // Both outlive it.
  InHouseCourier(IngestClient& ingest, Courier& outside) : ingest_(ingest), outside_(outside) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override;

 private:
  IngestClient& ingest_;
  Courier& outside_;
};

}  // namespace recourse::followup
