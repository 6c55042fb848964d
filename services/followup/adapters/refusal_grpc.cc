#include "services/followup/adapters/refusal_grpc.h"

#include <map>

#include "services/common/grpc/status.h"

namespace recourse::followup {
namespace {

using grpc::StatusCode;

struct Told {
  StatusCode code = StatusCode::FAILED_PRECONDITION;
  const char* sentence = "";
};

const std::map<std::string, Told>& Table() {
  static const std::map<std::string, Told> table = {
      {"survey-unknown", {StatusCode::NOT_FOUND, "there is no such survey"}},
      {"survey-not-issued", {.sentence = "the customer has not been asked yet"}},
      {"survey-already-answered",
       {.sentence = "the survey was answered already, and the first answer stands"}},
      {"survey-expired", {.sentence = "the time to answer is over"}},
      {"survey-withdrawn",
       {.sentence = "the survey was withdrawn: the ticket is worked on again, or the customer does "
                    "not want to be asked"}},
      {"answer-empty", {StatusCode::INVALID_ARGUMENT, "an answer needs at least one score"}},
      {"score-out-of-range",
       {StatusCode::INVALID_ARGUMENT, "CSAT is 1 to 5, NPS 0 to 10, CES 1 to 7"}},
      {"score-not-asked", {StatusCode::INVALID_ARGUMENT, "this survey does not ask for that"}},
      {"words-not-asked", {StatusCode::INVALID_ARGUMENT, "this survey does not ask for words"}},
      {"words-too-long", {StatusCode::INVALID_ARGUMENT, "words have at most 8,192 bytes"}},
      {"own-ticket",
       {.sentence = "nobody asks about his own work: leave it to a colleague of the branch"}},
      {"call-not-asked", {.sentence = "nobody is to be called about this, or not any more"}},
      {"call-under-way", {.sentence = "a colleague is calling the customer"}},
      {"calls-spent", {.sentence = "the customer was called as often as the policy allows"}},
      {"quiet-hours", {.sentence = "it is night where the customer is: call from `until` on"}},
      {"contact-budget-spent",
       {.sentence = "the customer was contacted as often as the policy allows of late"}},
      {"call-not-started", {.sentence = "no call is under way"}},
      {"reply-unknown", {StatusCode::NOT_FOUND, "there is no such reply"}},
      {"reply-delivered", {.sentence = "the reply has arrived: there is nothing to tell"}},
      {"reply-already-told", {.sentence = "the customer was told already"}},
      {"told-time-out-of-range",
       {StatusCode::INVALID_ARGUMENT,
        "told_time is at most a day before the reply and not in the future"}},
      {"request-id-reused",
       {.sentence = "this request_id was used for another request: make a new one"}},
      {"token-missing",
       {StatusCode::PERMISSION_DENIED, "this key speaks for customers, and only by their token"}},
      {"link-not-asked",
       {.sentence = "this customer is asked in another way: a link is handed over only where the "
                    "policy says so"}}};
  return table;
}

}  // namespace

grpc::Status StatusOf(const Refusal& refusal) {
  const auto found = Table().find(refusal.slug);
  if (found == Table().end()) return ToGrpc(refusal);
  return ToGrpc(refusal, found->second.code, found->second.sentence);
}

grpc::Status Invalid(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, StatusCode::INVALID_ARGUMENT, sentence);
}

}  // namespace recourse::followup
