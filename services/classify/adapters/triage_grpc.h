#pragma once

#include <string>

#include "recourse/classify/v1/classify_service.pb.h"
#include "services/classify/adapters/ingest_client.h"
#include "services/classify/adapters/rules_store.h"
#include "services/classify/adapters/triage_store.h"
#include "services/classify/domain/decide.h"
#include "services/common/grpc/call.h"
#include "services/common/runtime/commands.h"

namespace recourse::classify {

// What of ClassifyService people do with what nobody was sure of: they list it, say what it is, and
// take what they said for a training set. Who may is the table of rights' to say; all of it needs a
// scope that is the whole organisation. Thread-safe; blocks.
class TriageDoor {
 public:
  static constexpr int kTriagePageSize = 20;
  static constexpr int kTriagePageSizeMax = 50;
  static constexpr int kCorrectionsPageSize = 100;
  static constexpr int kCorrectionsPageSizeMax = 200;

  TriageDoor(Commands<Domain>& commands, Pool& pool, RulesStore& rules, IngestClient& ingest)
      : commands_(commands), pool_(pool), rules_(rules), queries_(pool), ingest_(ingest) {}

  grpc::Status List(const v1::ListTriageRequest& in, v1::ListTriageResponse& out);
  grpc::Status ListCorrections(const v1::ListCorrectionsRequest& in,
                               v1::ListCorrectionsResponse& out);
  grpc::Status Correct(const Call& call, const v1::CorrectClassificationRequest& in,
                       v1::CorrectClassificationResponse& out);

 private:
  StatusOr<Answered<Domain>> Execute(const RequestId& request_id, std::string digest, Event event);
  grpc::Status Answer(const FeedbackId& feedback_id, int ordinal,
                      v1::CorrectClassificationResponse& out);
  // NOT_FOUND where ingest has none; any other error is a sentence for the caller.
  StatusOr<Feedback> FeedbackOf(const FeedbackId& feedback_id);
  Status WriteCategories(v1::ListTriageResponse& out);

  Commands<Domain>& commands_;
  Pool& pool_;
  RulesStore& rules_;
  TriageQueries queries_;
  IngestClient& ingest_;
};

}  // namespace recourse::classify
