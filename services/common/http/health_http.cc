#include "services/common/http/health_http.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "services/common/http/problem.h"
#include "services/common/process/metrics.h"

namespace recourse {
namespace {

constexpr std::size_t kMaxProbes = 64;

HttpResponse ReadyResponse(const Readiness& readiness) {
  const auto reasons = readiness.Reasons();
  boost::json::array list;
  for (const auto& reason : reasons) {
    list.push_back({{"condition", reason.condition}, {"sentence", reason.sentence}});
  }
  const boost::json::object body{{"ready", reasons.empty()}, {"reasons", std::move(list)}};
  return JsonResponse(boost::json::serialize(body), reasons.empty() ? 200 : 503);
}

HttpResponse MetricsResponse() {
  HttpResponse response = JsonResponse(RenderMetrics());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

HttpResponse Answer(const HttpRequest& request, const Readiness& readiness) {
  if (request.method != "GET" && request.method != "HEAD") {
    return ProblemResponse({405, "method-not-allowed", "Ask with GET."});
  }
  if (request.path == "/healthz") {
    return JsonResponse(R"({"status":"alive"})");
  }
  if (request.path == "/readyz") {
    return ReadyResponse(readiness);
  }
  if (request.path == "/metrics") {
    return MetricsResponse();
  }
  return ProblemResponse({404, "not-found", "Here are /healthz, /readyz and /metrics."});
}

}  // namespace

StatusOr<std::unique_ptr<HttpServer>> StartHealthServer(const Address& listen,
                                                        const Readiness& readiness) {
  HttpServerOptions options{listen, "health"};
  options.limits.connections = kMaxProbes;
  return HttpServer::Start(
      options, [&readiness](const std::shared_ptr<const HttpRequest>& request, const Reply& reply) {
        reply(Answer(*request, readiness));
      });
}

}  // namespace recourse
