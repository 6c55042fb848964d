#include "services/followup/adapters/loop_view_codec.h"

#include "services/followup/adapters/proto_values.h"
#include "services/followup/domain/fact.h"

namespace recourse::followup {
namespace {

void Write(const std::optional<Timestamp>& time, google::protobuf::Timestamp* (*field)(v1::Loop&),
           v1::Loop& out) {
  if (time) *field(out) = ToProto(*time);
}

// When somebody may call: now, or when the night is over.
std::optional<Timestamp> CallTimeOf(const KeptLoop& kept, const Policy& policy) {
  const Loop& loop = kept.loop;
  const bool is_open = SurveyStateOf(loop, kept.now) == SurveyState::kOpen;
  if (loop.way != SurveyWay::kCall || !is_open) return std::nullopt;
  if (!policy.survey.quiet) return kept.now;
  return AllowedFrom(*policy.survey.quiet, ZoneOf(policy, loop.ticket.dimensions), kept.now);
}

void WriteTimes(const Loop& loop, v1::Loop& out) {
  *out.mutable_resolve_time() = ToProto(loop.resolve_time);
  Write(
      loop.ask_time, [](v1::Loop& to) { return to.mutable_ask_time(); }, out);
  Write(
      loop.remind_time, [](v1::Loop& to) { return to.mutable_remind_time(); }, out);
  Write(
      loop.expire_time, [](v1::Loop& to) { return to.mutable_expire_time(); }, out);
  Write(
      loop.close_time, [](v1::Loop& to) { return to.mutable_close_time(); }, out);
}

// An id that is asked for: none asked for, one, or a text that is none.
bool ReadId(const std::string& text, std::optional<Uuid>& out) {
  out = ParseUuid(text);
  return text.empty() || out.has_value();
}

template <typename Enum>
std::optional<Enum> Asked(int number) {
  if (number == 0) return std::nullopt;
  return static_cast<Enum>(number);
}

}  // namespace

v1::Loop ToView(const KeptLoop& kept, const Policy& policy) {
  const Loop& loop = kept.loop;
  v1::Loop out;
  out.set_loop_id(ToString(kept.loop_id));
  out.set_version(loop.version);
  out.set_ticket_id(ToString(loop.ticket.ticket_id));
  out.set_ticket_number(loop.ticket.number);
  out.set_customer_id(TextOf(loop.ticket.customer_id));
  out.set_cycle(loop.ticket.cycle);
  *out.mutable_dimensions() = ToProto(loop.ticket.dimensions);
  *out.mutable_standing() = ToProto(StandingOf(loop));
  out.set_way(static_cast<v1::SurveyWay>(loop.way));
  WriteTimes(loop, out);
  if (loop.heard) {
    *out.mutable_scores() = ToProto(loop.heard->scores);
    out.set_via(static_cast<v1::AnswerVia>(loop.heard->via));
  }
  out.set_call_count(loop.call_count);
  out.set_unknown(loop.is_unknown);
  Write(
      CallTimeOf(kept, policy), [](v1::Loop& to) { return to.mutable_call_time(); }, out);
  return out;
}

v1::Delivery ToView(const Delivery& delivery) {
  v1::Delivery out;
  out.set_ticket_id(ToString(delivery.ticket.ticket_id));
  out.set_ticket_number(delivery.ticket.number);
  out.set_reply_version(delivery.reply_version);
  out.set_customer_id(TextOf(delivery.ticket.customer_id));
  *out.mutable_dimensions() = ToProto(delivery.ticket.dimensions);
  out.set_state(static_cast<v1::DeliveryState>(delivery.state));
  out.set_agent_id(delivery.agent_id.value());
  *out.mutable_reply_time() = ToProto(delivery.reply_time);
  if (delivery.settle_time) *out.mutable_settle_time() = ToProto(*delivery.settle_time);
  if (delivery.told_time) *out.mutable_told_time() = ToProto(*delivery.told_time);
  out.set_reason(delivery.reason);
  return out;
}

v1::SurveyState ToView(SurveyState state) {
  switch (state) {
    case SurveyState::kNotIssued:
      break;
    case SurveyState::kOpen:
      return v1::SURVEY_STATE_OPEN;
    case SurveyState::kAnswered:
      return v1::SURVEY_STATE_ANSWERED;
    case SurveyState::kExpired:
      return v1::SURVEY_STATE_EXPIRED;
    case SurveyState::kWithdrawn:
      return v1::SURVEY_STATE_WITHDRAWN;
  }
  return v1::SURVEY_STATE_UNSPECIFIED;
}

std::optional<LoopFilter> FilterOf(const v1::ListLoopsRequest& in) {
  LoopFilter filter;
  filter.branch_id = in.branch_id();
  filter.state = Asked<LoopState>(in.state());
  filter.verdict = Asked<Verdict>(in.verdict());
  filter.way = Asked<SurveyWay>(in.way());
  filter.unknown = in.unknown();
  const bool read =
      ReadId(in.ticket_id(), filter.ticket_id) && ReadId(in.customer_id(), filter.customer_id);
  return read ? std::optional(filter) : std::nullopt;
}

std::optional<DeliveryFilter> FilterOf(const v1::ListDeliveriesRequest& in) {
  DeliveryFilter filter;
  filter.branch_id = in.branch_id();
  filter.state = Asked<DeliveryState>(in.state());
  filter.tasks = in.tasks();
  return ReadId(in.ticket_id(), filter.ticket_id) ? std::optional(filter) : std::nullopt;
}

}  // namespace recourse::followup
