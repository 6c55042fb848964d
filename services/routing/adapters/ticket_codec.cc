#include "services/routing/adapters/ticket_codec.h"

#include <utility>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/common/core/check.h"
#include "services/routing/adapters/proto_values.h"

namespace recourse::routing {
namespace {

namespace heard = ::recourse::classify::v1;

const char* TypeName(heard::FeedbackType type) {
  switch (type) {
    case heard::FEEDBACK_TYPE_COMPLAINT: return "complaint";
    case heard::FEEDBACK_TYPE_ENQUIRY: return "enquiry";
    case heard::FEEDBACK_TYPE_SUGGESTION: return "suggestion";
    case heard::FEEDBACK_TYPE_PRAISE: return "praise";
    case heard::FEEDBACK_TYPE_NOISE: return "noise";
    default: return "";
  }
}

// Without a severity of its own a matter is of normal severity.
int SeverityOf(heard::Severity severity) {
  return severity == heard::SEVERITY_UNSPECIFIED ? 2 : static_cast<int>(severity);
}

// The place of a record is unique among all feedback of the topic, and so is this.
std::int64_t OrdinalOf(const RawRecord& record) {
  return record.place.sequence * kPartitions + record.partition.number;
}

std::variant<Event, Unreadable> Read(const heard::FeedbackEvent& in, const RawRecord& record) {
  const auto feedback_id = ParseUuid(in.feedback_id());
  if (!feedback_id) return Unreadable{"feedback_id is not a UUID"};
  const auto customer_id = ParseUuid(in.customer_id());
  if (!customer_id && !in.customer_id().empty()) return Unreadable{"customer_id is not a UUID"};
  const auto& classified = in.classified();
  const auto& classification = classified.classification();
  const std::string type = TypeName(classification.type());
  if (type.empty()) return Unreadable{"the type of feedback is unknown"};
  if (classification.category().empty()) return Unreadable{"category is empty"};
  FeedbackClassified event;
  event.file_id = FileId(customer_id.value_or(*feedback_id));
  event.feedback_id = FeedbackId(*feedback_id);
  event.customer_id = CustomerId(customer_id.value_or(Uuid{}));
  event.type = type;
  event.category = Category(classification.category());
  event.severity = SeverityOf(classification.severity());
  event.channel = Channel(classified.channel());
  event.place = classified.place();
  event.text = classified.text();
  if (const auto about = ParseUuid(classified.about_ticket_id())) {
    event.about_ticket_id = TicketId(*about);
  }
  event.occurred_time = TimeOf(in.occurred_time());
  event.ordinal = OrdinalOf(record);
  event.model_version = classification.model_version();
  event.rules_version = classification.rules_version();
  return event;
}

// The fact's part of the message, and the fact's name.
struct WriteWhat {
  v1::TicketEvent& out;

  const char* operator()(const TicketOpened& what) const {
    auto* opened = out.mutable_opened();
    opened->set_subject(what.subject);
    *opened->mutable_due_time() = ToProto(what.clock.due_time);
    *opened->mutable_warn_time() = ToProto(what.clock.warn_time);
    opened->set_target_ms(what.clock.target_ms);
    opened->set_routing_rule(what.routing_rule);
    return "TicketOpened";
  }
  const char* operator()(const FeedbackJoined&) const {
    out.mutable_joined();
    return "FeedbackJoined";
  }
  const char* operator()(const FeedbackRecorded& what) const {
    out.mutable_recorded()->set_type(what.type);
    return "FeedbackRecorded";
  }
  const char* operator()(const TicketTaken& what) const {
    out.mutable_taken()->set_agent_id(what.agent_id.value());
    return "TicketTaken";
  }
  const char* operator()(const TicketReplied& what) const {
    out.mutable_replied()->set_agent_id(what.agent_id.value());
    out.mutable_replied()->set_text(what.text);
    return "TicketReplied";
  }
  const char* operator()(const TicketResolved& what) const {
    out.mutable_resolved()->set_agent_id(what.agent_id.value());
    out.mutable_resolved()->set_resolution(what.resolution);
    return "TicketResolved";
  }
  const char* operator()(const ClockWarned& what) const {
    *out.mutable_clock_warned()->mutable_due_time() = ToProto(what.due_time);
    return "ClockWarned";
  }
  const char* operator()(const ClockBreached& what) const {
    *out.mutable_clock_breached()->mutable_due_time() = ToProto(what.due_time);
    return "ClockBreached";
  }
};

void WriteCommon(const Fact& fact, v1::TicketEvent& out) {
  if (!fact.ticket_id.empty()) out.set_ticket_id(ToString(fact.ticket_id));
  out.set_ticket_version(fact.ticket_version);
  out.set_number(fact.number);
  if (!fact.customer_id.empty()) out.set_customer_id(ToString(fact.customer_id));
  if (!fact.feedback_id.empty()) out.set_feedback_id(ToString(fact.feedback_id));
  *out.mutable_occurred_time() = ToProto(fact.occurred_time);
  *out.mutable_recorded_time() = ToProto(fact.recorded_time);
  if (fact.before) *out.mutable_before() = ToProto(*fact.before);
  if (fact.after) *out.mutable_after() = ToProto(*fact.after);
  for (const EndedDuration& ended : fact.durations_ended) {
    auto* duration = out.add_durations_ended();
    duration->set_kind(ended.kind);
    duration->set_duration_ms(ended.duration_ms);
  }
  out.set_routing_policy_version(fact.versions.routing);
  out.set_sla_policy_version(fact.versions.sla);
  out.set_model_version(fact.model_version);
  out.set_rules_version(fact.rules_version);
}

}  // namespace

std::variant<Event, Unreadable> TicketCodec::Decode(const RawRecord& record) const {
  heard::FeedbackEvent in;
  if (!in.ParseFromString(record.payload)) {
    return Unreadable{"not a recourse.classify.v1.FeedbackEvent"};
  }
  if (!in.has_classified()) return Unreadable{"no fact that routing knows"};
  return Read(in, record);
}

Codec<Domain>::Encoded TicketCodec::Encode(const Fact& fact) const {
  v1::TicketEvent out;
  WriteCommon(fact, out);
  const char* name = std::visit(WriteWhat{out}, fact.what);
  const Uuid key = fact.ticket_id.empty() ? fact.feedback_id.uuid() : fact.ticket_id.uuid();
  return {kTicketTopic, key, std::string("recourse.routing.v1.") + name,
          "recourse.routing.v1.TicketEvent", out.SerializeAsString()};
}

// An answer is kept as the ticket's id and version in text: short, and readable in SQL.
std::string TicketCodec::EncodeAnswer(const Answer& answer) const {
  return ToString(answer.ticket_id) + "/" + std::to_string(answer.ticket_version);
}

Answer TicketCodec::DecodeAnswer(const std::string& bytes) const {
  const auto slash = bytes.find('/');
  const auto ticket_id = ParseUuid(bytes.substr(0, slash));
  RECOURSE_CHECK(ticket_id.has_value());
  return {TicketId(*ticket_id), std::stoll(bytes.substr(slash + 1))};
}

}  // namespace recourse::routing
