#include "services/common/grpc/trace_client.h"

#include <grpc/grpc.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <utility>

#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/common/text/utf8.h"
#include "services/common/trace/attributes.h"

namespace recourse {
namespace {

namespace otlp = opentelemetry::proto;
namespace collector = otlp::collector::trace::v1;

constexpr const char* kNamespace = "recourse";
constexpr int kReconnectMaxMs = 2'000;

void SetText(const std::string& name, std::string_view text, otlp::common::v1::KeyValue& to) {
  to.set_key(name);
  to.mutable_value()->set_string_value(std::string(text));
}

void Write(const char* name, const trace::AttributeValue& value, otlp::common::v1::KeyValue& to) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    to.set_key(name);
    to.mutable_value()->set_int_value(*number);
  } else {
    SetText(name, std::get<std::string>(value), to);
  }
}

template <std::size_t N>
std::string BytesOf(const std::array<std::uint8_t, N>& id) {
  return {id.begin(), id.end()};
}

std::uint64_t NanosOf(trace::Instant time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

std::uint32_t FlagsOf(const trace::SpanContext& context) { return context.sampled ? 1U : 0U; }

void Write(const trace::SpanData& span, otlp::trace::v1::Span& to) {
  to.set_trace_id(BytesOf(span.context.trace_id));
  to.set_span_id(BytesOf(span.context.span_id));
  if (span.parent != trace::SpanId{}) to.set_parent_span_id(BytesOf(span.parent));
  to.set_flags(FlagsOf(span.context));
  to.set_name(span.name);
  to.set_kind(static_cast<otlp::trace::v1::Span::SpanKind>(span.kind));
  to.set_start_time_unix_nano(NanosOf(span.start_time));
  to.set_end_time_unix_nano(NanosOf(span.end_time));
  for (const auto& [name, value] : span.attributes) Write(name, value, *to.add_attributes());
  for (const trace::SpanContext& link : span.links) {
    auto* other = to.add_links();
    other->set_trace_id(BytesOf(link.trace_id));
    other->set_span_id(BytesOf(link.span_id));
    other->set_flags(FlagsOf(link));
  }
  to.set_dropped_links_count(span.dropped_links);
  if (span.failed) to.mutable_status()->set_code(otlp::trace::v1::Status::STATUS_CODE_ERROR);
}

std::shared_ptr<grpc::Channel> ChannelTo(const TraceConfig& config) {
  if (!config.tls) return MakeChannel(config.endpoint);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMaxMs);
  return grpc::CreateCustomChannel(config.endpoint.Text(), grpc::SslCredentials({}), arguments);
}

class Exporter final : public trace::SpanExporter {
 public:
  Exporter(const TraceConfig& config, const std::string& service, const std::string& instance)
      : stub_(collector::TraceService::NewStub(ChannelTo(config))) {
    const std::string& name = config.service.empty() ? service : config.service;
    SetText(trace::kServiceName, name, *resource_.add_attributes());
    SetText(trace::kServiceNamespace, kNamespace, *resource_.add_attributes());
    SetText(trace::kServiceInstanceId, instance, *resource_.add_attributes());
    for (const auto& [key, value] : config.resource) {
      SetText(key, MendUtf8(value), *resource_.add_attributes());
    }
  }

  Status Export(const std::vector<trace::SpanData>& spans,
                std::chrono::system_clock::time_point deadline) override {
    collector::ExportTraceServiceRequest request;
    auto* resource_spans = request.add_resource_spans();
    *resource_spans->mutable_resource() = resource_;
    auto* scope_spans = resource_spans->add_scope_spans();
    scope_spans->mutable_scope()->set_name(kNamespace);
    for (const trace::SpanData& span : spans) Write(span, *scope_spans->add_spans());
    grpc::ClientContext context;  // without a traceparent: this is no part of any trace
    context.set_deadline(deadline);
    collector::ExportTraceServiceResponse response;
    const auto status = stub_->Export(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    if (response.partial_success().rejected_spans() == 0) return absl::OkStatus();
    return absl::InvalidArgumentError("the receiver took a part only: " +
                                      response.partial_success().error_message());
  }

 private:
  const std::unique_ptr<collector::TraceService::Stub> stub_;
  otlp::resource::v1::Resource resource_;
};

}  // namespace

std::unique_ptr<trace::SpanExporter> OtlpExporter(const TraceConfig& config,
                                                  const std::string& service,
                                                  const std::string& instance) {
  return std::make_unique<Exporter>(config, service, instance);
}

Tracing::Tracing(const TraceConfig& config, const std::string& service,
                 const std::string& instance) {
  if (!config.enabled) return;
  tracer_ = std::make_unique<trace::Tracer>(trace::SamplerOf(config.sampler, config.ratio),
                                            OtlpExporter(config, service, instance));
  trace::Install(tracer_.get());
  Log(LogLevel::kInfo, "traces are exported",
      {{"endpoint", config.endpoint.Text()}, {"sampler", config.sampler}, {"ratio", config.ratio}});
}

Tracing::~Tracing() {
  if (!tracer_) return;
  trace::Install(nullptr);
  tracer_->Stop(kTraceFlushMax);
}

}  // namespace recourse
