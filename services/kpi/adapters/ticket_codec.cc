#include "services/kpi/adapters/ticket_codec.h"

#include <algorithm>
#include <optional>
#include <string>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/kpi/adapters/proto_values.h"

namespace recourse::kpi {
namespace {

namespace pb = recourse::routing::v1;

// The domain's numbers are the contract's; one of a later version counts as none of those here.
TicketState StateOf(pb::TicketState state) {
  return pb::TicketState_IsValid(state) ? static_cast<TicketState>(state) : TicketState::kNone;
}
ClockState ClockOf(pb::ClockState state) {
  return pb::ClockState_IsValid(state) ? static_cast<ClockState>(state) : ClockState::kNone;
}
ClockKind KindOf(pb::ClockKind kind) {
  return pb::ClockKind_IsValid(kind) ? static_cast<ClockKind>(kind) : ClockKind::kNone;
}
static_assert(static_cast<int>(TicketState::kWaiting) == pb::TicketState_MAX);
static_assert(static_cast<int>(ClockState::kPaused) == pb::ClockState_MAX);
static_assert(static_cast<int>(ClockKind::kInternal) == pb::ClockKind_MAX);

FactKind KindOf(const pb::TicketEvent& event) {
  switch (event.fact_case()) {
    case pb::TicketEvent::kOpened:
      return event.opened().split_from_ticket_id().empty() && !event.opened().recorded_before()
                 ? FactKind::kOpened
                 : FactKind::kSplitOff;
    case pb::TicketEvent::kJoined:
      return event.joined().recorded_before() ? FactKind::kJoinedLater : FactKind::kJoined;
    case pb::TicketEvent::kRecorded:
      return FactKind::kRecorded;
    case pb::TicketEvent::kClockBreached:
      return FactKind::kClockBreached;
    case pb::TicketEvent::kClockBreachRevoked:
      return FactKind::kClockBreachRevoked;
    case pb::TicketEvent::kReopened:
      return FactKind::kReopened;
    case pb::TicketEvent::kResolutionConfirmed:
      return FactKind::kResolutionConfirmed;
    case pb::TicketEvent::FACT_NOT_SET:
      return FactKind::kOther;
    default:
      return FactKind::kChanged;
  }
}

bool Storable(const pb::Dimensions& dimensions) {
  return IsName(dimensions.branch_id()) && IsName(dimensions.region_id()) &&
         IsName(dimensions.category());
}

Subject SubjectOf(const pb::TicketEvent& event) {
  if (event.ticket_id().empty()) return {ParseUuid(event.feedback_id()).value_or(Uuid{}), ""};
  return {ParseUuid(event.ticket_id()).value_or(Uuid{}), event.number()};
}

Dimensions DimensionsOf(const pb::Dimensions& in) {
  Dimensions out{in.branch_id(), in.region_id(), in.category(), StateOf(in.state()),
                 ClockOf(in.response_clock())};
  for (const pb::ClockStanding& clock : in.clocks()) {
    out.clocks.push_back({KindOf(clock.kind()), std::max(clock.cycle(), 1), ClockOf(clock.state()),
                          !clock.breach_cause().empty()});
  }
  if (in.has_open_time()) out.open_time = TimeOf(in.open_time());
  return out;
}

std::optional<DurationKind> DurationKindOf(const std::string& kind) {
  if (kind == "first_response") return DurationKind::kFirstResponse;
  if (kind == "next_response") return DurationKind::kNextResponse;
  if (kind == "resolution") return DurationKind::kResolution;
  return std::nullopt;  // of a later version
}

void ReadDurations(const pb::TicketEvent& event, TicketEvent& value) {
  for (const pb::EndedDuration& ended : event.durations_ended()) {
    const auto kind = DurationKindOf(ended.kind());
    if (!kind) continue;
    const std::int64_t ms = ended.has_business_ms() ? ended.business_ms() : ended.duration_ms();
    value.durations_ended.push_back({*kind, Duration(ms)});
  }
}

// Older facts name no kind: they know the first response only.
ClockKind FirstUnlessNamed(pb::ClockKind kind) {
  return kind == pb::CLOCK_KIND_UNSPECIFIED ? ClockKind::kFirstResponse : KindOf(kind);
}

// What the fact itself says beyond the dimensions; false where a time in it is no instant.
bool ReadFact(const pb::TicketEvent& event, TicketEvent& value) {
  const auto read_origin = [&](bool told, const google::protobuf::Timestamp& time) {
    if (told) value.origin_time = TimeOf(time);
    return !told || value.origin_time.has_value();
  };
  switch (event.fact_case()) {
    case pb::TicketEvent::kClockBreached:
      value.clock_kind = FirstUnlessNamed(event.clock_breached().kind());
      value.excused = !event.clock_breached().cause().empty();
      return true;
    case pb::TicketEvent::kClockBreachRevoked: {
      const auto& fact = event.clock_breach_revoked();
      value.clock_kind = FirstUnlessNamed(fact.kind());
      value.excused = !fact.breach_cause().empty();
      return read_origin(fact.has_breach_time(), fact.breach_time());
    }
    case pb::TicketEvent::kReopened:
      return read_origin(event.reopened().has_resolve_time(), event.reopened().resolve_time());
    case pb::TicketEvent::kResolutionConfirmed: {
      const auto& fact = event.resolution_confirmed();
      value.first_contact = fact.first_contact();
      return read_origin(fact.has_resolve_time(), fact.resolve_time());
    }
    default:
      return true;
  }
}

// What changes a ticket must say what it was: counted without that, what is so now would be wrong
// for ever after.
bool NeedsBefore(FactKind kind) {
  return kind != FactKind::kOpened && kind != FactKind::kSplitOff && kind != FactKind::kRecorded &&
         kind != FactKind::kOther;
}

std::optional<std::string> FaultOf(const pb::TicketEvent& event) {
  if (!event.has_recorded_time()) return "recorded_time is absent";
  if (!event.has_after()) return "dimensions after the fact are absent";
  if (!Storable(event.before()) || !Storable(event.after()) || !IsName(event.number())) {
    return kNoName;
  }
  if (event.before().clocks_size() > kClocksMax || event.after().clocks_size() > kClocksMax) {
    return "too many clocks";
  }
  if (event.durations_ended_size() > kDurationsMax) return "too many durations";
  if (!event.has_before() && NeedsBefore(KindOf(event))) {
    return "dimensions before the fact are absent";
  }
  return std::nullopt;
}

}  // namespace

std::variant<TicketEvent, Unreadable> DecodeTicketEvent(const RawRecord& record) {
  if (record.payload.size() > kFactBytesMax) return Unreadable{"payload too long"};
  pb::TicketEvent event;
  if (!event.ParseFromString(record.payload)) return Unreadable{"payload is not a TicketEvent"};
  if (const auto fault = FaultOf(event)) return Unreadable{*fault};
  const auto recorded_time = TimeOf(event.recorded_time());
  if (!recorded_time) return Unreadable{"recorded_time is no instant"};
  TicketEvent value{KindOf(event), *recorded_time, std::nullopt, DimensionsOf(event.after())};
  if (event.has_before()) value.before = DimensionsOf(event.before());
  value.subject = SubjectOf(event);
  ReadDurations(event, value);
  if (!ReadFact(event, value)) return Unreadable{"a time in the fact is no instant"};
  return value;
}

}  // namespace recourse::kpi
