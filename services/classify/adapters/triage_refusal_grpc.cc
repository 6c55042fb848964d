#include "services/classify/adapters/triage_refusal_grpc.h"

#include <map>
#include <string>

#include "services/common/grpc/status.h"

namespace recourse::classify {
namespace {

using grpc::StatusCode;

struct Told {
  StatusCode code = StatusCode::INVALID_ARGUMENT;
  const char* sentence = "";
};

const std::map<std::string, Told>& Table() {
  static const std::map<std::string, Told> table = {
      {"request-id-malformed", {.sentence = "request_id must be a UUID"}},
      {"request-id-reused",
       {StatusCode::FAILED_PRECONDITION,
        "this request_id was used for another request: make a new one"}},
      {"feedback-id-malformed", {.sentence = "feedback_id is not a UUID"}},
      {"page-size-out-of-range", {.sentence = "page_size is larger than a page may be"}},
      {"page-token-malformed",
       {.sentence = "page_token is not one that this method gave: begin again without one"}},
      {"classification-unknown",
       {StatusCode::NOT_FOUND,
        "nothing was made of this feedback yet: it was not received, or is on its way"}},
      {"classification-changed",
       {StatusCode::FAILED_PRECONDITION,
        "somebody else said something else since you looked: look again, then decide"}},
      {"correction-empty",
       {.sentence =
            "say at least one of type, category, dimension, severity and sentiment, or that "
            "it is confirmed"}},
      {"category-unknown", {.sentence = "the taxonomy of the active rules has no such category"}},
      {"reason-too-long", {.sentence = "the reason has at most 1,000 bytes"}},
      {"type-unknown", {.sentence = "there is no such type"}},
      {"severity-unknown", {.sentence = "there is no such severity"}},
      {"dimension-unknown",
       {.sentence =
            "dimension is tangibles, reliability, responsiveness, assurance, empathy or none"}},
      {"sentiment-out-of-range", {.sentence = "sentiment is -2 to 2"}},
      {"text-has-nul", {.sentence = "reason must not contain U+0000"}}};
  return table;
}

}  // namespace

grpc::Status Refused(const Refusal& refusal) {
  const auto found = Table().find(refusal.slug);
  return found == Table().end() ? ToGrpc(refusal)
                                : ToGrpc(refusal, found->second.code, found->second.sentence);
}

}  // namespace recourse::classify
