#include "services/recoursectl/sla/sla_json.h"

#include "services/recoursectl/sla/sla_time.h"

namespace recourse::ctl {
namespace {

void AppendString(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

// Writes an object or a list, element by element, straight into the line.
class Line {
 public:
  explicit Line(std::string& out) : out_(out) {}

  Line& Open(char bracket) {
    Separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  Line& Close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  Line& Name(std::string_view name) {  // one of ours: nothing in it is escaped
    Separate();
    out_.append("\"").append(name).append("\":");
    first_ = true;
    return *this;
  }
  Line& Text(std::string_view text) {
    Separate();
    AppendString(text, out_);
    return *this;
  }
  Line& Number(long long number) {
    Separate();
    AppendNumber(number, 1, out_);
    return *this;
  }
  Line& Milliseconds(Duration duration) { return Number(duration.count()); }
  Line& Time(std::optional<Timestamp> time) {
    if (!time) return Word("null");
    Separate();
    out_ += '"';
    AppendInstant(*time, out_);
    out_ += '"';
    return *this;
  }
  Line& Word(std::string_view word) {
    Separate();
    out_ += word;
    return *this;
  }

 private:
  void Separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

const char* NameOf(sla::Segment::Kind kind) {
  switch (kind) {
    case sla::Segment::Kind::kRunning:
      return "running";
    case sla::Segment::Kind::kPaused:
      return "paused";
    case sla::Segment::Kind::kClosed:
      return "closed";
  }
  return "";
}

const char* NameOf(sla::Alarm::Kind kind) {
  switch (kind) {
    case sla::Alarm::Kind::kWarning:
      return "warning";
    case sla::Alarm::Kind::kBreach:
      return "breach";
    case sla::Alarm::Kind::kEscalation:
      return "escalation";
  }
  return "";
}

void WriteSegment(const sla::Segment& segment, Line& line) {
  const bool running = segment.kind == sla::Segment::Kind::kRunning;
  line.Open('{').Name("from").Time(segment.from).Name("to").Time(segment.to);
  line.Name("kind").Text(NameOf(segment.kind)).Name("calendar").Text(segment.calendar_id);
  line.Name("consumed_ms").Milliseconds(running ? segment.to - segment.from : Duration(0));
  if (!segment.reasons.empty()) {
    line.Name("reasons").Open('[');
    for (const std::string& reason : segment.reasons) line.Text(reason);
    line.Close(']');
  }
  if (!segment.holder.empty()) line.Name("holder").Text(segment.holder);
  line.Close('}');
}

void WriteSuperseded(const sla::Superseded& record, Line& line) {
  line.Open('{').Name("target_ms").Milliseconds(record.target);
  line.Name("verdict").Text(sla::NameOf(record.verdict));
  line.Name("until").Time(record.until).Close('}');
}

void WriteAlarm(const sla::Alarm& alarm, Line& line) {
  line.Open('{').Name("kind").Text(NameOf(alarm.kind)).Name("time").Time(alarm.time);
  if (alarm.level > 0) line.Name("level").Number(alarm.level);
  line.Name("due_version").Number(alarm.due_version).Close('}');
}

template <typename List, typename Write>
void WriteList(const char* name, const List& list, const Write& write, Line& line) {
  line.Name(name).Open('[');
  for (const auto& element : list) write(element, line);
  line.Close(']');
}

void WriteJudgement(const Explanation& clock, Line& line) {
  const sla::Outcome& outcome = clock.outcome;
  line.Name("id").Text(clock.clock.id).Name("verdict").Text(sla::NameOf(outcome.verdict));
  line.Name("due_time").Time(outcome.due.time);
  line.Name("consumed_ms").Milliseconds(outcome.consumed);
  line.Name("remaining_ms").Milliseconds(outcome.remaining);
  line.Name("target_ms").Milliseconds(outcome.target);
}

// What most clocks have nothing to say of stands only where it is so.
void WriteRarities(const Explanation& clock, Line& line) {
  const sla::Outcome& outcome = clock.outcome;
  const sla::Account& account = clock.account;
  if (outcome.detected_time) line.Name("detected_time").Time(outcome.detected_time);
  if (!outcome.cause.empty()) line.Name("cause").Text(outcome.cause);
  if (clock.unknown_from) line.Name("unknown_from").Time(clock.unknown_from);
  if (outcome.excluded) line.Name("excluded").Word("true");
  if (account.forfeited_time) line.Name("forfeited_time").Time(account.forfeited_time);
  if (account.cancelled_time) line.Name("cancelled_reason").Text(account.cancelled_reason);
  if (account.exempted) {
    line.Name("exempted").Open('{').Name("by").Text(account.exempted->by);
    line.Name("reason").Text(account.exempted->reason).Close('}');
  }
  if (account.clamped) line.Name("clamped").Word("true");
  if (account.return_count > 0) line.Name("return_count").Number(account.return_count);
  if (clock.paused_permille > 0) line.Name("paused_permille").Number(clock.paused_permille);
  if (clock.segments_cut) line.Name("segments_cut").Word("true");
}

void WriteHolder(const std::pair<const std::string, Duration>& held, Line& line) {
  line.Open('{').Name("holder").Text(held.first);
  line.Name("consumed_ms").Milliseconds(held.second).Close('}');
}

void WriteIgnored(const sla::Ignored& ignored, Line& line) {
  line.Open('{').Name("event").Number(static_cast<long long>(ignored.event));
  line.Name("why").Text(ignored.why).Close('}');
}

}  // namespace

void AppendJson(const Explanation& clock, std::string& out) {
  Line line(out);
  line.Open('{');
  WriteJudgement(clock, line);
  WriteRarities(clock, line);
  WriteList("segments", clock.segments, WriteSegment, line);
  WriteList("superseded", clock.account.superseded, WriteSuperseded, line);
  if (!clock.alarms.empty()) WriteList("alarms", clock.alarms, WriteAlarm, line);
  if (!clock.ledger.empty()) WriteList("ledger", clock.ledger, WriteHolder, line);
  if (!clock.account.ignored.empty()) {
    WriteList("ignored", clock.account.ignored, WriteIgnored, line);
  }
  line.Close('}');
  out += '\n';
}

void AppendJson(std::optional<std::string_view> id, const ClockFault& fault, std::string& out) {
  Line line(out);
  line.Open('{').Name("id");
  if (id) {
    line.Text(*id);
  } else {
    line.Word("null");
  }
  line.Name("error").Text(fault.slug).Name("detail").Text(fault.detail);
  line.Name("at").Text(fault.at).Close('}');
  out += '\n';
}

}  // namespace recourse::ctl
