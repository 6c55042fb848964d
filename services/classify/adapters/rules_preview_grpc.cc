#include "services/classify/adapters/rules_preview_grpc.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/feedback_codec.h"
#include "services/classify/adapters/past_feedback_codec.h"
#include "services/classify/adapters/recent_facts_store.h"
#include "services/classify/adapters/rules_json.h"
#include "services/classify/domain/preview.h"
#include "services/common/app/policy_grpc.h"
#include "services/common/grpc/status.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

using Clock = std::chrono::system_clock;

// What is left of a call's time for its answer to arrive.
constexpr std::chrono::seconds kAnswerTime{1};

grpc::Status Refuse(const std::string& slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

void WriteShort(const Classification& in, v1::Classification& out) {
  WriteClassification(in, out);
  out.clear_estimates();
}

void Write(const PreviewedChange& in, v1::PreviewedChange& out) {
  out.set_feedback_id(ToString(in.feedback.feedback_id));
  out.set_text(std::string(ClipUtf8(in.feedback.text, RulesPreview::kTextBytesMax)));
  WriteShort(in.before, *out.mutable_before());
  WriteShort(in.after, *out.mutable_after());
}

void WriteRules(const Preview& in, v1::PreviewRulesResponse& out) {
  std::vector<std::pair<RuleId, PreviewedRule>> rules(in.rules.begin(), in.rules.end());
  std::stable_sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
    return std::abs(a.second.after - a.second.before) > std::abs(b.second.after - b.second.before);
  });
  for (const auto& [id, uses] : rules) {
    v1::PreviewedRule& rule = *out.add_rules();
    rule.set_rule_id(id.value());
    rule.set_before(uses.before);
    rule.set_after(uses.after);
  }
}

void Write(const Preview& in, v1::PreviewRulesResponse& out) {
  out.set_feedback(in.feedback);
  out.set_category_changed(in.category_changed);
  out.set_type_changed(in.type_changed);
  out.set_severity_changed(in.severity_changed);
  WriteRules(in, out);
  for (const PreviewedChange& change : in.changes) Write(change, *out.add_changes());
}

// Looks at facts until there are `feedback_max` of them or no more, or `until` has come, or nobody
// wants the answer. True where there may have been more.
StatusOr<bool> LookBack(RecentFacts& facts, const Policy& policy, int feedback_max,
                        Clock::time_point until, const Done& done, Preview& preview) {
  while (preview.feedback < feedback_max) {
    if (Clock::now() >= until || done.Useless()) return true;
    const auto payload = facts.Next();
    if (!payload.ok()) return payload.status();
    if (!payload->has_value()) return false;
    const auto past = ReadPastFeedback(**payload);
    if (!past.ok()) return past.status();
    if (past->has_value()) AddToPreview((*past)->received, (*past)->made, policy, preview);
  }
  return false;
}

}  // namespace

void RulesPreview::Start(const v1::PreviewRulesRequest& in, v1::PreviewRulesResponse& out,
                         const Done& done) {
  RunOnPool(workers_, done, [this, &in, &out, done] { return Run(in, out, done); });
}

grpc::Status RulesPreview::Run(const v1::PreviewRulesRequest& in, v1::PreviewRulesResponse& out,
                               const Done& done) {
  if (in.days() < 0 || in.days() > kDaysMax) {
    return Refuse("days-malformed", "days is 1 to " + std::to_string(kDaysMax) + ", or 0 for " +
                                        std::to_string(kDays));
  }
  if (in.feedback_max() < 0 || in.feedback_max() > kFeedbackMax) {
    return Refuse("feedback-max-malformed", "feedback_max is 1 to " + std::to_string(kFeedbackMax) +
                                                ", or 0 for " + std::to_string(kFeedback));
  }
  const auto until = std::min(Clock::now() + kTime, done.call().deadline - kAnswerTime);
  const auto written = ReadRules(in.document());
  if (!written.ok()) return PolicyRefusal(written.status());
  const Policy policy = Compile(*written, 0);
  auto facts = RecentFacts::Open(pool_, kClassifiedTopic, in.days() == 0 ? kDays : in.days());
  if (!facts.ok()) return ToGrpc(facts.status());
  Preview preview = BeginPreview(policy);
  const auto more = LookBack(*facts, policy, in.feedback_max() == 0 ? kFeedback : in.feedback_max(),
                             until, done, preview);
  if (!more.ok()) return ToGrpc(more.status());
  Write(preview, out);
  out.set_incomplete(*more);
  return grpc::Status::OK;
}

}  // namespace recourse::classify
