#include "services/followup/adapters/loop_codec.h"

#include <array>
#include <charconv>
#include <utility>

#include "recourse/followup/v1/loop_event.pb.h"
#include "services/common/core/check.h"
#include "services/followup/adapters/proto_values.h"

namespace recourse::followup {
namespace {

const char* NameOf(ReplyWay way) {
  switch (way) {
    case ReplyWay::kMail:
      return "mail";
    case ReplyWay::kWebhook:
      return "webhook";
    case ReplyWay::kTell:
      return "tell";
  }
  RECOURSE_CHECK(false);
}

// The fact's part of the message, and the fact's name.
struct WriteWhat {
  v1::LoopEvent& out;

  const char* operator()(const LoopOpened& what) const {
    out.mutable_opened()->set_way(static_cast<v1::SurveyWay>(what.way));
    if (what.ask_time) *out.mutable_opened()->mutable_ask_time() = ToProto(*what.ask_time);
    return "LoopOpened";
  }
  const char* operator()(const SurveyIssued& what) const {
    out.mutable_issued()->set_way(static_cast<v1::SurveyWay>(what.way));
    *out.mutable_issued()->mutable_expire_time() = ToProto(what.expire_time);
    return "SurveyIssued";
  }
  const char* operator()(const SurveySent& what) const {
    out.mutable_sent()->set_unknown(what.is_unknown);
    return "SurveySent";
  }
  const char* operator()(const SurveyPostponed& what) const {
    *out.mutable_postponed()->mutable_ask_time() = ToProto(what.ask_time);
    out.mutable_postponed()->set_reason(what.reason);
    return "SurveyPostponed";
  }
  const char* operator()(const ReminderSent& what) const {
    out.mutable_reminded()->set_unknown(what.is_unknown);
    return "ReminderSent";
  }
  const char* operator()(const CallStarted& what) const {
    out.mutable_call_started()->set_agent_id(what.agent_id.value());
    out.mutable_call_started()->set_ordinal(what.ordinal);
    return "CallStarted";
  }
  const char* operator()(const CallEnded& what) const {
    out.mutable_call_ended()->set_agent_id(what.agent_id.value());
    out.mutable_call_ended()->set_unreached(what.unreached);
    return "CallEnded";
  }
  const char* operator()(const SurveyAnswered& what) const {
    auto* answered = out.mutable_answered();
    *answered->mutable_scores() = ToProto(what.scores);
    answered->set_via(static_cast<v1::AnswerVia>(what.via));
    answered->set_agent_id(what.agent_id.value());
    answered->set_has_words(what.has_words);
    for (const auto& score : what.bad_scores) answered->add_bad_scores(score);
    answered->set_reopen(what.reopen);
    answered->set_recovery_before(static_cast<v1::Recovery>(what.recovery_before));
    answered->set_recovery_after(static_cast<v1::Recovery>(what.recovery_after));
    return "SurveyAnswered";
  }
  const char* operator()(const LoopClosed&) const {
    out.mutable_closed();
    return "LoopClosed";
  }
  const char* operator()(const ContactPreferenceChanged& what) const {
    out.mutable_preference_changed()->set_surveys(what.surveys);
    out.mutable_preference_changed()->set_agent_id(what.agent_id.value());
    return "ContactPreferenceChanged";
  }
  const char* operator()(const ReplyDeliveryStarted& what) const {
    out.mutable_delivery_started()->set_way(NameOf(what.way));
    out.mutable_delivery_started()->set_agent_id(what.agent_id.value());
    return "ReplyDeliveryStarted";
  }
  const char* operator()(const ReplyDelivered&) const {
    out.mutable_delivered();
    return "ReplyDelivered";
  }
  const char* operator()(const ReplyDeliveryFailed& what) const {
    out.mutable_delivery_failed()->set_reason(what.reason);
    return "ReplyDeliveryFailed";
  }
  const char* operator()(const ReplyDeliveryUnknown& what) const {
    out.mutable_delivery_unknown()->set_reason(what.reason);
    return "ReplyDeliveryUnknown";
  }
  const char* operator()(const ReplyTold& what) const {
    out.mutable_told()->set_agent_id(what.agent_id.value());
    *out.mutable_told()->mutable_told_time() = ToProto(what.told_time);
    return "ReplyTold";
  }
};

// A fact of a preference is of a customer and of no ticket.
void WriteTicket(const Ticket& ticket, v1::LoopEvent& out) {
  out.set_customer_id(TextOf(ticket.customer_id));
  if (ticket.ticket_id.empty()) return;
  out.set_ticket_id(TextOf(ticket.ticket_id));
  out.set_ticket_number(ticket.number);
  out.set_cycle(ticket.cycle);
  *out.mutable_dimensions() = ToProto(ticket.dimensions);
}

void WriteCommon(const Fact& fact, v1::LoopEvent& out) {
  out.set_loop_id(TextOf(fact.loop_id));
  out.set_version(fact.version);
  WriteTicket(fact.ticket, out);
  *out.mutable_occurred_time() = ToProto(fact.occurred_time);
  *out.mutable_recorded_time() = ToProto(fact.recorded_time);
  if (fact.before) *out.mutable_before() = ToProto(*fact.before);
  if (fact.after) *out.mutable_after() = ToProto(*fact.after);
  for (const EndedDuration& ended : fact.durations_ended) {
    auto* duration = out.add_durations_ended();
    duration->set_kind(ended.kind);
    duration->set_duration_ms(ended.duration_ms);
  }
  out.set_survey_policy_version(fact.policy_version);
  out.set_reply_version(fact.reply_version);
}

// The parts of an answer, between slashes.
std::array<std::string, 4> PartsOf(const std::string& bytes) {
  std::array<std::string, 4> parts;
  std::size_t begin = 0;
  for (std::string& part : parts) {
    const std::size_t end = bytes.find('/', begin);
    part = bytes.substr(begin, end - begin);
    begin = end == std::string::npos ? bytes.size() : end + 1;
  }
  return parts;
}

int NumberOf(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::variant<Event, Unreadable> LoopCodec::Decode(const RawRecord& record) const {
  return ReadTicketFact(record);
}

Codec<Domain>::Encoded LoopCodec::Encode(const Fact& fact) const {
  v1::LoopEvent out;
  WriteCommon(fact, out);
  const std::string name = std::visit(WriteWhat{out}, fact.what);
  const Ticket& ticket = fact.ticket;
  const Uuid key = ticket.ticket_id.empty() ? ticket.customer_id.uuid() : ticket.ticket_id.uuid();
  return {kLoopTopic, key, "recourse.followup.v1." + name, "recourse.followup.v1.LoopEvent",
          out.SerializeAsString()};
}

// An answer is kept as text, loop/delivery/reopens/withdrawn: short, and readable in SQL.
std::string LoopCodec::EncodeAnswer(const Receipt& receipt) const {
  return TextOf(receipt.loop_id) + "/" + TextOf(receipt.delivery_id) + "/" +
         (receipt.reopens ? "1" : "0") + "/" + std::to_string(receipt.withdrawn_count);
}

Receipt LoopCodec::DecodeAnswer(const std::string& bytes) const {
  const auto parts = PartsOf(bytes);
  return {IdOfText<LoopId>(parts[0]), IdOfText<DeliveryId>(parts[1]), parts[2] == "1",
          NumberOf(parts[3])};
}

}  // namespace recourse::followup
