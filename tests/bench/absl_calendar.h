#pragma once

#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/routing/domain/sla/calendar.h"

namespace recourse::bench {

// The same questions answered the plain way, by absl's civil time, one day after another: the
// floor that the timetable is measured against. It knows weeks and holidays, no more.
class AbslCalendar {
 public:
  explicit AbslCalendar(const routing::sla::Calendar& calendar) {
    absl::LoadTimeZone(calendar.zone.id, &zone_);
    for (std::size_t day = 0; day < 7; ++day) {
      for (const auto& window : calendar.week[day]) {
        week_[day].emplace_back(window.open.count() / 1000, window.close.count() / 1000);
      }
    }
    for (const Date date : calendar.holidays) {
      holidays_.insert(absl::CivilDay(1970, 1, 1) + date.time_since_epoch().count());
    }
  }

  std::int64_t Elapsed(std::int64_t from_ms, std::int64_t to_ms) const {
    const absl::Time from = absl::FromUnixMillis(from_ms), to = absl::FromUnixMillis(to_ms);
    const absl::CivilDay last = absl::ToCivilDay(to, zone_);
    absl::Duration sum;
    for (absl::CivilDay day = absl::ToCivilDay(from, zone_); day <= last; ++day) {
      ForEachWindow(day, [&](absl::Time open, absl::Time close) {
        const absl::Time a = std::max(open, from), b = std::min(close, to);
        if (a < b) sum += b - a;
        return true;
      });
    }
    return absl::ToInt64Milliseconds(sum);
  }

  std::int64_t Due(std::int64_t from_ms, std::int64_t target_ms) const {
    const absl::Time from = absl::FromUnixMillis(from_ms);
    absl::Duration left = absl::Milliseconds(target_ms);
    absl::Time due;
    for (absl::CivilDay day = absl::ToCivilDay(from, zone_); left > absl::ZeroDuration(); ++day) {
      ForEachWindow(day, [&](absl::Time open, absl::Time close) {
        const absl::Time a = std::max(open, from);
        if (close <= a) return true;
        due = std::min(close, a + left);
        left -= due - a;
        return left > absl::ZeroDuration();
      });
    }
    return absl::ToUnixMillis(due);
  }

 private:
  template <typename Visit>
  void ForEachWindow(absl::CivilDay day, const Visit& visit) const {
    if (holidays_.contains(day)) return;
    const absl::CivilSecond midnight(day);
    for (const auto& [open, close] : week_[static_cast<std::size_t>(absl::GetWeekday(day))]) {
      if (!visit(absl::FromCivil(midnight + open, zone_),
                 absl::FromCivil(midnight + close, zone_))) {
        return;
      }
    }
  }

  absl::TimeZone zone_;
  std::array<std::vector<std::pair<std::int64_t, std::int64_t>>, 7> week_;
  std::set<absl::CivilDay> holidays_;
};

}  // namespace recourse::bench
