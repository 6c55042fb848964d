#include "services/common/access/caller.h"

namespace recourse {

bool ScopeCovers(const Caller& caller, const std::string& branch_id, const std::string& region_id) {
  return caller.scope.empty() || caller.scope == branch_id || caller.scope == region_id;
}

}  // namespace recourse
