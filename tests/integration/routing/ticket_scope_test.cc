// Who belongs to one branch sees, watches, lists, explains and acts on nothing of another.
#include <set>
#include <thread>

#include "tests/integration/routing/desk.h"
#include "tests/integration/routing/watching.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

// The role that may call a method, and the fields that would make it go through.
struct Try {
  Role role;
  std::string fields;
};
const std::map<std::string, Try>& Tries() {
  static const std::map<std::string, Try> tries = {
      {"TakeTicket", {Role::kAgent, ""}},
      {"ReplyTicket", {Role::kAgent, R"("text": "x")"}},
      {"ResolveTicket", {Role::kAgent, ""}},
      {"NoteTicket", {Role::kAgent, R"("text": "x")"}},
      {"WaitTicket", {Role::kAgent, R"("reason": "x")"}},
      {"ResumeTicket", {Role::kAgent, ""}},
      {"TransferTicket", {Role::kAgent, R"("branch_id": "b2", "reason": "x")"}},
      {"ReturnTicket", {Role::kAgent, R"("reason": "x")"}},
      {"JudgeReturn", {Role::kDispatcher, ""}},
      {"ReopenTicket", {Role::kAgent, R"("reason": "x")"}},
      {"CloseTicket", {Role::kAgent, ""}},
      {"MergeTicket", {Role::kAgent, R"("into_ticket_id": "26-000007")"}},
      {"UnmergeTicket", {Role::kAgent, R"("reason": "x")"}},
      {"DeclineSuggestion", {Role::kAgent, ""}},
      {"SplitTicket", {Role::kAgent, R"("reason": "x")"}},
      {"AcknowledgeEscalation", {Role::kAgent, ""}},
      {"RevokeBreach", {Role::kDispatcher, R"("reason": "x")"}}};
  return tries;
}
// Each has a test of its own below, or tells nothing of a ticket: GetDisposition answers with an id
// to whoever knows that of the feedback, ReclockTickets takes the whole organisation as its scope.
const std::set<std::string> kReads = {"GetTicket",     "ListTickets",    "ListTicketFacts",
                                      "ExplainTicket", "GetDisposition", "WatchTickets",
                                      "ListBranches",  "ReclockTickets"};

class TicketScopeTest : public Desk {
 protected:
  static Caller Of(Role role, const std::string& scope) { return {"x", role, scope, "X"}; }
  static Caller Cora() { return Of(Role::kAgent, "b2"); }

  template <typename Request, typename Response>
  grpc::StatusCode Read(const Caller& caller,
                        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*)) {
    Request request;
    request.set_ticket_id(Id("f1"));
    Response response;
    return Ask(caller, method, request, response).error_code();
  }
  std::vector<std::string> Listed(const Caller& caller, const std::string& branch = "") {
    v1::ListTicketsRequest request;
    request.set_branch_id(branch);
    v1::ListTicketsResponse response;
    EXPECT_TRUE(Ask(caller, &Stub::ListTickets, request, response).ok());
    std::vector<std::string> ids;
    for (const auto& ticket : response.tickets()) ids.push_back(ticket.ticket_id());
    return ids;
  }
};

TEST_F(TicketScopeTest, EveryMethodOfTheContractIsTried) {
  const auto* service = v1::GetTicketRequest::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string name = service->method(i)->name();
    EXPECT_NE(Tries().contains(name), kReads.contains(name)) << name;
    EXPECT_EQ(Tries().contains(name), Verbs().contains(name)) << name;
  }
}

TEST_F(TicketScopeTest, NobodyActsOnATicketOfAnotherBranchOrRegion) {
  Hear("f1", "c", "card");
  for (const auto& [verb, with] : Tries()) {
    for (const char* scope : {"b2", "b3", "north"}) {
      EXPECT_EQ(Do(Of(with.role, scope), verb, "f1", with.fields).word(), "code 5")
          << verb << " from " << scope;
    }
  }
  EXPECT_EQ(Number("SELECT count(*) FROM ticket_facts"), 1);
}

TEST_F(TicketScopeTest, NobodyReadsATicketOfAnotherBranchAndItsRegionDoes) {
  Hear("f1", "c", "card");
  for (const char* scope : {"b2", "b3", "north"}) {
    const Caller other = Of(Role::kAgent, scope);
    EXPECT_EQ(Read(other, &Stub::GetTicket), grpc::StatusCode::NOT_FOUND) << scope;
    EXPECT_EQ(Read(other, &Stub::ListTicketFacts), grpc::StatusCode::NOT_FOUND) << scope;
    EXPECT_EQ(Read(other, &Stub::ExplainTicket), grpc::StatusCode::NOT_FOUND) << scope;
    EXPECT_TRUE(Listed(other).empty()) << scope;
    EXPECT_TRUE(Listed(other, "b1").empty()) << scope;
  }
  for (const char* scope : {"b1", "south", ""}) {
    const Caller own = Of(Role::kBranchManager, scope);
    EXPECT_EQ(Read(own, &Stub::GetTicket), grpc::StatusCode::OK) << scope;
    EXPECT_EQ(Read(own, &Stub::ListTicketFacts), grpc::StatusCode::OK) << scope;
    EXPECT_EQ(Read(own, &Stub::ExplainTicket), grpc::StatusCode::OK) << scope;
    EXPECT_EQ(Listed(own), std::vector<std::string>{Id("f1")}) << scope;
  }
}

TEST_F(TicketScopeTest, OnlyOnesOwnBranchesAreNamed) {
  const auto named = [&](const std::string& scope) {
    v1::ListBranchesResponse response;
    EXPECT_TRUE(Ask(Of(Role::kAgent, scope), &Stub::ListBranches, {}, response).ok());
    std::string ids;
    for (const auto& branch : response.branches()) ids += branch.branch_id() + " ";
    return ids;
  };
  EXPECT_EQ(named("b2"), "b2 ");
  EXPECT_EQ(named("south"), "b1 b2 ");
  EXPECT_EQ(named(""), "b1 b2 b3 ");
}

TEST_F(TicketScopeTest, NobodyMergesIntoATicketThatHeMayNotSee) {
  Hear("f1", "c", "card");
  Hear("f2", "c", "loan");
  const std::string into = R"("into_ticket_id": ")" + Id("f1") + "\"";
  EXPECT_EQ(Do(Cora(), "MergeTicket", "f2", into).word(), "merge-target-unknown");
  EXPECT_EQ(Do(Boss(), "MergeTicket", "f2", into).word(), "");
}

// `number`/version of each, the snapshot's tickets first.
std::vector<std::string> Seen(const std::vector<v1::WatchTicketsResponse>& updates) {
  std::vector<std::string> seen;
  for (const auto& update : updates) {
    for (const auto& ticket : update.snapshot().tickets()) seen.push_back(ticket.ticket_id() + "=");
    if (!update.has_change()) continue;
    seen.push_back(update.change().ticket_id() + " " +
                   std::to_string(update.change().ticket_version()));
  }
  return seen;
}

TEST_F(TicketScopeTest, AWatchSeesATicketLeaveAndNothingAfterThat) {
  Hear("f1", "c1", "card");
  Hear("f2", "c2", "loan");
  Watching branch(*stub_, *MintKey(secret_, Boss()), "b1");
  Watching agent(*stub_, *MintKey(secret_, Anna()), "");
  const auto await = [&](std::size_t count) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < until &&
           (branch.Updates().size() < count || agent.Updates().size() < count)) {
      Pump();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  };
  await(1);
  EXPECT_EQ(Do(Anna(), "TakeTicket", "f1").word(), "");
  EXPECT_EQ(Do(Cora(), "TakeTicket", "f2").word(), "");
  EXPECT_EQ(Do(Anna(), "TransferTicket", "f1", R"("branch_id": "b2", "reason": "x")").word(), "");
  EXPECT_EQ(Do(Cora(), "ReplyTicket", "f1", R"("text": "ours")").word(), "");
  EXPECT_EQ(Do(Cora(), "NoteTicket", "f1", R"("text": "ours")").word(), "");
  await(3);
  Hear("f3", "c3", "card");  // whatever came before it has arrived when this has
  await(4);
  const std::vector<std::string> expected = {Id("f1") + "=", Id("f1") + " 2", Id("f1") + " 3",
                                             Id("f3") + " 1"};
  EXPECT_EQ(Seen(branch.Updates()), expected);
  EXPECT_EQ(Seen(agent.Updates()), expected);
}

}  // namespace
}  // namespace recourse::routing
