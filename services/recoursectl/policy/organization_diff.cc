#include "services/recoursectl/policy/organization_diff.h"

#include <boost/json/array.hpp>
#include <map>

namespace recourse::ctl {
namespace {

namespace json = boost::json;

struct List {
  const char* what;
  const char* name;
  const char* id;
  const char* belongs_to;
};
constexpr List kLists[] = {{"region", "regions", "region_id", ""},
                           {"branch", "branches", "branch_id", "region_id"},
                           {"person", "people", "agent_id", "branch_id"}};

std::string TextOf(const json::object& in, const char* name) {
  const auto* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

std::map<std::string, json::object> RowsOf(const json::object& document, const List& list) {
  std::map<std::string, json::object> rows;
  const auto* found = document.if_contains(list.name);
  if (found == nullptr || !found->is_array()) return rows;
  for (const json::value& row : found->get_array()) {
    if (row.is_object()) rows[TextOf(row.get_object(), list.id)] = row.get_object();
  }
  return rows;
}

void Compare(const List& list, const json::object& before, const json::object& after,
             std::vector<OrganizationChange>& out) {
  const auto was = RowsOf(before, list), is = RowsOf(after, list);
  for (const auto& [id, row] : was) {
    const auto now = is.find(id);
    if (now == is.end()) {
      out.push_back({list.what, id, "removed"});
    } else if (TextOf(row, list.belongs_to) != TextOf(now->second, list.belongs_to)) {
      out.push_back({list.what, id, "moved", TextOf(row, list.belongs_to),
                     TextOf(now->second, list.belongs_to)});
    } else if (row != now->second) {
      out.push_back({list.what, id, "changed"});
    }
  }
  for (const auto& [id, row] : is) {
    if (!was.contains(id)) out.push_back({list.what, id, "added"});
  }
}

}  // namespace

std::vector<OrganizationChange> OrganizationChanges(const json::object& before,
                                                    const json::object& after) {
  std::vector<OrganizationChange> changes;
  for (const List& list : kLists) Compare(list, before, after, changes);
  return changes;
}

}  // namespace recourse::ctl
