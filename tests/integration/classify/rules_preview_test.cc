// Rules tried on what was said, over the wire and a real PostgreSQL: what would change, nothing is
// kept, and no further back than was asked.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "services/classify/adapters/classification_store.h"
#include "services/classify/adapters/classify_grpc.h"
#include "services/classify/adapters/feedback_codec.h"
#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/rules_json.h"
#include "services/common/access/key.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/policy_table.h"
#include "services/common/postgres/statements.h"
#include "services/common/runtime/handler.h"
#include "tests/support/postgres_server.h"
#include "tests/support/quiet_log.h"

namespace recourse::classify {

const std::vector<Migration>& Migrations();

namespace {

constexpr const char* kTaxonomy =
    R"({"taxonomy":[{"category":"card","parent":"","name_zh":"卡","name_en":"Cards"},
        {"category":"fraud","parent":"","name_zh":"欺诈","name_en":"Fraud"},
        {"category":"other","parent":"","name_zh":"其他","name_en":"Other"}],"rules":[)";
constexpr const char* kCardRule =
    R"({"id":"r-card","category":"card","type":"complaint","any":["卡"]})";
// Before r-card, for feedback by SMS.
constexpr const char* kAskedRule =
    R"({"id":"r-asked","category":"fraud","type":"complaint","severity":"critical",
        "patterns":["要我.{0,4}号"],"fields":{"channel":["sms"]}},)";
constexpr const char* kAgoSql =
    "UPDATE outbox SET recorded_time = clock_timestamp() - make_interval(mins => minutes) "
    "FROM unnest($1::uuid[], $2::int[]) AS ago (feedback_id, minutes) WHERE key = feedback_id";
constexpr const char* kKeptSql =
    "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM classifications) + "
    "(SELECT count(*) FROM policies)";
constexpr int kMinutesOfADay = 1'440;

std::string Document(const std::string& rules) { return kTaxonomy + rules + "]}"; }
std::string NewDocument() { return Document(std::string(kAskedRule) + kCardRule); }

recourse::testing::PostgresServer& Server() {
  static recourse::testing::PostgresServer server;
  return server;
}

class RulesPreviewTest : public ::testing::Test {
 protected:
  using Stub = v1::ClassifyService::Stub;

  RulesPreviewTest() {
    EXPECT_TRUE(PolicyTable(pool_).Put(kRulesKind, Document(kCardRule)).ok());
    auto session = pool_.Acquire();
    for (auto& statement : statements::EnsureTopic(kClassifiedTopic)) {
      session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }

  static FeedbackId IdOf(const std::string& id) {
    return FeedbackId(NamedUuid(kRecourseSpace, id));
  }
  static Caller Boss() { return {"boss", Role::kAdministrator, "", "Boss"}; }

  static Event Said(const std::string& id, const std::string& text, const std::string& channel) {
    Feedback feedback;
    feedback.feedback_id = IdOf(id);
    feedback.source_id = SourceId("hotline");
    feedback.channel = Channel(channel);
    feedback.text = text;
    return FeedbackReceived{feedback, *FoldText(text), {}, {}};
  }
  // Decided by the active rules and said in the outbox, each so many minutes ago, the oldest first.
  void Hear(const std::vector<std::pair<Event, int>>& said) {
    std::vector<Command<Domain>> commands;
    std::vector<Uuid> keys;
    std::vector<std::int32_t> ages;
    for (const auto& [event, minutes] : said) {
      keys.push_back(Domain::KeysOf(event).front().uuid());
      ages.push_back(minutes);
      commands.push_back({RequestId(keys.back()), "", event});
    }
    ASSERT_TRUE(handler_.Execute(commands).ok());
    const auto aged = pool_.Ask({kAgoSql, Params().Uuids(keys).Int4s(ages)});
    ASSERT_TRUE(aged.ok()) << aged.status();
    ASSERT_EQ(aged->affected(), static_cast<std::int64_t>(said.size()));
  }

  template <typename Request, typename Response>
  grpc::Status Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, Response& response, const Caller& caller = Boss()) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, caller), std::chrono::seconds(30)});
    return ((*stub_).*method)(&context, request, &response);
  }
  // Of an answer that must be given.
  v1::PreviewRulesResponse Preview(const std::string& document, int days = 0, int most = 0) {
    v1::PreviewRulesRequest request;
    request.set_document(document);
    request.set_days(days);
    request.set_feedback_max(most);
    v1::PreviewRulesResponse response;
    const grpc::Status status = Ask(&Stub::PreviewRules, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_FALSE(response.incomplete());
    return response;
  }
  // The slug of a refusal, else the code.
  std::string WhyNot(const v1::PreviewRulesRequest& request, const Caller& caller = Boss()) {
    v1::PreviewRulesResponse response;
    const grpc::Status status = Ask(&Stub::PreviewRules, request, response, caller);
    const auto refusal = RefusalOf(status);
    return refusal ? refusal->slug : "code " + std::to_string(status.error_code());
  }

  const Secret secret_{"0123456789abcdef0123456789abcdef"};
  Pool pool_{NewSchema(), 4};
  RulesStore rules_;
  DecidedMetric metric_;
  ClassificationTables tables_{rules_, metric_};
  const NoModel scorer_{};
  FeedbackCodec codec_{scorer_, rules_};
  PgStore<Domain> store_{pool_, tables_, codec_, kDeadTopic};
  Handler<Domain> handler_{store_};
  Readiness readiness_;
  WorkerPool workers_{"calls", {}};
  Calls calls_{"test", secret_, workers_};
  RulesPreview preview_{pool_};
  // Triage is asked nothing here.
  Commands<Domain> commands_{handler_, "classify"};
  IngestClient ingest_{{"127.0.0.1", 1}, secret_};
  TriageDoor triage_{commands_, pool_, rules_, ingest_};
  ClassifyGrpc door_{calls_, pool_, rules_, scorer_, triage_, preview_};
  std::unique_ptr<GrpcServer> server_ = *GrpcServer::Start(
      {{"127.0.0.1", 0}, false, kMaxReceiveBytes, secret_}, {&door_}, readiness_);
  std::unique_ptr<Stub> stub_ = v1::ClassifyService::NewStub(
      MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())}));

 private:
  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = Server().Schema("preview" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }
};

TEST_F(RulesPreviewTest, TellsWhatWouldBeSomethingElseAndKeepsNothing) {
  Hear({{Said("f1", "短信要我报卡号", "sms"), 30},
        {Said("f2", "短信要我报卡号", "phone"), 20},
        {Said("f3", "你好", "sms"), 10}});
  const std::int64_t kept = pool_.Ask({kKeptSql})->Int(0, 0);
  const v1::PreviewRulesResponse preview = Preview(NewDocument());
  EXPECT_EQ(preview.feedback(), 3);
  EXPECT_EQ(preview.category_changed(), 1);
  EXPECT_EQ(preview.type_changed(), 0);
  EXPECT_EQ(preview.severity_changed(), 1);
  ASSERT_EQ(preview.rules_size(), 2);
  EXPECT_EQ(preview.rules(0).rule_id(), "r-asked");
  EXPECT_EQ(preview.rules(0).before(), 0);
  EXPECT_EQ(preview.rules(0).after(), 1);
  EXPECT_EQ(preview.rules(1).rule_id(), "r-card");
  EXPECT_EQ(preview.rules(1).before(), 2);
  EXPECT_EQ(preview.rules(1).after(), 1);
  ASSERT_EQ(preview.changes_size(), 1);
  const v1::PreviewedChange& change = preview.changes(0);
  EXPECT_EQ(change.feedback_id(), ToString(IdOf("f1")));
  EXPECT_EQ(change.text(), "短信要我报卡号");
  EXPECT_EQ(change.before().rule_id(), "r-card");
  EXPECT_EQ(change.after().category(), "fraud");
  EXPECT_EQ(change.after().severity(), v1::SEVERITY_CRITICAL);
  ASSERT_EQ(change.after().evidence_size(), 1);
  EXPECT_EQ(change.after().evidence(0).begin(), 2);
  EXPECT_EQ(change.after().evidence(0).end(), 7);
  EXPECT_EQ(pool_.Ask({kKeptSql})->Int(0, 0), kept);
}

// More than a page in each partition, and the partitions' times between each other.
TEST_F(RulesPreviewTest, LooksAtTheLatestAndAtNoMoreThanWasAsked) {
  constexpr int kCount = 1'200;
  std::vector<std::pair<Event, int>> said;
  for (int age = kCount; age >= 1; --age) {
    said.push_back({Said("f" + std::to_string(age), "要我报卡号", "sms"), age});
  }
  Hear(said);
  const v1::PreviewRulesResponse some = Preview(NewDocument(), 7, 60);
  EXPECT_EQ(some.feedback(), 60);
  EXPECT_EQ(some.category_changed(), 60);
  ASSERT_EQ(some.changes_size(), 50);
  for (int i = 0; i < some.changes_size(); ++i) {
    EXPECT_EQ(some.changes(i).feedback_id(), ToString(IdOf("f" + std::to_string(i + 1))));
  }
  EXPECT_EQ(Preview(NewDocument()).feedback(), 1'000);
  EXPECT_EQ(Preview(NewDocument(), 30, 10'000).feedback(), kCount);
}

TEST_F(RulesPreviewTest, LooksNoFurtherBackThanWasAsked) {
  Hear({{Said("f1", "卡", "sms"), 20 * kMinutesOfADay},
        {Said("f2", "卡", "sms"), 5 * kMinutesOfADay},
        {Said("f3", "卡", "sms"), 1}});
  EXPECT_EQ(Preview(NewDocument(), 1).feedback(), 1);
  EXPECT_EQ(Preview(NewDocument()).feedback(), 2);
  EXPECT_EQ(Preview(NewDocument(), 30).feedback(), 3);
}

TEST_F(RulesPreviewTest, ComparesWithWhatTheMachineMadeAndNotWithCorrections) {
  Hear({{Said("f1", "卡", "sms"), 2}});
  Kept kept{2, {}, Timestamp{}, "anna", "wrong"};
  Feedback feedback;
  feedback.feedback_id = IdOf("f1");
  feedback.text = "卡";
  const auto correction = codec_.Encode(FeedbackClassified{feedback, kept});
  auto session = pool_.Acquire();
  for (auto& statement : statements::Say({{{correction.topic, PartitionOf(correction.key)},
                                           Derive(feedback.feedback_id.uuid(), 1),
                                           correction.key,
                                           correction.type,
                                           correction.schema,
                                           correction.payload,
                                           {}}},
                                         pool_.Ask(statements::Now())->Time(0, 0))) {
    session->Queue(std::move(statement));
  }
  ASSERT_TRUE(session->Flush().ok());
  const v1::PreviewRulesResponse preview = Preview(NewDocument());
  EXPECT_EQ(preview.feedback(), 1);
  EXPECT_EQ(preview.category_changed(), 0);
}

TEST_F(RulesPreviewTest, NothingSaidIsNothingLookedAt) {
  const v1::PreviewRulesResponse preview = Preview(NewDocument());
  EXPECT_EQ(preview.feedback(), 0);
  EXPECT_EQ(preview.rules_size(), 2);
}

TEST_F(RulesPreviewTest, RefusesWhatPutWouldRefuseAndWhatIsTooMuch) {
  v1::PreviewRulesRequest request;
  request.set_document(
      Document(R"({"id":"r","category":"card","type":"praise","patterns":["a*"]})"));
  EXPECT_EQ(WhyNot(request), "policy-refused");
  request.set_document(NewDocument());
  request.set_days(31);
  EXPECT_EQ(WhyNot(request), "days-malformed");
  request.set_days(-1);
  EXPECT_EQ(WhyNot(request), "days-malformed");
  request.set_days(30);
  request.set_feedback_max(10'001);
  EXPECT_EQ(WhyNot(request), "feedback-max-malformed");
  request.set_feedback_max(10'000);
  EXPECT_EQ(WhyNot(request), "code 0");
  EXPECT_EQ(WhyNot(request, {"ann", Role::kQuality, "", "Ann"}), "code 7");
  EXPECT_EQ(WhyNot(request, {"bob", Role::kAdministrator, "b1", "Bob"}), "code 7");
}

TEST_F(RulesPreviewTest, ATextThatIsAskedAboutMayBringItsFields) {
  ASSERT_TRUE(PolicyTable(pool_).Put(kRulesKind, NewDocument()).ok());
  v1::ClassifyRequest request;
  request.set_text("要我报卡号");
  v1::ClassifyResponse response;
  ASSERT_TRUE(Ask(&Stub::Classify, request, response).ok());
  EXPECT_EQ(response.classification().rule_id(), "r-card");
  request.set_channel("sms");
  ASSERT_TRUE(Ask(&Stub::Classify, request, response).ok());
  EXPECT_EQ(response.classification().rule_id(), "r-asked");
  request.set_channel(std::string(kAskedFieldBytesMax + 1, 'a'));
  const auto refusal = RefusalOf(Ask(&Stub::Classify, request, response));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->slug, "field-too-long");
}

}  // namespace
}  // namespace recourse::classify
