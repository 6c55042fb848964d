#include "services/followup/adapters/followup_grpc.h"

#include <utility>

#include "services/common/grpc/status.h"
#include "services/followup/adapters/loop_view_codec.h"
#include "services/followup/adapters/proto_values.h"
#include "services/followup/adapters/refusal_grpc.h"

namespace recourse::followup {
namespace {

constexpr const char* kAnswers = "recourse_followup_answers_total";
constexpr const char* kAnswersHelp = "Customers' answers taken, by how they came.";
constexpr const char* kNoSurvey = "there is no such survey";

grpc::Status NotAnId(const char* what) {
  return Invalid("id-malformed", std::string(what) + " must be a UUID");
}

}  // namespace

FollowupGrpc::FollowupGrpc(Calls& calls, Commands<Domain>& commands, LoopQueries& queries,
                           const SurveyTokens& tokens, ActivePolicy policy, std::string public_url)
    : calls_(calls),
      commands_(commands),
      queries_(queries),
      tokens_(tokens),
      policy_(std::move(policy)),
      public_url_(std::move(public_url)),
      wrong_tokens_("recourse_followup_wrong_tokens_total",
                    "Links that are none of ours, or of no survey."),
      answers_by_link_(kAnswers, kAnswersHelp, {{"via", "link"}}),
      answers_by_phone_(kAnswers, kAnswersHelp, {{"via", "phone"}}) {}

StatusOr<KeptLoop> FollowupGrpc::ByToken(const std::string& token) {
  const auto loop_id = tokens_.LoopOf(token);
  auto kept = loop_id ? queries_.Get(*loop_id) : StatusOr<KeptLoop>(absl::NotFoundError(kNoSurvey));
  if (absl::IsNotFound(kept.status())) wrong_tokens_.Add();
  return kept;
}

StatusOr<KeptLoop> FollowupGrpc::VisibleLoop(const Call& call, const std::string& loop_id) {
  const auto id = ParseUuid(loop_id);
  if (!id) return absl::NotFoundError(kNoSurvey);
  auto kept = queries_.Get(LoopId(*id));
  if (!kept.ok()) return kept.status();
  const Dimensions& place = kept->loop.ticket.dimensions;
  if (!ScopeCovers(call.caller, place.branch_id.value(), place.region_id.value())) {
    return absl::NotFoundError(kNoSurvey);
  }
  return kept;
}

StatusOr<KeptDelivery> FollowupGrpc::VisibleDelivery(const Call& call,
                                                     const DeliveryId& delivery_id) {
  auto kept = queries_.Get(delivery_id);
  if (!kept.ok()) return kept.status();
  const Dimensions& place = kept->delivery.ticket.dimensions;
  if (!ScopeCovers(call.caller, place.branch_id.value(), place.region_id.value())) {
    return absl::NotFoundError("there is no such reply");
  }
  return kept;
}

// Changes nothing, not even a count of answers: mail scanners open every link.
grpc::Status FollowupGrpc::Survey(const v1::GetSurveyRequest& in, v1::GetSurveyResponse& out) {
  const auto kept = ByToken(in.token());
  if (!kept.ok()) return ToGrpc(kept.status());
  const Loop& loop = kept->loop;
  const SurveyState state = SurveyStateOf(loop, kept->now);
  if (state == SurveyState::kNotIssued) return StatusOf(Refusal{"survey-not-issued", {}});
  const auto policy = policy_();
  if (!policy.ok()) return ToGrpc(policy.status());
  out.set_state(ToView(state));
  out.set_ticket_number(loop.ticket.number);
  out.set_language(LanguageOf(**policy, loop.ticket.language));
  *out.mutable_questions() = ToProto(loop.questions);
  *out.mutable_resolve_time() = ToProto(loop.resolve_time);
  if (loop.expire_time) *out.mutable_expire_time() = ToProto(*loop.expire_time);
  return grpc::Status::OK;
}

grpc::Status FollowupGrpc::Preference(const Call& call, const v1::GetContactPreferenceRequest& in,
                                      v1::GetContactPreferenceResponse& out) {
  const auto id = ParseUuid(in.customer_id());
  if (!id) return NotAnId("customer_id");
  const auto kept = queries_.Get(CustomerId(*id), call.caller.scope);
  if (!kept.ok()) return ToGrpc(kept.status());
  if (!kept->visible) return ToGrpc(absl::NotFoundError("there is no such customer"));
  const auto policy = policy_();
  if (!policy.ok()) return ToGrpc(policy.status());
  if (kept->preference) {
    out.set_surveys(kept->preference->surveys);
    *out.mutable_set_time() = ToProto(kept->preference->set_time);
  }
  const ContactBudget& budget = (*policy)->survey.budget;
  out.set_contacts_spent(Spent(kept->contacts, budget, kept->now));
  out.set_contacts_max(budget.most);
  return grpc::Status::OK;
}

grpc::Status FollowupGrpc::Loops(const Call& call, const v1::ListLoopsRequest& in,
                                 v1::ListLoopsResponse& out) {
  auto filter = FilterOf(in);
  if (!filter) return NotAnId("ticket_id and customer_id");
  filter->scope = call.caller.scope;
  const auto policy = policy_();
  if (!policy.ok()) return ToGrpc(policy.status());
  const auto page = queries_.List(*filter, in.page_size(), in.page_token());
  if (!page.ok()) return ToGrpc(page.status());
  for (const KeptLoop& kept : page->rows) *out.add_loops() = ToView(kept, **policy);
  out.set_next_page_token(page->next_page_token);
  return grpc::Status::OK;
}

grpc::Status FollowupGrpc::Deliveries(const Call& call, const v1::ListDeliveriesRequest& in,
                                      v1::ListDeliveriesResponse& out) {
  auto filter = FilterOf(in);
  if (!filter) return NotAnId("ticket_id");
  filter->scope = call.caller.scope;
  const auto page = queries_.List(*filter, in.page_size(), in.page_token());
  if (!page.ok()) return ToGrpc(page.status());
  for (const KeptDelivery& kept : page->rows) *out.add_deliveries() = ToView(kept.delivery);
  out.set_next_page_token(page->next_page_token);
  return grpc::Status::OK;
}

// Only where the customer is asked by a link: of a mail that was sent to him alone, whoever is
// rated must not have the link too.
grpc::Status FollowupGrpc::Link(const Call& call, const v1::CreateSurveyLinkRequest& in,
                                v1::CreateSurveyLinkResponse& out) {
  const auto kept = VisibleLoop(call, in.loop_id());
  if (!kept.ok()) return ToGrpc(kept.status());
  switch (SurveyStateOf(kept->loop, kept->now)) {
    case SurveyState::kNotIssued:
      return StatusOf(Refusal{"survey-not-issued", {}});
    case SurveyState::kAnswered:
      return StatusOf(Refusal{"survey-already-answered", {}});
    case SurveyState::kExpired:
      return StatusOf(Refusal{"survey-expired", {}});
    case SurveyState::kWithdrawn:
      return StatusOf(Refusal{"survey-withdrawn", {}});
    case SurveyState::kOpen:
      break;
  }
  if (kept->loop.way != SurveyWay::kLink) return StatusOf(Refusal{"link-not-asked", {}});
  out.set_url(SurveyUrl(public_url_, tokens_.TokenOf(kept->loop_id)));
  *out.mutable_expire_time() = ToProto(*kept->loop.expire_time);
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* FollowupGrpc::GetSurvey(grpc::CallbackServerContext* context,
                                                  const v1::GetSurveyRequest* request,
                                                  v1::GetSurveyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::GetSurveyRequest& in,
                                v1::GetSurveyResponse& out) { return Survey(in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::GetContactPreference(
    grpc::CallbackServerContext* context, const v1::GetContactPreferenceRequest* request,
    v1::GetContactPreferenceResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::GetContactPreferenceRequest& in,
             v1::GetContactPreferenceResponse& out) { return Preference(call, in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::ListLoops(grpc::CallbackServerContext* context,
                                                  const v1::ListLoopsRequest* request,
                                                  v1::ListLoopsResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::ListLoopsRequest& in,
                                v1::ListLoopsResponse& out) { return Loops(call, in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::CreateSurveyLink(grpc::CallbackServerContext* context,
                                                         const v1::CreateSurveyLinkRequest* request,
                                                         v1::CreateSurveyLinkResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::CreateSurveyLinkRequest& in,
                                v1::CreateSurveyLinkResponse& out) { return Link(call, in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::ListDeliveries(grpc::CallbackServerContext* context,
                                                       const v1::ListDeliveriesRequest* request,
                                                       v1::ListDeliveriesResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ListDeliveriesRequest& in,
             v1::ListDeliveriesResponse& out) { return Deliveries(call, in, out); });
}

}  // namespace recourse::followup
