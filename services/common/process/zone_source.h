#pragma once

#include <string>

#include "services/common/core/status.h"
#include "services/common/core/zone.h"

namespace recourse {

// A zone of the system's zone files, with its transitions from kZoneBegin to kZoneEnd. NOT_FOUND
// names an id that is not in them; nothing is ever taken for UTC. Only IANA names are ids: no path,
// no "localtime", no fixed offset of a library's own spelling. Safe from several threads.
StatusOr<Zone> LoadZone(const std::string& id);

}  // namespace recourse
