#include "services/console/adapters/classify_client.h"

#include "services/console/adapters/feedback_codec.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {

void ClassifyClient::GetClassification(const std::string& key, const std::string& feedback_id,
                                       OnAnswer on_answer) {
  classify::v1::GetClassificationRequest request;
  request.set_feedback_id(feedback_id);
  AskPeer<classify::v1::GetClassificationResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->GetClassification(context, in, out, std::move(done));
      },
      [](const classify::v1::GetClassificationResponse& response) {
        return ClassificationJson(response.classification());
      },
      std::move(on_answer));
}

void ClassifyClient::Classify(const std::string& key, const std::string& text, OnAnswer on_answer) {
  classify::v1::ClassifyRequest request;
  request.set_text(text);
  AskPeer<classify::v1::ClassifyResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->Classify(context, in, out, std::move(done));
      },
      [](const classify::v1::ClassifyResponse& response) {
        return ClassificationJson(response.classification());
      },
      std::move(on_answer));
}

void ClassifyClient::ListTriage(const std::string& key, classify::v1::ListTriageRequest request,
                                OnAnswer on_answer) {
  AskPeer<classify::v1::ListTriageResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ListTriage(context, in, out, std::move(done));
      },
      [](const classify::v1::ListTriageResponse& response) { return MessageJson(response); },
      std::move(on_answer));
}

void ClassifyClient::Correct(const std::string& key,
                             classify::v1::CorrectClassificationRequest request,
                             OnAnswer on_answer) {
  AskPeer<classify::v1::CorrectClassificationResponse>(
      {key, kSubmitDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->CorrectClassification(context, in, out, std::move(done));
      },
      [](const classify::v1::CorrectClassificationResponse& response) {
        return MessageJson(response);
      },
      std::move(on_answer));
}

void ClassifyClient::PreviewRules(const std::string& key, classify::v1::PreviewRulesRequest request,
                                  OnAnswer on_answer) {
  AskPeer<classify::v1::PreviewRulesResponse>(
      {key, kPreviewDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->PreviewRules(context, in, out, std::move(done));
      },
      [](const classify::v1::PreviewRulesResponse& response) { return MessageJson(response); },
      std::move(on_answer));
}

}  // namespace recourse::console
