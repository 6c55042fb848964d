#include "services/routing/domain/sla/calendars.h"

namespace recourse::routing::sla {

Calendars::Calendars() { Add(AlwaysOpen()); }

std::optional<Refusal> Calendars::Add(const Calendar& calendar) {
  auto made = Timetable::Of(calendar);
  if (auto* refusal = std::get_if<Refusal>(&made)) return std::move(*refusal);
  hours_[calendar.calendar_id] =
      std::make_shared<const Hours>(Hours{calendar, std::get<Timetable>(std::move(made))});
  return std::nullopt;
}

const Hours* Calendars::Find(const std::string& calendar_id) const {
  const auto found = hours_.find(calendar_id);
  return found == hours_.end() ? nullptr : found->second.get();
}

}  // namespace recourse::routing::sla
