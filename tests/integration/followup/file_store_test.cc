// Files in a real PostgreSQL: what one decision makes of a file is what the next one finds, and its
// columns say what its record says.
#include "services/followup/adapters/file_store.h"

#include <gtest/gtest.h>

#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/statements.h"
#include "services/common/runtime/handler.h"
#include "services/followup/adapters/loop_codec.h"
#include "tests/support/followup_values.h"
#include "tests/support/postgres_server.h"

namespace recourse::followup {

const std::vector<Migration>& Migrations();

namespace {

using namespace testing;  // NOLINT: values of this test

constexpr const char* kSurvey = R"({"zone": "Asia/Shanghai", "survey": {"delay_ms": 0,
    "budget": {"most": 20, "window_ms": 86400000},
    "ways": {"mail": "mail", "branch": "link", "phone": "call"}},
    "replies": {"ways": {"mail": "mail"}}})";
constexpr const char* kOrganization = R"({"regions": [{"region_id": "south"}],
    "branches": [{"branch_id": "b1", "region_id": "south", "told": ["anna"]}],
    "people": [{"agent_id": "anna", "mail": "anna@bank.example"}]})";
constexpr const char* kLoopColumns =
    "SELECT ticket_number, cycle, branch_id, region_id, category, channel, agent_id, severity, "
    "state, verdict, reason, way, is_unknown, version, customer_id IS NULL, "
    "close_time IS NOT NULL FROM loops WHERE loop_id = $1";
constexpr const char* kDeliveryColumns =
    "SELECT state, agent_id, told_time, settle_time, reply_version, reason FROM deliveries "
    "WHERE delivery_id = $1";

recourse::testing::PostgresServer& Server() {
  static recourse::testing::PostgresServer server;
  return server;
}

// A file survives only in PostgreSQL: each event has a Handler that knows nothing of the last.
class FileStoreTest : public ::testing::Test {
 protected:
  FileStoreTest() {
    auto session = pool_.Acquire();
    for (auto& statement : statements::EnsureTopic(kLoopTopic)) {
      session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
    Put(kSurveyKind, kSurvey);
    Put(kOrganizationKind, kOrganization);
  }

  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = Server().Schema("followup" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }
  void Put(const std::string& kind, const std::string& document) {
    EXPECT_TRUE(PolicyTable(pool_).Put(kind, document).ok()) << kind;
  }
  StatusOr<Answered<Domain>> Execute(const Event& event) {
    Handler<Domain> handler(store_);
    const RequestId request(NamedUuid(kRecourseSpace, "request" + std::to_string(++requests_)));
    auto answers = handler.Execute({{request, "", event}});
    if (!answers.ok()) return answers.status();
    return answers->front();
  }
  // The answer, or the refusal's slug.
  std::string Do(const Event& event) {
    const auto answer = Execute(event);
    if (!answer.ok()) return std::string(answer.status().message());
    const auto* refusal = std::get_if<Refusal>(&*answer);
    return refusal == nullptr ? "" : refusal->slug;
  }
  void Fire() {
    Handler<Domain> handler(store_);
    const auto fired = handler.Fire(100);
    ASSERT_TRUE(fired.ok()) << fired.status();
    ASSERT_GT(fired->fired, 0);
  }
  CustomerFile Stored(const Ticket& ticket) {
    auto session = pool_.Acquire();
    auto view = tables_.Load(*session, {FileOf(ticket)});
    EXPECT_TRUE(view.ok()) << view.status();
    if (!view.ok() || view->empty()) return {};
    return std::get<CustomerFile>(view->begin()->second);
  }
  Loop StoredLoop(const Ticket& ticket) {
    const auto file = Stored(ticket);
    const auto found = file.loops.find(LoopOf(ticket.ticket_id, ticket.cycle));
    EXPECT_NE(found, file.loops.end());
    return found == file.loops.end() ? Loop() : found->second;
  }
  Timestamp Now() {
    auto session = pool_.Acquire();
    return session->Ask(statements::Now())->Time(0, 0);
  }
  std::int64_t Count(const char* sql) { return pool_.Ask({sql})->Int(0, 0); }
  Result LoopColumns(const Ticket& ticket) {
    const Uuid id = LoopOf(ticket.ticket_id, ticket.cycle).uuid();
    return *pool_.Ask({kLoopColumns, Params().Uuid(id)});
  }
  SubmitAnswer AnswerTo(const Ticket& ticket, int csat) {
    return {FileOf(ticket),
            LoopOf(ticket.ticket_id, ticket.cycle),
            {Csat(csat), "", AnswerVia::kLink, AgentId()}};
  }

  std::string dsn_ = NewSchema();
  Pool pool_{dsn_, 4};
  PolicyStore policies_;
  FileTables tables_{policies_};
  LoopCodec codec_;
  PgStore<Domain> store_{pool_, tables_, codec_, "recourse.followup.dead.v1"};
  int requests_ = 0;
};

TEST_F(FileStoreTest, ALoopIsKeptFromTheResolutionToTheAnswer) {
  const Ticket ticket = TicketOf("26-000017", "liu");
  EXPECT_EQ(Do(Resolved(ticket, Now())), "");
  EXPECT_EQ(StoredLoop(ticket).state, LoopState::kWaiting);
  EXPECT_EQ(Count("SELECT count(*) FROM timers"), 1);
  Fire();
  const Loop issued = StoredLoop(ticket);
  EXPECT_EQ(issued.state, LoopState::kSending);
  ASSERT_TRUE(issued.expire_time);
  ASSERT_EQ(Stored(ticket).contacts.size(), 1u);
  EXPECT_FALSE(Stored(ticket).contacts.front().time) << "under way";
  EXPECT_EQ(Count("SELECT count(*) FROM effects WHERE purpose = 'survey' AND kind = 'mail'"), 1);
  EXPECT_EQ(Do(AnswerTo(ticket, 5)), "");
  const Loop heard = StoredLoop(ticket);
  EXPECT_EQ(heard.verdict, Verdict::kHeardGood);
  ASSERT_TRUE(heard.heard);
  EXPECT_EQ(heard.heard->scores, Csat(5));
  EXPECT_EQ(Do(AnswerTo(ticket, 1)), "survey-already-answered");
  EXPECT_EQ(Count("SELECT count(*) FROM timers"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox WHERE topic = 'recourse.followup.loop.v1'"),
            heard.version);
}

TEST_F(FileStoreTest, TheColumnsSayWhatTheRecordSays) {
  const Ticket ticket = TicketOf("26-000018", "liu", "branch", 2);
  EXPECT_EQ(Do(Resolved(ticket, Now())), "");
  EXPECT_EQ(Do(AnswerTo(ticket, 1)), "");
  const Result row = LoopColumns(ticket);
  ASSERT_EQ(row.rows(), 1);
  const char* texts[] = {"26-000018", nullptr, "b1", "south", "card", "branch", "dora"};
  for (int column = 0; column < 7; ++column) {
    if (texts[column] == nullptr) continue;
    EXPECT_EQ(row.Text(0, column), texts[column]);
  }
  EXPECT_EQ(row.Int(0, 1), 2);
  EXPECT_EQ(row.Int(0, 7), 2);
  EXPECT_EQ(row.Int(0, 8), static_cast<int>(LoopState::kClosed));
  EXPECT_EQ(row.Int(0, 9), static_cast<int>(Verdict::kHeardBad));
  EXPECT_EQ(row.Int(0, 10), 0);
  EXPECT_EQ(row.Int(0, 11), static_cast<int>(SurveyWay::kLink));
  EXPECT_FALSE(row.Bool(0, 12));
  EXPECT_EQ(row.Int(0, 13), StoredLoop(ticket).version);
  EXPECT_FALSE(row.Bool(0, 14));
  EXPECT_TRUE(row.Bool(0, 15));
}

TEST_F(FileStoreTest, AFileOfATicketWithoutACustomerIsTheTickets) {
  const Ticket ticket = TicketOf("26-000019", "", "branch");
  EXPECT_EQ(Do(Resolved(ticket, Now())), "");
  EXPECT_TRUE(LoopColumns(ticket).Bool(0, 14));
  EXPECT_EQ(StoredLoop(ticket).state, LoopState::kAsked);
}

TEST_F(FileStoreTest, OptingOutIsKeptAndEndsWhatIsOpen) {
  const Ticket first = TicketOf("26-000017", "liu"), second = TicketOf("26-000018", "liu");
  EXPECT_EQ(Do(Resolved(first, Now())), "");
  const auto answer =
      Execute(SetContactPreference{FileOf(first), first.customer_id, false, AgentId("anna")});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(std::get<Receipt>(*answer).withdrawn_count, 1);
  EXPECT_EQ(StoredLoop(first).reason, LoopReason::kOptOut);
  EXPECT_EQ(Do(Resolved(second, Now())), "");
  EXPECT_EQ(StoredLoop(second).verdict, Verdict::kSuppressed);
  ASSERT_TRUE(Stored(first).preference);
  EXPECT_FALSE(Stored(first).preference->surveys);
}

TEST_F(FileStoreTest, ADeliveryIsKeptUntilItIsTold) {
  const Ticket ticket = TicketOf("26-000017", "liu", "phone");
  const PublicReply reply{AgentId("dora"), "We look into it.", {}};
  EXPECT_EQ(Do(FactOf(ticket, reply, 3, Now())), "");
  const DeliveryId id = DeliveryOf(ticket.ticket_id, 3);
  const Statement ask{kDeliveryColumns, Params().Uuid(id.uuid())};
  EXPECT_EQ(pool_.Ask(ask)->Int(0, 0), static_cast<int>(DeliveryState::kToTell));
  EXPECT_TRUE(pool_.Ask(ask)->IsNull(0, 2));
  const Timestamp told_time = Now() - 1h;
  EXPECT_EQ(Do(MarkTold{FileOf(ticket), id, AgentId("anna"), told_time}), "");
  const Result told = *pool_.Ask(ask);
  EXPECT_EQ(told.Int(0, 0), static_cast<int>(DeliveryState::kTold));
  EXPECT_EQ(told.Text(0, 1), "anna");
  EXPECT_EQ(told.Time(0, 2), told_time);
  EXPECT_FALSE(told.IsNull(0, 3));
  EXPECT_EQ(told.Int(0, 4), 3);
  EXPECT_EQ(Stored(ticket).deliveries.at(id).state, DeliveryState::kTold);
  EXPECT_EQ(Do(MarkTold{FileOf(ticket), id, AgentId("ben"), told_time}), "reply-already-told");
}

TEST_F(FileStoreTest, ADigestGathersFromOneTransactionToTheNext) {
  const auto notice = [&](const std::string& name) {
    Notice value;
    value.notice_id = IdOf<NoticeId>(name);
    value.ticket_id = IdOf<TicketId>(name);
    value.number = name;
    value.time = Now();
    return Notify{FileOf(AgentId("anna")), AgentId("anna"), {value}};
  };
  EXPECT_EQ(Do(notice("n1")), "");
  EXPECT_EQ(Do(notice("n2")), "");
  EXPECT_EQ(Do(notice("n1")), "");
  auto session = pool_.Acquire();
  const auto view = tables_.Load(*session, {FileOf(AgentId("anna"))});
  ASSERT_TRUE(view.ok());
  const auto& digest = std::get<StaffDigest>(view->at(FileOf(AgentId("anna"))));
  EXPECT_EQ(digest.pending.size(), 2u);
  EXPECT_EQ(digest.agent_id, AgentId("anna"));
  EXPECT_EQ(Count("SELECT count(*) FROM timers"), 1);
}

TEST_F(FileStoreTest, WhatLeavesAFullFileStaysToBeReadAndIsNotLoaded) {
  const Ticket first = TicketOf("26-000000", "liu", "branch");
  for (std::size_t i = 0; i <= kLoopsInFileMax; ++i) {
    Ticket ticket = TicketOf("26-" + std::to_string(100000 + i), "liu", "branch");
    if (i == 0) ticket = first;
    ASSERT_EQ(Do(Resolved(ticket, Now())), "");
  }
  EXPECT_EQ(Count("SELECT count(*) FROM loops"), static_cast<int>(kLoopsInFileMax) + 1);
  EXPECT_EQ(Count("SELECT count(*) FROM loops WHERE in_file"), static_cast<int>(kLoopsInFileMax));
  const auto file = Stored(first);
  EXPECT_EQ(file.loops.size(), kLoopsInFileMax);
  EXPECT_FALSE(file.loops.contains(LoopOf(first.ticket_id, 1)));
  EXPECT_EQ(Do(AnswerTo(first, 5)), "survey-unknown");
}

TEST_F(FileStoreTest, ARecordThatCannotBeReadStopsTheFileAndSaysWhich) {
  const Ticket ticket = TicketOf("26-000017", "liu");
  EXPECT_EQ(Do(Resolved(ticket, Now())), "");
  ASSERT_TRUE(pool_.Ask({"UPDATE loops SET record = 'none'"}).ok());
  const auto answer = Execute(AnswerTo(ticket, 5));
  EXPECT_EQ(answer.status().code(), StatusCode::kDataLoss);
  EXPECT_NE(answer.status().message().find(ToString(LoopOf(ticket.ticket_id, 1))),
            std::string::npos);
}

class FollowupPolicyTest : public FileStoreTest {
 protected:
  Status Check(const std::string& kind, const std::string& document) {
    auto session = pool_.Acquire();
    return policies_.Check(*session, kind, document);
  }
  StatusOr<std::shared_ptr<const Policy>> Active() {
    auto session = pool_.Acquire();
    return policies_.Active(*session);
  }
};

TEST_F(FollowupPolicyTest, IsTheSurveyAndTheOrganisationOfTheirActiveVersions) {
  EXPECT_EQ((*Active())->version, 1);
  Put(kSurveyKind, R"({"zone": "Europe/London", "survey": {"delay_ms": 5}})");
  const auto policy = *Active();
  EXPECT_EQ(policy->version, 2);
  EXPECT_EQ(policy->survey.delay, 5ms);
  EXPECT_EQ(policy->zones.otherwise, "Europe/London");
  EXPECT_TRUE(policy->staff.people.contains(AgentId("anna")));
  EXPECT_EQ(*Active(), policy) << "read once a version";
}

TEST_F(FollowupPolicyTest, WithoutOneOfThemNothingIsDecidedAndItSaysWhatToDo) {
  ASSERT_TRUE(pool_.Ask({"DELETE FROM active_policies WHERE kind = 'organization'"}).ok());
  EXPECT_EQ(Active().status().code(), StatusCode::kUnavailable);
  EXPECT_NE(Active().status().message().find("recoursectl org import"), std::string::npos);
  ASSERT_TRUE(pool_.Ask({"DELETE FROM active_policies WHERE kind = 'survey'"}).ok());
  EXPECT_NE(Active().status().message().find("recoursectl policy put"), std::string::npos);
  EXPECT_NE(Do(Resolved(TicketOf("26-000017", "liu"), Now())).find("no policy of kind survey"),
            std::string::npos);
  EXPECT_EQ(Count("SELECT count(*) FROM loops"), 0);
}

TEST_F(FollowupPolicyTest, ChecksASurveyBesideTheOrganisationAndTakesNoOtherKind) {
  EXPECT_EQ(Check(kSurveyKind, kSurvey), absl::OkStatus());
  const std::string calls = R"({"zone": "Asia/Shanghai", "staff": {"called":
      [{"level": 1, "agent_ids": ["zoe"]}]}})";
  EXPECT_EQ(Check(kSurveyKind, calls).code(), StatusCode::kInvalidArgument);
  ASSERT_TRUE(pool_.Ask({"DELETE FROM active_policies WHERE kind = 'organization'"}).ok());
  EXPECT_EQ(Check(kSurveyKind, calls), absl::OkStatus());
  EXPECT_EQ(Check(kOrganizationKind, kOrganization).code(), StatusCode::kNotFound);
  EXPECT_EQ(Check("weather", "{}").code(), StatusCode::kNotFound);
}

TEST_F(FollowupPolicyTest, KeepsAnOrganisationOnceAVersion) {
  PolicyTable table(pool_);
  OrganizationTable organization(table);
  EXPECT_TRUE(organization.Keep(kOrganization).ok());
  EXPECT_EQ(table.Get(kOrganizationKind, 0)->version, 1);
  EXPECT_TRUE(organization.Keep(R"({"regions": [], "branches": []})").ok());
  EXPECT_EQ(table.Get(kOrganizationKind, 0)->version, 2);
  EXPECT_TRUE((*Active())->staff.people.empty());
  EXPECT_EQ(organization.Keep("[]").code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(table.Get(kOrganizationKind, 0)->version, 2);
}

}  // namespace
}  // namespace recourse::followup
