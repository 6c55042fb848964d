#include "services/common/process/zone_source.h"

#include <absl/time/time.h>

#include <algorithm>
#include <cctype>

namespace recourse {
namespace {

constexpr std::size_t kZoneIdBytesMax = 64;  // the longest of IANA has 32

absl::Time AtLibrary(Timestamp time) {
  return absl::FromUnixMillis(time.time_since_epoch().count());
}

Timestamp FromLibrary(absl::Time time) { return Timestamp(Duration(absl::ToUnixMillis(time))); }

Duration OffsetOf(const absl::TimeZone& zone, absl::Time time) {
  return std::chrono::seconds(zone.At(time).offset);
}

bool IsLetterOfName(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '+' ||
         c == '/';
}

// Zone folders hold more than zones: copies with leap seconds in them (right/), which would be
// half a minute off, and names that mean another zone on another machine.
bool IsNameOfPlace(const std::string& id) {
  if (id.empty() || id.size() > kZoneIdBytesMax || id.front() == '/' || id.back() == '/' ||
      id.find("//") != std::string::npos || !std::all_of(id.begin(), id.end(), IsLetterOfName)) {
    return false;
  }
  for (const char* folder : {"Fixed/", "right/", "posix/"}) {
    if (id.starts_with(folder)) return false;
  }
  return id != "localtime" && id != "posixrules" && id != "Factory";
}

// The instant at which the clocks of `zone` jump as `jump` says.
absl::Time InstantOf(const absl::TimeZone& zone, const absl::TimeZone::CivilTransition& jump) {
  const auto landing = zone.At(jump.to);
  return landing.kind == absl::TimeZone::TimeInfo::REPEATED ? landing.trans : landing.pre;
}

}  // namespace

StatusOr<Zone> LoadZone(const std::string& id) {
  absl::TimeZone place;
  if (!IsNameOfPlace(id) || !absl::LoadTimeZone(id, &place)) {
    return absl::NotFoundError("no time zone is called '" + id.substr(0, kZoneIdBytesMax) +
                               "': name one of the IANA database, such as Asia/Shanghai");
  }
  absl::Time time = AtLibrary(kZoneBegin);
  Zone zone{id, OffsetOf(place, time)};
  Duration offset = zone.first_offset;
  absl::TimeZone::CivilTransition jump;
  while (place.NextTransition(time, &jump)) {
    time = InstantOf(place, jump);
    if (FromLibrary(time) >= kZoneEnd) break;
    const Duration next = OffsetOf(place, time);
    // A change of the name or of what counts as summer time moves no clock.
    if (next != offset) zone.transitions.push_back({FromLibrary(time), next});
    offset = next;
  }
  return zone;
}

}  // namespace recourse
