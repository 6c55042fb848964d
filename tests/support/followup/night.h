#pragma once

#include <string>

#include "absl/time/time.h"
#include "services/followup/domain/quiet_hours.h"

namespace recourse::followup::testing {

// Whether people of a zone sleep at an instant: by another library's zones and by what their clocks
// show, not by the code that is judged.
class Night {
 public:
  Night(const QuietHours& quiet, const std::string& zone) : quiet_(quiet) {
    known_ = absl::LoadTimeZone(zone, &zone_);
  }
  bool known() const { return known_; }
  bool IsQuiet(Timestamp time) const {
    const auto milliseconds = time.time_since_epoch().count();
    const auto shown = zone_.At(absl::FromUnixMillis(milliseconds));
    const Duration of_day = std::chrono::hours(shown.cs.hour()) +
                            std::chrono::minutes(shown.cs.minute()) +
                            std::chrono::seconds(shown.cs.second()) +
                            Duration(absl::ToInt64Milliseconds(shown.subsecond));
    if (quiet_.from < quiet_.to) return of_day >= quiet_.from && of_day < quiet_.to;
    return of_day >= quiet_.from || of_day < quiet_.to;
  }

 private:
  QuietHours quiet_;
  absl::TimeZone zone_;
  bool known_ = false;
};

}  // namespace recourse::followup::testing
