#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace recourse::ctl {

// What one who imports an organisation wants to know of it, each by its id, in order.
struct OrganizationChange {
  std::string what;  // branch or person or region
  std::string id;
  std::string change;  // added, removed, moved, changed
  std::string from{};  // of what moved: its region or branch
  std::string to{};
  friend bool operator==(const OrganizationChange&, const OrganizationChange&) = default;
};

std::vector<OrganizationChange> OrganizationChanges(const boost::json::object& before,
                                                    const boost::json::object& after);

}  // namespace recourse::ctl
