#include "services/routing/domain/explain.h"

#include <utility>

namespace recourse::routing {

std::vector<ExplainedClock> Explain(const Ticket& ticket, const Policy& policy, Timestamp now) {
  const auto* standard = StandardOf(policy, ticket);
  const sla::AlarmRules alarms = standard == nullptr ? sla::AlarmRules{} : standard->alarms;
  std::vector<ExplainedClock> explained;
  for (const auto& [name, clock] : ticket.clocks) {
    ExplainedClock each{name, clock, {}};
    const auto folded = sla::Fold(clock.events, policy.calendars);
    if (const auto* account = std::get_if<sla::Account>(&folded)) {
      each.segments = sla::Segments(*account, policy.calendars, now);
      Refresh(each.clock, policy.calendars, alarms, now);
    }
    explained.push_back(std::move(each));
  }
  return explained;
}

}  // namespace recourse::routing
