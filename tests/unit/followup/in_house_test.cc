// What followup asks of ingest and tells itself, over gRPC of its own: ingest here answers what a
// test says, so that each answer of the real one, and its silence, is met.
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <deque>
#include <mutex>

#include "services/common/access/key.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "services/common/runtime/handler.h"
#include "services/followup/adapters/customer_address_book.h"
#include "services/followup/adapters/in_house_courier.h"
#include "tests/support/fake_courier.h"
#include "tests/support/fake_store.h"
#include "tests/support/followup_values.h"
#include "tests/support/quiet_log.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test
namespace wire = ingest::v1;
using Kind = SendOutcome::Kind;

const Secret kKeySecret("0123456789abcdef0123456789abcdef");
const char* const kCustomer = "11111111-2222-4333-8444-555555555555";

// Both services of ingest, with one answer each.
class ScriptedIngest final : public wire::CustomerService::Service {
 public:
  grpc::Status GetContact(grpc::ServerContext* context, const wire::GetContactRequest* in,
                          wire::GetContactResponse* out) override {
    Note(*context);
    asked_for = in->customer_id();
    *out->mutable_customer() = customer;
    return status;
  }
  void Note(const grpc::ServerContext& context) {
    const auto found = context.client_metadata().find("authorization");
    if (found != context.client_metadata().end()) {
      key = std::string(found->second.data(), found->second.size()).substr(7);
    }
    deadline = context.deadline() - std::chrono::system_clock::now();
  }

  grpc::Status status;
  wire::Customer customer;
  std::string asked_for;
  std::string key;
  std::chrono::system_clock::duration deadline{};
};

class ScriptedFeedback final : public wire::FeedbackService::Service {
 public:
  explicit ScriptedFeedback(ScriptedIngest& ingest) : ingest_(ingest) {}
  grpc::Status SubmitFeedback(grpc::ServerContext* context, const wire::SubmitFeedbackRequest* in,
                              wire::SubmitFeedbackResponse*) override {
    ingest_.Note(*context);
    got.push_back(*in);
    return ingest_.status;
  }
  std::deque<wire::SubmitFeedbackRequest> got;

 private:
  ScriptedIngest& ingest_;
};

class InHouseTest : public ::testing::Test {
 protected:
  InHouseTest() {
    store_.now = At(0, 12);
    store_.policy = std::make_shared<const Policy>(SmallPolicy());
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&ingest_);
    builder.RegisterService(&feedback_);
    server_ = builder.BuildAndStart();
    client_.emplace(Address{"127.0.0.1", static_cast<std::uint16_t>(port_)}, kKeySecret);
    book_.emplace(*client_);
    courier_.emplace(*client_, outside_);
  }

  static ClaimedEffect Claimed(Effect effect) {
    return {EffectId(IdOf<EffectId>("effect")), std::move(effect), 1, 1, At(0, 12)};
  }
  void Keep(const std::string& name, const Effect& effect) {
    store_.effects.emplace(IdOf<EffectId>(name), recourse::testing::FakeEffect{effect, {}});
  }
  SendOutcome Send(const Effect& effect) {
    auto prepared = courier_->Prepare(Claimed(effect));
    if (auto* outcome = std::get_if<SendOutcome>(&prepared)) return *outcome;
    auto& parcel = std::get<std::unique_ptr<Parcel>>(prepared);
    EXPECT_EQ(parcel->message_id(), ToString(IdOf<EffectId>("effect")));
    return parcel->Send({});
  }
  Effect Words() { return WordsEffect(IdOf<LoopId>("loop"), TicketOf("t1", "li"), "钱还没有退"); }
  Effect Notice() {
    followup::Notice notice;
    notice.notice_id = IdOf<NoticeId>("n1");
    notice.kind = NoticeKind::kBreached;
    notice.ticket_id = IdOf<TicketId>("t1");
    notice.number = "26-004217";
    notice.branch_id = BranchId("b1");
    notice.time = At(0, 11);
    return NoticeEffect(AgentId("anna"), notice);
  }
  Recipient Customer() { return {Recipient::Kind::kCustomer, kCustomer}; }

  ScriptedIngest ingest_;
  ScriptedFeedback feedback_{ingest_};
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::optional<IngestClient> client_;
  std::optional<CustomerAddressBook> book_;
  recourse::testing::FakeStore<Domain> store_;
  Handler<Domain> handler_{store_};
  int sent_outside_ = 0;
  recourse::testing::FakeCourier outside_{[this](const ClaimedEffect&, const std::stop_token&) {
    ++sent_outside_;
    return SendOutcome{};
  }};
  std::optional<InHouseCourier> courier_;
};

TEST_F(InHouseTest, AContactIsAskedForInOurOwnName) {
  ingest_.customer.set_email("li@example.com");
  ingest_.customer.set_phone("13800000000");
  ingest_.customer.set_name("Li");
  ingest_.customer.set_language("zh-CN");
  const auto contact = book_->Find(Customer());
  ASSERT_TRUE(contact.ok()) << contact.status();
  EXPECT_EQ(contact->email, "li@example.com");
  EXPECT_EQ(contact->phone, "13800000000");
  EXPECT_EQ(contact->name, "Li");
  EXPECT_EQ(contact->language, "zh-CN");
  EXPECT_EQ(ingest_.asked_for, kCustomer);
  const Timestamp now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const auto caller = CheckKey(kKeySecret, ingest_.key, now);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->id, "service-followup");
  EXPECT_EQ(caller->role, Role::kAdministrator);
  EXPECT_FALSE(CheckKey(kKeySecret, ingest_.key, now + std::chrono::minutes(2)).ok());
  EXPECT_LE(ingest_.deadline, IngestClient::kDeadline);
}

TEST_F(InHouseTest, OnlyThatThereIsNoCustomerEndsAnEffect) {
  ingest_.status = {grpc::StatusCode::NOT_FOUND, "there is no such customer"};
  EXPECT_TRUE(absl::IsNotFound(book_->Find(Customer()).status()));
  for (const auto code :
       {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::DEADLINE_EXCEEDED,
        grpc::StatusCode::INTERNAL, grpc::StatusCode::PERMISSION_DENIED,
        grpc::StatusCode::UNAUTHENTICATED, grpc::StatusCode::FAILED_PRECONDITION,
        grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::RESOURCE_EXHAUSTED}) {
    ingest_.status = {code, "no"};
    EXPECT_TRUE(absl::IsUnavailable(book_->Find(Customer()).status())) << code;
  }
  server_->Shutdown();
  EXPECT_TRUE(absl::IsUnavailable(book_->Find(Customer()).status()));
}

TEST_F(InHouseTest, ACustomerWithoutAContactPointIsNotThere) {
  ingest_.customer.set_name("Li");
  EXPECT_TRUE(absl::IsNotFound(book_->Find(Customer()).status()));
  ingest_.customer.set_phone("13800000000");
  EXPECT_TRUE(book_->Find(Customer()).ok());
}

TEST_F(InHouseTest, WordsComeToIngestAsFeedbackAboutTheTicket) {
  EXPECT_EQ(Send(Words()).kind, Kind::kDelivered);
  ASSERT_EQ(feedback_.got.size(), 1U);
  const auto& got = feedback_.got.front();
  EXPECT_EQ(got.source_id(), "survey");
  EXPECT_EQ(got.external_id(), ToString(IdOf<LoopId>("loop")));
  EXPECT_EQ(got.channel(), "survey");
  EXPECT_EQ(got.text(), "钱还没有退");
  EXPECT_EQ(got.about_ticket_id(), ToString(IdOf<TicketId>("t1")));
  EXPECT_EQ(got.customer_id(), ToString(IdOf<CustomerId>("li")));
  EXPECT_EQ(got.customer().language(), "zh-CN");
  EXPECT_EQ(sent_outside_, 0);
}

TEST_F(InHouseTest, WordsOfNobodyKnownNameNoCustomer) {
  EXPECT_EQ(Send(WordsEffect(IdOf<LoopId>("loop"), TicketOf("t1", ""), "w")).kind,
            Kind::kDelivered);
  EXPECT_EQ(feedback_.got.front().customer_id(), "");
}

TEST_F(InHouseTest, WordsThatIngestRefusesFailAndAllElseIsTriedAgain) {
  ingest_.status = ToGrpc(Refusal{"customer-unknown", {}}, grpc::StatusCode::INVALID_ARGUMENT, "x");
  EXPECT_EQ(Send(Words()).kind, Kind::kFailed);
  EXPECT_EQ(Send(Words()).reason, "customer-unknown");
  ingest_.status =
      ToGrpc(Refusal{"idempotency-key-reused", {}}, grpc::StatusCode::FAILED_PRECONDITION, "x");
  EXPECT_EQ(Send(Words()).kind, Kind::kFailed);
  for (const auto code : {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::DEADLINE_EXCEEDED,
                          grpc::StatusCode::RESOURCE_EXHAUSTED, grpc::StatusCode::INTERNAL,
                          grpc::StatusCode::UNKNOWN, grpc::StatusCode::PERMISSION_DENIED,
                          grpc::StatusCode::UNAUTHENTICATED, grpc::StatusCode::ABORTED}) {
    ingest_.status = {code, "no"};
    EXPECT_EQ(Send(Words()).kind, Kind::kAgain) << code;
  }
  server_->Shutdown();
  const auto away = Send(Words());
  EXPECT_EQ(away.kind, Kind::kAgain);
  EXPECT_TRUE(away.lane_closed);
}

// A row as the domain's own decision left it.
TEST_F(InHouseTest, ANoticeIsHeardByTheDigestOfItsPersonOnce) {
  Keep("effect", Notice());
  ASSERT_EQ(handler_.Receive(10)->size(), 1U);
  EXPECT_TRUE(handler_.Receive(10)->empty());
  Keep("the same again", Notice());
  ASSERT_EQ(handler_.Receive(10)->size(), 1U);
  const auto& digest = std::get<StaffDigest>(store_.rows.at(FileOf(AgentId("anna"))));
  ASSERT_EQ(digest.pending.size(), 1U);
  EXPECT_EQ(digest.pending.front().number, "26-004217");
  for (const auto& [id, row] : store_.effects) EXPECT_EQ(row.state, EffectState::kDelivered);
  EXPECT_TRUE(store_.requests.empty());
}

TEST_F(InHouseTest, ManyNoticesShareATransaction) {
  for (int i = 0; i < 5; ++i) Keep("effect " + std::to_string(i), Notice());
  int commits = 0;
  store_.on_commit = [&](const Changes<Domain>&) { ++commits; };
  EXPECT_EQ(handler_.Receive(3)->size(), 3U);
  EXPECT_EQ(handler_.Receive(3)->size(), 2U);
  EXPECT_EQ(commits, 2);
}

TEST_F(InHouseTest, ANoticeThatSaysNothingFails) {
  Effect effect = Notice();
  effect.parameters.erase("notice_id");
  Keep("effect", effect);
  const auto ended = handler_.Receive(10);
  ASSERT_EQ(ended->size(), 1U);
  EXPECT_EQ(ended->front().result.reason, "unreadable");
  EXPECT_EQ(store_.effects.begin()->second.state, EffectState::kFailed);
}

TEST_F(InHouseTest, AllElseLeavesTheHouse) {
  for (const auto& [purpose, endpoint] :
       {std::pair{kSurvey, "ingest"}, {kReply, ""}, {kFeedback, "sms"}, {kNotice, "ops"}}) {
    Effect effect;
    effect.kind = EffectKind::kWebhook;
    effect.purpose = purpose;
    effect.endpoint = endpoint;
    const auto prepared = courier_->Prepare(Claimed(effect));
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Parcel>>(prepared));
    std::get<std::unique_ptr<Parcel>>(prepared)->Send({});
  }
  EXPECT_EQ(sent_outside_, 4);
  EXPECT_TRUE(feedback_.got.empty());
}

TEST_F(InHouseTest, WhileTheStoreIsAwayANoticeStaysPending) {
  std::mt19937 random(1);
  recourse::testing::Faults faults(&random, 1);  // each call fails
  recourse::testing::FakeStore<Domain> away(&faults);
  Handler<Domain> handler(away);
  away.effects.emplace(IdOf<EffectId>("effect"), recourse::testing::FakeEffect{Notice(), {}});
  EXPECT_FALSE(handler.Receive(10).ok());
  EXPECT_EQ(away.effects.begin()->second.state, EffectState::kPending);
  EXPECT_TRUE(away.rows.empty());
}

}  // namespace
}  // namespace recourse::followup
