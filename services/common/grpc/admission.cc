#include "services/common/grpc/admission.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "services/common/access/key.h"
#include "services/common/access/permission.h"
#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/common/process/metrics.h"
#include "services/common/trace/attributes.h"

namespace recourse {
namespace {

std::string CodeName(int code) {
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(code));
}

// "TicketService/TakeTicket": the package adds nothing to the service's label.
std::string ShortName(const std::string& method) {
  const std::size_t slash = method.rfind('/');
  const std::size_t dot = slash == std::string::npos ? slash : method.rfind('.', slash);
  return dot == std::string::npos ? method : method.substr(dot + 1);
}

// "recourse.routing.v1.TicketService/TakeTicket", as the conventions name a span.
std::string_view WithoutSlash(std::string_view method) {
  return method.starts_with('/') ? method.substr(1) : method;
}

// Not the caller's fault, so that the conventions call the span failed.
bool IsOurs(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DATA_LOSS:
      return true;
    default:
      return false;
  }
}

void Describe(trace::Span& span, std::string_view method) {
  if (!span.recording()) return;
  const std::string_view name = WithoutSlash(method);
  const std::size_t slash = name.find('/');
  span.Set(trace::kRpcSystem, "grpc");
  span.Set(trace::kRpcService, name.substr(0, slash));
  span.Set(trace::kRpcMethod, slash == std::string_view::npos ? name : name.substr(slash + 1));
}

void EndSpan(trace::Span& span, grpc::StatusCode code) {
  if (!span.recording()) return;
  span.Set(trace::kRpcGrpcStatusCode, static_cast<std::int64_t>(code));
  if (IsOurs(code)) span.Fail(CodeName(code));
  span.End();
}

std::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

// Empty when there is none, or more than one: then nobody knows which was meant.
std::string_view BearerOf(const CallMetadata& metadata) {
  constexpr std::string_view kScheme = "bearer ";
  if (metadata.count("authorization") != 1) {
    return {};
  }
  const std::string_view value = View(metadata.find("authorization")->second);
  const auto same = [](char wanted, char given) { return (given | 0x20) == wanted; };
  const bool bearer = value.size() > kScheme.size() &&
                      std::equal(kScheme.begin(), kScheme.end() - 1, value.begin(), same) &&
                      value[kScheme.size() - 1] == ' ';
  return bearer ? value.substr(kScheme.size()) : std::string_view();
}

}  // namespace

struct MethodMetrics {
  MethodMetrics(const std::string& service, const std::string& method)
      : labels{{"service", service}, {"method", ShortName(method)}},
        duration("recourse_grpc_request_duration_seconds",
                 "Time from the admission of a gRPC call to its end", labels) {}

  void Count(int code) {
    auto with_code = labels;
    with_code["code"] = CodeName(code);
    Counter("recourse_grpc_requests_total", "gRPC calls that ended, by their status", with_code)
        .Add();
  }

  const MetricLabels labels;
  Histogram duration;
};

namespace {

// As many as there are methods; kept for the life of the process.
MethodMetrics& MetricsOf(const std::string& service, const std::string& method) {
  static std::mutex mutex;
  static auto* all = new std::map<std::pair<std::string, std::string>, MethodMetrics>();
  const std::lock_guard lock(mutex);
  return all->try_emplace({service, method}, service, method).first->second;
}

}  // namespace

CallMeter::CallMeter(const std::string& service, const std::string& method,
                     const trace::SpanContext& caller)
    : metrics_(MetricsOf(service, method)),
      called_(caller.valid()),
      span_(trace::Start(trace::SpanKind::kServer, WithoutSlash(method), "", caller)) {
  Describe(span_, method);
}

CallMeter::~CallMeter() {
  EndSpan(span_, code_);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start_;
  metrics_.duration.Observe(taken.count());
  metrics_.Count(code_);
}

trace::SpanContext TraceOf(const CallMetadata& metadata) {
  if (!trace::Enabled()) return {};
  const auto found = metadata.find(trace::kTraceparent);
  if (found == metadata.end()) return {};
  return trace::ParseTraceparent(View(found->second)).value_or(trace::SpanContext{});
}

StatusOr<Caller> CallerOf(const CallMetadata& metadata, const Secret& key_secret,
                          std::string_view method) {
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  auto caller = CheckKey(key_secret, BearerOf(metadata), now);
  if (!caller.ok()) {
    return caller.status();
  }
  const Status allowed = Authorise(*caller, method);
  return allowed.ok() ? std::move(caller) : allowed;
}

Admission::Admission(std::string service, Secret key_secret)
    : service_(std::move(service)), key_secret_(std::move(key_secret)) {}

Admitted Admission::Admit(const grpc::ServerContextBase& context, const std::string& method) const {
  Admitted admitted;
  admitted.call.method = method;
  admitted.call.peer = context.peer();
  admitted.call.deadline = context.deadline();
  admitted.call.meter =
      std::make_shared<CallMeter>(service_, method, TraceOf(context.client_metadata()));
  auto caller = CallerOf(context.client_metadata(), key_secret_, method);
  admitted.status = ToGrpc(caller.status());
  if (caller.ok()) {
    admitted.call.caller = *std::move(caller);
  } else {
    Log(LogLevel::kWarning, "a call was refused",
        {{"method", method},
         {"peer", admitted.call.peer},
         {"code", CodeName(admitted.status.error_code())}});
  }
  return admitted;
}

grpc::Status InternalError(const std::string& method, const std::string& what) {
  Log(LogLevel::kError, "a handler failed", {{"method", method}, {"error", what}});
  return {grpc::StatusCode::INTERNAL,
          "The service failed in answering this. Nothing was promised; the log of the service "
          "says why. Try again, and tell the operator if it stays."};
}

}  // namespace recourse
