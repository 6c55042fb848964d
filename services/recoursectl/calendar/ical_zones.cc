#include "services/recoursectl/calendar/ical_zones.h"

#include <unicode/ucal.h>
#include <unicode/unistr.h>

#include <utility>

#include "services/common/process/zone_source.h"
#include "services/common/text/utf8.h"

namespace recourse::ctl::calendar {
namespace {

constexpr std::size_t kShownBytesMax = 64;

// The IANA name of what Windows calls `China Standard Time`; empty where it calls nothing so.
std::string IanaOfWindows(const std::string& name) {
  const auto windows = icu::UnicodeString::fromUTF8(name);
  UChar id[64];
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t size = ucal_getTimeZoneIDForWindowsID(windows.getBuffer(), windows.length(),
                                                           nullptr, id, std::size(id), &error);
  std::string iana;
  if (U_SUCCESS(error)) icu::UnicodeString(id, size).toUTF8String(iana);
  return iana;
}

}  // namespace

StatusOr<const Zone*> IcalZones::Load(const std::string& key, const std::string& id) {
  auto zone = LoadZone(id);
  if (!zone.ok()) return zone.status();
  return &zones_.emplace(key, *std::move(zone)).first->second;
}

StatusOr<const Zone*> IcalZones::Find(const std::string& id) {
  if (const auto known = zones_.find(id); known != zones_.end()) return &known->second;
  if (auto zone = Load(id, id); zone.ok()) return zone;
  if (const auto place = locations_.find(id); place != locations_.end()) {
    if (auto zone = Load(id, place->second); zone.ok()) return zone;
  }
  if (auto zone = Load(id, IanaOfWindows(id)); zone.ok()) return zone;
  return absl::InvalidArgumentError("no time zone is called '" +
                                    std::string(ClipUtf8(id, kShownBytesMax)) +
                                    "': write an IANA name such as Asia/Shanghai instead");
}

StatusOr<const Zone*> IcalZones::Own() {
  if (zone_id_.empty()) {
    return absl::InvalidArgumentError(
        "its time is in another zone, and the calendar's own is not said: add --zone");
  }
  return Find(zone_id_);
}

StatusOr<std::string> IcalZones::OwnId() {
  const auto zone = Own();
  if (!zone.ok()) return zone.status();
  return (*zone)->id;
}

StatusOr<const Zone*> IcalZones::ZoneOf(const IcalTime& time) {
  if (time.is_utc) return Find("Etc/UTC");
  return time.zone_id.empty() ? Own() : Find(time.zone_id);
}

StatusOr<CivilTime> IcalZones::InCalendar(const IcalTime& time) {
  const bool elsewhere = time.is_utc || (!time.zone_id.empty() && time.zone_id != zone_id_);
  if (time.is_date || !elsewhere) return time.time;
  const auto zone = ZoneOf(time);
  if (!zone.ok()) return zone.status();
  const auto own = Own();
  if (!own.ok()) return own.status();
  return ToCivil(**own, First(**zone, time.time));
}

StatusOr<CivilTime> IcalZones::InZoneOf(const IcalTime& start, const IcalTime& until) {
  if (start.is_date) return CivilTime(DateOf(until.time));
  if (until.is_date) return until.time + kDay - std::chrono::seconds(1);
  if (!until.is_utc || start.is_utc || (start.zone_id.empty() && zone_id_.empty())) {
    return until.time;
  }
  const auto zone = ZoneOf(start);
  if (!zone.ok()) return zone.status();
  return ToCivil(**zone, Timestamp(until.time.time_since_epoch()));
}

StatusOr<CivilTime> IcalZones::After(const IcalTime& time, Duration duration) {
  if (time.is_utc || (time.zone_id.empty() && zone_id_.empty())) return time.time + duration;
  const auto zone = ZoneOf(time);
  if (!zone.ok()) return zone.status();
  return ToCivil(**zone, First(**zone, time.time) + duration);
}

}  // namespace recourse::ctl::calendar
