#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/common/access/key.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "services/common/postgres/effect_store.h"
#include "services/common/postgres/pg_store.h"
#include "services/followup/adapters/file_store.h"
#include "services/followup/adapters/followup_grpc.h"
#include "services/followup/adapters/loop_codec.h"
#include "tests/support/followup_values.h"
#include "tests/support/postgres_server.h"

namespace recourse::followup {
const std::vector<Migration>& Migrations();
}

namespace recourse::followup::testing {

// No quiet hours and no delay: whatever the hour at which the tests run, customers may be asked.
inline constexpr const char* kDoorSurvey = R"({
  "zone": "Asia/Shanghai", "languages": ["zh", "en"],
  "survey": {"delay_ms": 0, "remind_after_ms": 86400000, "expire_after_ms": 864000000,
             "late_after_ms": 259200000, "budget": {"most": 3, "window_ms": 2592000000},
             "questions": {"csat": true, "nps": true, "put_right": true, "words": true},
             "csat_bad_max": 2, "reopen": true, "calls_max": 2,
             "ways": {"mail": "mail", "branch": "link", "phone": "call"}, "otherwise": "none"},
  "replies": {"expire_after_ms": 14400000, "ways": {"mail": "mail"}, "otherwise": "tell"},
  "staff": {"gather_ms": 5000, "interval_ms": 60000, "retry_after_ms": 300000}})";
inline constexpr const char* kDoorOrganization = R"({
  "regions": [{"region_id": "south"}, {"region_id": "north"}],
  "branches": [{"branch_id": "b1", "region_id": "south"},
               {"branch_id": "b9", "region_id": "north", "told": ["nina"]}],
  "people": [{"agent_id": "nina", "mail": "nina@bank.example", "language": "en"}]})";
inline constexpr const char* kDoorUrl = "https://care.bank.example";

inline recourse::testing::PostgresServer& DoorServer() {
  static recourse::testing::PostgresServer server;
  return server;
}

// followup's door over a PostgreSQL of the test's own, asked over gRPC with keys of all roles.
class DoorTest : public ::testing::Test {
 protected:
  using Stub = v1::FollowupService::Stub;

  DoorTest() {
    auto session = pool_.Acquire();
    for (const char* topic : {kLoopTopic, kDeadTopic}) {
      for (auto& statement : statements::EnsureTopic(topic)) session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
    EXPECT_TRUE(PolicyTable(pool_).Put(kSurveyKind, kDoorSurvey).ok());
    EXPECT_TRUE(PolicyTable(pool_).Put(kOrganizationKind, kDoorOrganization).ok());
  }
  ~DoorTest() override { server_->Stop(std::chrono::seconds(5)); }

  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = DoorServer().Schema("followup" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }

  // What the handler is told, as the log, timers and senders tell it.
  void Tell(const Event& event) {
    const auto told =
        handler_.Execute({{RequestId(NamedUuid(kRecourseSpace, NewId())), "", event}});
    ASSERT_TRUE(told.ok()) << told.status();
  }
  Timestamp Now() { return pool_.Ask({"SELECT clock_timestamp()"})->Time(0, 0); }
  // What is on its way arrives.
  void Arrive() {
    while (const auto claimed = *effects_.Claim("followup-1", {}, std::chrono::hours(1))) {
      ASSERT_TRUE(*handler_.Conclude(
          {{claimed->id, claimed->effect, outcome_, "", 1}, claimed->term, Witness::kSender, ""}));
    }
  }
  LoopId Resolve(const Ticket& ticket) {
    const LoopId loop_id = LoopOf(ticket.ticket_id, ticket.cycle);
    Tell(Resolved(ticket, Now() - std::chrono::minutes(1)));
    return loop_id;
  }
  // Resolved, and the customer is asked.
  LoopId Asked(const Ticket& ticket) {
    const LoopId loop_id = Resolve(ticket);
    Tell(AskTimePassed{FileOf(ticket), loop_id});
    Arrive();
    return loop_id;
  }

  static std::string NewId() {
    static int count = 0;
    return ToString(NamedUuid(kRecourseSpace, "id" + std::to_string(++count)));
  }
  std::string TokenOf(const LoopId& loop_id) { return tokens_.TokenOf(loop_id); }

  // A call by a role of a scope, as the agent `id`.
  struct By {
    Role role = Role::kAgent;
    std::string scope{};
    std::string id = "anna";
  };
  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, const By& by) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(kSecret, {by.id, by.role, by.scope, "somebody"})});
    return ((*stub_).*method)(&context, request, &response);
  }
  static std::string SlugOf(const grpc::Status& status) {
    const auto refusal = RefusalOf(status);
    return refusal ? refusal->slug : "";
  }
  std::int64_t Count(const char* sql) { return pool_.Ask({sql})->Int(0, 0); }

  static inline const Secret kSecret{"0123456789abcdef0123456789abcdef"};
  static constexpr const char* kDeadTopic = "recourse.followup.dead.v1";
  static inline const By kConsole{Role::kIngest, "", "console"};

  Pool pool_{NewSchema(), 8};
  PolicyStore policies_;
  FileTables tables_{policies_};
  LoopCodec codec_;
  PgStore<Domain> store_{pool_, tables_, codec_, kDeadTopic};
  Handler<Domain> handler_{store_};
  PgEffectStore effects_{pool_};
  EffectOutcome outcome_ = EffectOutcome::kDelivered;
  Commands<Domain> commands_{handler_, "followup"};
  LoopQueries queries_{pool_};
  const SurveyTokens tokens_{{Secret("survey-key-0123456789abcdef01234567")}};
  Readiness readiness_;
  WorkerPool workers_{"calls", {}};
  Calls calls_{"followup", kSecret, workers_};
  FollowupGrpc door_{calls_,
                     commands_,
                     queries_,
                     tokens_,
                     [this]() -> StatusOr<std::shared_ptr<const Policy>> {
                       auto session = pool_.Acquire();
                       if (!session.ok()) return session.status();
                       return policies_.Active(*session);
                     },
                     kDoorUrl};
  std::unique_ptr<GrpcServer> server_ = *GrpcServer::Start(
      {{"127.0.0.1", 0}, false, kMaxReceiveBytes, kSecret}, {&door_}, readiness_);
  std::unique_ptr<Stub> stub_ = v1::FollowupService::NewStub(
      MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())}));
};

}  // namespace recourse::followup::testing
