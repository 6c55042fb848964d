#pragma once

#include <google/protobuf/timestamp.pb.h>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "recourse/routing/v1/ticket_service.pb.h"
#include "services/routing/domain/event.h"

// Values of the domain as protobuf, and back. Shared by codec and gRPC adapters only.
namespace recourse::routing {

google::protobuf::Timestamp ToProto(Timestamp time);
// To the millisecond below; the epoch where it is absent.
Timestamp TimeOf(const google::protobuf::Timestamp& time);
v1::ClockKind ToProto(sla::ClockKind kind);
// The first response where it is unspecified, as in facts from before there were others.
sla::ClockKind KindOf(v1::ClockKind kind);
v1::Dimensions ToProto(const Dimensions& dimensions);
v1::TicketClock ToProto(const sla::ClockName& name, const Clock& clock);
v1::Ticket ToProto(const TicketId& ticket_id, const Ticket& ticket);

}  // namespace recourse::routing
