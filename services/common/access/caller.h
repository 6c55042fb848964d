#pragma once

#include <string>

#include "services/common/access/role.h"

namespace recourse {

// Who asks: a person behind the console or a machine with a key.
struct Caller {
  // Never used twice; what an audit entry names.
  std::string id;
  Role role = Role::kIngest;
  // A branch_id or a region_id; empty for the whole organisation.
  std::string scope;
  // What the key is for or what the account is called, in words.
  std::string name;
  friend bool operator==(const Caller&, const Caller&) = default;
};

// Whether what belongs to this branch, in this region, is within the scope. Asked by the service
// that owns the data, for every ticket, count or text that it shows or changes. Something that has
// no place yet is seen only by those whose scope is everything.
bool ScopeCovers(const Caller& caller, const std::string& branch_id, const std::string& region_id);

}  // namespace recourse
