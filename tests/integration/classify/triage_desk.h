#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/classify/adapters/classification_store.h"
#include "services/classify/adapters/classify_grpc.h"
#include "services/classify/adapters/feedback_codec.h"
#include "services/classify/adapters/folding.h"
#include "services/common/access/key.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/policy_table.h"
#include "services/common/postgres/statements.h"
#include "tests/support/postgres_server.h"
#include "tests/support/quiet_log.h"

namespace recourse::classify {

const std::vector<Migration>& Migrations();

namespace testing {

// ingest's GetFeedback as a peer sees it, behind the real door: keys and rights are checked.
class PeerIngest final : public ingest::v1::FeedbackService::CallbackService {
 public:
  explicit PeerIngest(Calls& calls) : calls_(calls) {}

  void Put(const FeedbackId& id, const std::string& text) {
    const std::lock_guard lock(mutex_);
    texts_[ToString(id)] = text;
  }
  void Answer(bool answering) { answering_ = answering; }

  grpc::ServerUnaryReactor* GetFeedback(grpc::CallbackServerContext* context,
                                        const ingest::v1::GetFeedbackRequest* request,
                                        ingest::v1::GetFeedbackResponse* response) override {
    return calls_.Blocking(context, request, response,
                           [this](const Call&, const ingest::v1::GetFeedbackRequest& in,
                                  ingest::v1::GetFeedbackResponse& out) { return Get(in, out); });
  }

 private:
  grpc::Status Get(const ingest::v1::GetFeedbackRequest& in, ingest::v1::GetFeedbackResponse& out) {
    if (!answering_) return {grpc::StatusCode::UNAVAILABLE, "away"};
    const std::lock_guard lock(mutex_);
    const auto found = texts_.find(in.feedback_id());
    if (found == texts_.end()) return {grpc::StatusCode::NOT_FOUND, "there is no such feedback"};
    out.set_feedback_id(in.feedback_id());
    out.mutable_feedback()->set_text(found->second);
    out.mutable_feedback()->set_channel("phone");
    out.mutable_feedback()->set_source_id("hotline");
    out.mutable_feedback()->set_place("b1");
    out.mutable_feedback()->mutable_occurred_time()->set_seconds(1'763'800'000);
    return grpc::Status::OK;
  }

  Calls& calls_;
  std::mutex mutex_;
  std::map<std::string, std::string> texts_;
  std::atomic<bool> answering_{true};
};

inline recourse::testing::PostgresServer& TriageServer() {
  static recourse::testing::PostgresServer server;
  return server;
}

inline constexpr const char* kTriageRules =
    R"({"taxonomy": [
          {"category": "card", "parent": "", "name_zh": "卡", "name_en": "Cards"},
          {"category": "loan", "parent": "", "name_zh": "贷款", "name_en": "Loans"},
          {"category": "wealth", "parent": "", "name_zh": "理财", "name_en": "Wealth"},
          {"category": "other", "parent": "", "name_zh": "其他", "name_en": "Other"}],
        "rules": [{"id": "cards", "category": "card", "type": "complaint", "any": ["card"]}]})";

// classify's door over a real PostgreSQL, with an ingest to ask.
class TriageDesk : public ::testing::Test {
 protected:
  using Stub = v1::ClassifyService::Stub;

  TriageDesk() {
    const auto put = PolicyTable(pool_).Put("rules", kTriageRules);
    EXPECT_TRUE(put.ok()) << put.status();
    auto session = pool_.Acquire();
    for (auto& statement : statements::EnsureTopic(kClassifiedTopic)) {
      session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }

  static FeedbackId IdOf(const std::string& name) {
    return FeedbackId(NamedUuid(kRecourseSpace, "feedback " + name));
  }
  static std::string Id(const std::string& name) { return ToString(IdOf(name)); }
  static std::string NewRequest() {
    static int count = 0;
    return ToString(NamedUuid(kRecourseSpace, "request " + std::to_string(++count)));
  }

  // Feedback comes, and is classified by rules alone: what has no rule's word waits in triage.
  void Hear(const std::string& name, const std::string& text, Scores scores = {}) {
    ingest_door_.Put(IdOf(name), text);
    FeedbackReceived received;
    received.feedback.feedback_id = IdOf(name);
    received.feedback.text = text;
    received.text = *FoldText(text);
    received.scores = std::move(scores);
    const RequestId request(NamedUuid(kRecourseSpace, "heard " + name));
    const auto told = handler_.Execute({{request, "", std::move(received)}});
    ASSERT_TRUE(told.ok()) << told.status();
  }

  static Caller Olga() { return {"olga", Role::kOperations, "", "Olga"}; }
  static Caller Omar() { return {"omar", Role::kQuality, "", "Omar"}; }

  template <typename Request, typename Response>
  grpc::Status Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, Response& response, const Caller& caller = Olga()) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, caller)});
    return ((*stub_).*method)(&context, request, &response);
  }
  // "" where it was done, the slug of a refusal, else the code.
  static std::string WordOf(const grpc::Status& status) {
    if (status.ok()) return "";
    const auto refusal = RefusalOf(status);
    return refusal ? refusal->slug : "code " + std::to_string(status.error_code());
  }

  static v1::CorrectClassificationRequest Saying(const std::string& name,
                                                 const std::string& category) {
    v1::CorrectClassificationRequest in;
    in.set_request_id(NewRequest());
    in.set_feedback_id(Id(name));
    in.set_category(category);
    return in;
  }
  std::string Correct(const v1::CorrectClassificationRequest& in, const Caller& caller = Olga()) {
    corrected_.Clear();
    return WordOf(Ask(&Stub::CorrectClassification, in, corrected_, caller));
  }
  std::string Correct(const std::string& name, const std::string& category) {
    return Correct(Saying(name, category));
  }
  v1::ListTriageResponse Waiting(int page_size = 50, const std::string& token = "") {
    v1::ListTriageRequest in;
    in.set_page_size(page_size);
    in.set_page_token(token);
    v1::ListTriageResponse out;
    const auto status = Ask(&Stub::ListTriage, in, out);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return out;
  }
  v1::ListCorrectionsResponse Corrections(int page_size = 100, const std::string& token = "") {
    v1::ListCorrectionsRequest in;
    in.set_page_size(page_size);
    in.set_page_token(token);
    v1::ListCorrectionsResponse out;
    const auto status = Ask(&Stub::ListCorrections, in, out);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return out;
  }
  std::int64_t Number(const char* sql) { return pool_.Ask({sql})->Int(0, 0); }

  const Secret secret_{"0123456789abcdef0123456789abcdef"};
  Pool pool_{NewSchema(), 8};
  RulesStore rules_;
  DecidedMetric metric_;
  ClassificationTables tables_{rules_, metric_};
  const NoModel scorer_;
  FeedbackCodec codec_{scorer_, rules_};
  PgStore<Domain> store_{pool_, tables_, codec_, kDeadTopic};
  Handler<Domain> handler_{store_};
  Commands<Domain> commands_{handler_, "classify"};
  Readiness readiness_;
  WorkerPool workers_{"calls", {}};
  Calls calls_{"classify", secret_, workers_};
  PeerIngest ingest_door_{calls_};
  std::unique_ptr<GrpcServer> ingest_server_ = Serve(ingest_door_);
  IngestClient ingest_{AddressOf(*ingest_server_), secret_};
  TriageDoor triage_{commands_, pool_, rules_, ingest_};
  RulesPreview preview_{pool_};
  ClassifyGrpc door_{calls_, pool_, rules_, scorer_, triage_, preview_};
  std::unique_ptr<GrpcServer> server_ = Serve(door_);
  std::unique_ptr<Stub> stub_ = v1::ClassifyService::NewStub(MakeChannel(AddressOf(*server_)));
  v1::CorrectClassificationResponse corrected_;

 private:
  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = TriageServer().Schema("triage" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }
  std::unique_ptr<GrpcServer> Serve(grpc::Service& service) {
    return *GrpcServer::Start({{"127.0.0.1", 0}, false, kMaxReceiveBytes, secret_}, {&service},
                              readiness_);
  }
  static Address AddressOf(const GrpcServer& server) {
    return {"127.0.0.1", static_cast<std::uint16_t>(server.port())};
  }
};

}  // namespace testing
}  // namespace recourse::classify
