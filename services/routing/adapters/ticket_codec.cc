#include "services/routing/adapters/ticket_codec.h"

#include <utility>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/classify/v1/matter_event.pb.h"
#include "recourse/followup/v1/loop_event.pb.h"
#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/common/core/check.h"
#include "services/routing/adapters/proto_values.h"

namespace recourse::routing {
namespace {

namespace heard = ::recourse::classify::v1;
namespace loop = ::recourse::followup::v1;

// What classify says of a text without words.
constexpr const char* kNoLanguage = "und";

const char* TypeName(heard::FeedbackType type) {
  switch (type) {
    case heard::FEEDBACK_TYPE_COMPLAINT:
      return "complaint";
    case heard::FEEDBACK_TYPE_ENQUIRY:
      return "enquiry";
    case heard::FEEDBACK_TYPE_SUGGESTION:
      return "suggestion";
    case heard::FEEDBACK_TYPE_PRAISE:
      return "praise";
    case heard::FEEDBACK_TYPE_NOISE:
      return "noise";
    default:
      return "";
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
  event.language = classification.language() == kNoLanguage ? "" : classification.language();
  event.classification_ordinal = classified.ordinal();
  if (classified.ordinal() <= 1) return event;
  return FeedbackReclassified{std::move(event), classified.corrected_by(), classified.reason()};
}

// Like pieces that cannot be named are left out: they are hints.
std::variant<Event, Unreadable> ReadMatter(const heard::MatterEvent& in) {
  if (!in.has_similar_found()) return Event(NothingAsked{});
  const auto feedback_id = ParseUuid(in.feedback_id());
  if (!feedback_id) return Unreadable{"feedback_id is not a UUID"};
  const auto customer_id = ParseUuid(in.customer_id());
  if (!customer_id && !in.customer_id().empty()) return Unreadable{"customer_id is not a UUID"};
  SimilarFeedbackFound found;
  found.file_id = FileId(customer_id.value_or(*feedback_id));
  found.feedback_id = FeedbackId(*feedback_id);
  for (const auto& each : in.similar_found().similar()) {
    const auto similar_id = ParseUuid(each.feedback_id());
    if (similar_id) found.similar.push_back({FeedbackId(*similar_id), each.similarity_percent()});
  }
  found.like_count = in.similar_found().cluster().size();
  return Event(std::move(found));
}

std::variant<Event, Unreadable> DecodeMatter(const RawRecord& record) {
  heard::MatterEvent in;
  if (!in.ParseFromString(record.payload)) {
    return Unreadable{"not a recourse.classify.v1.MatterEvent"};
  }
  return ReadMatter(in);
}

// The file of a customer who is not known is that of his ticket.
std::variant<Event, Unreadable> ReadLoop(const loop::LoopEvent& in) {
  if (!in.answered().reopen()) return Event(NothingAsked{});
  const auto ticket_id = ParseUuid(in.ticket_id());
  if (!ticket_id) return Unreadable{"ticket_id is not a UUID"};
  const auto customer_id = ParseUuid(in.customer_id());
  if (!customer_id && !in.customer_id().empty()) return Unreadable{"customer_id is not a UUID"};
  return Event(SurveyAnsweredBadly{FileId(customer_id.value_or(*ticket_id)), TicketId(*ticket_id),
                                   in.cycle()});
}

std::variant<Event, Unreadable> DecodeLoop(const RawRecord& record) {
  loop::LoopEvent in;
  if (!in.ParseFromString(record.payload)) {
    return Unreadable{"not a recourse.followup.v1.LoopEvent"};
  }
  return ReadLoop(in);
}

// The fact's part of the message, and the fact's name.
class WriteWhat {
 public:
  explicit WriteWhat(v1::TicketEvent& event) : out_(event) {}

  const char* operator()(const TicketOpened& what) const {
    auto* opened = out_.mutable_opened();
    opened->set_subject(what.subject);
    if (what.due_time) *opened->mutable_due_time() = ToProto(*what.due_time);
    if (what.warn_time) *opened->mutable_warn_time() = ToProto(*what.warn_time);
    opened->set_target_ms(what.target.count());
    opened->set_calendar_id(what.calendar_id);
    opened->set_routing_rule(what.routing_rule);
    if (!what.split_from.empty()) opened->set_split_from_ticket_id(ToString(what.split_from));
    if (what.open_time) *opened->mutable_open_time() = ToProto(*what.open_time);
    opened->set_recorded_before(what.recorded_before);
    return "TicketOpened";
  }
  const char* operator()(const FeedbackJoined& what) const {
    out_.mutable_joined()->set_recorded_before(what.recorded_before);
    return "FeedbackJoined";
  }
  const char* operator()(const FeedbackRecorded& what) const {
    out_.mutable_recorded()->set_type(what.type);
    return "FeedbackRecorded";
  }
  const char* operator()(const TicketTaken& what) const {
    out_.mutable_taken()->set_agent_id(what.agent_id.value());
    return "TicketTaken";
  }
  const char* operator()(const TicketReplied& what) const {
    out_.mutable_replied()->set_agent_id(what.agent_id.value());
    out_.mutable_replied()->set_text(what.text);
    if (what.told_time) *out_.mutable_replied()->mutable_told_time() = ToProto(*what.told_time);
    return "TicketReplied";
  }
  const char* operator()(const TicketResolved& what) const {
    out_.mutable_resolved()->set_agent_id(what.agent_id.value());
    out_.mutable_resolved()->set_resolution(what.resolution);
    return "TicketResolved";
  }
  const char* operator()(const TicketNoted& what) const {
    out_.mutable_noted()->set_agent_id(what.agent_id.value());
    out_.mutable_noted()->set_text(what.text);
    return "TicketNoted";
  }
  const char* operator()(const TicketWaiting& what) const {
    return Reasoned(what, *out_.mutable_waiting(), "TicketWaiting");
  }
  const char* operator()(const TicketResumed& what) const {
    return Reasoned(what, *out_.mutable_resumed(), "TicketResumed");
  }
  const char* operator()(const TicketTransferred& what) const {
    out_.mutable_transferred()->set_cause(what.cause);
    return Reasoned(what, *out_.mutable_transferred(), "TicketTransferred");
  }
  const char* operator()(const TicketReturned& what) const {
    return Reasoned(what, *out_.mutable_returned(), "TicketReturned");
  }
  const char* operator()(const ReturnJudged& what) const {
    out_.mutable_return_judged()->set_justified(what.justified);
    return Reasoned(what, *out_.mutable_return_judged(), "ReturnJudged");
  }
  const char* operator()(const TicketReopened& what) const {
    out_.mutable_reopened()->set_cause(what.cause);
    if (what.resolve_time) {
      *out_.mutable_reopened()->mutable_resolve_time() = ToProto(*what.resolve_time);
    }
    return Reasoned(what, *out_.mutable_reopened(), "TicketReopened");
  }
  const char* operator()(const TicketClosed& what) const {
    return Reasoned(what, *out_.mutable_closed(), "TicketClosed");
  }
  const char* operator()(const TicketMerged& what) const {
    out_.mutable_merged()->set_agent_id(what.agent_id.value());
    out_.mutable_merged()->set_into_ticket_id(ToString(what.into_ticket_id));
    return "TicketMerged";
  }
  const char* operator()(const TicketUnmerged& what) const {
    out_.mutable_unmerged()->set_from_ticket_id(ToString(what.from_ticket_id));
    return Reasoned(what, *out_.mutable_unmerged(), "TicketUnmerged");
  }
  const char* operator()(const TicketSplit& what) const {
    out_.mutable_split()->set_feedback_id(ToString(what.feedback_id));
    out_.mutable_split()->set_into_ticket_id(ToString(what.into_ticket_id));
    out_.mutable_split()->set_same_matter(what.same_matter);
    return Reasoned(what, *out_.mutable_split(), "TicketSplit");
  }
  const char* operator()(const ClockWarned& what) const {
    return OfClock(what, *out_.mutable_clock_warned(), "ClockWarned");
  }
  const char* operator()(const ClockBreached& what) const {
    out_.mutable_clock_breached()->set_cause(what.cause);
    return OfClock(what, *out_.mutable_clock_breached(), "ClockBreached");
  }
  const char* operator()(const ClockEscalated& what) const {
    out_.mutable_clock_escalated()->set_level(what.level);
    return OfClock(what, *out_.mutable_clock_escalated(), "ClockEscalated");
  }
  const char* operator()(const ClockRecomputed& what) const {
    auto* moved = out_.mutable_clock_recomputed();
    moved->set_kind(ToProto(what.clock.kind));
    moved->set_cycle(what.clock.cycle);
    if (what.old_due_time) *moved->mutable_old_due_time() = ToProto(*what.old_due_time);
    if (what.new_due_time) *moved->mutable_new_due_time() = ToProto(*what.new_due_time);
    moved->set_cause(what.cause);
    return "ClockRecomputed";
  }
  const char* operator()(const ClockBreachRevoked& what) const {
    auto* revoked = out_.mutable_clock_breach_revoked();
    revoked->set_kind(ToProto(what.clock.kind));
    revoked->set_cycle(what.clock.cycle);
    if (what.due_time) *revoked->mutable_due_time() = ToProto(*what.due_time);
    *revoked->mutable_breach_time() = ToProto(what.breach_time);
    *revoked->mutable_answered_time() = ToProto(what.answered_time);
    revoked->set_breach_cause(what.breach_cause);
    return Reasoned(what, *revoked, "ClockBreachRevoked");
  }
  const char* operator()(const EscalationAcknowledged& what) const {
    auto* acknowledged = out_.mutable_escalation_acknowledged();
    acknowledged->set_agent_id(what.agent_id.value());
    acknowledged->set_kind(ToProto(what.clock.kind));
    acknowledged->set_cycle(what.clock.cycle);
    acknowledged->set_level(what.level);
    return "EscalationAcknowledged";
  }
  const char* operator()(const StandardChanged& what) const {
    out_.mutable_standard_changed()->set_standard_id(what.standard.standard_id);
    out_.mutable_standard_changed()->set_reason(what.standard.reason);
    return "StandardChanged";
  }
  const char* operator()(const TicketReclassified& what) const {
    auto* reclassified = out_.mutable_reclassified();
    reclassified->set_corrected_by(what.corrected_by);
    reclassified->set_reason(what.reason);
    reclassified->set_type(what.type);
    reclassified->set_category(what.category.value());
    reclassified->set_severity(what.severity);
    reclassified->set_classification_ordinal(what.classification_ordinal);
    return "TicketReclassified";
  }
  const char* operator()(const MatterSuggested& what) const {
    auto* suggested = out_.mutable_matter_suggested();
    const Suggestion& suggestion = what.suggestion;
    if (!suggestion.ticket_id.empty()) {
      suggested->set_suggested_ticket_id(ToString(suggestion.ticket_id));
    }
    suggested->set_suggested_number(suggestion.number);
    suggested->set_similarity_percent(suggestion.similarity_percent);
    suggested->set_like_count(suggestion.like_count);
    return "MatterSuggested";
  }
  const char* operator()(const SuggestionEnded& what) const {
    auto* ended = out_.mutable_suggestion_ended();
    ended->set_agent_id(what.agent_id.value());
    if (!what.suggested_ticket_id.empty()) {
      ended->set_suggested_ticket_id(ToString(what.suggested_ticket_id));
    }
    ended->set_cause(what.cause);
    return "SuggestionEnded";
  }
  const char* operator()(const ResolutionConfirmed& what) const {
    out_.mutable_resolution_confirmed()->set_first_contact(what.first_contact);
    *out_.mutable_resolution_confirmed()->mutable_resolve_time() = ToProto(what.resolve_time);
    return "ResolutionConfirmed";
  }

 private:
  v1::TicketEvent& out_;

  // Who and why, which many facts have.
  template <typename What, typename Message>
  static const char* Reasoned(const What& what, Message& message, const char* name) {
    message.set_agent_id(what.agent_id.value());
    message.set_reason(what.reason);
    return name;
  }
  template <typename What, typename Message>
  static const char* OfClock(const What& what, Message& message, const char* name) {
    *message.mutable_due_time() = ToProto(what.due_time);
    message.set_kind(ToProto(what.clock.kind));
    message.set_cycle(what.clock.cycle);
    return name;
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
    if (ended.business_ms) duration->set_business_ms(*ended.business_ms);
  }
  out.set_routing_policy_version(fact.versions.routing);
  out.set_sla_policy_version(fact.versions.sla);
  out.set_model_version(fact.model_version);
  out.set_rules_version(fact.rules_version);
  out.set_cycle(fact.cycle);
  out.set_language(fact.language);
}

}  // namespace

std::variant<Event, Unreadable> TicketCodec::Decode(const RawRecord& record) const {
  if (record.partition.topic == kLoopTopic) return DecodeLoop(record);
  if (record.partition.topic == kMatterTopic) return DecodeMatter(record);
  heard::FeedbackEvent in;
  if (!in.ParseFromString(record.payload)) {
    return Unreadable{"not a recourse.classify.v1.FeedbackEvent"};
  }
  if (!in.has_classified()) return Unreadable{"no fact that routing knows"};
  return Read(in, record);
}

EncodedFact EncodeFact(const Fact& fact) {
  v1::TicketEvent out;
  WriteCommon(fact, out);
  const char* name = std::visit(WriteWhat(out), fact.what);
  return {name, out.SerializeAsString()};
}

Codec<Domain>::Encoded TicketCodec::Encode(const Fact& fact) const {
  EncodedFact encoded = EncodeFact(fact);
  const Uuid key = fact.ticket_id.empty() ? fact.feedback_id.uuid() : fact.ticket_id.uuid();
  return {kTicketTopic, key, "recourse.routing.v1." + encoded.name,
          "recourse.routing.v1.TicketEvent", std::move(encoded.bytes)};
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
