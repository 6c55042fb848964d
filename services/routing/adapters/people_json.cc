#include "services/routing/adapters/people_json.h"

#include <set>
#include <string>

#include "services/common/access/role.h"
#include "services/common/courier/mail_address.h"
#include "services/common/process/zone_source.h"

namespace recourse::routing {
namespace {

namespace json = boost::json;

constexpr std::size_t kPeopleMax = 10'000;
constexpr std::size_t kPlacesMax = 10'000;
constexpr std::size_t kToldMax = 100;  // of one branch

void CheckPerson(const json::object& row, const std::string& place, DocumentReading& reading) {
  for (const char* name : {"name", "endpoint", "language", "branch_id"}) {
    reading.Text(row, name, place, false);
  }
  const std::string mail = reading.Text(row, "mail", place, false);
  if (!mail.empty() && !CheckMailAddress(mail).ok()) {
    reading.Fail(place + ".mail", "must be an address such as somebody@example.com");
  }
  const std::string role = reading.Text(row, "role", place, false);
  if (!role.empty() && !ParseRole(role)) reading.Fail(place + ".role", "is no role");
}

std::set<std::string> CheckAll(const json::object& in, DocumentReading& reading) {
  std::set<std::string> ids;
  if (!in.contains("people")) return ids;
  const auto& people = reading.List(in, "people", kPeopleMax);
  for (std::size_t i = 0; i < people.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt("people", i);
    const auto& row = reading.Object(people[i], place);
    const std::string agent_id = reading.Text(row, "agent_id", place);
    if (!ids.insert(agent_id).second) reading.Fail(place + ".agent_id", "stands twice");
    CheckPerson(row, place, reading);
  }
  return ids;
}

void CheckPlaces(const json::object& in, const char* list, const std::set<std::string>& people,
                 DocumentReading& reading) {
  if (!reading.ok()) return;
  const auto& places = reading.List(in, list, kPlacesMax);
  for (std::size_t i = 0; i < places.size() && reading.ok(); ++i) {
    const std::string place = PlaceAt(list, i);
    const auto& row = reading.Object(places[i], place);
    const std::string zone = reading.Text(row, "zone", place, false);
    if (!zone.empty()) {
      const auto known = LoadZone(zone);
      if (!known.ok()) reading.Fail(place + ".zone", std::string(known.status().message()));
    }
    for (const std::string& agent_id : reading.Texts(row, "told", place, kToldMax)) {
      if (!people.contains(agent_id)) {
        reading.Fail(place + ".told", "names " + agent_id + ", who is none of the people");
      }
    }
  }
}

}  // namespace

void CheckPeople(const json::object& organization, DocumentReading& reading) {
  const auto people = CheckAll(organization, reading);
  CheckPlaces(organization, "regions", people, reading);
  CheckPlaces(organization, "branches", people, reading);
}

}  // namespace recourse::routing
