#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/followup/domain/customer_file.h"

namespace recourse::followup {

// Where things stand; see proto recourse.followup.v1.Standing.
struct Standing {
  std::optional<LoopState> state{};  // none: a fact of a delivery
  Verdict verdict = Verdict::kNone;
  LoopReason reason = LoopReason::kNone;
  bool is_asked = false;
  std::optional<DeliveryState> delivery{};  // none: a fact of a loop
  friend bool operator==(const Standing&, const Standing&) = default;
};
inline Standing StandingOf(const Loop& loop) {
  return {loop.state, loop.verdict, loop.reason, loop.is_asked, std::nullopt};
}
inline Standing StandingOf(const Delivery& delivery) {
  return {std::nullopt, Verdict::kNone, LoopReason::kNone, false, delivery.state};
}

struct EndedDuration {
  std::string kind;  // ask, answer, loop, delivery
  std::int64_t duration_ms = 0;
  friend bool operator==(const EndedDuration&, const EndedDuration&) = default;
};

struct LoopOpened {
  SurveyWay way = SurveyWay::kNone;
  std::optional<Timestamp> ask_time{};
  friend bool operator==(const LoopOpened&, const LoopOpened&) = default;
};
struct SurveyIssued {
  SurveyWay way = SurveyWay::kNone;
  Timestamp expire_time;
  friend bool operator==(const SurveyIssued&, const SurveyIssued&) = default;
};
struct SurveySent {
  bool is_unknown = false;
  friend bool operator==(const SurveySent&, const SurveySent&) = default;
};
struct SurveyPostponed {
  Timestamp ask_time;
  std::string reason;
  friend bool operator==(const SurveyPostponed&, const SurveyPostponed&) = default;
};
struct ReminderSent {
  bool is_unknown = false;
  friend bool operator==(const ReminderSent&, const ReminderSent&) = default;
};
struct CallStarted {
  AgentId agent_id;
  int ordinal = 1;
  friend bool operator==(const CallStarted&, const CallStarted&) = default;
};
struct CallEnded {
  AgentId agent_id;
  bool unreached = true;
  friend bool operator==(const CallEnded&, const CallEnded&) = default;
};
struct SurveyAnswered {
  Scores scores;
  AnswerVia via = AnswerVia::kLink;
  AgentId agent_id;
  bool has_words = false;
  std::vector<std::string> bad_scores;
  bool reopen = false;
  Recovery recovery_before = Recovery::kNone;
  Recovery recovery_after = Recovery::kNone;
  friend bool operator==(const SurveyAnswered&, const SurveyAnswered&) = default;
};
struct LoopClosed {
  friend bool operator==(const LoopClosed&, const LoopClosed&) = default;
};
struct ContactPreferenceChanged {
  bool surveys = true;
  AgentId agent_id;
  friend bool operator==(const ContactPreferenceChanged&,
                         const ContactPreferenceChanged&) = default;
};
struct ReplyDeliveryStarted {
  ReplyWay way = ReplyWay::kMail;
  AgentId agent_id;
  friend bool operator==(const ReplyDeliveryStarted&, const ReplyDeliveryStarted&) = default;
};
struct ReplyDelivered {
  friend bool operator==(const ReplyDelivered&, const ReplyDelivered&) = default;
};
struct ReplyDeliveryFailed {
  std::string reason;
  friend bool operator==(const ReplyDeliveryFailed&, const ReplyDeliveryFailed&) = default;
};
struct ReplyDeliveryUnknown {
  std::string reason;
  friend bool operator==(const ReplyDeliveryUnknown&, const ReplyDeliveryUnknown&) = default;
};
struct ReplyTold {
  AgentId agent_id;
  Timestamp told_time;
  friend bool operator==(const ReplyTold&, const ReplyTold&) = default;
};
using What = std::variant<LoopOpened, SurveyIssued, SurveySent, SurveyPostponed, ReminderSent,
                          CallStarted, CallEnded, SurveyAnswered, LoopClosed,
                          ContactPreferenceChanged, ReplyDeliveryStarted, ReplyDelivered,
                          ReplyDeliveryFailed, ReplyDeliveryUnknown, ReplyTold>;

// What followup tells the others; see proto recourse.followup.v1.LoopEvent.
struct Fact {
  LoopId loop_id;  // empty in facts of a delivery or of a preference
  std::int64_t version = 0;
  Ticket ticket;  // of a preference: only the customer
  std::int64_t reply_version = 0;
  Timestamp occurred_time;
  Timestamp recorded_time;
  std::optional<Standing> before{};
  std::optional<Standing> after{};
  std::vector<EndedDuration> durations_ended{};
  std::int64_t policy_version = 0;
  What what;
  friend bool operator==(const Fact&, const Fact&) = default;
};

}  // namespace recourse::followup
