#include <grpcpp/grpcpp.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"
#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/access/key.h"
#include "services/common/grpc/call.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/trace_client.h"
#include "services/common/trace/attributes.h"
#include "tests/support/kept_spans.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

namespace otlp = opentelemetry::proto;
namespace collector = otlp::collector::trace::v1;

using testing::AttributeOf;
using testing::KeptSpans;

const Secret kSecret("0123456789abcdef0123456789abcdef");
const std::string kGetKpis = "recourse.kpi.v1.KpiService/GetKpis";
const trace::SpanContext kCaller{{1}, {2}, true};

class Kpis final : public kpi::v1::KpiService::CallbackService {
 public:
  explicit Kpis(Calls& calls) : calls_(calls) {}
  grpc::ServerUnaryReactor* GetKpis(grpc::CallbackServerContext* context,
                                    const kpi::v1::GetKpisRequest* request,
                                    kpi::v1::GetKpisResponse* response) override {
    return calls_.Blocking(
        context, request, response,
        [this](const Call&, const kpi::v1::GetKpisRequest& in, kpi::v1::GetKpisResponse&) {
          worked_for = trace::Current();
          return in.category().empty() ? grpc::Status::OK
                                       : grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
        });
  }
  trace::SpanContext worked_for;

 private:
  Calls& calls_;
};

class TracedCallTest : public ::testing::Test {
 protected:
  void Ask(const std::string& category, bool traced = true) {
    const auto server = *GrpcServer::Start({{"127.0.0.1", 0}, false, kMaxReceiveBytes, kSecret},
                                           {&kpis_}, readiness_);
    const auto channel = MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server->port())});
    grpc::ClientContext context;
    Prepare(context, {*MintKey(kSecret, {"k", Role::kQuality, "", "n"}), kDefaultCallDeadline,
                      /*wait_for_ready=*/true, traced});
    kpi::v1::GetKpisRequest request;
    request.set_category(category);
    kpi::v1::GetKpisResponse response;
    kpi::v1::KpiService::NewStub(channel)->GetKpis(&context, request, &response);
    server->Stop(std::chrono::seconds(10));
    pool_.Stop();  // the call's last copy goes with its task
  }

  Readiness readiness_;
  WorkerPool pool_{"calls", {}};
  Calls calls_{"test", kSecret, pool_};
  Kpis kpis_{calls_};
};

TEST_F(TracedCallTest, ACallIsPartOfTheTraceOfWhoeverAsked) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  {
    const trace::Scope scope(kCaller);
    Ask("");
  }
  tracing.Flush();
  ASSERT_EQ(kept.Named(kGetKpis).size(), 1U);
  const auto span = kept.Named(kGetKpis).front();
  EXPECT_EQ(span.context.trace_id, kCaller.trace_id);
  EXPECT_EQ(span.parent, kCaller.span_id);
  EXPECT_EQ(span.kind, trace::SpanKind::kServer);
  EXPECT_EQ(kpis_.worked_for, span.context);
  EXPECT_EQ(*AttributeOf(span, "rpc.system"), trace::AttributeValue("grpc"));
  EXPECT_EQ(*AttributeOf(span, "rpc.service"), trace::AttributeValue("recourse.kpi.v1.KpiService"));
  EXPECT_EQ(*AttributeOf(span, "rpc.method"), trace::AttributeValue("GetKpis"));
  EXPECT_EQ(*AttributeOf(span, "rpc.grpc.status_code"), trace::AttributeValue(std::int64_t{0}));
  EXPECT_FALSE(span.failed);
}

TEST_F(TracedCallTest, ACallThatNobodyAskedInATraceBeginsOne) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  Ask("away");
  tracing.Flush();
  ASSERT_EQ(kept.Named(kGetKpis).size(), 1U);
  const auto span = kept.Named(kGetKpis).front();
  EXPECT_EQ(span.parent, trace::SpanId{});
  EXPECT_TRUE(span.failed);
  EXPECT_EQ(*AttributeOf(span, "error.type"), trace::AttributeValue("UNAVAILABLE"));
}

TEST_F(TracedCallTest, WhatAClockAsksIsInNoTrace) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  Ask("", /*traced=*/false);
  tracing.Flush();
  EXPECT_TRUE(kept.All().empty());
}

class Receiver final : public collector::TraceService::Service {
 public:
  grpc::Status Export(grpc::ServerContext*, const collector::ExportTraceServiceRequest* request,
                      collector::ExportTraceServiceResponse* response) override {
    const std::lock_guard lock(mutex_);
    requests.push_back(*request);
    response->mutable_partial_success()->set_rejected_spans(rejected);
    return grpc::Status::OK;
  }
  std::vector<collector::ExportTraceServiceRequest> requests;
  std::int64_t rejected = 0;

 private:
  std::mutex mutex_;
};

class OtlpTest : public ::testing::Test {
 protected:
  OtlpTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&receiver_);
    server_ = builder.BuildAndStart();
    config_.enabled = true;
    config_.endpoint = {"127.0.0.1", static_cast<std::uint16_t>(port)};
    config_.sampler = "always_on";
    config_.resource = {{"deployment.environment.name", "test"}};
  }
  static std::string ValueOf(const otlp::resource::v1::Resource& resource,
                             const std::string& name) {
    for (const auto& pair : resource.attributes()) {
      if (pair.key() == name) return pair.value().string_value();
    }
    return "";
  }
  static std::string Bytes(std::size_t count, char first) {
    std::string bytes(count, '\0');
    bytes[0] = first;
    return bytes;
  }

  Receiver receiver_;
  std::unique_ptr<grpc::Server> server_;
  TraceConfig config_;
};

TEST_F(OtlpTest, AProcessSendsWhatItsSpansHoldBeforeItEnds) {
  {
    const Tracing tracing(config_, "routing", "routing-1");
    auto span = trace::Start(trace::SpanKind::kConsumer, "process", "topic", kCaller);
    span.Set(trace::kMessagingSystem, "kafka");
    span.Set(trace::kMessagingKafkaOffset, 9);
    span.Link({{3}, {4}, true});
    span.Fail("UNAVAILABLE");
  }
  EXPECT_FALSE(trace::Enabled());
  ASSERT_EQ(receiver_.requests.size(), 1U);
  const auto& spans = receiver_.requests[0].resource_spans(0);
  EXPECT_EQ(ValueOf(spans.resource(), "service.name"), "routing");
  EXPECT_EQ(ValueOf(spans.resource(), "service.namespace"), "recourse");
  EXPECT_EQ(ValueOf(spans.resource(), "service.instance.id"), "routing-1");
  EXPECT_EQ(ValueOf(spans.resource(), "deployment.environment.name"), "test");
  const auto& span = spans.scope_spans(0).spans(0);
  EXPECT_EQ(span.name(), "process topic");
  EXPECT_EQ(span.kind(), otlp::trace::v1::Span::SPAN_KIND_CONSUMER);
  EXPECT_EQ(span.trace_id(), Bytes(16, 1));
  EXPECT_EQ(span.parent_span_id(), Bytes(8, 2));
  EXPECT_EQ(span.span_id().size(), 8U);
  EXPECT_EQ(span.flags(), 1U);
  EXPECT_GT(span.start_time_unix_nano(), 0U);
  EXPECT_GE(span.end_time_unix_nano(), span.start_time_unix_nano());
  EXPECT_EQ(span.attributes(0).key(), "messaging.system");
  EXPECT_EQ(span.attributes(0).value().string_value(), "kafka");
  EXPECT_EQ(span.attributes(1).value().int_value(), 9);
  EXPECT_EQ(span.links(0).trace_id(), Bytes(16, 3));
  EXPECT_EQ(span.links(0).span_id(), Bytes(8, 4));
  EXPECT_EQ(span.status().code(), otlp::trace::v1::Status::STATUS_CODE_ERROR);
}

TEST_F(OtlpTest, ThisServicesNameMayBeAnother) {
  config_.service = "intake";
  {
    const Tracing tracing(config_, "ingest", "ingest-1");
    trace::Start(trace::SpanKind::kInternal, "work", "", {});
  }
  ASSERT_EQ(receiver_.requests.size(), 1U);
  EXPECT_EQ(ValueOf(receiver_.requests[0].resource_spans(0).resource(), "service.name"), "intake");
}

TEST_F(OtlpTest, WhatIsTakenInPartIsToldAndWhoIsAwayMayComeBack) {
  const auto exporter = OtlpExporter(config_, "ingest", "ingest-1");
  const auto deadline = std::chrono::system_clock::now() + std::chrono::seconds(10);
  EXPECT_TRUE(exporter->Export({}, deadline).ok());
  receiver_.rejected = 1;
  EXPECT_TRUE(absl::IsInvalidArgument(exporter->Export({}, deadline)));
  server_->Shutdown();
  EXPECT_TRUE(absl::IsUnavailable(exporter->Export({}, deadline)));
}

TEST_F(OtlpTest, WithoutAnEndpointNothingIsMade) {
  config_.enabled = false;
  const Tracing tracing(config_, "ingest", "ingest-1");
  EXPECT_FALSE(trace::Enabled());
}

}  // namespace
}  // namespace recourse
