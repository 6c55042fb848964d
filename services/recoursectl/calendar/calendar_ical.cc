#include "services/recoursectl/calendar/calendar_ical.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/text/utf8.h"
#include "services/recoursectl/calendar/calendar_text.h"
#include "services/recoursectl/calendar/ical_marks.h"
#include "services/recoursectl/calendar/ical_spans.h"

namespace recourse::ctl::calendar {
namespace {

using std::chrono::days;

constexpr std::size_t kNamesShown = 5;

enum class Makes { kHoliday, kWorkingDay, kClosure, kNothing };

Status TooMany() {
  return absl::InvalidArgumentError(
      "more than 4,096 holidays, working days or closures: leave out past years");
}

// Two passes over the events of a file: those that end, then those that recur for ever.
class Import {
 public:
  Import(const std::string& file, IcalLines lines, const IcalOptions& options)
      : file_(file),
        options_(options),
        lines_(std::move(lines)),
        zones_(options.zone.empty() ? lines_.zone : options.zone, lines_.locations) {
    out_.file = file;
    out_.zone = options.zone.empty() ? lines_.zone : options.zone;
  }

  StatusOr<CalendarFile> Run() {
    if (Status s = ReadEvents(); !s.ok()) return s;
    IcalSpans spans(zones_, events_);
    if (Status s = TakeAll(spans, false); !s.ok()) return s;
    if (Status s = SettleKnownUntil(); !s.ok()) return s;
    if (Status s = TakeAll(spans, true); !s.ok()) return s;
    if (out_.holidays.empty() && out_.working_days.empty() && out_.closures.empty()) {
      return RefusedAt(file_, 0, "has no event that makes a holiday, a working day or a closure");
    }
    if (Status s = SettleZone(); !s.ok()) return s;
    Note();
    return std::move(out_);
  }

 private:
  Status ReadEvents() {
    for (const IcalEventLines& lines : lines_.events) {
      auto event = ReadIcalEvent(file_, lines);
      if (!event.ok()) return event.status();
      cancelled_ += event->cancelled ? 1 : 0;
      marks_days_ = marks_days_ || !event->special_day.empty() || MarkOf(*event) == DayMark::kRest;
      events_.push_back(*std::move(event));
    }
    return absl::OkStatus();
  }

  // First all that end by themselves: they say until when the file is known, and that is where
  // those without an end are cut off.
  Status TakeAll(IcalSpans& spans, bool endless) {
    for (const IcalEvent& event : events_) {
      if (event.cancelled || (event.rule && event.rule->endless) != endless) continue;
      if (Status s = Take(spans, event); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  Status Take(IcalSpans& spans, const IcalEvent& event) {
    const auto first = spans.First(event);
    if (!first.ok()) return At(event, first.status());
    const auto makes = KindOf(event, *first);
    if (!makes.ok()) return At(event, makes.status());
    if (*makes == Makes::kNothing) {
      left_out_.push_back(event.summary);
      return absl::OkStatus();
    }
    if (!event.recurrence.ok()) return event.recurrence;
    const auto all = spans.All(event, out_.known_until);
    if (!all.ok()) return At(event, all.status());
    for (const Span& span : *all) {
      if (Status s = Put(event, *makes, span); !s.ok()) return At(event, s);
    }
    return absl::OkStatus();
  }
  Status At(const IcalEvent& event, const Status& status) const {
    return RefusedEvent(file_, event, std::string(status.message()));
  }

  StatusOr<Makes> KindOf(const IcalEvent& event, const Span& span) const {
    const bool whole_days = event.start.is_date || IsWholeDays(span);
    switch (MarkOf(event)) {
      case DayMark::kWork:
        return Makes::kWorkingDay;
      case DayMark::kRest:
        return whole_days ? Makes::kHoliday : Makes::kClosure;
      case DayMark::kObservance:
        return Makes::kNothing;
      case DayMark::kUnclear:
        return absl::InvalidArgumentError("'" + event.summary +
                                          "' does not say whether people work: write 放假 (day "
                                          "off) or 补班 (working day) into its SUMMARY");
      case DayMark::kNone:
        break;
    }
    if (event.start.is_date) return marks_days_ ? Makes::kNothing : Makes::kHoliday;
    return event.transparent ? Makes::kNothing : Makes::kClosure;
  }

  Status Put(const IcalEvent& event, Makes makes, const Span& span) {
    // What recurs for ever says nothing of when the file was published.
    if (!event.rule || !event.rule->endless) {
      last_ = std::max(last_.value_or(Date()), DateOf(span.end - std::chrono::seconds(1)));
    }
    if (makes == Makes::kClosure) {
      if (out_.closures.size() >= routing::sla::kCalendarDatesMax) return TooMany();
      out_.closures.push_back({span.begin, span.end, event.summary});
      return absl::OkStatus();
    }
    // A shift belongs to the date on which it begins.
    const bool whole_days = IsWholeDays(span);
    const CivilTime end = whole_days ? span.end : CivilTime(DateOf(span.end));
    Date date = DateOf(span.begin);
    do {
      Status s = makes == Makes::kHoliday ? PutHoliday(event, date) : PutWorkingDay(event, date);
      if (!s.ok()) return s;
      date += days(1);
    } while (date < end);
    return absl::OkStatus();
  }

  Status PutHoliday(const IcalEvent& event, Date date) {
    if (out_.working_days.contains(date))
      return Contradiction(date, out_.working_days.at(date).line);
    if (out_.holidays.size() >= routing::sla::kCalendarDatesMax) return TooMany();
    const auto [holiday, added] = out_.holidays.emplace(date, Holiday{event.summary, event.line});
    std::string& name = holiday->second.name;
    if (!added && name.find(event.summary) == std::string::npos) {
      const std::string both = name.empty() ? event.summary : name + " / " + event.summary;
      name = Trimmed(ClipUtf8(both, kNameBytesMax));  // YAML keeps no space at the end
    }
    return absl::OkStatus();
  }
  Status PutWorkingDay(const IcalEvent& event, Date date) {
    if (out_.holidays.contains(date)) return Contradiction(date, out_.holidays.at(date).line);
    if (out_.working_days.size() >= routing::sla::kCalendarDatesMax) return TooMany();
    out_.working_days.emplace(date, WorkingDay{.name = event.summary, .line = event.line});
    return absl::OkStatus();
  }
  // Which of the two is right only the publisher knows.
  static Status Contradiction(Date date, int line) {
    return absl::InvalidArgumentError(DateText(date) +
                                      " is both a holiday and a working day: line " +
                                      std::to_string(line) + " says the other; delete one");
  }

  // A year of which only January is there is rather the end of the year before.
  Status SettleKnownUntil() {
    out_.known_until = options_.known_until;
    if (out_.known_until) return absl::OkStatus();
    const bool any_endless =
        std::any_of(events_.begin(), events_.end(),
                    [](const IcalEvent& event) { return event.rule && event.rule->endless; });
    if (!last_ && !any_endless) return absl::OkStatus();  // an empty file, refused in Run
    const std::chrono::year_month_day last(last_.value_or(Date()));
    if (!last_ || last.month() == std::chrono::January) {
      return RefusedAt(file_, 0,
                       "does not show until when it is known: add --known-until, the last date "
                       "whose holidays are published");
    }
    out_.known_until = Date(last.year() / std::chrono::December / 31);
    out_.notes.push_back("known until " + DateText(*out_.known_until) +
                         ", the end of the last year that has an event; --known-until says "
                         "otherwise");
    return absl::OkStatus();
  }

  // Closures are in the calendar's zone; days alone do without it.
  Status SettleZone() {
    const std::string said = out_.zone;
    const auto zone = zones_.OwnId();
    out_.zone = zone.ok() ? *zone : "";
    if (said.empty() || zone.ok()) return absl::OkStatus();
    if (!out_.closures.empty() || !options_.zone.empty()) {
      return RefusedAt(file_, 0, std::string(zone.status().message()));
    }
    out_.notes.push_back("X-WR-TIMEZONE is no time zone and is passed over: add --zone");
    return absl::OkStatus();
  }

  void Note() {
    out_.notes.push_back(std::to_string(out_.holidays.size()) + " holidays, " +
                         std::to_string(out_.working_days.size()) + " working days, " +
                         std::to_string(out_.closures.size()) + " closures");
    if (cancelled_ > 0) {
      out_.notes.push_back("left out, as cancelled: " + std::to_string(cancelled_));
    }
    if (!left_out_.empty()) {
      out_.notes.push_back("left out, as they do not say that people are free: " +
                           std::to_string(left_out_.size()) + " (" + NamesLeftOut() + ")");
    }
  }
  std::string NamesLeftOut() const {
    std::string names;
    for (std::size_t i = 0; i < std::min(left_out_.size(), kNamesShown); ++i) {
      names += (i == 0 ? "" : ", ") + left_out_[i];
    }
    return left_out_.size() > kNamesShown ? names + ", ..." : names;
  }

  const std::string& file_;
  const IcalOptions& options_;
  IcalLines lines_;
  IcalZones zones_;
  CalendarFile out_;
  std::vector<IcalEvent> events_;
  // Whether the file marks its days off, so that an unmarked date is a feast on which people work.
  bool marks_days_ = false;
  std::optional<Date> last_;  // of what ends by itself
  std::size_t cancelled_ = 0;
  std::vector<std::string> left_out_;
};

}  // namespace

StatusOr<CalendarFile> ReadCalendarIcal(const std::string& file, std::string_view text,
                                        const IcalOptions& options) {
  auto lines = ReadIcalLines(file, text);
  if (!lines.ok()) return lines.status();
  return Import(file, *std::move(lines), options).Run();
}

}  // namespace recourse::ctl::calendar
