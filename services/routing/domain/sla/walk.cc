#include "services/routing/domain/sla/walk.h"

namespace recourse::routing::sla {
namespace {

void WalkOver(const Stretch& stretch, Timestamp to, const Calendars& calendars, Duration mark,
              Walked& walked) {
  if (!stretch.reasons.empty()) {
    if (!walked.passed) walked.mark = {};
    return;
  }
  const Timetable& timetable = calendars.Find(stretch.calendar_id)->timetable;
  if (!walked.passed) {
    walked.mark = timetable.Due(stretch.from, mark - walked.consumed);
    walked.passed = walked.mark.time && to > *walked.mark.time;
  }
  walked.consumed += timetable.Elapsed(stretch.from, to);
}

}  // namespace

Walked Walk(const Account& account, const Calendars& calendars, Duration mark, Timestamp until) {
  const Record& record = account.record;
  Walked walked{record.carried, {}, false};
  if (walked.consumed > mark) {
    walked.mark = {record.base_time};
    walked.passed = true;
  }
  for (std::size_t i = record.first_stretch; i < account.stretches.size(); ++i) {
    WalkOver(account.stretches[i], account.stretches[i].to, calendars, mark, walked);
  }
  WalkOver(account.current, until, calendars, mark, walked);
  return walked;
}

}  // namespace recourse::routing::sla
