#include "services/common/grpc/status.h"
#include "services/common/postgres/statements.h"
#include "services/routing/adapters/proto_values.h"
#include "services/routing/adapters/ticket_grpc.h"
#include "services/routing/domain/explain.h"

namespace recourse::routing {
namespace {

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

void Write(const sla::Segment& segment, v1::ClockSegment& out) {
  *out.mutable_from_time() = ToProto(segment.from);
  *out.mutable_to_time() = ToProto(segment.to);
  out.set_kind(NameOf(segment.kind));
  out.set_calendar_id(segment.calendar_id);
  out.set_holder(segment.holder);
  for (const std::string& reason : segment.reasons) out.add_reasons(reason);
}

std::string RoutingReason(const Ticket& ticket) {
  const std::string version = std::to_string(ticket.versions.routing);
  return "rule " + ticket.routing_rule + " of routing policy " + version + ", category " +
         ticket.category.value() +
         (ticket.returned_from.value().empty()
              ? ""
              : "; returned by " + ticket.returned_from.value() + ", not judged yet");
}

}  // namespace

grpc::Status TicketGrpc::Explain(const Call& call, const std::string& id,
                                 v1::ExplainTicketResponse& out) {
  const auto row = Visible(call, id);
  if (!row.ok()) return ToGrpc(row.status());
  auto session = pool_.Acquire();
  if (!session.ok()) return ToGrpc(session.status());
  const auto policy = policies_.Active(*session);
  if (!policy.ok()) return ToGrpc(policy.status());
  const auto now = session->Ask(statements::Now());
  if (!now.ok()) return ToGrpc(now.status());
  *out.mutable_ticket() = ToProto(row->ticket_id, row->ticket);
  out.set_routing_reason(RoutingReason(row->ticket));
  for (const auto& explained : routing::Explain(row->ticket, **policy, now->Time(0, 0))) {
    auto* clock = out.add_clocks();
    *clock->mutable_clock() = ToProto(explained.name, explained.clock);
    clock->set_standard_reason(row->ticket.standard.reason + " (SLA policy " +
                               std::to_string(row->ticket.versions.sla) + ")");
    for (const sla::Segment& segment : explained.segments) Write(segment, *clock->add_segments());
  }
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* TicketGrpc::ExplainTicket(grpc::CallbackServerContext* context,
                                                    const v1::ExplainTicketRequest* request,
                                                    v1::ExplainTicketResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ExplainTicketRequest& in, v1::ExplainTicketResponse& out) {
        return Explain(call, in.ticket_id(), out);
      });
}

}  // namespace recourse::routing
