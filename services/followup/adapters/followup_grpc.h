#pragma once

#include <functional>
#include <memory>
#include <string>

#include "recourse/followup/v1/followup_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/common/process/metrics.h"
#include "services/common/runtime/commands.h"
#include "services/followup/adapters/loop_query_store.h"
#include "services/followup/adapters/token.h"
#include "services/followup/domain/decide.h"

namespace recourse::followup {

// The policy that is active now.
using ActivePolicy = std::function<StatusOr<std::shared_ptr<const Policy>>()>;

// FollowupService: the customer's methods by his token alone, the agents' by their scope. What lies
// outside the caller's scope is answered as if it were not there. Thread-safe.
class FollowupGrpc final : public v1::FollowupService::CallbackService {
 public:
  // All that is referred to outlives it. `public_url` as in MailComposer.
  FollowupGrpc(Calls& calls, Commands<Domain>& commands, LoopQueries& queries,
               const SurveyTokens& tokens, ActivePolicy policy, std::string public_url);

  grpc::ServerUnaryReactor* GetSurvey(grpc::CallbackServerContext* context,
                                      const v1::GetSurveyRequest* request,
                                      v1::GetSurveyResponse* response) override;
  grpc::ServerUnaryReactor* SubmitAnswer(grpc::CallbackServerContext* context,
                                         const v1::SubmitAnswerRequest* request,
                                         v1::SubmitAnswerResponse* response) override;
  grpc::ServerUnaryReactor* SetContactPreference(
      grpc::CallbackServerContext* context, const v1::SetContactPreferenceRequest* request,
      v1::SetContactPreferenceResponse* response) override;
  grpc::ServerUnaryReactor* GetContactPreference(
      grpc::CallbackServerContext* context, const v1::GetContactPreferenceRequest* request,
      v1::GetContactPreferenceResponse* response) override;
  grpc::ServerUnaryReactor* ListLoops(grpc::CallbackServerContext* context,
                                      const v1::ListLoopsRequest* request,
                                      v1::ListLoopsResponse* response) override;
  grpc::ServerUnaryReactor* CreateSurveyLink(grpc::CallbackServerContext* context,
                                             const v1::CreateSurveyLinkRequest* request,
                                             v1::CreateSurveyLinkResponse* response) override;
  grpc::ServerUnaryReactor* StartCall(grpc::CallbackServerContext* context,
                                      const v1::StartCallRequest* request,
                                      v1::StartCallResponse* response) override;
  grpc::ServerUnaryReactor* EndCall(grpc::CallbackServerContext* context,
                                    const v1::EndCallRequest* request,
                                    v1::EndCallResponse* response) override;
  grpc::ServerUnaryReactor* RecordAnswer(grpc::CallbackServerContext* context,
                                         const v1::RecordAnswerRequest* request,
                                         v1::RecordAnswerResponse* response) override;
  grpc::ServerUnaryReactor* ListDeliveries(grpc::CallbackServerContext* context,
                                           const v1::ListDeliveriesRequest* request,
                                           v1::ListDeliveriesResponse* response) override;
  grpc::ServerUnaryReactor* MarkToldByPhone(grpc::CallbackServerContext* context,
                                            const v1::MarkToldByPhoneRequest* request,
                                            v1::MarkToldByPhoneResponse* response) override;

 private:
  // The loop that a customer's token names. NOT_FOUND.
  StatusOr<KeptLoop> ByToken(const std::string& token);
  StatusOr<KeptLoop> VisibleLoop(const Call& call, const std::string& loop_id);
  StatusOr<KeptDelivery> VisibleDelivery(const Call& call, const DeliveryId& delivery_id);
  // Carries a command out, once for each request_id; a refusal is a status. Commands of the same
  // request_id by another `caller` are other commands.
  grpc::Status Carry(const google::protobuf::Message& request, const std::string& request_id,
                     const std::string& caller, Event event, Receipt& receipt);
  // A command on a loop that its caller may see: `make(loop)` is what is to be decided; answered
  // with the loop as it then is.
  template <typename Request, typename Response, typename Make>
  grpc::Status CarryOnLoop(const Call& call, const Request& in, Response& out, Make make);
  grpc::Status Survey(const v1::GetSurveyRequest& in, v1::GetSurveyResponse& out);
  grpc::Status Submit(const v1::SubmitAnswerRequest& in, v1::SubmitAnswerResponse& out);
  grpc::Status Prefer(const Call& call, const v1::SetContactPreferenceRequest& in,
                      v1::SetContactPreferenceResponse& out);
  grpc::Status Preference(const Call& call, const v1::GetContactPreferenceRequest& in,
                          v1::GetContactPreferenceResponse& out);
  grpc::Status Loops(const Call& call, const v1::ListLoopsRequest& in, v1::ListLoopsResponse& out);
  grpc::Status Link(const Call& call, const v1::CreateSurveyLinkRequest& in,
                    v1::CreateSurveyLinkResponse& out);
  grpc::Status Deliveries(const Call& call, const v1::ListDeliveriesRequest& in,
                          v1::ListDeliveriesResponse& out);
  grpc::Status Mark(const Call& call, const v1::MarkToldByPhoneRequest& in,
                    v1::MarkToldByPhoneResponse& out);

  Calls& calls_;
  Commands<Domain>& commands_;
  LoopQueries& queries_;
  const SurveyTokens& tokens_;
  const ActivePolicy policy_;
  const std::string public_url_;
  Counter wrong_tokens_;
  Counter answers_by_link_;
  Counter answers_by_phone_;
};

}  // namespace recourse::followup
