#pragma once

#include <string>
#include <vector>

#include "services/common/core/status.h"

namespace recourse {

struct Migration {
  std::string name;  // 0001_tickets
  std::string sql;
};

// Applies, in order, those that were not applied yet, each in a transaction under a lock, so that
// any number of processes may do it at once. FAILED_PRECONDITION when one that was applied has
// another text now: migrations only go forward.
Status Migrate(const std::string& dsn, const std::vector<Migration>& migrations);

}  // namespace recourse
