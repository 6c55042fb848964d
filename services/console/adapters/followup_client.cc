#include "services/console/adapters/followup_client.h"

#include "services/console/adapters/followup_codec.h"

namespace recourse::console {

namespace wire = followup::v1;

void FollowupClient::GetSurvey(const std::string& key, const std::string& token,
                               OnSurvey on_survey) {
  wire::GetSurveyRequest request;
  request.set_token(token);
  CallPeer<wire::GetSurveyResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->GetSurvey(context, in, out, std::move(done));
      },
      [on_survey = std::move(on_survey)](const grpc::Status& status,
                                         const wire::GetSurveyResponse& response) {
        on_survey(status, SurveyOf(response));
      });
}

void FollowupClient::SubmitAnswer(const std::string& key, const std::string& request_id,
                                  const std::string& token, const SurveyAnswer& answer,
                                  OnSubmitted on_submitted) {
  wire::SubmitAnswerRequest request;
  request.set_request_id(request_id);
  request.set_token(token);
  request.set_words(answer.words);
  ToWire(answer, *request.mutable_scores());
  CallPeer<wire::SubmitAnswerResponse>(
      {key, kSubmitDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->SubmitAnswer(context, in, out, std::move(done));
      },
      [on_submitted = std::move(on_submitted)](const grpc::Status& status,
                                               const wire::SubmitAnswerResponse& response) {
        on_submitted(status, response.reopens());
      });
}

}  // namespace recourse::console
