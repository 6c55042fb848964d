#include "services/kpi/adapters/loop_codec.h"

#include <optional>
#include <string>

#include "recourse/followup/v1/loop_event.pb.h"
#include "services/kpi/adapters/proto_values.h"

namespace recourse::kpi {
namespace {

namespace pb = recourse::followup::v1;

static_assert(static_cast<int>(Verdict::kCancelled) == pb::Verdict_MAX);
static_assert(static_cast<int>(Recovery::kNotRecovered) == pb::Recovery_MAX);

Standing StandingOf(const pb::Standing& standing) {
  const bool known = pb::Verdict_IsValid(standing.verdict());
  return {standing.state() == pb::LOOP_STATE_CLOSED,
          known ? static_cast<Verdict>(standing.verdict()) : Verdict::kNone};
}

Recovery RecoveryOf(pb::Recovery recovery) {
  return pb::Recovery_IsValid(recovery) ? static_cast<Recovery>(recovery) : Recovery::kNone;
}

SurveyAnswer AnswerOf(const pb::SurveyAnswered& in) {
  SurveyAnswer out;
  if (in.scores().has_csat()) out.csat = in.scores().csat();
  if (in.scores().has_nps()) out.nps = in.scores().nps();
  if (in.scores().has_ces()) out.ces = in.scores().ces();
  out.recovery_before = RecoveryOf(in.recovery_before());
  out.recovery_after = RecoveryOf(in.recovery_after());
  return out;
}

bool Within(const std::optional<int>& score, int least, int most) {
  return !score || (*score >= least && *score <= most);
}

// One that is off its scale would move a measure beyond its range.
bool OnTheirScales(const SurveyAnswer& answer) {
  return Within(answer.csat, 1, 5) && Within(answer.nps, 0, 10) && Within(answer.ces, 1, 7);
}

// What changes a loop must say how it stood, or a verdict would be counted twice.
bool NeedsBefore(const pb::LoopEvent& event) {
  switch (event.fact_case()) {
    case pb::LoopEvent::kOpened:
    case pb::LoopEvent::kPreferenceChanged:
    case pb::LoopEvent::kDeliveryStarted:
    case pb::LoopEvent::FACT_NOT_SET:
      return false;
    default:
      return true;
  }
}

std::optional<std::string> FaultOf(const pb::LoopEvent& event) {
  if (!event.has_recorded_time()) return "recorded_time is absent";
  const pb::Dimensions& place = event.dimensions();
  if (!IsName(place.branch_id()) || !IsName(place.region_id()) || !IsName(place.category()) ||
      !IsName(event.ticket_number())) {
    return kNoName;
  }
  if (NeedsBefore(event) && !event.has_before()) return "standing before the fact is absent";
  return std::nullopt;
}

}  // namespace

std::variant<LoopEvent, Unreadable> DecodeLoopEvent(const RawRecord& record) {
  if (record.payload.size() > kFactBytesMax) return Unreadable{"payload too long"};
  pb::LoopEvent event;
  if (!event.ParseFromString(record.payload)) return Unreadable{"payload is not a LoopEvent"};
  if (const auto fault = FaultOf(event)) return Unreadable{*fault};
  const auto recorded_time = TimeOf(event.recorded_time());
  if (!recorded_time) return Unreadable{"recorded_time is no instant"};
  const pb::Dimensions& place = event.dimensions();
  LoopEvent value{*recorded_time,   place.branch_id(),          place.region_id(),
                  place.category(), StandingOf(event.before()), StandingOf(event.after())};
  value.subject = {ParseUuid(event.ticket_id()).value_or(Uuid{}), event.ticket_number()};
  if (event.has_answered()) {
    value.answer = AnswerOf(event.answered());
    if (!OnTheirScales(*value.answer)) return Unreadable{"a score is not on its scale"};
  }
  return value;
}

}  // namespace recourse::kpi
