#include "services/routing/adapters/record_codec.h"

#include <algorithm>
#include <utility>

#include "recourse/routing/v1/ticket_record.pb.h"
#include "services/routing/adapters/proto_values.h"

namespace recourse::routing {
namespace {

// Enumerations of the library are kept by their place in it; see the record's comments.
template <typename Enum>
std::int32_t NumberOf(Enum value) {
  return static_cast<std::int32_t>(value);
}

v1::TargetRecord ToRecord(const sla::Target& target) {
  v1::TargetRecord out;
  if (const auto* permitted = std::get_if<Duration>(&target)) {
    out.set_permitted_ms(permitted->count());
  } else if (const auto* instant = std::get_if<Timestamp>(&target)) {
    *out.mutable_instant() = ToProto(*instant);
  } else {
    const auto& term = std::get<sla::StatutoryDays>(target);
    out.mutable_term()->set_days(term.count);
    out.mutable_term()->set_day_kind(NumberOf(term.kind));
    out.mutable_term()->set_roll(NumberOf(term.roll));
  }
  return out;
}

sla::Target FromRecord(const v1::TargetRecord& in) {
  if (in.has_instant()) return TimeOf(in.instant());
  if (!in.has_term()) return Duration(in.permitted_ms());
  return sla::StatutoryDays{in.term().days(),
                            static_cast<sla::StatutoryDays::Kind>(in.term().day_kind()),
                            static_cast<sla::StatutoryDays::Roll>(in.term().roll())};
}

struct WriteEvent {
  v1::ClockEventRecord& out;

  void operator()(const sla::Started& what) const {
    out.mutable_started()->set_calendar_id(what.calendar_id);
    *out.mutable_started()->mutable_target() = ToRecord(what.target);
    out.mutable_started()->set_holder(what.holder);
  }
  void operator()(const sla::Paused& what) const { out.set_paused(what.reason); }
  void operator()(const sla::Resumed& what) const { out.set_resumed(what.reason); }
  void operator()(const sla::Transferred& what) const {
    out.mutable_transferred()->set_calendar_id(what.calendar_id);
    out.mutable_transferred()->set_holder(what.holder);
    out.mutable_transferred()->set_returned(what.returned);
  }
  void operator()(const sla::Retargeted& what) const {
    *out.mutable_retargeted()->mutable_target() = ToRecord(what.target);
    out.mutable_retargeted()->set_mode(NumberOf(what.mode));
    out.mutable_retargeted()->set_grace_ms(what.grace.count());
    out.mutable_retargeted()->set_cause(what.cause);
  }
  void operator()(const sla::Satisfied&) const { out.set_satisfied(true); }
  void operator()(const sla::Forfeited& what) const { out.set_forfeited(what.reason); }
  void operator()(const sla::Cancelled& what) const { out.set_cancelled(what.reason); }
  void operator()(const sla::Restored&) const { out.set_restored(true); }
  void operator()(const sla::Exempted& what) const {
    out.mutable_exempted()->set_by(what.by);
    out.mutable_exempted()->set_reason(what.reason);
  }
  void operator()(const sla::Acknowledged& what) const { out.set_acknowledged(what.level); }
};

decltype(sla::ClockEvent::what) WhatOf(const v1::ClockEventRecord& in) {
  using Record = v1::ClockEventRecord;
  switch (in.what_case()) {
    case Record::kStarted:
      return sla::Started{in.started().calendar_id(), FromRecord(in.started().target()),
                          in.started().holder()};
    case Record::kPaused:
      return sla::Paused{in.paused()};
    case Record::kResumed:
      return sla::Resumed{in.resumed()};
    case Record::kTransferred:
      return sla::Transferred{in.transferred().calendar_id(), in.transferred().holder(),
                              in.transferred().returned()};
    case Record::kRetargeted:
      return sla::Retargeted{FromRecord(in.retargeted().target()),
                             static_cast<sla::RetargetMode>(in.retargeted().mode()),
                             Duration(in.retargeted().grace_ms()), in.retargeted().cause()};
    case Record::kForfeited:
      return sla::Forfeited{in.forfeited()};
    case Record::kCancelled:
      return sla::Cancelled{in.cancelled()};
    case Record::kRestored:
      return sla::Restored{};
    case Record::kExempted:
      return sla::Exempted{in.exempted().by(), in.exempted().reason()};
    case Record::kAcknowledged:
      return sla::Acknowledged{in.acknowledged()};
    case Record::kSatisfied:
    case Record::WHAT_NOT_SET:
      break;
  }
  return sla::Satisfied{};
}

template <typename Records>
void WriteAlarms(const std::vector<sla::Alarm>& alarms, Records& out) {
  for (const sla::Alarm& alarm : alarms) {
    auto* record = out.Add();
    record->set_kind(NumberOf(alarm.kind));
    record->set_level(alarm.level);
    record->set_due_version(alarm.due_version);
    *record->mutable_time() = ToProto(alarm.time);
  }
}

template <typename Records>
std::vector<sla::Alarm> AlarmsOf(const Records& in) {
  std::vector<sla::Alarm> alarms;
  for (const auto& record : in) {
    alarms.push_back({static_cast<sla::Alarm::Kind>(record.kind()), record.level(),
                      record.due_version(), TimeOf(record.time())});
  }
  return alarms;
}

void WriteClock(const sla::ClockName& name, const Clock& clock, v1::ClockRecord& out) {
  out.set_kind(ToProto(name.kind));
  out.set_cycle(name.cycle);
  for (const sla::ClockEvent& event : clock.events) {
    auto* record = out.add_events();
    *record->mutable_time() = ToProto(event.time);
    std::visit(WriteEvent{*record}, event.what);
  }
  out.set_state(static_cast<v1::ClockState>(clock.state));
  *out.mutable_start_time() = ToProto(clock.start_time);
  if (clock.due_time) *out.mutable_due_time() = ToProto(*clock.due_time);
  if (clock.warn_time) *out.mutable_warn_time() = ToProto(*clock.warn_time);
  if (clock.breach_time) *out.mutable_breach_time() = ToProto(*clock.breach_time);
  if (clock.end_time) *out.mutable_end_time() = ToProto(*clock.end_time);
  out.set_target_ms(clock.target.count());
  out.set_consumed_ms(clock.consumed.count());
  out.set_calendar_id(clock.calendar_id);
  out.set_reason(clock.reason);
  out.set_breach_cause(clock.breach_cause);
  WriteAlarms(clock.alarms, *out.mutable_alarms());
  WriteAlarms(clock.said, *out.mutable_said());
}

Clock ClockOf(const v1::ClockRecord& in) {
  Clock clock;
  for (const auto& record : in.events()) {
    clock.events.push_back({TimeOf(record.time()), WhatOf(record)});
  }
  clock.state = static_cast<ClockState>(in.state());
  clock.start_time = TimeOf(in.start_time());
  if (in.has_due_time()) clock.due_time = TimeOf(in.due_time());
  if (in.has_warn_time()) clock.warn_time = TimeOf(in.warn_time());
  if (in.has_breach_time()) clock.breach_time = TimeOf(in.breach_time());
  if (in.has_end_time()) clock.end_time = TimeOf(in.end_time());
  clock.target = Duration(in.target_ms());
  clock.consumed = Duration(in.consumed_ms());
  clock.calendar_id = in.calendar_id();
  clock.reason = in.reason();
  clock.breach_cause = in.breach_cause();
  clock.alarms = AlarmsOf(in.alarms());
  clock.said = AlarmsOf(in.said());
  return clock;
}

template <typename IdType>
std::string ToRecord(const IdType& id) {
  const auto& bytes = id.uuid().bytes;
  return {bytes.begin(), bytes.end()};
}

Uuid UuidOf(const std::string& bytes) {
  Uuid uuid;
  std::copy_n(bytes.begin(), std::min(bytes.size(), uuid.bytes.size()), uuid.bytes.begin());
  return uuid;
}

FeedbackId FeedbackIdOf(const std::string& bytes) { return FeedbackId(UuidOf(bytes)); }

// Records from before corrections were heard do not say it.
int OrdinalOf(std::int32_t classification_ordinal) { return std::max(classification_ordinal, 1); }

Joined JoinedOf(const v1::JoinedRecord& in) {
  return {FeedbackIdOf(in.feedback_id()), TimeOf(in.time()),
          OrdinalOf(in.classification_ordinal())};
}

void WriteSuggestion(const Ticket& ticket, v1::TicketRecord& out) {
  for (const TicketId& declined : ticket.declined) {
    out.add_declined_ticket_ids(ToRecord(declined));
  }
  if (!ticket.suggestion) return;
  auto* record = out.mutable_suggestion();
  if (!ticket.suggestion->ticket_id.empty()) {
    record->set_ticket_id(ToRecord(ticket.suggestion->ticket_id));
  }
  record->set_number(ticket.suggestion->number);
  record->set_similarity_percent(ticket.suggestion->similarity_percent);
  record->set_like_count(ticket.suggestion->like_count);
}

void ReadSuggestion(const v1::TicketRecord& in, Ticket& ticket) {
  for (const std::string& declined : in.declined_ticket_ids()) {
    ticket.declined.push_back(TicketId(UuidOf(declined)));
  }
  if (!in.has_suggestion()) return;
  const auto& record = in.suggestion();
  ticket.suggestion = Suggestion{TicketId(UuidOf(record.ticket_id())), record.number(),
                                 record.similarity_percent(), record.like_count()};
}

void WriteExpected(const Expected& expected, v1::ExpectedRecord& out) {
  out.set_feedback_id(ToRecord(expected.feedback_id));
  *out.mutable_time() = ToProto(expected.time);
  for (const SimilarFeedback& each : expected.similar) {
    auto* similar = out.add_similar();
    similar->set_feedback_id(ToRecord(each.feedback_id));
    similar->set_similarity_percent(each.similarity_percent);
  }
  out.set_like_count(expected.like_count);
}

Expected ExpectedOf(const v1::ExpectedRecord& in) {
  Expected expected{FeedbackIdOf(in.feedback_id()), TimeOf(in.time()), {}, in.like_count()};
  for (const auto& similar : in.similar()) {
    expected.similar.push_back({FeedbackIdOf(similar.feedback_id()), similar.similarity_percent()});
  }
  return expected;
}

}  // namespace

std::string EncodeRecord(const Ticket& ticket) {
  v1::TicketRecord out;
  for (const auto& [name, clock] : ticket.clocks) WriteClock(name, clock, *out.add_clocks());
  out.set_answered(ticket.answered);
  out.set_calendar_id(ticket.calendar_id);
  *out.mutable_cycle_time() = ToProto(ticket.cycle_time);
  out.set_standard_id(ticket.standard.standard_id);
  out.set_standard_reason(ticket.standard.reason);
  for (const Joined& each : ticket.joined) {
    auto* record = out.add_joined();
    record->set_feedback_id(ToRecord(each.feedback_id));
    *record->mutable_time() = ToProto(each.time);
    record->set_classification_ordinal(each.classification_ordinal);
  }
  out.set_split_count(ticket.split_count);
  out.set_classification_ordinal(ticket.classification_ordinal);
  WriteSuggestion(ticket, out);
  return out.SerializeAsString();
}

bool DecodeRecord(const std::string& bytes, Ticket& ticket) {
  v1::TicketRecord in;
  if (!in.ParseFromString(bytes)) return false;
  for (const auto& record : in.clocks()) {
    const sla::ClockName name{KindOf(record.kind()), record.cycle()};
    ticket.clocks.insert_or_assign(name, ClockOf(record));
  }
  ticket.answered = in.answered();
  ticket.calendar_id = in.calendar_id();
  ticket.cycle_time = TimeOf(in.cycle_time());
  ticket.standard = {in.standard_id(), in.standard_reason()};
  for (const auto& record : in.joined()) ticket.joined.push_back(JoinedOf(record));
  ticket.split_count = in.split_count();
  ticket.classification_ordinal = OrdinalOf(in.classification_ordinal());
  ReadSuggestion(in, ticket);
  return true;
}

std::string EncodeFile(const CustomerFile& file) {
  v1::FileRecord out;
  for (const Recorded& each : file.recorded) {
    auto* record = out.add_recorded();
    record->set_feedback_id(ToRecord(each.feedback_id));
    record->set_classification_ordinal(each.classification_ordinal);
  }
  for (const Expected& each : file.expected) WriteExpected(each, *out.add_expected());
  return out.SerializeAsString();
}

bool DecodeFile(const std::string& bytes, CustomerFile& file) {
  v1::FileRecord in;
  if (!in.ParseFromString(bytes)) return false;
  for (const auto& record : in.recorded()) {
    file.recorded.push_back(
        {FeedbackIdOf(record.feedback_id()), OrdinalOf(record.classification_ordinal())});
  }
  for (const auto& record : in.expected()) file.expected.push_back(ExpectedOf(record));
  return true;
}

}  // namespace recourse::routing
