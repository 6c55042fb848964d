#include "services/console/adapters/ask.h"

#include "services/common/trace/attributes.h"

namespace recourse::console {
namespace {

constexpr int kOk = 200;
constexpr int kFirstFault = 500;  // below it is the caller's
constexpr const char* kHsts = "max-age=31536000; includeSubDomains";

}  // namespace

DoorMetrics::Series& DoorMetrics::SeriesOf(const std::string& route, int status) {
  const std::lock_guard lock(mutex_);
  const std::pair key(route, status);
  const auto found = series_.find(key);
  if (found != series_.end()) return found->second;
  Series series{Counter("recourse_console_http_requests_total", "Requests at the public door.",
                        {{"route", route}, {"status", std::to_string(status)}}),
                Histogram("recourse_console_http_request_duration_seconds",
                          "Time from a request's arrival to its answer.", {{"route", route}})};
  return series_.emplace(key, std::move(series)).first->second;
}

void DoorMetrics::Count(std::string_view route, int status,
                        std::chrono::steady_clock::duration took) {
  Series& series = SeriesOf(std::string(route), status);
  series.requests.Add();
  series.seconds.Observe(std::chrono::duration<double>(took).count());
}

void Answer::operator()(HttpResponse response) const {
  metrics_->Count(route_, response.status, std::chrono::steady_clock::now() - start_);
  EndSpan(response.status);
  if (tls_) response.headers.emplace_back("Strict-Transport-Security", kHsts);
  reply_(std::move(response));
}

EventStream Answer::Stream() const {
  metrics_->Count(route_, kOk, std::chrono::steady_clock::now() - start_);
  EndSpan(kOk);
  return reply_.Stream();
}

void Answer::EndSpan(int status) const {
  if (!span_) return;
  const std::lock_guard lock(span_->mutex);
  span_->span.Set(trace::kHttpResponseStatusCode, static_cast<std::int64_t>(status));
  if (status >= kFirstFault) span_->span.Fail(std::to_string(status));
  span_->span.End();
}

}  // namespace recourse::console
