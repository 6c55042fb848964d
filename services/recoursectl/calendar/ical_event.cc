#include "services/recoursectl/calendar/ical_event.h"

#include <map>
#include <set>
#include <utility>

#include "services/common/text/utf8.h"
#include "services/recoursectl/calendar/calendar_file.h"
#include "services/recoursectl/calendar/calendar_text.h"

namespace recourse::ctl::calendar {
namespace {

constexpr std::size_t kUidShownBytesMax = 120;

// Reads the lines of one event. The first fault ends it.
class EventReader {
 public:
  EventReader(const std::string& file, const IcalEventLines& lines) : file_(file), lines_(lines) {
    event_.line = lines.line;
    for (const IcalLine& line : lines.lines) {
      if (line.name == "UID" && event_.uid.empty()) event_.uid = line.value;
    }
  }

  StatusOr<IcalEvent> Read() {
    for (const IcalLine& line : lines_.lines) {
      const auto reader = kReaders.find(line.name);
      if (reader != kReaders.end()) (this->*reader->second)(line);
      if (!fault_.ok()) return fault_;
    }
    Check();
    if (!fault_.ok()) return fault_;
    return std::move(event_);
  }

 private:
  using Reader = void (EventReader::*)(const IcalLine&);
  static const std::map<std::string_view, Reader> kReaders;

  Status Refuse(int line, const std::string& what) const {
    IcalEvent at = event_;
    at.line = line;
    return RefusedEvent(file_, at, what);
  }
  void Fail(int line, const std::string& what) {
    if (fault_.ok()) fault_ = Refuse(line, what);
  }
  // A feast that nobody asks for may recur as it likes.
  void FailToRecur(int line, const std::string& what) {
    if (event_.recurrence.ok()) event_.recurrence = Refuse(line, what);
  }
  void Once(const IcalLine& line) {
    if (!seen_.insert(line.name).second) Fail(line.line, line.name + " stands twice: keep one");
  }

  IcalTime Time(const IcalLine& line) {
    Once(line);
    const auto times = ReadIcalTimes(line);
    if (times.size() == 1) return times.front();
    Fail(line.line, line.name +
                        " is no date or time of 1900 to 2099: write 20260131 with "
                        "VALUE=DATE, 20260131T090000 or 20260131T090000Z");
    return {};
  }
  void ReadStart(const IcalLine& line) { event_.start = Time(line); }
  void ReadEnd(const IcalLine& line) { event_.end = Time(line); }
  void ReadReplaced(const IcalLine& line) { event_.replaced = Time(line); }
  void ReadExcluded(const IcalLine& line) {
    const auto times = ReadIcalTimes(line);
    if (times.empty()) {
      FailToRecur(line.line, "EXDATE is no list of at most 499 dates or times of 1900 to 2099");
    }
    event_.excluded.insert(event_.excluded.end(), times.begin(), times.end());
  }
  void ReadDuration(const IcalLine& line) {
    Once(line);
    event_.duration = ReadIcalSpan(line);
    if (!event_.duration) Fail(line.line, "DURATION is none, such as P1D or PT3H, or is too long");
  }
  void ReadRule(const IcalLine& line) {
    Once(line);
    event_.rule = ReadIcalRule(line);
    if (event_.rule) return;
    FailToRecur(
        line.line,
        "RRULE is none of those that are taken: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with "
        "INTERVAL, COUNT, UNTIL, BYDAY, WKST, and of the last two BYMONTH, BYMONTHDAY; write "
        "each date as an event");
  }

  std::string Text(const IcalLine& line) {
    const auto text = ReadIcalText(line);
    if (!text) Fail(line.line, line.name + " is no text as RFC 5545 has it");
    // A name is written as YAML, which keeps no space around it.
    return std::string(Trimmed(ClipUtf8(text.value_or(""), kNameBytesMax)));
  }
  // Publishers write one SUMMARY a language: the first is taken.
  void ReadSummary(const IcalLine& line) {
    if (event_.summary.empty()) event_.summary = Text(line);
  }
  void ReadCategories(const IcalLine& line) { event_.categories.push_back(Text(line)); }
  void ReadDescription(const IcalLine& line) { event_.description = Text(line); }
  void ReadStatus(const IcalLine& line) { event_.cancelled = line.value == "CANCELLED"; }
  void ReadTransparency(const IcalLine& line) { event_.transparent = line.value == "TRANSPARENT"; }
  void ReadSpecialDay(const IcalLine& line) { event_.special_day = line.value; }
  void RefuseLine(const IcalLine& line) {
    FailToRecur(line.line, line.name + " is not taken: write each of its dates as an event");
  }

  void Check() {
    if (!seen_.contains("DTSTART")) Fail(event_.line, "has no DTSTART");
    if (event_.end && event_.duration) Fail(event_.line, "has DTEND and DURATION: keep one");
    if (event_.end && event_.end->is_date != event_.start.is_date) {
      Fail(event_.line, "begins with a date and ends with a time, or the other way round");
    }
    if (event_.rule && event_.replaced) {
      Fail(event_.line, "has RRULE and RECURRENCE-ID: keep one");
    }
  }

  const std::string& file_;
  const IcalEventLines& lines_;
  IcalEvent event_;
  std::set<std::string> seen_;
  Status fault_;
};

const std::map<std::string_view, EventReader::Reader> EventReader::kReaders = {
    {"DTSTART", &EventReader::ReadStart},
    {"DTEND", &EventReader::ReadEnd},
    {"DURATION", &EventReader::ReadDuration},
    {"RRULE", &EventReader::ReadRule},
    {"EXDATE", &EventReader::ReadExcluded},
    {"RECURRENCE-ID", &EventReader::ReadReplaced},
    {"SUMMARY", &EventReader::ReadSummary},
    {"CATEGORIES", &EventReader::ReadCategories},
    {"DESCRIPTION", &EventReader::ReadDescription},
    {"STATUS", &EventReader::ReadStatus},
    {"TRANSP", &EventReader::ReadTransparency},
    {"X-APPLE-SPECIAL-DAY", &EventReader::ReadSpecialDay},
    {"RDATE", &EventReader::RefuseLine},
    {"EXRULE", &EventReader::RefuseLine},
};

}  // namespace

Status RefusedEvent(const std::string& file, const IcalEvent& event, const std::string& what) {
  return RefusedAt(file, event.line,
                   "event '" + std::string(ClipUtf8(event.uid, kUidShownBytesMax)) + "': " + what);
}

StatusOr<IcalEvent> ReadIcalEvent(const std::string& file, const IcalEventLines& lines) {
  return EventReader(file, lines).Read();
}

}  // namespace recourse::ctl::calendar
