#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "services/routing/domain/sla/timetable.h"

namespace recourse::routing::sla {

// A calendar and its timetable, by calendar id. Shared by all clocks; "" is always open.
struct Hours {
  Calendar calendar;
  Timetable timetable;
};
class Calendars {
 public:
  Calendars();
  // Refuses what Timetable::Of refuses; an id that is there already is replaced.
  std::optional<Refusal> Add(const Calendar& calendar);
  const Hours* Find(const std::string& calendar_id) const;  // null when unknown

 private:
  std::map<std::string, std::shared_ptr<const Hours>> hours_;
};

}  // namespace recourse::routing::sla
