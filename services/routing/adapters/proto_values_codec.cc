#include "services/routing/adapters/proto_values.h"

namespace recourse::routing {

google::protobuf::Timestamp ToProto(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(
      time.time_since_epoch() - seconds);
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
  out.set_response_clock(static_cast<v1::ClockState>(ticket.clock.state));
  out.set_agent_id(ticket.agent_id.value());
  out.set_subject(ticket.subject);
  *out.mutable_open_time() = ToProto(ticket.open_time);
  *out.mutable_due_time() = ToProto(ticket.clock.due_time);
  *out.mutable_warn_time() = ToProto(ticket.clock.warn_time);
  if (ticket.clock.response_time) {
    *out.mutable_response_time() = ToProto(*ticket.clock.response_time);
  }
  if (ticket.clock.breach_time) *out.mutable_breach_time() = ToProto(*ticket.clock.breach_time);
  if (ticket.resolve_time) *out.mutable_resolve_time() = ToProto(*ticket.resolve_time);
  out.set_feedback_count(ticket.feedback_count);
  out.set_routing_policy_version(ticket.versions.routing);
  out.set_sla_policy_version(ticket.versions.sla);
  out.set_routing_rule(ticket.routing_rule);
  return out;
}

}  // namespace recourse::routing
