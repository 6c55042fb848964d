#pragma once

#include <string>

#include "services/common/postgres/pool.h"

namespace recourse::routing {

struct ReclockPage {
  int ticket_count = 0;
  std::string next_page_token;  // empty at the end
};

// Marks open tickets for a changed policy, in batches of one transaction each: a ticket and the
// timer that follows from its mark, under the lock of its file.
inline constexpr int kReclockBatch = 500;
inline constexpr int kReclockBatchesMax = 20;  // a call
// INVALID_ARGUMENT for a token that is none of ours. After any error what was marked stays marked.
StatusOr<ReclockPage> MarkForReclocking(Pool& pool, bool standards, const std::string& page_token);

}  // namespace recourse::routing
