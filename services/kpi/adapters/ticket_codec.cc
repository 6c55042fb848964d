#include "services/kpi/adapters/ticket_codec.h"

#include <optional>
#include <string>

#include "recourse/routing/v1/ticket_event.pb.h"

namespace recourse::kpi {
namespace {

namespace pb = recourse::routing::v1;

// Years 1 to 9999, as protobuf defines its timestamps.
constexpr std::int64_t kSecondsMin = -62135596800;
constexpr std::int64_t kSecondsMax = 253402300799;

// A state of a later version counts as none of those known here.
TicketState StateOf(pb::TicketState state) {
  switch (state) {
    case pb::TICKET_STATE_OPEN:
      return TicketState::kOpen;
    case pb::TICKET_STATE_TAKEN:
    case pb::TICKET_STATE_WAITING:  // for the customer: open all the same
      return TicketState::kTaken;
    case pb::TICKET_STATE_RESOLVED:
      return TicketState::kResolved;
    default:
      return TicketState::kNone;
  }
}

ClockState ClockOf(pb::ClockState state) {
  switch (state) {
    case pb::CLOCK_STATE_RUNNING:
      return ClockState::kRunning;
    case pb::CLOCK_STATE_WARNED:
      return ClockState::kWarned;
    case pb::CLOCK_STATE_BREACHED:
      return ClockState::kBreached;
    case pb::CLOCK_STATE_MET:
      return ClockState::kMet;
    case pb::CLOCK_STATE_MISSED:
      return ClockState::kMissed;
    case pb::CLOCK_STATE_CANCELLED:
      return ClockState::kCancelled;
    default:
      return ClockState::kNone;
  }
}

FactKind KindOf(const pb::TicketEvent& event) {
  switch (event.fact_case()) {
    case pb::TicketEvent::kOpened:
      return FactKind::kOpened;
    case pb::TicketEvent::kJoined:
      return FactKind::kJoined;
    case pb::TicketEvent::kRecorded:
      return FactKind::kRecorded;
    case pb::TicketEvent::kTaken:
      return FactKind::kTaken;
    case pb::TicketEvent::kReplied:
      return FactKind::kReplied;
    case pb::TicketEvent::kResolved:
      return FactKind::kResolved;
    case pb::TicketEvent::kClockWarned:
      return FactKind::kClockWarned;
    case pb::TicketEvent::kClockBreached:
      return FactKind::kClockBreached;
    default:
      return FactKind::kOther;
  }
}

bool TooLong(const pb::Dimensions& dimensions) {
  return dimensions.branch_id().size() > kNameBytesMax ||
         dimensions.region_id().size() > kNameBytesMax ||
         dimensions.category().size() > kNameBytesMax;
}

Dimensions DimensionsOf(const pb::Dimensions& dimensions) {
  return {dimensions.branch_id(), dimensions.region_id(), dimensions.category(),
          StateOf(dimensions.state()), ClockOf(dimensions.response_clock())};
}

std::optional<Timestamp> TimeOf(const google::protobuf::Timestamp& time) {
  if (time.seconds() < kSecondsMin || time.seconds() > kSecondsMax) return std::nullopt;
  if (time.nanos() < 0 || time.nanos() > 999'999'999) return std::nullopt;
  return Timestamp(Duration(time.seconds() * 1000 + time.nanos() / 1'000'000));
}

// What changes a ticket must say what it was: counted without that, what is so now would be wrong
// for ever after.
bool NeedsBefore(FactKind kind) {
  return kind != FactKind::kOpened && kind != FactKind::kRecorded && kind != FactKind::kOther;
}

}  // namespace

std::variant<TicketEvent, Unreadable> DecodeTicketEvent(const RawRecord& record) {
  if (record.payload.size() > kFactBytesMax) return Unreadable{"payload too long"};
  pb::TicketEvent event;
  if (!event.ParseFromString(record.payload)) return Unreadable{"payload is not a TicketEvent"};
  if (!event.has_recorded_time()) return Unreadable{"recorded_time is absent"};
  const auto recorded_time = TimeOf(event.recorded_time());
  if (!recorded_time) return Unreadable{"recorded_time is no instant"};
  if (!event.has_after()) return Unreadable{"dimensions after the fact are absent"};
  if (TooLong(event.before()) || TooLong(event.after())) return Unreadable{"name too long"};
  TicketEvent value{KindOf(event), *recorded_time, std::nullopt, DimensionsOf(event.after())};
  if (event.has_before()) value.before = DimensionsOf(event.before());
  if (!value.before && NeedsBefore(value.kind)) {
    return Unreadable{"dimensions before the fact are absent"};
  }
  return value;
}

}  // namespace recourse::kpi
