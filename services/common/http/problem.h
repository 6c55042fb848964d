#pragma once

#include <map>
#include <string>

#include "services/common/core/decider.h"
#include "services/common/core/status.h"
#include "services/common/http/message.h"
#include "services/common/process/json.h"

namespace recourse {

// RFC 9457: what went wrong, for a program by `slug`, for a person by `detail`.
struct Problem {
  int status = 500;
  // Stable, such as text-empty.
  std::string slug;
  // What happened and what to do, a sentence or two; repeats nothing that was sent.
  std::string detail;
  // Values that a text in another language is made with.
  std::map<std::string, std::string> parameters{};
};

// application/problem+json with type ("urn:recourse:problem:<slug>"), title, status, detail, slug
// and, where there are any, parameters. 401 says WWW-Authenticate, 429 and 503 Retry-After: 1, 405
// which methods there are.
HttpResponse ProblemResponse(const Problem& problem);

// 400 with the fault's slug.
HttpResponse ProblemOf(const JsonFault& fault);
// What a service answered: the HTTP status that its code means, its sentence, and as slug the
// refusal's where there is one, else the code in words ("not-found", "unavailable").
HttpResponse ProblemOf(const Status& status);
HttpResponse ProblemOf(const Status& status, const Refusal& refusal);

// 400 for InvalidArgument, 409 for FailedPrecondition, 429 for ResourceExhausted, ...
int HttpStatusOf(StatusCode code);

}  // namespace recourse
