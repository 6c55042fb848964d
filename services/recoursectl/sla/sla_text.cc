#include "services/recoursectl/sla/sla_text.h"

#include <algorithm>
#include <set>

#include "services/recoursectl/sla/sla_spoken.h"
#include "services/recoursectl/sla/sla_tally.h"

namespace recourse::ctl {
namespace {

constexpr std::size_t kComingMax = 12;  // stretches still to come that are written out

class ClockText {
 public:
  ClockText(const Explanation& clock, const sla::Calendars& calendars, std::string& out)
      : clock_(clock), calendars_(calendars), out_(out), tally_(clock, calendars) {}

  void Write() {
    WriteHead();
    for (const sla::Segment& segment : clock_.segments) AddSegment(segment);
    AddChangesUntil(Timestamp::max(), LastZone());
    if (clock_.segments_cut) table_.Add({"… and more: only the first 16,384 are written"});
    AddComing();
    table_.AppendTo(out_);
    Say(WhyDue());
    Say(WhatBecame());
    WriteAlarms();
    WriteLedger();
    WriteIgnored();
  }

 private:
  const sla::Hours& HoursOf(const std::string& calendar_id) const {
    return *calendars_.Find(calendar_id);
  }
  const Zone& ZoneOf(const std::string& calendar_id) const {
    return HoursOf(calendar_id).calendar.zone;
  }
  // A date is spoken of in the zone of the calendar that it was counted in.
  const Zone& LastZone() const {
    return ZoneOf(ByDate() ? clock_.account.term_calendar_id : clock_.account.current.calendar_id);
  }
  bool ByDate() const { return clock_.account.record.fixed_due.has_value(); }
  std::string When(Timestamp time) const { return SpokenTime(LastZone(), time); }
  static std::string NameOf(const std::string& calendar_id) {
    return calendar_id.empty() ? "always open" : Printable(calendar_id);
  }

  void Say(const std::string& sentence) {
    if (!sentence.empty()) out_.append("  ").append(sentence).append("\n");
  }

  void WriteHead() {
    const sla::Outcome& outcome = clock_.outcome;
    out_.append(Printable(clock_.clock.id)).append(": ").append(sla::NameOf(outcome.verdict));
    if (!ByDate()) {
      out_.append(", ").append(SpokenShare(outcome.consumed, outcome.target)).append(" used");
    }
    if (outcome.excluded) out_ += ", not counted";
    out_ += '\n';
    WriteZones();
  }

  void WriteZones() {
    std::set<std::string> calendar_ids{ByDate() ? clock_.account.term_calendar_id
                                                : clock_.account.current.calendar_id};
    for (const sla::Segment& segment : clock_.segments) calendar_ids.insert(segment.calendar_id);
    std::string text;
    for (const std::string& id : calendar_ids) {
      text.append(text.empty() ? "Local times: " : ", ").append(NameOf(id));
      text.append(" in ").append(ZoneOf(id).id);
    }
    Say(text);
  }

  std::string Tallied() const {
    if (!tally_.kept() || ByDate()) return "";
    return SpokenShare(tally_.consumed(), tally_.record().target);
  }

  void AddSegment(const sla::Segment& segment) {
    AddChangesUntil(segment.from, ZoneOf(segment.calendar_id));
    const Duration length = segment.to - segment.from;
    const bool running = segment.kind == sla::Segment::Kind::kRunning;
    const bool paused = segment.kind == sla::Segment::Kind::kPaused;
    if (running) tally_.Run(length);
    table_.Add({SpokenSpan(ZoneOf(segment.calendar_id), segment.from, segment.to),
                NameOf(segment.calendar_id),
                running  ? "running"
                : paused ? "paused"
                         : "closed",
                running ? "+" + SpokenDuration(length) : "", Tallied(), NoteOf(segment)});
  }

  std::string NoteOf(const sla::Segment& segment) const {
    std::string note = segment.holder.empty() ? "" : "held by " + Printable(segment.holder);
    for (const std::string& reason : segment.reasons) {
      note.append(note.empty() ? "for " : ", for ").append(Printable(reason));
    }
    const sla::Hours& hours = HoursOf(segment.calendar_id);
    if (hours.calendar.known_until && segment.to > hours.timetable.end()) {
      note.append(note.empty() ? "" : ", ").append("the calendar is not known to the end of this");
    }
    return note;
  }

  void AddChangesUntil(Timestamp time, const Zone& zone) {
    for (auto change = tally_.NextChange(); change && *change <= time;
         change = tally_.NextChange()) {
      const std::string old = SpokenDuration(tally_.record().target);
      tally_.Change();
      const sla::Record& record = tally_.record();
      std::string note = SpokenDuration(record.target) + " instead of " + old;
      if (!record.cause.empty()) note += ": " + Printable(record.cause);
      table_.Add({SpokenTime(zone, *change), "", "new target", "", Tallied(), note});
    }
  }

  // Where a running clock will use up what is left.
  void AddComing() {
    const auto due = clock_.outcome.due.time;
    const std::string& calendar_id = clock_.account.current.calendar_id;
    const bool running = clock_.outcome.verdict == sla::Verdict::kRunning;
    if (!running || !due || ByDate() || clock_.segments_cut) return;
    Timestamp at = clock_.until;
    for (std::size_t lines = 0; at < *due; ++lines) {
      const auto open = HoursOf(calendar_id).timetable.OpenFrom(at, *due);
      if (!open) return;
      if (lines == kComingMax) return table_.Add({"… and so on until the due time"});
      at = open->to;
      tally_.Run(open->to - open->from);
      table_.Add({SpokenSpan(ZoneOf(calendar_id), open->from, open->to), NameOf(calendar_id),
                  "to come", "+" + SpokenDuration(open->to - open->from), Tallied()});
    }
  }

  std::string WhyDue() const {
    const sla::Outcome& outcome = clock_.outcome;
    const std::string target = SpokenDuration(outcome.target);
    if (ByDate()) {
      return "Due " + When(*clock_.account.record.fixed_due) +
             ": a date, that no pause and no calendar moves.";
    }
    if (outcome.due.time) {
      const char* used = outcome.verdict == sla::Verdict::kMissed    ? " were used up."
                         : outcome.verdict == sla::Verdict::kRunning ? " will be used up."
                                                                     : " would have been used up.";
      return "Due " + When(*outcome.due.time) + ": by then " + target + used;
    }
    const std::string left = SpokenDuration(outcome.remaining) + " are left";
    switch (outcome.due.absence) {
      case sla::DueTime::Absence::kNone:
        return outcome.verdict == sla::Verdict::kPaused
                   ? "No due time while paused: " + left + ", to count from the resumption."
                   : "It was paused when it ended, and so had no due time.";
      case sla::DueTime::Absence::kNotKnown:
        return "No due time: " + left + ", and beyond " +
               When(clock_.unknown_from.value_or(clock_.until)) +
               " the calendar is not known. Extend known_until and its holidays.";
      case sla::DueTime::Absence::kNeverOpens:
        return "No due time: " + left + ", and the calendar does not open for so long again.";
      case sla::DueTime::Absence::kOutOfRange:
        return "No due time before the year 2100: " + left + ".";
    }
    return "";
  }

  std::string WhatBecame() const {
    const sla::Account& account = clock_.account;
    const sla::Outcome& outcome = clock_.outcome;
    std::string text;
    if (account.satisfied_time) text = "Answered " + When(*account.satisfied_time);
    if (account.clamped) text += " (stamped before the start, and counted as given at it)";
    if (account.forfeited_time) text = "Given up " + When(*account.forfeited_time);
    if (account.cancelled_time) {
      text =
          "Cancelled " + When(*account.cancelled_time) + ": " + Printable(account.cancelled_reason);
    }
    if (text.empty()) text = "Looked at " + When(clock_.until);
    if (outcome.remaining < Duration(0)) {
      text += ", " + SpokenDuration(-outcome.remaining) + " too late";
    } else if (!account.cancelled_time) {
      text += ", with " + SpokenDuration(outcome.remaining) + " left";
    }
    if (outcome.detected_time && outcome.detected_time != outcome.due.time) {
      text += "; the miss was known from " + When(*outcome.detected_time) + " on";
      if (!outcome.cause.empty()) text += ", by " + Printable(outcome.cause);
    }
    if (account.exempted) {
      text += "; exempted by " + Printable(account.exempted->by) + ": " +
              Printable(account.exempted->reason);
    }
    return text + ".";
  }

  void WriteAlarms() {
    for (const sla::Alarm& alarm : clock_.alarms) {
      const std::string level = " " + std::to_string(alarm.level);
      const std::string what = alarm.kind == sla::Alarm::Kind::kBreach ? "breach"
                               : alarm.kind == sla::Alarm::Kind::kWarning
                                   ? "warning" + level
                                   : "escalation to level" + level;
      Say("Alarm " + When(alarm.time) + ": " + what);
    }
  }

  void WriteLedger() {
    std::string text;
    for (const auto& [holder, consumed] : clock_.ledger) {
      text.append(text.empty() ? "Held by " : ", ");
      text.append(holder.empty() ? "nobody" : Printable(holder));
      text.append(" ").append(SpokenDuration(consumed));
    }
    if (clock_.account.return_count > 0) {
      text.append("; sent back ").append(std::to_string(clock_.account.return_count));
      text.append(clock_.account.return_count == 1 ? " time" : " times");
    }
    Say(text);
  }

  void WriteIgnored() {
    for (const sla::Ignored& ignored : clock_.account.ignored) {
      Say("events[" + std::to_string(ignored.event) + "] changed nothing: " + ignored.why);
    }
  }

  const Explanation& clock_;
  const sla::Calendars& calendars_;
  std::string& out_;
  Tally tally_;
  Table table_;
};

}  // namespace

void AppendText(const Explanation& clock, const sla::Calendars& calendars, std::string& out) {
  ClockText(clock, calendars, out).Write();
  out += '\n';
}

void AppendText(std::optional<std::string_view> id, const ClockFault& fault, std::string& out) {
  out.append(id ? Printable(*id) : "(no id)").append(": cannot be computed: ").append(fault.slug);
  out.append("\n  ").append(Printable(fault.detail));
  out.append("\n  at ").append(Printable(fault.at)).append("\n\n");
}

}  // namespace recourse::ctl
