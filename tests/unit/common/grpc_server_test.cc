#include <grpc/health/v1/health.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <future>
#include <string>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/common/access/key.h"
#include "services/common/grpc/call.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"

namespace recourse {
namespace {

using grpc::StatusCode;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using std::chrono_literals::operator""s;

const Secret kSecret("0123456789abcdef0123456789abcdef");

class Kpis final : public kpi::v1::KpiService::CallbackService {
 public:
  explicit Kpis(Calls& calls) : calls_(calls) {}
  grpc::ServerUnaryReactor* GetKpis(grpc::CallbackServerContext* context,
                                    const kpi::v1::GetKpisRequest* request,
                                    kpi::v1::GetKpisResponse* response) override {
    return calls_.Blocking(
        context, request, response,
        [this](const Call&, const kpi::v1::GetKpisRequest& in, kpi::v1::GetKpisResponse&) {
          if (in.category() == "wait") {
            begun.set_value();
            open.get_future().wait();
          }
          return grpc::Status::OK;
        });
  }
  std::promise<void> begun;
  std::promise<void> open;

 private:
  Calls& calls_;
};

class GrpcServerTest : public testing::Test {
 protected:
  StatusOr<std::unique_ptr<GrpcServer>> Start(std::uint16_t port = 0) {
    return GrpcServer::Start({{"127.0.0.1", port}, true, kMaxReceiveBytes, kSecret}, {&kpis_},
                             readiness_);
  }
  static std::shared_ptr<grpc::Channel> ChannelTo(const GrpcServer& server) {
    return MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server.port())});
  }

  // The health of a service: "SERVING", "NOT_SERVING", or the code of a failed call.
  static std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel,
                              const std::string& service) {
    grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> stub(channel);
    grpc::ClientContext context;
    Prepare(context, {"", 10s, true});
    HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    std::promise<grpc::Status> ended;
    stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                   [&](grpc::Status status) { ended.set_value(std::move(status)); });
    const auto status = ended.get_future().get();
    return status.ok() ? HealthCheckResponse::ServingStatus_Name(response.status())
                       : std::to_string(status.error_code());
  }

  grpc::Status Ask(const std::shared_ptr<grpc::Channel>& channel, const std::string& category) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(kSecret, {"k", Role::kQuality, "", "n"}), 10s, true});
    kpi::v1::GetKpisRequest request;
    request.set_category(category);
    kpi::v1::GetKpisResponse response;
    return kpi::v1::KpiService::NewStub(channel)->GetKpis(&context, request, &response);
  }

  Readiness readiness_;
  WorkerPool pool_{"calls", {}};
  Calls calls_{"test", kSecret, pool_};
  Kpis kpis_{calls_};
};

TEST_F(GrpcServerTest, SaysThatItRunsAndWhetherItIsReady) {
  readiness_.SetNotReady("database", "It does not answer. Start it.");
  const auto server = *Start();
  const auto channel = ChannelTo(*server);
  EXPECT_EQ(HealthOf(channel, ""), "SERVING");
  EXPECT_EQ(HealthOf(channel, "recourse.kpi.v1.KpiService"), "NOT_SERVING");
  readiness_.SetReady("database");
  EXPECT_EQ(HealthOf(channel, "recourse.kpi.v1.KpiService"), "SERVING");
  EXPECT_EQ(HealthOf(channel, "recourse.kpi.v1.Nobody"), std::to_string(StatusCode::NOT_FOUND));
}

TEST_F(GrpcServerTest, TellsItsContractsOnlyWhereReflectionIsSwitchedOn) {
  const auto ask = [&](bool reflection) {
    const auto server = *GrpcServer::Start(
        {{"127.0.0.1", 0}, reflection, kMaxReceiveBytes, kSecret}, {&kpis_}, readiness_);
    grpc::GenericStub stub(ChannelTo(*server));
    grpc::ClientContext context;
    Prepare(context, {"", 10s, true});
    const grpc::Slice nothing("");
    const grpc::ByteBuffer empty(&nothing, 1);
    grpc::ByteBuffer answer;
    std::promise<grpc::Status> ended;
    stub.UnaryCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {},
                   &empty, &answer,
                   [&](grpc::Status status) { ended.set_value(std::move(status)); });
    return ended.get_future().get().error_code();
  };
  EXPECT_EQ(ask(false), StatusCode::UNIMPLEMENTED);
  EXPECT_NE(ask(true), StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ask(false), StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcServerTest, FinishesWhatIsInHandBeforeItStops) {
  auto server = *Start();
  const auto channel = ChannelTo(*server);
  auto call = std::async(std::launch::async, [&] { return Ask(channel, "wait"); });
  kpis_.begun.get_future().wait();
  auto stop = std::async(std::launch::async, [&] { server->Stop(20s); });
  EXPECT_EQ(stop.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  kpis_.open.set_value();
  EXPECT_TRUE(call.get().ok());
  stop.get();
  readiness_.SetNotReady("late", "Nobody listens any more, and nothing breaks.");
}

TEST_F(GrpcServerTest, RefusesAPortThatIsTaken) {
  const auto server = *Start();
  const auto second = Start(static_cast<std::uint16_t>(server->port()));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(GrpcServerTest, RefusesMessagesAndHeadersAboveItsLimits) {
  const auto server = *Start();
  const auto channel = ChannelTo(*server);
  EXPECT_EQ(Ask(channel, std::string(kMaxReceiveBytes, 'x')).error_code(),
            StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(Ask(channel, "card").ok()) << "the connection stays";

  grpc::ClientContext context;
  context.AddMetadata("x-long", std::string(3 * kMaxGrpcMetadataBytes, 'x'));
  Prepare(context, {*MintKey(kSecret, {"k", Role::kQuality, "", "n"}), 10s, true});
  kpi::v1::GetKpisResponse response;
  EXPECT_FALSE(kpi::v1::KpiService::NewStub(channel)->GetKpis(&context, {}, &response).ok());
  EXPECT_TRUE(Ask(ChannelTo(*server), "card").ok()) << "the server stays";
}

TEST_F(GrpcServerTest, IsSentNoKeyThatIsTooLongToBeOne) {
  const auto server = *Start();
  const auto channel = ChannelTo(*server);
  grpc::ClientContext context;
  Prepare(context, {std::string(3 * kMaxGrpcMetadataBytes, 'x'), 10s, true});
  kpi::v1::GetKpisResponse response;
  EXPECT_EQ(kpi::v1::KpiService::NewStub(channel)->GetKpis(&context, {}, &response).error_code(),
            StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(Ask(channel, "card").ok()) << "the connection stays";
}

TEST_F(GrpcServerTest, IsFoundUnavailableBySomeoneWhoDoesNotWait) {
  std::shared_ptr<grpc::Channel> channel;
  {
    const auto server = *Start();
    channel = ChannelTo(*server);
    EXPECT_TRUE(WaitConnected(*channel, 10s));
    server->Stop(1s);
  }
  grpc::ClientContext context;
  Prepare(context, {"k", 5s, false});
  kpi::v1::GetKpisResponse response;
  EXPECT_EQ(kpi::v1::KpiService::NewStub(channel)->GetKpis(&context, {}, &response).error_code(),
            StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace recourse
