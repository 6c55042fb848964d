#include "services/routing/adapters/watch_filter_codec.h"

#include <algorithm>

#include "recourse/routing/v1/ticket_event.pb.h"

namespace recourse::routing {
namespace {

// A promised answer that is overdue and still owed: the first, or one since.
bool OwesAnswer(const v1::Dimensions& dimensions) {
  if (dimensions.response_clock() == v1::CLOCK_STATE_BREACHED) return true;
  return std::any_of(dimensions.clocks().begin(), dimensions.clocks().end(), [](const auto& clock) {
    return clock.kind() == v1::CLOCK_KIND_NEXT_RESPONSE &&
           clock.state() == v1::CLOCK_STATE_BREACHED;
  });
}

bool Within(const v1::Dimensions& dimensions, const TicketFilter& filter) {
  const bool scope = filter.scope.empty() || dimensions.branch_id() == filter.scope ||
                     dimensions.region_id() == filter.scope;
  const bool branch = filter.branch_id.empty() || dimensions.branch_id() == filter.branch_id;
  return scope && branch && (!filter.breached || OwesAnswer(dimensions));
}

void AddPlace(const std::string& place, std::vector<std::string>& places) {
  if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
}

}  // namespace

bool Concerns(const v1::TicketEvent& event, const TicketFilter& filter) {
  if (event.ticket_id().empty()) return false;
  return (event.has_before() && Within(event.before(), filter)) ||
         (event.has_after() && Within(event.after(), filter));
}

const std::string& PlaceOf(const TicketFilter& filter) {
  return filter.branch_id.empty() ? filter.scope : filter.branch_id;
}

std::vector<std::string> PlacesOf(const v1::TicketEvent& event) {
  std::vector<std::string> places{""};
  for (const auto* dimensions : {&event.before(), &event.after()}) {
    AddPlace(dimensions->branch_id(), places);
    AddPlace(dimensions->region_id(), places);
  }
  return places;
}

}  // namespace recourse::routing
