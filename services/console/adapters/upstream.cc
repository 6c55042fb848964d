#include "services/console/adapters/upstream.h"

#include <boost/json/serialize.hpp>

#include "services/common/grpc/status.h"
#include "services/common/http/problem.h"

namespace recourse::console {
namespace {

constexpr int kUnprocessable = 422;
constexpr const char* kKeyReused = "idempotency-key-reused";

// Whether the words of such a status are ours: a service wrote them for its caller.
bool IsForTheCaller(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
      return true;
    default:
      return false;
  }
}

std::string SentenceOf(const grpc::Status& status) {
  if (IsForTheCaller(status.error_code())) return status.error_message();
  switch (status.error_code()) {
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "There is more to do than can be done just now. Wait as Retry-After says, then send "
             "the same again.";
    case grpc::StatusCode::UNAVAILABLE:
      return "A service behind this door does not answer at the moment. Send the same again: what "
             "was done already is not done twice.";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "A service behind this door did not answer in time, so the outcome is not known. Send "
             "the same again: what was done already is not done twice.";
    default:
      return "Something broke behind this door and was written to the log. Tell whoever runs this "
             "system.";
  }
}

std::string SlugOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
      return "invalid-argument";
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::ALREADY_EXISTS:
      return "failed-precondition";
    case grpc::StatusCode::NOT_FOUND:
      return "not-found";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "permission-denied";
    case grpc::StatusCode::UNAUTHENTICATED:
      return "unauthenticated";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "resource-exhausted";
    case grpc::StatusCode::UNAVAILABLE:
      return "unavailable";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "deadline-exceeded";
    default:
      return "internal";
  }
}

}  // namespace

HttpResponse ProblemOf(const grpc::Status& status) {
  Problem problem{HttpStatusOf(static_cast<StatusCode>(status.error_code())),
                  SlugOf(status.error_code()),
                  SentenceOf(status),
                  {}};
  if (const auto refusal = RefusalOf(status)) {
    problem.slug = refusal->slug;
    problem.parameters = refusal->parameters;
    problem.detail = status.error_message();
    if (refusal->slug == kKeyReused) problem.status = kUnprocessable;
  }
  return ProblemResponse(problem);
}

HttpResponse ResponseOf(const PeerAnswer& answer) {
  if (!answer.status.ok()) return ProblemOf(answer.status);
  return JsonResponse(boost::json::serialize(answer.body));
}

}  // namespace recourse::console
