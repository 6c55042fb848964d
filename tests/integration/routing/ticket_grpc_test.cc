// An agent's commands over the wire and a real PostgreSQL: each done once, each refused with its
// slug, repeated safely.
#include <google/protobuf/util/time_util.h>
#include <google/rpc/status.pb.h>

#include <thread>

#include "tests/integration/routing/desk.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

class TicketGrpcTest : public Desk {
 protected:
  static Caller Ben() { return {"ben", Role::kAgent, "b1", "Ben"}; }
  static Caller Dora() { return {"dora", Role::kDispatcher, "", "Dora"}; }

  struct Step {
    Caller caller;
    std::string verb, ticket, fields, expected;  // a refusal's slug, else the fact that is said
  };
  void Follow(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      const std::string what = step.verb + " " + step.ticket + " " + step.fields;
      const std::int64_t before = FactCount(step.ticket);
      const Outcome outcome = Do(step.caller, step.verb, step.ticket, step.fields);
      const bool refused = step.expected.find_first_of("- ") != std::string::npos;
      EXPECT_EQ(outcome.word(), refused ? step.expected : "") << what;
      if (refused) {
        EXPECT_EQ(FactCount(step.ticket), before) << what;
        continue;
      }
      EXPECT_EQ(LastFact(step.ticket), step.expected) << what;
      EXPECT_EQ(outcome.ticket.version(), FactCount(step.ticket)) << what;
    }
  }
  std::int64_t FactCount(const std::string& ticket) {
    return pool_
        .Ask({"SELECT count(*) FROM ticket_facts WHERE ticket_id = $1",
              Params().Uuid(TicketOf(ticket).uuid())})
        ->Int(0, 0);
  }
  std::string LastFact(const std::string& ticket) {
    const auto rows = pool_.Ask(
        {"SELECT type FROM ticket_facts WHERE ticket_id = $1 ORDER BY version DESC LIMIT 1",
         Params().Uuid(TicketOf(ticket).uuid())});
    return rows->rows() == 1 ? rows->Text(0, 0) : "";
  }
  // Fires timers until the ticket's last fact is this one.
  void AwaitFact(const std::string& ticket, const std::string& fact) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (LastFact(ticket) != fact && std::chrono::steady_clock::now() < until) {
      Fire();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ASSERT_EQ(LastFact(ticket), fact);
  }
  v1::Ticket Get(const std::string& ticket) {
    v1::GetTicketRequest request;
    request.set_ticket_id(Id(ticket));
    v1::GetTicketResponse response;
    EXPECT_TRUE(Ask(Boss(), &Stub::GetTicket, request, response).ok());
    return response.ticket();
  }
};

TEST_F(TicketGrpcTest, AConversationAndItsRefusals) {
  Hear("f1", "c", "card");
  Follow({{Anna(), "TakeTicket", "f1", "", "TicketTaken"},
          {Ben(), "TakeTicket", "f1", "", "ticket-taken"},
          {Anna(), "NoteTicket", "f1", "", "note-empty"},
          {Anna(), "NoteTicket", "f1", R"("text": "call him")", "TicketNoted"},
          {Anna(), "ResolveTicket", "f1", "", "ticket-unanswered"},
          {Anna(), "ReplyTicket", "f1", "", "reply-empty"},
          {Anna(), "ReplyTicket", "f1", R"("text": "x", "told_time": "2020-01-01T00:00:00Z")",
           "told-time-invalid"},
          {Anna(), "ReplyTicket", "f1", R"("text": "We look into it.")", "TicketReplied"},
          {Anna(), "WaitTicket", "f1", "", "reason-empty"},
          {Anna(), "WaitTicket", "f1", R"("reason": "papers")", "ClockRecomputed"},
          {Anna(), "WaitTicket", "f1", R"("reason": "papers")", "ticket-waiting"},
          {Anna(), "ResumeTicket", "f1", "", "ClockRecomputed"},
          {Anna(), "ResumeTicket", "f1", "", "ticket-not-waiting"},
          {Anna(), "UnmergeTicket", "f1", R"("reason": "x")", "ticket-not-merged"},
          {Anna(), "ResolveTicket", "f1", R"("resolution": "refunded")", "TicketResolved"},
          {Anna(), "ResolveTicket", "f1", "", "ticket-resolved"},
          {Anna(), "ReopenTicket", "f1", "", "reason-empty"},
          {Anna(), "ReopenTicket", "f1", R"("reason": "wrong")", "TicketReopened"},
          {Anna(), "ReopenTicket", "f1", R"("reason": "wrong")", "ticket-not-resolved"},
          {Anna(), "CloseTicket", "f1", "", "ticket-not-resolved"},
          {Anna(), "ReplyTicket", "f1", R"("text": "Done.")", "TicketReplied"},
          {Anna(), "ResolveTicket", "f1", "", "TicketResolved"},
          {Anna(), "CloseTicket", "f1", "", "TicketClosed"},
          {Anna(), "CloseTicket", "f1", "", "ticket-closed"},
          {Anna(), "ReopenTicket", "f1", R"("reason": "wrong")", "ticket-closed"},
          {Anna(), "ReplyTicket", "f1", R"("text": "x")", "ticket-closed"}});
  EXPECT_EQ(Get("f1").cycle(), 2);
}

TEST_F(TicketGrpcTest, MovesAndTheirRefusals) {
  Hear("f1", "c", "card");
  Follow(
      {{Anna(), "TransferTicket", "f1", R"("branch_id": "b9", "reason": "x")", "branch-unknown"},
       {Anna(), "TransferTicket", "f1", R"("branch_id": "b1", "reason": "x")", "branch-same"},
       {Anna(), "TransferTicket", "f1", R"("branch_id": "b2")", "reason-empty"},
       {Anna(), "ReturnTicket", "f1", "", "reason-empty"},
       {Anna(), "JudgeReturn", "f1", "", "code 7"},
       {Anna(), "ReturnTicket", "f1", R"("reason": "not ours")", "TicketReturned"},
       {Dora(), "TransferTicket", "f1", R"("branch_id": "b1", "reason": "x")", "return-not-judged"},
       {Dora(), "JudgeReturn", "f1", R"("branch_id": "b9")", "branch-unknown"},
       {Dora(), "JudgeReturn", "f1", R"("justified": true)", "ReturnJudged"},
       {Dora(), "JudgeReturn", "f1", "", "return-unknown"},
       {Anna(), "TransferTicket", "f1", R"("branch_id": "b2", "reason": "x")",
        "TicketTransferred"}});
  EXPECT_EQ(Get("f1").branch_id(), "b2");
}

TEST_F(TicketGrpcTest, MattersAndTheirRefusals) {
  Hear("f1", "c", "card");
  Hear("f2", "c", "loan");
  Hear("f3", "c", "card");
  const std::string into1 = R"("into_ticket_id": ")" + Id("f1") + "\"";
  const std::string into2 = R"("into_ticket_id": ")" + Id("f2") + "\"";
  const std::string piece = R"("feedback_id": ")" + ToString(IdOf<FeedbackId>("f3")) + "\"";
  Follow({{Boss(), "MergeTicket", "f1", into2, "merge-target-newer"},
          {Boss(), "MergeTicket", "f2", R"("into_ticket_id": "none")", "merge-target-unknown"},
          {Boss(), "MergeTicket", "f2", into1, "TicketMerged"},
          {Boss(), "MergeTicket", "f1", into2, "merge-target-not-open"},
          {Boss(), "UnmergeTicket", "f2", "", "reason-empty"},
          {Boss(), "UnmergeTicket", "f2", R"("reason": "two matters")", "TicketUnmerged"},
          {Anna(), "DeclineSuggestion", "f1", "", "suggestion-unknown"},
          {Anna(), "SplitTicket", "f1", R"("feedback_id": "f9", "reason": "x")",
           "feedback-not-joined"},
          {Anna(), "SplitTicket", "f1", piece, "reason-empty"},
          {Anna(), "SplitTicket", "f1", piece + R"(, "reason": "x", "subject": "fees")",
           "TicketSplit"},
          {Anna(), "SplitTicket", "f1", piece + R"(, "reason": "x")", "feedback-not-joined"},
          {Anna(), "TakeTicket", "f3", "", "TicketTaken"}});
  EXPECT_EQ(Get("f1").feedback_count(), 1);
  EXPECT_EQ(Get("f3").subject(), "fees");
  EXPECT_EQ(Get("f3").number(), Get("f1").number() + "-1");
  v1::GetDispositionRequest request;
  request.set_feedback_id(ToString(IdOf<FeedbackId>("f3")));
  v1::GetDispositionResponse where;
  ASSERT_TRUE(Ask(Boss(), &Stub::GetDisposition, request, where).ok());
  EXPECT_EQ(where.kind(), v1::DISPOSITION_KIND_JOINED);
  EXPECT_EQ(where.ticket_id(), Id("f3"));
  EXPECT_EQ(Number("SELECT count(*) FROM dispositions"), 3);
}

TEST_F(TicketGrpcTest, ABreachIsAcknowledgedAndTakenBack) {
  Put(kSla, DeskSla(1'000));
  Hear("f1", "c", "card");
  const std::string kept = R"("kind": "CLOCK_KIND_FIRST_RESPONSE", "reason": "log", )";
  Follow({{Anna(), "AcknowledgeEscalation", "f1", "", "escalation-unknown"}});
  AwaitFact("f1", "ClockBreached");
  const v1::Ticket breached = Get("f1");
  const auto time = [](const google::protobuf::Timestamp& at) {
    return R"("answered_time": ")" + google::protobuf::util::TimeUtil::ToString(at) + "\"";
  };
  Follow({{Anna(), "AcknowledgeEscalation", "f1", "", "EscalationAcknowledged"},
          {Anna(), "AcknowledgeEscalation", "f1", "", "escalation-acknowledged"},
          {Anna(), "RevokeBreach", "f1", kept + time(breached.due_time()), "code 7"},
          {Dora(), "RevokeBreach", "f1", kept + time(breached.breach_time()), "answered-too-late"},
          {Dora(), "RevokeBreach", "f1", kept, "told-time-invalid"},
          {Dora(), "RevokeBreach", "f1", kept + time(breached.due_time()), "ClockBreachRevoked"},
          {Dora(), "RevokeBreach", "f1", kept + time(breached.due_time()), "breach-unknown"}});
  EXPECT_EQ(Get("f1").response_clock(), v1::CLOCK_STATE_MET);
  EXPECT_FALSE(Get("f1").has_breach_time());
}

TEST_F(TicketGrpcTest, WhoLookedAtAnOlderVersionIsToldWhatHappenedSince) {
  Hear("f1", "c", "card");
  Follow({{Anna(), "TakeTicket", "f1", "", "TicketTaken"},
          {Anna(), "NoteTicket", "f1", R"("text": "call him")", "TicketNoted"}});
  const Outcome late = Do(Ben(), "ReplyTicket", "f1", R"("text": "x", "seen_version": 1)");
  EXPECT_EQ(late.word(), "ticket-changed");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(late.status.error_details()));
  v1::TicketHistory since;
  ASSERT_EQ(details.details_size(), 2);
  ASSERT_TRUE(details.details(1).UnpackTo(&since));
  ASSERT_EQ(since.facts_size(), 2);
  EXPECT_EQ(since.facts(0).taken().agent_id(), "anna");
  EXPECT_EQ(since.facts(1).noted().text(), "call him");
  EXPECT_EQ(Do(Ben(), "ReplyTicket", "f1", R"("text": "x", "seen_version": 3)").word(), "");
}

TEST_F(TicketGrpcTest, TheSameRequestGetsTheSameAnswerAndIsCarriedOutOnce) {
  Hear("f1", "c", "card");
  const std::string request = NewRequest(), move = NewRequest(), no = NewRequest();
  const std::string words = R"("text": "Hello.")", to = R"("branch_id": "b2", "reason": "x")";
  EXPECT_EQ(Do(Anna(), "ReplyTicket", "f1", words, request).word(), "");
  EXPECT_EQ(Do(Anna(), "ReplyTicket", "f1", words, request).word(), "");
  EXPECT_EQ(FactCount("f1"), 2);
  EXPECT_EQ(Do(Anna(), "ReplyTicket", "f1", R"("text": "Other.")", request).word(),
            "request-id-reused");
  EXPECT_EQ(Do(Ben(), "ReplyTicket", "f1", words, request).word(), "request-id-reused");
  EXPECT_EQ(Do(Anna(), "ResumeTicket", "f1", "", no).word(), "ticket-not-waiting");
  EXPECT_EQ(Do(Anna(), "ResumeTicket", "f1", "", no).word(), "ticket-not-waiting");
  EXPECT_EQ(Do(Anna(), "TransferTicket", "f1", to, move).word(), "");
  // It is another branch's now; that it was done is still told to who did it, and to nobody else.
  EXPECT_EQ(Do(Anna(), "TransferTicket", "f1", to, move).word(), "");
  EXPECT_EQ(Do(Ben(), "TransferTicket", "f1", to, move).word(), "code 5");
  EXPECT_EQ(Do(Anna(), "TransferTicket", "f1", to).word(), "code 5");
  EXPECT_EQ(FactCount("f1"), 3);
}

TEST_F(TicketGrpcTest, WhatIsMalformedIsRefusedBeforeAnythingIsAsked) {
  Hear("f1", "c", "card");
  EXPECT_EQ(Do(Anna(), "TakeTicket", "f1", "", "7").word(), "request-id-malformed");
  const std::string longest(65'536, 'x');
  EXPECT_EQ(Do(Anna(), "NoteTicket", "f1", R"("text": ")" + longest + "x\"").word(),
            "text-too-long");
  EXPECT_EQ(Do(Anna(), "NoteTicket", "f1", R"("text": ")" + longest + "\"").word(), "");
  EXPECT_EQ(Do(Anna(), "NoteTicket", "f1", R"("text": "a\u0000b")").word(), "text-has-nul");
  EXPECT_EQ(
      Do(Anna(), "WaitTicket", "f1", R"("reason": ")" + std::string(1'001, 'x') + "\"").word(),
      "text-too-long");
}

TEST_F(TicketGrpcTest, ListsAndHistoriesComeInPagesWithoutAHole) {
  for (int i = 0; i < 5; ++i) Hear("f" + std::to_string(i), "c" + std::to_string(i), "card");
  v1::ListTicketsRequest request;
  request.set_page_size(2);
  std::vector<std::string> ids;
  int pages = 0;
  do {
    v1::ListTicketsResponse page;
    ASSERT_TRUE(Ask(Anna(), &Stub::ListTickets, request, page).ok());
    for (const auto& ticket : page.tickets()) ids.push_back(ticket.ticket_id());
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!request.page_token().empty() && pages < 9);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(ids, (std::vector<std::string>{Id("f4"), Id("f3"), Id("f2"), Id("f1"), Id("f0")}));
  request.set_page_token("7");
  v1::ListTicketsResponse none;
  EXPECT_EQ(Ask(Anna(), &Stub::ListTickets, request, none).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  for (int i = 0; i < 4; ++i) Do(Anna(), "NoteTicket", "f0", R"("text": "x")");
  v1::ListTicketFactsRequest asked;
  asked.set_ticket_id(Id("f0"));
  asked.set_page_size(3);
  v1::ListTicketFactsResponse first, rest;
  ASSERT_TRUE(Ask(Anna(), &Stub::ListTicketFacts, asked, first).ok());
  ASSERT_EQ(first.history().facts_size(), 3);
  EXPECT_TRUE(first.history().more());
  asked.set_after_version(first.history().facts(2).ticket_version());
  ASSERT_TRUE(Ask(Anna(), &Stub::ListTicketFacts, asked, rest).ok());
  ASSERT_EQ(rest.history().facts_size(), 2);
  EXPECT_EQ(rest.history().facts(0).ticket_version(), 4);
  EXPECT_FALSE(rest.history().more());
}

TEST_F(TicketGrpcTest, AChangedPolicyReachesOpenTicketsWhenItIsAppliedToThem) {
  Hear("f1", "c1", "card");
  Hear("f2", "c2", "loan");
  Hear("f3", "c3", "loan");
  EXPECT_EQ(Do(Boss(), "ReplyTicket", "f3", R"("text": "x")").word(), "");
  EXPECT_EQ(Do(Boss(), "ResolveTicket", "f3").word(), "");
  const auto due = Get("f1").due_time().seconds();
  Put(kSla, DeskSla(kTargetMs / 2));
  v1::ReclockTicketsRequest request;
  v1::ReclockTicketsResponse response;
  request.set_standards(true);
  EXPECT_EQ(Ask({"x", Role::kAdministrator, "b1", "X"}, &Stub::ReclockTickets, request, response)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(Ask(Boss(), &Stub::ReclockTickets, request, response).ok());
  EXPECT_EQ(response.ticket_count(), 2);
  EXPECT_EQ(response.next_page_token(), "");
  EXPECT_EQ(Number("SELECT count(*) FROM timers WHERE name LIKE '%/reclock'"), 2);
  AwaitFact("f2", "ClockRecomputed");
  AwaitFact("f1", "ClockRecomputed");
  EXPECT_EQ(Get("f1").due_time().seconds(), due - kTargetMs / 2'000);
  EXPECT_EQ(Get("f1").sla_policy_version(), 2);
  EXPECT_EQ(Number("SELECT count(*) FROM timers WHERE name LIKE '%/reclock'"), 0);
  EXPECT_EQ(Number("SELECT count(*) FROM ticket_facts WHERE type = 'StandardChanged'"), 2);
  ASSERT_TRUE(Ask(Boss(), &Stub::ReclockTickets, request, response).ok());
  Fire();
  EXPECT_EQ(Number("SELECT count(*) FROM ticket_facts WHERE type = 'StandardChanged'"), 2);
}

}  // namespace
}  // namespace recourse::routing
