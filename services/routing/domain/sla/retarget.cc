#include "services/routing/domain/sla/retarget.h"

#include <algorithm>

#include "services/routing/domain/sla/walk.h"

namespace recourse::routing::sla {
namespace {

using Fault = std::optional<Refusal>;

__extension__ using Wide = __int128;

// floor(consumed x new / old): nobody is charged a millisecond that did not pass. What is beyond
// any target is cut off.
Duration Carried(Duration consumed, Duration from, Duration to) {
  const Wide share = static_cast<Wide>(consumed.count()) * to.count() / from.count();
  return Duration(
      static_cast<std::int64_t>(std::min<Wide>(share, 2 * Duration(kTargetMax).count())));
}

Superseded AsItStood(const Account& account, const Walked& walked, Timestamp time) {
  const Record& record = account.record;
  const bool passed = record.fixed_due ? time > *record.fixed_due : walked.passed;
  const Verdict state = account.current.reasons.empty() ? Verdict::kRunning : Verdict::kPaused;
  return {record.target, passed ? Verdict::kMissed : state, time};
}

// The record begins here; nobody has acknowledged anything about it.
void Rebase(Account& account, Timestamp time) {
  account.record.first_stretch = account.stretches.size();
  account.record.base_time = time;
  account.record.carried = Duration(0);
  account.acknowledged.clear();
}

Fault SetPermitted(Record& record, Duration target) {
  if (target <= Duration(0)) return Refusal{"target_not_positive"};
  if (target > kTargetMax) return Refusal{"target_too_long"};
  record.target = target;
  return std::nullopt;
}

Fault SetDate(Record& record, std::optional<Timestamp> due) {
  if (!due) return Refusal{"term_not_known"};
  if (*due < kZoneBegin || *due > kZoneEnd) return Refusal{"time_out_of_range"};
  record.fixed_due = due;
  record.target = *due - record.base_time;
  return std::nullopt;
}

}  // namespace

Fault SetTarget(Account& account, const Calendars& calendars, const Target& target,
                Timestamp since) {
  if (const auto* permitted = std::get_if<Duration>(&target)) {
    return SetPermitted(account.record, *permitted);
  }
  if (const auto* instant = std::get_if<Timestamp>(&target)) {
    return SetDate(account.record, *instant);
  }
  const auto& term = std::get<StatutoryDays>(target);
  if (term.count <= 0) return Refusal{"target_not_positive"};
  const Calendar& calendar = calendars.Find(account.term_calendar_id)->calendar;
  return SetDate(account.record, StatutoryDue(calendar, since, term));
}

Fault Retarget(Account& account, const Calendars& calendars, const Retargeted& change,
               Timestamp time) {
  const Duration old_target = account.record.target;
  const Walked walked = Walk(account, calendars, old_target, time);
  account.superseded.push_back(AsItStood(account, walked, time));
  Record& record = account.record;
  record.from = time;
  record.cause = change.cause;
  if (change.mode != RetargetMode::kRetroactive) Rebase(account, time);
  const Timestamp since = change.mode == RetargetMode::kFromChange ? time : record.base_time;
  if (Fault fault = SetTarget(account, calendars, change.target, since)) return fault;
  if (change.mode == RetargetMode::kCarryShare) {
    record.carried = Carried(walked.consumed, old_target, record.target);
  }
  if (change.grace > Duration(0) && !record.fixed_due) {
    const Duration consumed = Walk(account, calendars, record.target, time).consumed;
    record.target = std::max(record.target, consumed + change.grace);
  }
  return std::nullopt;
}

}  // namespace recourse::routing::sla
