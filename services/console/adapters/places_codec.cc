#include "services/console/adapters/places_codec.h"

#include <boost/json/array.hpp>

#include "services/common/process/json.h"

namespace recourse::console {
namespace {

using boost::json::object;

// Empty where it is absent or none.
std::string TextOf(const object& in, const char* name) {
  const auto* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

template <typename Each>
void ForEach(const object& in, const char* name, const Each& each) {
  const auto* found = in.if_contains(name);
  if (found == nullptr || !found->is_array()) return;
  for (const auto& value : found->get_array()) {
    if (value.is_object()) each(value.get_object());
  }
}

}  // namespace

Places ReadPlaces(const std::string& document) {
  const auto parsed = ParseJsonObject(document);
  const auto* in = std::get_if<object>(&parsed);
  Places places;
  if (in == nullptr) return places;
  ForEach(*in, "regions",
          [&](const object& one) { places.scopes.insert(TextOf(one, "region_id")); });
  ForEach(*in, "branches",
          [&](const object& one) { places.scopes.insert(TextOf(one, "branch_id")); });
  ForEach(*in, "people", [&](const object& one) {
    places.people[TextOf(one, "agent_id")] = {TextOf(one, "name"), TextOf(one, "role"),
                                              TextOf(one, "branch_id")};
  });
  places.scopes.erase("");
  places.people.erase("");
  return places;
}

}  // namespace recourse::console
