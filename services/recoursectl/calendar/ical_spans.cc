#include "services/recoursectl/calendar/ical_spans.h"

#include <algorithm>

namespace recourse::ctl::calendar {
namespace {

constexpr CivilTime kBegin = Date(std::chrono::year(1970) / 1 / 1);
constexpr CivilTime kEnd = Date(std::chrono::year(2100) / 1 / 1);
constexpr Duration kSecond = std::chrono::seconds(1);

Status Refused(const char* what) { return absl::InvalidArgumentError(what); }

}  // namespace

bool IsWholeDays(const Span& span) {
  const Duration begin = span.begin - DateOf(span.begin);
  const Duration end = span.end - DateOf(span.end);
  return begin == Duration(0) && (end == Duration(0) || end >= kDay - std::chrono::minutes(1));
}

IcalSpans::IcalSpans(IcalZones& zones, const std::vector<IcalEvent>& events) : zones_(zones) {
  for (const IcalEvent& event : events) {
    if (event.replaced) replaced_[event.uid].push_back(*event.replaced);
  }
}

StatusOr<Span> IcalSpans::SpanAt(const IcalEvent& event, CivilTime begin) {
  IcalTime start = event.start;
  start.time = begin;
  const auto from = zones_.InCalendar(start);
  if (!from.ok()) return from.status();
  const auto to = EndAt(event, start);
  if (!to.ok()) return to.status();
  Span span{*from, *to};
  // A widely used Chinese calendar ends a day on itself, though DTEND is the day after.
  if (event.start.is_date && span.end == span.begin) span.end += kDay;
  if (span.end <= span.begin) return Refused("ends before it begins, or has no end: write DTEND");
  if (span.end - span.begin > kEventDaysMax) return Refused("lasts more than 400 days");
  if (span.end > kEnd) return Refused("goes beyond 2099: end it before");
  return span;
}

StatusOr<CivilTime> IcalSpans::EndAt(const IcalEvent& event, const IcalTime& start) {
  if (event.end) {
    IcalTime end = *event.end;
    end.time += start.time - event.start.time;
    return zones_.InCalendar(end);
  }
  if (!event.duration) return zones_.InCalendar(start);
  IcalTime end = start;
  end.time += event.duration->days;
  const auto after = zones_.After(end, event.duration->time);
  if (!after.ok()) return after.status();
  end.time = *after;
  return zones_.InCalendar(end);
}

StatusOr<std::vector<CivilTime>> IcalSpans::Beginnings(const IcalEvent& event,
                                                       std::optional<Date> endless) {
  if (++rules_ > kRulesMax) return Refused("more than 2,000 events of the file recur");
  CivilTime bound = kEnd - kSecond;
  if (event.rule->endless) bound = CivilTime(endless.value_or(Date())) + kDay - kSecond;
  if (event.rule->until) {
    const auto until = zones_.InZoneOf(event.start, *event.rule->until);
    if (!until.ok()) return until.status();
    bound = std::min(bound, *until);
  }
  std::vector<CivilTime> begins = Occurrences(*event.rule, event.start, bound);
  if (begins.size() > kOccurrencesMax)
    return Refused("occurs more than 4,096 times: end its RRULE");
  occurrences_ += begins.size();
  if (occurrences_ > kOccurrencesMaxOfFile) {
    return Refused("the events of the file occur more than 50,000 times");
  }
  const bool expected = bound >= event.start.time;
  if (expected && (begins.empty() || begins.front() != event.start.time)) {
    return Refused("its RRULE does not give its DTSTART: correct one of them");
  }
  return begins;
}

StatusOr<IcalSpans::Excluded> IcalSpans::ExcludedOf(const IcalEvent& event) {
  std::vector<IcalTime> all = event.excluded;
  if (const auto found = replaced_.find(event.uid); found != replaced_.end()) {
    all.insert(all.end(), found->second.begin(), found->second.end());
  }
  if (all.size() > kExcludedMax) return Refused("more than 1,000 of its dates are excluded");
  Excluded excluded;
  for (const IcalTime& time : all) {
    const auto civil = zones_.InCalendar(time);
    if (!civil.ok()) return civil.status();
    const bool by_date = time.is_date || event.start.is_date;
    if (by_date) excluded.dates.insert(DateOf(*civil));
    if (!by_date) excluded.times.insert(*civil);
  }
  return excluded;
}

StatusOr<std::vector<Span>> IcalSpans::All(const IcalEvent& event, std::optional<Date> endless) {
  std::vector<CivilTime> begins = {event.start.time};
  Excluded excluded;
  if (event.rule) {
    auto all = Beginnings(event, endless);
    if (!all.ok()) return all.status();
    begins = *std::move(all);
    auto against = ExcludedOf(event);
    if (!against.ok()) return against.status();
    excluded = *std::move(against);
  } else if (event.start.time < kBegin) {
    return Refused("is before 1970: leave it out");
  }
  std::vector<Span> spans;
  for (const CivilTime begin : begins) {
    const auto span = SpanAt(event, begin);
    if (!span.ok()) return span.status();
    if (begin < kBegin || excluded.dates.contains(DateOf(begin)) ||
        excluded.times.contains(span->begin)) {
      continue;
    }
    spans.push_back(*span);
  }
  return spans;
}

}  // namespace recourse::ctl::calendar
