#include "services/recoursectl/verify/loop_fact_codec.h"

#include "recourse/followup/v1/loop_event.pb.h"
#include "services/followup/adapters/proto_values.h"

namespace recourse::ctl::verify {
namespace {

namespace pb = ::recourse::followup::v1;
using followup::AgentId;
using followup::TimeOf;
using followup::What;

// Empty is the zero id; what is neither is unreadable.
template <typename IdType>
bool ReadId(const std::string& text, IdType& id) {
  if (text.empty()) return true;
  const auto parsed = ParseUuid(text);
  if (parsed) id = IdType(*parsed);
  return parsed.has_value();
}

followup::Standing StandingOf(const pb::Standing& in) {
  followup::Standing out;
  if (in.state() != pb::LOOP_STATE_UNSPECIFIED) {
    out.state = static_cast<followup::LoopState>(in.state());
  }
  out.verdict = static_cast<followup::Verdict>(in.verdict());
  out.reason = static_cast<followup::LoopReason>(in.reason());
  out.is_asked = in.asked();
  if (in.delivery() != pb::DELIVERY_STATE_UNSPECIFIED) {
    out.delivery = static_cast<followup::DeliveryState>(in.delivery());
  }
  return out;
}

What OpenedOf(const pb::LoopOpened& in) {
  followup::LoopOpened out{static_cast<followup::SurveyWay>(in.way()), {}};
  if (in.has_ask_time()) out.ask_time = TimeOf(in.ask_time());
  return out;
}

What AnsweredOf(const pb::SurveyAnswered& in) {
  followup::SurveyAnswered out;
  out.scores = followup::ScoresOf(in.scores());
  out.via = static_cast<followup::AnswerVia>(in.via());
  out.agent_id = AgentId(in.agent_id());
  out.has_words = in.has_words();
  out.bad_scores.assign(in.bad_scores().begin(), in.bad_scores().end());
  out.reopen = in.reopen();
  out.recovery_before = static_cast<followup::Recovery>(in.recovery_before());
  out.recovery_after = static_cast<followup::Recovery>(in.recovery_after());
  return out;
}

// A reply: ways in words, as the fact has them.
What StartedOf(const pb::ReplyDeliveryStarted& in) {
  auto way = followup::ReplyWay::kTell;
  if (in.way() == "mail") way = followup::ReplyWay::kMail;
  if (in.way() == "webhook") way = followup::ReplyWay::kWebhook;
  return followup::ReplyDeliveryStarted{way, AgentId(in.agent_id())};
}

std::optional<What> DeliveryFactOf(const pb::LoopEvent& in) {
  switch (in.fact_case()) {
    case pb::LoopEvent::kDeliveryStarted:
      return StartedOf(in.delivery_started());
    case pb::LoopEvent::kDelivered:
      return followup::ReplyDelivered{};
    case pb::LoopEvent::kDeliveryFailed:
      return followup::ReplyDeliveryFailed{in.delivery_failed().reason()};
    case pb::LoopEvent::kDeliveryUnknown:
      return followup::ReplyDeliveryUnknown{in.delivery_unknown().reason()};
    case pb::LoopEvent::kTold:
      return followup::ReplyTold{AgentId(in.told().agent_id()), TimeOf(in.told().told_time())};
    default:
      return std::nullopt;
  }
}

std::optional<What> WhatOf(const pb::LoopEvent& in) {
  switch (in.fact_case()) {
    case pb::LoopEvent::kOpened:
      return OpenedOf(in.opened());
    case pb::LoopEvent::kIssued:
      return followup::SurveyIssued{static_cast<followup::SurveyWay>(in.issued().way()),
                                    TimeOf(in.issued().expire_time())};
    case pb::LoopEvent::kSent:
      return followup::SurveySent{in.sent().unknown()};
    case pb::LoopEvent::kPostponed:
      return followup::SurveyPostponed{TimeOf(in.postponed().ask_time()), in.postponed().reason()};
    case pb::LoopEvent::kReminded:
      return followup::ReminderSent{in.reminded().unknown()};
    case pb::LoopEvent::kCallStarted:
      return followup::CallStarted{AgentId(in.call_started().agent_id()),
                                   in.call_started().ordinal()};
    case pb::LoopEvent::kCallEnded:
      return followup::CallEnded{AgentId(in.call_ended().agent_id()), in.call_ended().unreached()};
    case pb::LoopEvent::kAnswered:
      return AnsweredOf(in.answered());
    case pb::LoopEvent::kClosed:
      return followup::LoopClosed{};
    case pb::LoopEvent::kPreferenceChanged:
      return followup::ContactPreferenceChanged{in.preference_changed().surveys(),
                                                AgentId(in.preference_changed().agent_id())};
    default:
      return DeliveryFactOf(in);
  }
}

}  // namespace

std::optional<followup::Fact> LoopFactOf(const std::string& payload) {
  pb::LoopEvent in;
  if (!in.ParseFromString(payload)) return std::nullopt;
  auto what = WhatOf(in);
  followup::Fact fact;
  followup::Ticket& ticket = fact.ticket;
  if (!what || !ReadId(in.loop_id(), fact.loop_id) || !ReadId(in.ticket_id(), ticket.ticket_id) ||
      !ReadId(in.customer_id(), ticket.customer_id)) {
    return std::nullopt;
  }
  fact.version = in.version();
  ticket.number = in.ticket_number();
  ticket.cycle = in.cycle();
  ticket.dimensions = followup::DimensionsOf(in.dimensions());
  fact.reply_version = in.reply_version();
  fact.occurred_time = TimeOf(in.occurred_time());
  fact.recorded_time = TimeOf(in.recorded_time());
  if (in.has_before()) fact.before = StandingOf(in.before());
  if (in.has_after()) fact.after = StandingOf(in.after());
  fact.policy_version = in.survey_policy_version();
  fact.what = *std::move(what);
  return fact;
}

}  // namespace recourse::ctl::verify
