#pragma once

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/common/access/key.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/common/grpc/status.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/relay_store.h"
#include "services/common/postgres/statements.h"
#include "services/common/runtime/commands.h"
#include "services/common/runtime/relay.h"
#include "services/routing/adapters/ticket_codec.h"
#include "services/routing/adapters/ticket_grpc.h"
#include "services/routing/adapters/ticket_store.h"
#include "tests/support/fake_log.h"
#include "tests/support/postgres_server.h"
#include "tests/support/quiet_log.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {

const std::vector<Migration>& Migrations();

namespace testing {

using Stub = v1::TicketService::Stub;

// routing's door over a real PostgreSQL: two branches of one region, another in a second region. An
// answer is due after `target_ms`.
inline constexpr const char* kDeskOrganization =
    R"({"regions": [{"region_id": "south"}, {"region_id": "north"}], "branches": [
        {"branch_id": "b1", "region_id": "south", "name_zh": "一", "name_en": "One"},
        {"branch_id": "b2", "region_id": "south", "name_zh": "二", "name_en": "Two"},
        {"branch_id": "b3", "region_id": "north", "name_zh": "三", "name_en": "Three"}]})";
inline constexpr const char* kDeskCalendar =
    R"({"calendars": {"always": {"zone": "UTC", "week": {"mon": [["00:00","24:00"]],
        "tue": [["00:00","24:00"]], "wed": [["00:00","24:00"]], "thu": [["00:00","24:00"]],
        "fri": [["00:00","24:00"]], "sat": [["00:00","24:00"]], "sun": [["00:00","24:00"]]}}}})";
// Cards at b1, loans at b2, all else at b3, where returned tickets go.
inline constexpr const char* kDeskRouting =
    R"({"otherwise_branch_id": "b3", "dispatch_branch_id": "b3", "rules": [
        {"id": "cards", "category": "card", "branch_id": "b1"},
        {"id": "loans", "category": "loan", "branch_id": "b2"}]})";
inline std::string DeskSla(std::int64_t target_ms) {
  return R"({"calendar_id": "always", "standards": [{"id": "all", "clocks": {"first_response":
         {"target_ms": )" +
         std::to_string(target_ms) + R"(}, "next_response": {"target_ms": )" +
         std::to_string(target_ms) + R"(}, "resolution": {"target_ms": 259200000}}}]})";
}

inline recourse::testing::PostgresServer& DeskServer() {
  static recourse::testing::PostgresServer server;
  return server;
}

class Desk : public ::testing::Test {
 protected:
  static constexpr std::int64_t kTargetMs = 1'800'000;

  Desk() {
    Put(kOrganization, kDeskOrganization);
    Put(kCalendar, kDeskCalendar);
    Put(kSla, DeskSla(kTargetMs));
    Put(kRouting, kDeskRouting);
    auto session = pool_.Acquire();
    for (auto& statement : statements::EnsureTopic(kTicketTopic)) {
      session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }
  ~Desk() override { watches_.Stop(); }

  void Put(const std::string& kind, const std::string& document) {
    EXPECT_TRUE(PolicyTable(pool_).Put(kind, document).ok()) << kind;
  }
  // A literal: a session knows its statements by their place.
  std::int64_t Number(const char* sql) { return pool_.Ask({sql})->Int(0, 0); }

  // Feedback of a customer, as classify says it.
  void Hear(const std::string& id, const std::string& customer, const std::string& category) {
    const RequestId request(NamedUuid(kRecourseSpace, "feedback " + id));
    ASSERT_TRUE(handler_.Execute({{request, "", Feedback(id, customer, category)}}).ok());
  }
  // All timers that are due.
  void Fire() {
    for (auto fired = handler_.Fire(200); fired.ok() && fired->fired > 0;)
      fired = handler_.Fire(200);
  }
  static std::string Id(const std::string& name) { return ToString(TicketOf(name)); }
  std::string NewRequest() {
    return ToString(NamedUuid(kRecourseSpace, "request" + std::to_string(++requests_)));
  }

  static Caller Anna() { return {"anna", Role::kAgent, "b1", "Anna"}; }
  static Caller Boss() { return {"boss", Role::kAdministrator, "", "Boss"}; }

  // What became of a command.
  struct Outcome {
    grpc::Status status;
    v1::Ticket ticket;
    // "" where it was done, the slug of a refusal, else the code.
    std::string word() const {
      if (status.ok()) return "";
      const auto refusal = RefusalOf(status);
      return refusal ? refusal->slug : "code " + std::to_string(status.error_code());
    }
  };
  // `fields` are of the request, as JSON, beside request_id and ticket_id.
  Outcome Do(const Caller& caller, const std::string& verb, const std::string& ticket,
             const std::string& fields = "", std::string request_id = "") {
    if (request_id.empty()) request_id = NewRequest();
    return Verbs().at(verb)(*this, caller,
                            R"({"request_id": ")" + request_id + R"(", "ticket_id": ")" +
                                Id(ticket) + "\"" + (fields.empty() ? "" : ", " + fields) + "}");
  }

  using Verb = std::function<Outcome(Desk&, const Caller&, const std::string&)>;
  // Every command, by the name of its method.
  static const std::map<std::string, Verb>& Verbs() {
    static const std::map<std::string, Verb> verbs = {
        {"TakeTicket", Of(&Stub::TakeTicket)},
        {"ReplyTicket", Of(&Stub::ReplyTicket)},
        {"ResolveTicket", Of(&Stub::ResolveTicket)},
        {"NoteTicket", Of(&Stub::NoteTicket)},
        {"WaitTicket", Of(&Stub::WaitTicket)},
        {"ResumeTicket", Of(&Stub::ResumeTicket)},
        {"TransferTicket", Of(&Stub::TransferTicket)},
        {"ReturnTicket", Of(&Stub::ReturnTicket)},
        {"JudgeReturn", Of(&Stub::JudgeReturn)},
        {"ReopenTicket", Of(&Stub::ReopenTicket)},
        {"CloseTicket", Of(&Stub::CloseTicket)},
        {"MergeTicket", Of(&Stub::MergeTicket)},
        {"UnmergeTicket", Of(&Stub::UnmergeTicket)},
        {"DeclineSuggestion", Of(&Stub::DeclineSuggestion)},
        {"SplitTicket", Of(&Stub::SplitTicket)},
        {"AcknowledgeEscalation", Of(&Stub::AcknowledgeEscalation)},
        {"RevokeBreach", Of(&Stub::RevokeBreach)}};
    return verbs;
  }

  template <typename Request, typename Response>
  static Verb Of(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
    return [method](Desk& desk, const Caller& caller, const std::string& json) {
      Request request;
      const auto read = google::protobuf::util::JsonStringToMessage(json, &request);
      EXPECT_TRUE(read.ok()) << json << ": " << read.ToString();
      Response response;
      const grpc::Status status = desk.Ask(caller, method, request, response);
      return Outcome{status, response.ticket()};
    };
  }

  template <typename Request, typename Response>
  grpc::Status Ask(const Caller& caller,
                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, Response& response) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(secret_, caller)});
    return ((*stub_).*method)(&context, request, &response);
  }

  // From the outbox through the log to the watches.
  void Pump() {
    relay_.Step();
    tail_.Step();
  }

  const Secret secret_{"0123456789abcdef0123456789abcdef"};
  std::string dsn_ = NewSchema();
  Pool pool_{dsn_, 8};
  PolicyStore policies_;
  TicketTables tables_{policies_};
  TicketCodec codec_;
  PgStore<Domain> store_{pool_, tables_, codec_, "recourse.routing.dead.v1"};
  Handler<Domain> handler_{store_};
  Commands<Domain> commands_{handler_, "test"};
  TicketQueries queries_{pool_};
  recourse::testing::FakeLog log_{AllPartitions()};
  PgRelayStore relay_store_{pool_};
  Relay relay_{relay_store_, log_.Writers(), {"test", "test-1"}};
  Tail tail_{log_.Tails(), {"test", kTicketTopic}};
  TicketWatches watches_{tail_, queries_};
  Readiness readiness_;
  WorkerPool workers_{"calls", {}};
  Calls calls_{"test", secret_, workers_};
  TicketGrpc door_{calls_, commands_, queries_, watches_, pool_, policies_};
  std::unique_ptr<GrpcServer> server_ = *GrpcServer::Start(
      {{"127.0.0.1", 0}, false, kMaxReceiveBytes, secret_}, {&door_}, readiness_);
  std::unique_ptr<Stub> stub_ = v1::TicketService::NewStub(
      MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())}));
  int requests_ = 0;

 private:
  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = DeskServer().Schema("desk" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }
  static std::vector<Partition> AllPartitions() {
    std::vector<Partition> all;
    for (int i = 0; i < kPartitions; ++i) all.push_back({kTicketTopic, i});
    return all;
  }
};

}  // namespace testing
}  // namespace recourse::routing
