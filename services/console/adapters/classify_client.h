#pragma once

#include <memory>
#include <string>

#include "recourse/classify/v1/classify_service.grpc.pb.h"
#include "services/console/adapters/upstream.h"

namespace recourse::console {

// Looking back takes the service up to 20 s.
inline constexpr std::chrono::milliseconds kPreviewDeadline{25'000};

class ClassifyClient {
 public:
  explicit ClassifyClient(const Address& peer)
      : stub_(classify::v1::ClassifyService::NewStub(MakeChannel(peer))) {}
  // NOT_FOUND until the feedback was classified.
  void GetClassification(const std::string& key, const std::string& feedback_id,
                         OnAnswer on_answer);
  // What would be made of this text; nothing is kept.
  void Classify(const std::string& key, const std::string& text, OnAnswer on_answer);
  // What nobody was sure of, in the words of the contract.
  void ListTriage(const std::string& key, classify::v1::ListTriageRequest request,
                  OnAnswer on_answer);
  // Waits for a commit, as a submission does.
  void Correct(const std::string& key, classify::v1::CorrectClassificationRequest request,
               OnAnswer on_answer);
  // What rules that are not active would make of feedback of the last days; nothing is kept.
  void PreviewRules(const std::string& key, classify::v1::PreviewRulesRequest request,
                    OnAnswer on_answer);

 private:
  const std::unique_ptr<classify::v1::ClassifyService::Stub> stub_;
};

}  // namespace recourse::console
