#pragma once

#include "recourse/classify/v1/classify_service.grpc.pb.h"
#include "services/classify/adapters/rules_preview_grpc.h"
#include "services/classify/adapters/rules_store.h"
#include "services/classify/adapters/triage_grpc.h"
#include "services/classify/domain/scorer.h"
#include "services/common/grpc/call.h"

namespace recourse::classify {

inline constexpr std::size_t kAskedTextBytesMax = 65'536;
inline constexpr std::size_t kAskedFieldBytesMax = 256;

// ClassifyService: one text now, what was made of a piece of feedback, and what people make of it
// instead (triage_grpc.h). Thread-safe.
class ClassifyGrpc final : public v1::ClassifyService::CallbackService {
 public:
  ClassifyGrpc(Calls& calls, Pool& pool, RulesStore& rules, const Scorer& scorer,
               TriageDoor& triage, RulesPreview& preview)
      : calls_(calls),
        pool_(pool),
        rules_(rules),
        scorer_(scorer),
        triage_(triage),
        preview_(preview) {}

  grpc::ServerUnaryReactor* Classify(grpc::CallbackServerContext* context,
                                     const v1::ClassifyRequest* request,
                                     v1::ClassifyResponse* response) override;
  grpc::ServerUnaryReactor* GetClassification(grpc::CallbackServerContext* context,
                                              const v1::GetClassificationRequest* request,
                                              v1::GetClassificationResponse* response) override;
  grpc::ServerUnaryReactor* ListTriage(grpc::CallbackServerContext* context,
                                       const v1::ListTriageRequest* request,
                                       v1::ListTriageResponse* response) override;
  grpc::ServerUnaryReactor* CorrectClassification(
      grpc::CallbackServerContext* context, const v1::CorrectClassificationRequest* request,
      v1::CorrectClassificationResponse* response) override;
  grpc::ServerUnaryReactor* ListCorrections(grpc::CallbackServerContext* context,
                                            const v1::ListCorrectionsRequest* request,
                                            v1::ListCorrectionsResponse* response) override;
  grpc::ServerUnaryReactor* PreviewRules(grpc::CallbackServerContext* context,
                                         const v1::PreviewRulesRequest* request,
                                         v1::PreviewRulesResponse* response) override;

 private:
  grpc::Status ClassifyText(const v1::ClassifyRequest& in, v1::ClassifyResponse& out);
  grpc::Status Get(const Call& call, const v1::GetClassificationRequest& in,
                   v1::GetClassificationResponse& out);

  Calls& calls_;
  Pool& pool_;
  RulesStore& rules_;
  const Scorer& scorer_;
  TriageDoor& triage_;
  RulesPreview& preview_;
};

}  // namespace recourse::classify
