#pragma once

#include <functional>
#include <memory>
#include <string>

#include "recourse/followup/v1/followup_service.grpc.pb.h"
#include "services/console/adapters/upstream.h"
#include "services/console/adapters/wire_codec.h"
#include "services/console/domain/survey.h"

namespace recourse::console {

class FollowupClient {
 public:
  explicit FollowupClient(const Address& peer)
      : stub_(followup::v1::FollowupService::NewStub(MakeChannel(peer))) {}

  // What the customer's page is made of; changes nothing.
  using OnSurvey = std::function<void(const grpc::Status& status, const Survey& survey)>;
  void GetSurvey(const std::string& key, const std::string& token, OnSurvey on_survey);
  // Whether the ticket is opened again because of it.
  using OnSubmitted = std::function<void(const grpc::Status& status, bool reopens)>;
  void SubmitAnswer(const std::string& key, const std::string& request_id, const std::string& token,
                    const SurveyAnswer& answer, OnSubmitted on_submitted);

  // Any method, its answer as JSON in the words of the contract.
  using AsyncStub = followup::v1::FollowupService::StubInterface::async_interface;
  template <typename Request, typename Response>
  using Method = void (AsyncStub::*)(grpc::ClientContext*, const Request*, Response*,
                                     std::function<void(grpc::Status)>);
  template <typename Request, typename Response>
  void Ask(const std::string& key, Method<Request, Response> method, Request request,
           OnAnswer on_answer) {
    AskPeer<Response>(
        {key, kPeerDeadline}, std::move(request),
        [this, method](auto* context, auto* in, auto* out, auto done) {
          (stub_->async()->*method)(context, in, out, std::move(done));
        },
        [](const Response& response) { return MessageJson(response); }, std::move(on_answer));
  }

 private:
  const std::unique_ptr<followup::v1::FollowupService::Stub> stub_;
};

}  // namespace recourse::console
