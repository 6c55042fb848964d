#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "services/common/http/http_server.h"
#include "services/common/process/metrics.h"
#include "services/common/trace/span.h"
#include "services/console/adapters/identity.h"
#include "services/console/domain/route.h"

namespace recourse::console {

// Requests by route and status, and how long they took. Thread-safe.
class DoorMetrics {
 public:
  void Count(std::string_view route, int status, std::chrono::steady_clock::duration took);

 private:
  struct Series {
    Counter requests;
    Histogram seconds;
  };
  Series& SeriesOf(const std::string& route, int status);

  std::mutex mutex_;
  std::map<std::pair<std::string, int>, Series> series_;
};

// The way back to the client, counted on its way. Copies answer the same request.
class Answer {
 public:
  // `span` is the request's; it ends with the answer.
  Answer(Reply reply, DoorMetrics& metrics, std::string_view route, bool tls, trace::Span span = {})
      : reply_(std::move(reply)), metrics_(&metrics), route_(route), tls_(tls) {
    context_ = span.context();
    if (span.recording()) span_ = std::make_shared<SharedSpan>(std::move(span));
  }

  void operator()(HttpResponse response) const;
  EventStream Stream() const;
  // What is done for the request follows from this.
  const trace::SpanContext& span() const { return context_; }

 private:
  // Copies of an answer may be used by several threads; the first that answers ends it.
  struct SharedSpan {
    explicit SharedSpan(trace::Span begun) : span(std::move(begun)) {}
    std::mutex mutex;
    trace::Span span;
  };
  void EndSpan(int status) const;

  Reply reply_;
  DoorMetrics* metrics_;
  std::string_view route_;  // of the table of routes, which lives for ever
  bool tls_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  trace::SpanContext context_;
  std::shared_ptr<SharedSpan> span_;
};

// One request that was let in, on its way to its route.
struct Ask {
  std::shared_ptr<const HttpRequest> request;
  // What stood for the '*' of the route, and for the second one.
  std::string part;
  std::string second_part;
  // Empty on routes that are open to anyone.
  Identity identity;
  Answer answer;
};

}  // namespace recourse::console
