#pragma once

#include <map>
#include <string>

#include "services/common/core/status.h"
#include "services/common/core/zone.h"
#include "services/recoursectl/calendar/ical_values.h"

namespace recourse::ctl::calendar {

// Turns the times of one iCalendar file into the civil time of the calendar that is made of it.
class IcalZones {
 public:
  // `zone_id` is the calendar's own, empty where nobody said it; `locations` as IcalLines has them.
  IcalZones(std::string zone_id, std::map<std::string, std::string> locations)
      : zone_id_(std::move(zone_id)), locations_(std::move(locations)) {}

  // The IANA name of the calendar's zone. INVALID_ARGUMENT where it is not said or not known.
  StatusOr<std::string> OwnId();
  // Times in no zone are the calendar's. INVALID_ARGUMENT: a zone that nobody knows, or one that is
  // needed and was not said.
  StatusOr<CivilTime> InCalendar(const IcalTime& time);
  // `until` as the civil time of the zone that `start` is in.
  StatusOr<CivilTime> InZoneOf(const IcalTime& start, const IcalTime& until);
  // `time` and then so long by the clock, which summer time does not bend.
  StatusOr<CivilTime> After(const IcalTime& time, Duration duration);

 private:
  StatusOr<const Zone*> Find(const std::string& id);
  StatusOr<const Zone*> Load(const std::string& key, const std::string& id);
  StatusOr<const Zone*> Own();
  // The zone of the time: UTC, by TZID, or the calendar's.
  StatusOr<const Zone*> ZoneOf(const IcalTime& time);

  std::string zone_id_;
  std::map<std::string, std::string> locations_;
  std::map<std::string, Zone> zones_;  // by TZID
};

}  // namespace recourse::ctl::calendar
