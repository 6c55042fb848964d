#include <array>
#include <utility>

#include "services/routing/adapters/proto_values.h"

namespace recourse::routing {
namespace {

constexpr std::array<std::pair<sla::ClockKind, v1::ClockKind>, 6> kKinds{{
    {sla::ClockKind::kFirstResponse, v1::CLOCK_KIND_FIRST_RESPONSE},
    {sla::ClockKind::kNextResponse, v1::CLOCK_KIND_NEXT_RESPONSE},
    {sla::ClockKind::kResolution, v1::CLOCK_KIND_RESOLUTION},
    {sla::ClockKind::kPeriodicUpdate, v1::CLOCK_KIND_PERIODIC_UPDATE},
    {sla::ClockKind::kStatutory, v1::CLOCK_KIND_STATUTORY},
    {sla::ClockKind::kInternal, v1::CLOCK_KIND_INTERNAL},
}};

// The promised answer that is owed.
void WriteAnswer(const Clock& answer, v1::Ticket& out) {
  out.set_response_clock(static_cast<v1::ClockState>(answer.state));
  if (answer.due_time) *out.mutable_due_time() = ToProto(*answer.due_time);
  if (answer.warn_time) *out.mutable_warn_time() = ToProto(*answer.warn_time);
  if (answer.end_time) *out.mutable_response_time() = ToProto(*answer.end_time);
  if (answer.breach_time) *out.mutable_breach_time() = ToProto(*answer.breach_time);
}

void WriteSuggestion(const Suggestion& suggestion, v1::TicketSuggestion& out) {
  if (!suggestion.ticket_id.empty()) out.set_ticket_id(ToString(suggestion.ticket_id));
  out.set_number(suggestion.number);
  out.set_similarity_percent(suggestion.similarity_percent);
  out.set_like_count(suggestion.like_count);
}

}  // namespace

v1::ClockKind ToProto(sla::ClockKind kind) {
  for (const auto& [ours, theirs] : kKinds) {
    if (ours == kind) return theirs;
  }
  return v1::CLOCK_KIND_UNSPECIFIED;
}

sla::ClockKind KindOf(v1::ClockKind kind) {
  for (const auto& [ours, theirs] : kKinds) {
    if (theirs == kind) return ours;
  }
  return sla::ClockKind::kFirstResponse;
}

google::protobuf::Timestamp ToProto(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  const auto rest =
      std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch() - seconds);
  google::protobuf::Timestamp out;
  out.set_seconds(seconds.count());
  out.set_nanos(static_cast<std::int32_t>(rest.count()));
  return out;
}

Timestamp TimeOf(const google::protobuf::Timestamp& time) {
  return Timestamp(Duration(time.seconds() * 1000 + time.nanos() / 1'000'000));
}

v1::Dimensions ToProto(const Dimensions& dimensions) {
  v1::Dimensions out;
  out.set_branch_id(dimensions.branch_id.value());
  out.set_region_id(dimensions.region_id.value());
  out.set_category(dimensions.category.value());
  out.set_channel(dimensions.channel.value());
  out.set_agent_id(dimensions.agent_id.value());
  out.set_severity(dimensions.severity);
  if (dimensions.state) out.set_state(static_cast<v1::TicketState>(*dimensions.state));
  if (dimensions.response_clock) {
    out.set_response_clock(static_cast<v1::ClockState>(*dimensions.response_clock));
  }
  for (const ClockStanding& standing : dimensions.clocks) {
    auto* clock = out.add_clocks();
    clock->set_kind(ToProto(standing.name.kind));
    clock->set_cycle(standing.name.cycle);
    clock->set_state(static_cast<v1::ClockState>(standing.state));
    if (standing.due_time) *clock->mutable_due_time() = ToProto(*standing.due_time);
    clock->set_breach_cause(standing.breach_cause);
  }
  if (dimensions.open_time) *out.mutable_open_time() = ToProto(*dimensions.open_time);
  return out;
}

v1::TicketClock ToProto(const sla::ClockName& name, const Clock& clock) {
  v1::TicketClock out;
  out.set_kind(ToProto(name.kind));
  out.set_cycle(name.cycle);
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
  return out;
}

v1::Ticket ToProto(const TicketId& ticket_id, const Ticket& ticket) {
  v1::Ticket out;
  out.set_ticket_id(ToString(ticket_id));
  out.set_number(ticket.number);
  out.set_version(ticket.version);
  if (!ticket.customer_id.empty()) out.set_customer_id(ToString(ticket.customer_id));
  out.set_branch_id(ticket.branch_id.value());
  out.set_region_id(ticket.region_id.value());
  out.set_category(ticket.category.value());
  out.set_channel(ticket.channel.value());
  out.set_severity(ticket.severity);
  out.set_state(static_cast<v1::TicketState>(ticket.state));
  out.set_agent_id(ticket.agent_id.value());
  out.set_subject(ticket.subject);
  *out.mutable_open_time() = ToProto(ticket.open_time);
  if (const Clock* answer = AnswerClock(ticket.clocks)) WriteAnswer(*answer, out);
  if (ticket.resolve_time) *out.mutable_resolve_time() = ToProto(*ticket.resolve_time);
  out.set_feedback_count(ticket.feedback_count);
  out.set_routing_policy_version(ticket.versions.routing);
  out.set_sla_policy_version(ticket.versions.sla);
  out.set_routing_rule(ticket.routing_rule);
  out.set_cycle(ticket.cycle);
  for (const auto& [name, clock] : ticket.clocks) *out.add_clocks() = ToProto(name, clock);
  out.set_reason(ticket.reason);
  if (!ticket.merged_into.empty()) out.set_merged_into_ticket_id(ToString(ticket.merged_into));
  out.set_language(ticket.language);
  if (ticket.suggestion) WriteSuggestion(*ticket.suggestion, *out.mutable_suggestion());
  return out;
}

}  // namespace recourse::routing
