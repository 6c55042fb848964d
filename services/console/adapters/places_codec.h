#pragma once

#include <map>
#include <set>
#include <string>

namespace recourse::console {

// A person of the organisation, as its document says.
struct Person {
  std::string name;
  std::string role;
  std::string branch_id;
};

// What the console asks of the organisation: what a scope may be, and who there is.
struct Places {
  std::set<std::string> scopes;          // every region_id and branch_id
  std::map<std::string, Person> people;  // by agent_id
};

// From the active document of the kind `organization`, which routing has judged; without any place
// where it cannot be read.
Places ReadPlaces(const std::string& document);

}  // namespace recourse::console
