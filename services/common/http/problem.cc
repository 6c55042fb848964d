#include "services/common/http/problem.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "services/common/text/utf8.h"

namespace recourse {
namespace {

constexpr int kUnauthorized = 401;
constexpr int kMethodNotAllowed = 405;
constexpr int kTooManyRequests = 429;
constexpr int kServiceUnavailable = 503;

// "NOT_FOUND" -> "not-found".
std::string SlugOf(StatusCode code) {
  std::string slug = LowerCase(absl::StatusCodeToString(code));
  std::replace(slug.begin(), slug.end(), '_', '-');
  return slug;
}

std::string SentenceOf(const Status& status) {
  return {status.message().data(), status.message().size()};
}

}  // namespace

HttpResponse ProblemResponse(const Problem& problem) {
  boost::json::object body{
      {"type", "urn:recourse:problem:" + MendUtf8(problem.slug)},
      {"title", std::string(ReasonPhrase(problem.status))},
      {"status", problem.status},
      {"detail", MendUtf8(problem.detail)},
      {"slug", MendUtf8(problem.slug)},
  };
  if (!problem.parameters.empty()) {
    auto& parameters = body["parameters"].emplace_object();
    for (const auto& [name, value] : problem.parameters) {
      parameters[MendUtf8(name)] = MendUtf8(value);
    }
  }
  HttpResponse response = JsonResponse(boost::json::serialize(body), problem.status);
  response.content_type = "application/problem+json";
  if (problem.status == kUnauthorized) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  } else if (problem.status == kTooManyRequests || problem.status == kServiceUnavailable) {
    response.headers.emplace_back("Retry-After", "1");
  } else if (problem.status == kMethodNotAllowed) {
    response.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
  }
  return response;
}

HttpResponse ProblemOf(const JsonFault& fault) {
  return ProblemResponse({400, fault.slug, fault.detail});
}

HttpResponse ProblemOf(const Status& status) {
  return ProblemResponse({HttpStatusOf(status.code()), SlugOf(status.code()), SentenceOf(status)});
}

HttpResponse ProblemOf(const Status& status, const Refusal& refusal) {
  return ProblemResponse(
      {HttpStatusOf(status.code()), refusal.slug, SentenceOf(status), refusal.parameters});
}

int HttpStatusOf(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return 200;
    case StatusCode::kInvalidArgument:
    case StatusCode::kOutOfRange:
      return 400;
    case StatusCode::kUnauthenticated:
      return kUnauthorized;
    case StatusCode::kPermissionDenied:
      return 403;
    case StatusCode::kNotFound:
      return 404;
    case StatusCode::kAlreadyExists:
    case StatusCode::kFailedPrecondition:
    case StatusCode::kAborted:
      return 409;
    case StatusCode::kResourceExhausted:
      return kTooManyRequests;
    case StatusCode::kUnavailable:
    case StatusCode::kCancelled:
      return kServiceUnavailable;
    case StatusCode::kDeadlineExceeded:
      return 504;
    case StatusCode::kUnimplemented:
      return 501;
    default:
      return 500;
  }
}

}  // namespace recourse
