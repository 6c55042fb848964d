#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>
#include <grpcpp/support/string_ref.h>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "services/common/access/caller.h"
#include "services/common/core/status.h"
#include "services/common/process/secret.h"
#include "services/common/trace/span.h"

namespace recourse {

// Of a unary call that names no deadline, or one further away.
inline constexpr std::chrono::seconds kMaxUnaryDeadline{30};

struct MethodMetrics;

// Counts and times a call when its last copy goes: recourse_grpc_requests_total
// {service,method,code} and recourse_grpc_request_duration_seconds{service,method}. Its span ends
// then too.
class CallMeter {
 public:
  // `caller` is the span that the call is part of, if it names one.
  CallMeter(const std::string& service, const std::string& method,
            const trace::SpanContext& caller = {});
  ~CallMeter();
  CallMeter(const CallMeter&) = delete;
  CallMeter& operator=(const CallMeter&) = delete;
  // What the call ended with; one that nobody finished counts as CANCELLED. Thread-safe.
  void Finished(grpc::StatusCode code) { code_ = code; }
  // What is done for the call follows from this.
  const trace::SpanContext& span() const { return span_.context(); }
  // For what is done for one piece of many that a stream carries: the call's span where the caller
  // named his own, else none, so that each piece begins a trace.
  trace::SpanContext span_of_piece() const { return called_ ? span() : trace::SpanContext{}; }

 private:
  MethodMetrics& metrics_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::atomic<grpc::StatusCode> code_{grpc::StatusCode::CANCELLED};
  const bool called_;
  trace::Span span_;
};

// A call that was let in, as its handler sees it.
struct Call {
  Caller caller;
  // "/recourse.routing.v1.TicketService/TakeTicket"
  std::string method;
  // Work that is not done by then is of use to nobody. A stream has what its client gave.
  std::chrono::system_clock::time_point deadline;
  // "ipv4:127.0.0.1:50412", for the audit.
  std::string peer;
  std::shared_ptr<CallMeter> meter;
};

struct Admitted {
  // Ok, UNAUTHENTICATED or PERMISSION_DENIED; with a no, only `method`, `peer` and `meter` are set.
  grpc::Status status;
  Call call;
};

// The metadata that a client sent.
using CallMetadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// The span that the metadata says the call is part of; none where tracing is off.
trace::SpanContext TraceOf(const CallMetadata& metadata);

// Whose key the metadata carries, and whether its role may call the method.
StatusOr<Caller> CallerOf(const CallMetadata& metadata, const Secret& key_secret,
                          std::string_view method);

// The checks of the door: key, role, deadline. Thread-safe.
class Admission {
 public:
  // `service` is the label of the metrics: ingest, routing, ...
  Admission(std::string service, Secret key_secret);
  Admitted Admit(const grpc::ServerContextBase& context, const std::string& method) const;

 private:
  const std::string service_;
  const Secret key_secret_;
};

// What an exception becomes: a line in the log, and for the caller INTERNAL and no word of it.
grpc::Status InternalError(const std::string& method, const std::string& what);

}  // namespace recourse
