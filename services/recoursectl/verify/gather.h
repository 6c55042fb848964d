#pragma once

#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/snapshot_store.h"
#include "services/recoursectl/verify/sources.h"

namespace recourse::ctl::verify {

// Everything at one cut. The order makes it one: Redis first, so that it stands nowhere that the
// snapshot does not know; then the snapshot of PostgreSQL; then the log, which holds at least what
// the snapshot calls acknowledged; then the heads again, for what the log has beyond the snapshot.
StatusOr<Evidence> Gather(const Sources& sources, Pool& pool);

}  // namespace recourse::ctl::verify
