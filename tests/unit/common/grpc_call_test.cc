#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/access/key.h"
#include "services/common/grpc/call.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "services/common/grpc/write_stream.h"
#include "services/common/process/metrics.h"

namespace recourse {
namespace {

using namespace routing::v1;  // NOLINT: the contract under test
using grpc::StatusCode;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

const Secret kSecret("0123456789abcdef0123456789abcdef");

// Behaves as the ticket's id says.
class Tickets final : public TicketService::CallbackService {
 public:
  explicit Tickets(Calls& calls) : calls_(calls) {}

  grpc::ServerUnaryReactor* GetTicket(grpc::CallbackServerContext* context,
                                      const GetTicketRequest* request,
                                      GetTicketResponse* response) override {
    return calls_.Blocking(
        context, request, response,
        [this](const Call& call, const GetTicketRequest& in, GetTicketResponse& out) {
          if (in.ticket_id() == "throw") throw std::runtime_error("password=hunter2");
          if (in.ticket_id() == "wait") {
            begun.set_value();
            open.get_future().wait();
          }
          if (in.ticket_id() == "refuse") return ToGrpc(Refusal{"ticket-gone", {{"n", "1"}}});
          out.mutable_ticket()->set_agent_id(call.caller.name + " by " + call.method);
          seen_deadline = call.deadline;
          ++handled;
          return grpc::Status::OK;
        });
  }

  grpc::ServerUnaryReactor* TakeTicket(grpc::CallbackServerContext* context,
                                       const TakeTicketRequest* request,
                                       TakeTicketResponse* response) override {
    return calls_.Unary(
        context, request, response,
        [](const Call&, const TakeTicketRequest& in, TakeTicketResponse& out, const Done& done) {
          if (in.ticket_id() == "drop") return;
          if (in.ticket_id() == "throw") throw std::runtime_error("oh");
          std::thread([done, &in, &out] {
            out.mutable_ticket()->set_ticket_id(in.ticket_id());
            done(grpc::Status::OK);
            done({StatusCode::INTERNAL, "too late to matter"});
          }).detach();
        });
  }

  // Forgets its door, as nobody should.
  grpc::ServerUnaryReactor* ReplyTicket(grpc::CallbackServerContext* context,
                                        const ReplyTicketRequest*,
                                        ReplyTicketResponse* response) override {
    response->mutable_ticket()->set_subject("not for everyone");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<WatchTicketsResponse>* WatchTickets(
      grpc::CallbackServerContext* context, const WatchTicketsRequest* request) override {
    return calls_.ServerStream<WatchTicketsResponse>(
        context, request, [&](const Call& call, const WatchTicketsRequest&) {
          auto stream = WriteStream<WatchTicketsResponse>::Make(*context, call, 4);
          watch.set_value(stream);
          return stream.get();
        });
  }

  std::promise<void> begun;
  std::promise<void> open;
  std::atomic<int> handled{0};
  std::chrono::system_clock::time_point seen_deadline;
  std::promise<std::shared_ptr<WriteStream<WatchTicketsResponse>>> watch;

 private:
  Calls& calls_;
};

// Answers each frame with the sequence it carries, until the client has no more.
class Echo final : public grpc::ServerBidiReactor<ingest::v1::StreamFeedbackRequest,
                                                  ingest::v1::StreamFeedbackResponse> {
 public:
  explicit Echo(const Call& call) : meter_(call.meter) { StartRead(&in_); }
  void OnReadDone(bool ok) override {
    if (!ok) {
      meter_->Finished(StatusCode::OK);
      Finish(grpc::Status::OK);
      return;
    }
    out_.set_acknowledged_sequence(in_.first_sequence());
    StartWrite(&out_);
  }
  void OnWriteDone(bool) override { StartRead(&in_); }
  void OnDone() override { delete this; }

 private:
  std::shared_ptr<CallMeter> meter_;
  ingest::v1::StreamFeedbackRequest in_;
  ingest::v1::StreamFeedbackResponse out_;
};

class Feedback final : public ingest::v1::FeedbackService::CallbackService {
 public:
  explicit Feedback(Calls& calls) : calls_(calls) {}
  grpc::ServerBidiReactor<ingest::v1::StreamFeedbackRequest, ingest::v1::StreamFeedbackResponse>*
  StreamFeedback(grpc::CallbackServerContext* context) override {
    return calls_.Bidi<ingest::v1::StreamFeedbackRequest, ingest::v1::StreamFeedbackResponse>(
        context, [](const Call& call) { return new Echo(call); });
  }

 private:
  Calls& calls_;
};

// A method that no row of the table knows.
class Hidden final : public grpc::Service {
 public:
  static constexpr const char* kMethod = "/recourse.hidden.v1.HiddenService/Do";
  Hidden() {
    AddMethod(new grpc::internal::RpcServiceMethod(kMethod, grpc::internal::RpcMethod::NORMAL_RPC,
                                                   nullptr));
    MarkMethodCallback(
        0, new grpc::internal::CallbackUnaryHandler<GetTicketRequest, GetTicketResponse>(
               [](grpc::CallbackServerContext* context, const GetTicketRequest*,
                  GetTicketResponse* out) {
                 out->mutable_ticket()->set_subject("not for anyone");
                 auto* reactor = context->DefaultReactor();
                 reactor->Finish(grpc::Status::OK);
                 return reactor;
               }));
  }
};

class CallsTest : public testing::Test {
 protected:
  CallsTest() {
    auto server = GrpcServer::Start({{"127.0.0.1", 0}, false, kMaxReceiveBytes, kSecret},
                                    {&tickets_, &feedback_, &hidden_}, readiness_);
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())});
    stub_ = TicketService::NewStub(channel_);
  }
  ~CallsTest() override { server_->Stop(2s); }

  static std::string KeyOf(Role role) { return *MintKey(kSecret, {"k-1", role, "", "Li"}); }

  grpc::Status Get(const std::string& key, const std::string& id, GetTicketResponse& response,
                   std::chrono::milliseconds deadline = 10s) {
    grpc::ClientContext context;
    Prepare(context, {key, deadline, true});
    GetTicketRequest request;
    request.set_ticket_id(id);
    return stub_->GetTicket(&context, request, &response);
  }
  grpc::Status Get(const std::string& key, const std::string& id = "t") {
    GetTicketResponse response;
    return Get(key, id, response);
  }
  grpc::Status Take(const std::string& id, TakeTicketResponse& response) {
    grpc::ClientContext context;
    Prepare(context, {KeyOf(Role::kAgent), 10s, true});
    TakeTicketRequest request;
    request.set_ticket_id(id);
    return stub_->TakeTicket(&context, request, &response);
  }

  Readiness readiness_;
  WorkerPool pool_{"calls", {.threads = 1, .queued = 1}};
  Calls calls_{"test", kSecret, pool_};
  Tickets tickets_{calls_};
  Feedback feedback_{calls_};
  Hidden hidden_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<TicketService::Stub> stub_;
};

TEST_F(CallsTest, LetsInWhoMayAndTellsTheHandlerWhoItIs) {
  GetTicketResponse response;
  const auto status = Get(KeyOf(Role::kAgent), "t", response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.ticket().agent_id(), "Li by /recourse.routing.v1.TicketService/GetTicket");
}

TEST_F(CallsTest, RefusesWhoHasNoKeyOrAForgedOne) {
  EXPECT_EQ(Get("").error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Get("rk1.e30.AAAA").error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Get(KeyOf(Role::kAgent) + "x").error_code(), StatusCode::UNAUTHENTICATED);
  const Timestamp past{std::chrono::milliseconds(1)};
  EXPECT_EQ(Get(*MintKey(kSecret, {"k", Role::kAgent, "", "n"}, past)).error_code(),
            StatusCode::UNAUTHENTICATED);
}

TEST_F(CallsTest, RefusesTwoKeysAtOnce) {
  grpc::ClientContext context;
  Prepare(context, {KeyOf(Role::kAgent), 10s, true});
  context.AddMetadata("authorization", "Bearer " + KeyOf(Role::kAgent));
  GetTicketResponse response;
  EXPECT_EQ(stub_->GetTicket(&context, {}, &response).error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(CallsTest, RefusesARoleWithoutTheRight) {
  EXPECT_EQ(Get(KeyOf(Role::kIngest)).error_code(), StatusCode::PERMISSION_DENIED);
}

TEST_F(CallsTest, CancelsAMethodWithoutARuleForEveryone) {
  grpc::TemplatedGenericStub<GetTicketRequest, GetTicketResponse> stub(channel_);
  for (const Role role : AllRoles()) {
    grpc::ClientContext context;
    Prepare(context, {KeyOf(role), 10s, true});
    GetTicketRequest request;
    GetTicketResponse response;
    std::promise<grpc::Status> ended;
    stub.UnaryCall(&context, Hidden::kMethod, {}, &request, &response,
                   [&](grpc::Status status) { ended.set_value(std::move(status)); });
    EXPECT_FALSE(ended.get_future().get().ok());
    EXPECT_EQ(response.ticket().subject(), "");
  }
}

TEST_F(CallsTest, LetsNoAnswerLeaveWhereAHandlerForgotItsDoor) {
  const auto reply = [&](const std::string& key) {
    grpc::ClientContext context;
    Prepare(context, {key, 10s, true});
    ReplyTicketResponse response;
    const auto status = stub_->ReplyTicket(&context, {}, &response);
    return std::pair(status.ok(), response.ticket().subject());
  };
  EXPECT_EQ(reply(""), std::pair(false, std::string()));
  EXPECT_EQ(reply(KeyOf(Role::kAuditor)), std::pair(false, std::string()));
  EXPECT_EQ(reply(KeyOf(Role::kAgent)), std::pair(true, std::string("not for everyone")));
}

TEST_F(CallsTest, TurnsAnExceptionIntoInternalWithoutItsWords) {
  const auto status = Get(KeyOf(Role::kAgent), "throw");
  EXPECT_EQ(status.error_code(), StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message().find("hunter2"), std::string::npos);
  TakeTicketResponse response;
  EXPECT_EQ(Take("throw", response).error_code(), StatusCode::INTERNAL);
}

TEST_F(CallsTest, CarriesARefusalWithItsSlug) {
  const auto status = Get(KeyOf(Role::kAgent), "refuse");
  EXPECT_EQ(status.error_code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(RefusalOf(status), (Refusal{"ticket-gone", {{"n", "1"}}}));
}

TEST_F(CallsTest, GivesACallWithoutADeadlineOneOfItsOwn) {
  GetTicketResponse response;
  const auto begin = std::chrono::system_clock::now();
  EXPECT_TRUE(Get(KeyOf(Role::kAgent), "t", response, kForEver).ok());
  EXPECT_LE(tickets_.seen_deadline, std::chrono::system_clock::now() + kMaxUnaryDeadline);
  EXPECT_GE(tickets_.seen_deadline, begin + kMaxUnaryDeadline - 1s);
}

TEST_F(CallsTest, AnswersLaterFromAnyThreadAndOnce) {
  TakeTicketResponse response;
  EXPECT_TRUE(Take("t9", response).ok());
  EXPECT_EQ(response.ticket().ticket_id(), "t9");
}

TEST_F(CallsTest, AnswersForAHandlerThatForgetsTo) {
  TakeTicketResponse response;
  EXPECT_EQ(Take("drop", response).error_code(), StatusCode::INTERNAL);
}

TEST_F(CallsTest, SaysExhaustedWhenThePoolIsFullAndLateWhenItsTurnComesTooLate) {
  auto held = std::async(std::launch::async, [&] { return Get(KeyOf(Role::kAgent), "wait"); });
  tickets_.begun.get_future().wait();
  // One call is in the worker: of four more one is queued until it is too late for it.
  std::vector<std::future<grpc::Status>> more;
  for (int i = 0; i < 4; ++i) {
    more.push_back(std::async(std::launch::async, [&] {
      GetTicketResponse response;
      return Get(KeyOf(Role::kAgent), "t", response, 1s);
    }));
  }
  std::map<StatusCode, int> outcomes;
  for (auto& call : more) {
    ++outcomes[call.get().error_code()];
  }
  // The server's idea of the deadline may be a little later than the client's.
  std::this_thread::sleep_for(200ms);
  tickets_.open.set_value();
  EXPECT_TRUE(held.get().ok());
  EXPECT_EQ(outcomes[StatusCode::RESOURCE_EXHAUSTED], 3);
  EXPECT_EQ(outcomes[StatusCode::DEADLINE_EXCEEDED], 1);
  pool_.Stop();
  EXPECT_EQ(tickets_.handled, 1) << "what came too late was not done";
}

TEST_F(CallsTest, RefusesStreamsLikeCalls) {
  grpc::ClientContext watch_context;
  Prepare(watch_context, {KeyOf(Role::kIngest), 10s, true});
  auto watch = stub_->WatchTickets(&watch_context, {});
  WatchTicketsResponse change;
  EXPECT_FALSE(watch->Read(&change));
  EXPECT_EQ(watch->Finish().error_code(), StatusCode::PERMISSION_DENIED);

  grpc::ClientContext context;
  Prepare(context, {"", 10s, true});
  auto stub = ingest::v1::FeedbackService::NewStub(channel_);
  auto stream = stub->StreamFeedback(&context);
  ingest::v1::StreamFeedbackResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(CallsTest, ServesABidirectionalStream) {
  grpc::ClientContext context;
  Prepare(context, {KeyOf(Role::kIngest), 10s, true});
  auto stub = ingest::v1::FeedbackService::NewStub(channel_);
  auto stream = stub->StreamFeedback(&context);
  ingest::v1::StreamFeedbackRequest frame;
  frame.set_first_sequence(42);
  ingest::v1::StreamFeedbackResponse response;
  EXPECT_TRUE(stream->Write(frame));
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.acknowledged_sequence(), 42);
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(CallsTest, CountsEveryCallByItsOutcome) {
  Get(KeyOf(Role::kAgent));
  Get("");
  const auto counted = [](const std::string& code) {
    return Counter("recourse_grpc_requests_total", "",
                   {{"service", "test"}, {"method", "TicketService/GetTicket"}, {"code", code}})
        .Value();
  };
  EXPECT_GE(counted("UNAUTHENTICATED"), 1);
  // The client may have its answer an instant before the last hold of the call goes.
  for (int i = 0; i < 1'000 && counted("OK") < 1; ++i) {
    std::this_thread::yield();
  }
  EXPECT_GE(counted("OK"), 1);
}

WatchTicketsResponse Change(const std::string& id) {
  WatchTicketsResponse response;
  response.mutable_change()->set_ticket_id(id);
  return response;
}

TEST_F(CallsTest, StreamsFromAnyThreadAndClosesInOrder) {
  grpc::ClientContext context;
  Prepare(context, {KeyOf(Role::kOperations), 10s, true});
  auto watch = stub_->WatchTickets(&context, {});
  auto stream = tickets_.watch.get_future().get();
  EXPECT_TRUE(stream->Push(Change("a")));
  EXPECT_TRUE(stream->Push(Change("b")));
  stream->Close(grpc::Status::OK);
  EXPECT_FALSE(stream->Push(Change("c")));
  WatchTicketsResponse change;
  std::string read;
  while (watch->Read(&change)) read += change.change().ticket_id();
  EXPECT_EQ(read, "ab");
  EXPECT_TRUE(watch->Finish().ok());
}

TEST_F(CallsTest, TellsAServiceThatItsReaderFellBehindAndThenTheReader) {
  grpc::ClientContext context;
  Prepare(context, {KeyOf(Role::kOperations), 10s, true});
  auto watch = stub_->WatchTickets(&context, {});
  auto stream = tickets_.watch.get_future().get();
  const std::string big(60'000, 'x');  // fills the flow control window, so writes wait
  int pushed = 0;
  while (stream->Push(Change(big))) {
    ASSERT_LT(++pushed, 10'000);
  }
  WatchTicketsResponse resync;
  resync.mutable_resync();
  stream->Resync(resync);
  stream->Close(grpc::Status::OK);
  WatchTicketsResponse last;
  int read = 0;
  while (watch->Read(&last)) ++read;
  EXPECT_TRUE(last.has_resync());
  EXPECT_LT(read, pushed + 1);
  EXPECT_TRUE(watch->Finish().ok());
}

TEST_F(CallsTest, LearnsThatAReaderHasGone) {
  grpc::ClientContext context;
  Prepare(context, {KeyOf(Role::kOperations), 10s, true});
  auto watch = stub_->WatchTickets(&context, {});
  auto stream = tickets_.watch.get_future().get();
  context.TryCancel();
  EXPECT_FALSE(watch->Finish().ok());
  for (int i = 0; i < 10'000 && !stream->Over(); ++i) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(stream->Over());
  EXPECT_FALSE(stream->Push(Change("late")));
}

TEST(MethodTest, FollowsFromTheRequest) {
  EXPECT_EQ(MethodOf<TakeTicketRequest>(), "/recourse.routing.v1.TicketService/TakeTicket");
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(MethodNameOf(*Ticket::descriptor()), "broken assumption");
}

}  // namespace
}  // namespace recourse
