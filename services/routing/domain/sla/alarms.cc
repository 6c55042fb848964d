#include "services/routing/domain/sla/alarms.h"

#include <algorithm>
#include <tuple>

#include "services/routing/domain/sla/walk.h"

namespace recourse::routing::sla {
namespace {

class AlarmList {
 public:
  AlarmList(const Account& account, const Calendars& calendars, Timestamp until)
      : account_(account), calendars_(calendars), end_(EndOf(account, until)) {}

  void AddWarning(const Warning& warning, int level, AlarmRules::LateWarning late) {
    const Duration target = account_.record.target;
    Duration mark = warning.share_percent > 0
                        ? Duration((target.count() * warning.share_percent + 99) / 100)
                        : target - warning.before;
    if (mark <= Duration(0) && late == AlarmRules::LateWarning::kSkip) return;
    mark = std::max(mark, Duration(0));
    AddMark(Alarm::Kind::kWarning, level, mark);
  }

  void AddBreach() {
    if (account_.record.fixed_due) {
      Add(Alarm::Kind::kBreach, 0, account_.record.fixed_due, end_ > *account_.record.fixed_due);
    } else {
      AddMark(Alarm::Kind::kBreach, 0, account_.record.target);
    }
  }

  // A level counts from the due time, or from the acknowledgement of one below it.
  void AddEscalation(const Escalation& escalation, const AlarmRules& rules) {
    std::optional<Timestamp> from = account_.record.fixed_due;
    Duration mark = account_.record.target + escalation.after;
    Duration after = escalation.after;
    for (const Acknowledgement& each : account_.acknowledged) {
      if (each.level >= escalation.level) continue;
      if (rules.acknowledged == AlarmRules::AfterAcknowledgement::kCancel) return;
      const Duration step = escalation.after - AfterOf(each.level, rules);
      mark = std::max(mark, each.consumed + step);
      if (from && each.time > *from) from = each.time, after = step;
    }
    if (!from) return AddMark(Alarm::Kind::kEscalation, escalation.level, mark);
    const Timetable& timetable = calendars_.Find(account_.term_calendar_id)->timetable;
    const auto time = timetable.Due(*from, after).time;
    Add(Alarm::Kind::kEscalation, escalation.level, time, time && end_ > *time);
  }

  std::vector<Alarm> Done() && {
    std::sort(alarms_.begin(), alarms_.end(), [](const Alarm& a, const Alarm& b) {
      return std::tie(a.time, a.kind, a.level) < std::tie(b.time, b.kind, b.level);
    });
    return std::move(alarms_);
  }

 private:
  static Duration AfterOf(int level, const AlarmRules& rules) {
    for (const Escalation& each : rules.escalations) {
      if (each.level == level) return each.after;
    }
    return Duration(0);
  }

  void AddMark(Alarm::Kind kind, int level, Duration mark) {
    const Walked walked = Walk(account_, calendars_, mark, end_);
    Add(kind, level, walked.mark.time, walked.passed);
  }

  void Add(Alarm::Kind kind, int level, std::optional<Timestamp> time, bool passed) {
    if (!time || (HasEnded(account_) && !passed)) return;
    alarms_.push_back({kind, level, static_cast<int>(account_.superseded.size()) + 1, *time});
  }

  const Account& account_;
  const Calendars& calendars_;
  Timestamp end_;
  std::vector<Alarm> alarms_;
};

}  // namespace

std::vector<Alarm> Alarms(const Account& account, const Calendars& calendars,
                          const AlarmRules& rules, Timestamp until) {
  AlarmList list(account, calendars, until);
  int place = 0;
  for (const Warning& warning : rules.warnings) {
    list.AddWarning(warning, ++place, rules.late_warning);
  }
  list.AddBreach();
  for (const Escalation& escalation : rules.escalations) list.AddEscalation(escalation, rules);
  return std::move(list).Done();
}

CaughtUp CatchUp(const std::vector<Alarm>& alarms, Timestamp since, Timestamp now) {
  CaughtUp caught;
  for (const Alarm& alarm : alarms) {
    if (alarm.time >= since && alarm.time < now) caught.passed.push_back(alarm);
  }
  const auto highest = std::max_element(
      caught.passed.begin(), caught.passed.end(), [](const Alarm& a, const Alarm& b) {
        return std::tie(a.kind, a.level) < std::tie(b.kind, b.level);
      });
  if (highest != caught.passed.end()) caught.notify = *highest;
  return caught;
}

}  // namespace recourse::routing::sla
