// Tickets in a real PostgreSQL: what a decision makes of a ticket is what the next one finds, rows
// of before are read, and policies are obeyed by their versions.
#include "services/routing/adapters/ticket_store.h"

#include <gtest/gtest.h>

#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/statements.h"
#include "services/common/runtime/handler.h"
#include "services/routing/adapters/ticket_codec.h"
#include "services/routing/adapters/ticket_query_store.h"
#include "tests/support/postgres_server.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {

const std::vector<Migration>& Migrations();

namespace {

using namespace testing;  // NOLINT: values of this test

constexpr const char* kOrganizationDocument =
    R"({"regions": [{"region_id": "r"}], "branches": [
        {"branch_id": "b1", "region_id": "r", "name_zh": "一", "name_en": "One"},
        {"branch_id": "b2", "region_id": "r", "name_zh": "二", "name_en": "Two",
         "calendar_id": "office"}]})";
constexpr const char* kCalendars =
    R"({"calendars": {"always": {"zone": "UTC", "week": {"mon": [["00:00","24:00"]]}},
                      "office": {"zone": "UTC", "week": {"mon": [["09:00","18:00"]]}}}})";
constexpr const char* kSlaDocument =
    R"({"calendar_id": "always", "standards": [{"id": "all", "warn_share_percent": [75],
        "clocks": {"first_response": {"target_ms": 1800000},
                   "next_response": {"target_ms": 1800000},
                   "resolution": {"target_ms": 259200000}}}]})";
constexpr const char* kRoutingDocument = R"({"otherwise_branch_id": "b1", "rules": []})";

recourse::testing::PostgresServer& Server() {
  static recourse::testing::PostgresServer server;
  return server;
}

class TicketStoreTest : public ::testing::Test {
 protected:
  TicketStoreTest() {
    Put(kOrganization, kOrganizationDocument);
    Put(kCalendar, kCalendars);
    Put(kSla, kSlaDocument);
    Put(kRouting, kRoutingDocument);
    auto session = pool_.Acquire();
    for (auto& statement : statements::EnsureTopic(kTicketTopic)) {
      session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }

  static std::string NewSchema() {
    static int count = 0;
    const std::string dsn = Server().Schema("routing" + std::to_string(++count));
    EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
    return dsn;
  }
  void Put(const std::string& kind, const std::string& document) {
    EXPECT_TRUE(PolicyTable(pool_).Put(kind, document).ok()) << kind;
  }
  Status Check(const std::string& kind, const std::string& document) {
    auto session = pool_.Acquire();
    return session.ok() ? policies_.Check(*session, kind, document) : session.status();
  }
  std::shared_ptr<const Policy> ActivePolicy() {
    auto session = pool_.Acquire();
    return *policies_.Active(*session);
  }
  // The answer, or the refusal's slug.
  std::string Do(const Event& event) {
    const RequestId request(NamedUuid(kRecourseSpace, "request" + std::to_string(++requests_)));
    const auto answers = handler_.Execute({{request, "", event}});
    if (!answers.ok()) return std::string(answers.status().message());
    const auto* refusal = std::get_if<Refusal>(&answers->front());
    return refusal == nullptr ? "" : refusal->slug;
  }
  Ticket Stored(const std::string& id) {
    const auto row = queries_.Get(ToString(TicketOf(id)));
    EXPECT_TRUE(row.ok()) << row.status();
    return row.ok() ? row->ticket : Ticket{};
  }
  // A literal: the pool knows a prepared statement by where its text stands.
  std::int64_t Count(const char* sql) { return pool_.Ask({sql})->Int(0, 0); }
  static TicketCommand On(const std::string& id) {
    return {IdOf<FileId>("c"), TicketOf(id), AgentId("anna")};
  }

  std::string dsn_ = NewSchema();
  Pool pool_{dsn_, 4};
  PolicyStore policies_;
  TicketTables tables_{policies_};
  TicketCodec codec_;
  PgStore<Domain> store_{pool_, tables_, codec_, "recourse.routing.dead.v1"};
  Handler<Domain> handler_{store_};
  TicketQueries queries_{pool_};
  int requests_ = 0;
};

TEST_F(TicketStoreTest, ATicketsWholeLifeIsKept) {
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  EXPECT_EQ(Stored("f1").clocks.at({sla::ClockKind::kFirstResponse, 1}).calendar_id, "always@1");
  EXPECT_EQ(Do(ReplyTicket{On("f1"), "We look into it."}), "");
  EXPECT_EQ(Do(Feedback("f2", "c", "card")), "");
  EXPECT_EQ(Do(ReplyTicket{On("f1"), "Done."}), "");
  EXPECT_EQ(Do(WaitTicket{On("f1"), "papers"}), "");
  const Ticket waiting = Stored("f1");
  EXPECT_EQ(waiting.state, TicketState::kWaiting);
  EXPECT_EQ(waiting.reason, "papers");
  EXPECT_EQ(waiting.clocks.at({sla::ClockKind::kResolution, 1}).state, ClockState::kPaused);
  EXPECT_EQ(Do(ResumeTicket{On("f1")}), "");
  EXPECT_EQ(Do(TransferTicket{On("f1"), BranchId("b2"), "theirs"}), "");
  EXPECT_EQ(Stored("f1").calendar_id, "office@1");
  EXPECT_EQ(Do(ResolveTicket{On("f1"), "refunded"}), "");
  EXPECT_TRUE(Stored("f1").confirm_time.has_value());
  EXPECT_EQ(Do(SurveyAnsweredBadly{IdOf<FileId>("c"), TicketOf("f1"), 1}), "");
  const Ticket reopened = Stored("f1");
  EXPECT_EQ(reopened.cycle, 2);
  EXPECT_FALSE(reopened.confirm_time.has_value());
  EXPECT_FALSE(reopened.resolve_time.has_value());
  EXPECT_EQ(reopened.clocks.size(), 5u);  // first, two next, two resolutions
}

TEST_F(TicketStoreTest, EveryFactOfATicketIsKeptBesideItAndTimersFollow) {
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  EXPECT_EQ(Do(ReplyTicket{On("f1"), "We look into it."}), "");
  EXPECT_EQ(Do(NoteTicket{On("f1"), "call him"}), "");
  EXPECT_EQ(queries_.Facts(TicketOf("f1"), 0, 10)->size(), 3u);
  EXPECT_EQ(queries_.Facts(TicketOf("f1"), 1, 10)->size(), 2u);
  EXPECT_EQ(queries_.Facts(TicketOf("f1"), 0, 10, "TicketReplied")->size(), 1u);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), 3);
  EXPECT_EQ(Count("SELECT count(*) FROM timers WHERE name LIKE '%/resolution.1/warn'"), 1);
  EXPECT_EQ(Count("SELECT count(*) FROM timers"), 1);
}

TEST_F(TicketStoreTest, AClosedTicketIsLoadedUntilItsResolutionIsConfirmed) {
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  EXPECT_EQ(Do(ReplyTicket{On("f1"), "Done."}), "");
  EXPECT_EQ(Do(ResolveTicket{On("f1"), "refunded"}), "");
  EXPECT_EQ(Do(CloseTicket{On("f1"), ""}), "");
  EXPECT_EQ(Do(ReopenTicket{On("f1"), "no"}), "ticket-closed");
  ASSERT_TRUE(
      pool_.Ask({"UPDATE tickets SET resolve_time = resolve_time - interval '60 days'"}).ok());
  EXPECT_EQ(Do(ReopenTicket{On("f1"), "no"}), "ticket-closed");
  ASSERT_TRUE(pool_.Ask({"UPDATE tickets SET confirm_time = NULL"}).ok());
  EXPECT_EQ(Do(ReopenTicket{On("f1"), "no"}), "ticket-unknown");
}

TEST_F(TicketStoreTest, ARowOfBeforeIsOneFirstResponse) {
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  const auto due_time = Stored("f1").clocks.begin()->second.due_time;
  ASSERT_TRUE(pool_.Ask({"UPDATE tickets SET clocks = NULL"}).ok());
  const Ticket old = Stored("f1");
  ASSERT_EQ(old.clocks.size(), 1u);
  const Clock& clock = old.clocks.at({sla::ClockKind::kFirstResponse, 1});
  EXPECT_EQ(clock.state, ClockState::kRunning);
  EXPECT_EQ(clock.due_time, due_time);
  EXPECT_EQ(clock.alarms.size(), 2u);
  EXPECT_EQ(Do(ReplyTicket{On("f1"), "Done."}), "");
  EXPECT_EQ(Stored("f1").clocks.begin()->second.state, ClockState::kMet);
}

TEST_F(TicketStoreTest, ACalendarWhoseContentStaysKeepsTheNameOfItsVersion) {
  Put(kCalendar, R"({"calendars": {"always": {"zone": "UTC", "week": {"mon": [["00:00","24:00"]]}},
                     "office": {"zone": "UTC", "week": {"mon": [["10:00","18:00"]]}}}})");
  const auto policy = ActivePolicy();
  EXPECT_EQ(CalendarOf(*policy, BranchId("b1")), "always@1");
  EXPECT_EQ(CalendarOf(*policy, BranchId("b2")), "office@2");
  EXPECT_NE(policy->calendars.Find("office@1"), nullptr);
}

constexpr const char* kLaterOffice =
    R"({"calendars": {"always": {"zone": "UTC", "week": {"mon": [["00:00","24:00"]]}},
                      "office": {"zone": "UTC", "week": {"mon": [["10:00","18:00"]]}}}})";
constexpr const char* kQuickSla =
    R"({"calendar_id": "always", "response_target_ms": 60000, "warn_share_percent": 75})";

TEST_F(TicketStoreTest, AnOlderVersionThatIsActiveAgainHoldsWithItsCalendars) {
  Put(kCalendar, kLaterOffice);
  EXPECT_EQ(CalendarOf(*ActivePolicy(), BranchId("b2")), "office@2");
  ASSERT_TRUE(PolicyTable(pool_).Activate(kCalendar, 1, {}).ok());
  EXPECT_EQ(CalendarOf(*ActivePolicy(), BranchId("b2")), "office@1");
  PolicyStore fresh;
  auto session = pool_.Acquire();
  const auto policy = fresh.Active(*session);
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(CalendarOf(**policy, BranchId("b2")), "office@1") << "also to who starts now";
  EXPECT_NE((*policy)->calendars.Find("office@2"), nullptr) << "running clocks name it";
}

TEST_F(TicketStoreTest, TicketsAreDecidedByTheVersionThatIsActiveAndKeepIt) {
  Put(kSla, kQuickSla);
  EXPECT_EQ(Do(Feedback("f1", "c1", "card")), "");
  EXPECT_EQ(Stored("f1").versions.sla, 2);
  ASSERT_TRUE(PolicyTable(pool_).RollBack(kSla, 2, {}).ok());
  EXPECT_EQ(Do(Feedback("f2", "c2", "card")), "");
  EXPECT_EQ(Stored("f2").versions.sla, 1);
  EXPECT_EQ(Stored("f1").versions.sla, 2);
  EXPECT_EQ(Do(ReplyTicket{{IdOf<FileId>("c1"), TicketOf("f1"), AgentId("anna")}, "Done."}), "");
  PolicyStore fresh;
  auto session = pool_.Acquire();
  const auto policy = fresh.Active(*session);
  ASSERT_TRUE(policy.ok());
  EXPECT_NE(StandardOf(**policy, Stored("f1")), nullptr) << "also to who starts now";
}

constexpr const char* kLoanSla =
    R"({"calendar_id": "always", "standards": [
        {"id": "all", "clocks": {"first_response": {"target_ms": 1800000}}},
        {"id": "loan", "when": {"category": ["loan"]},
         "clocks": {"first_response": {"target_ms": 60000}}}]})";
constexpr const char* kLoanRouting =
    R"({"otherwise_branch_id": "b1", "rules": [{"category": "loan", "branch_id": "b2"}]})";

TEST_F(TicketStoreTest, ACorrectionReroutesItsTicketOnce) {
  Put(kSla, kLoanSla);
  Put(kRouting, kLoanRouting);
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  EXPECT_EQ(Stored("f1").branch_id, BranchId("b1"));
  EXPECT_EQ(Do(Correction("f1", "c", "loan", "complaint", 3)), "");
  const Ticket corrected = Stored("f1");
  EXPECT_EQ(corrected.category, Category("loan"));
  EXPECT_EQ(corrected.branch_id, BranchId("b2"));
  EXPECT_EQ(corrected.calendar_id, "office@1");
  EXPECT_EQ(corrected.standard.standard_id, "loan");
  EXPECT_EQ(corrected.classification_ordinal, 3);
  EXPECT_EQ(corrected.clocks.at({sla::ClockKind::kFirstResponse, 1}).target, 60s);
  EXPECT_EQ(Do(Correction("f1", "c", "card", "complaint", 2)), "");
  EXPECT_EQ(Do(Correction("f1", "c", "loan", "complaint", 3)), "");
  EXPECT_EQ(Stored("f1"), corrected);
  EXPECT_EQ(queries_.Facts(TicketOf("f1"), 0, 10, "TicketReclassified")->size(), 1u);
  EXPECT_EQ(queries_.Facts(TicketOf("f1"), 0, 10, "TicketTransferred")->size(), 1u);
}

TEST_F(TicketStoreTest, WhatWasRecordedBecomesATicketsAndKeepsOneDisposition) {
  EXPECT_EQ(Do(Feedback("p1", "c", "card", "praise")), "");
  EXPECT_EQ(Do(Feedback("p2", "c", "card", "noise")), "");
  EXPECT_EQ(Count("SELECT count(*) FROM dispositions WHERE kind = 3"), 2);
  EXPECT_EQ(Do(Correction("p1", "c", "card")), "");
  EXPECT_EQ(Do(Correction("p1", "c", "card")), "");
  EXPECT_EQ(Stored("p1").state, TicketState::kOpen);
  EXPECT_EQ(Count("SELECT count(*) FROM dispositions WHERE kind = 1 AND ticket_id = feedback_id"),
            1);
  EXPECT_EQ(Do(Correction("p2", "c", "card")), "");
  EXPECT_EQ(Stored("p1").feedback_count, 2);
  EXPECT_EQ(Count("SELECT count(*) FROM dispositions WHERE kind = 2"), 1);
  EXPECT_EQ(Count("SELECT count(*) FROM dispositions"), 2);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), 6);
}

// A batch of the log may hold the first classification and its correction.
TEST_F(TicketStoreTest, WhatIsRecordedAndCorrectedInOneTransactionHasOneDisposition) {
  const auto request = [](const char* name) { return RequestId(NamedUuid(kRecourseSpace, name)); };
  const auto answers =
      handler_.Execute({{request("first"), "", Feedback("p1", "c", "card", "praise")},
                        {request("second"), "", Correction("p1", "c", "card")}});
  ASSERT_TRUE(answers.ok()) << answers.status();
  EXPECT_EQ(Count("SELECT count(*) FROM dispositions WHERE kind = 1"), 1);
  EXPECT_EQ(Count("SELECT count(*) FROM dispositions"), 1);
}

SimilarFeedbackFound Like(const std::string& id, const std::string& other) {
  return {IdOf<FileId>("c"), IdOf<FeedbackId>(id), {{IdOf<FeedbackId>(other), 71}}, 0};
}

TEST_F(TicketStoreTest, WhatIsHeardBeforeItsFeedbackIsKeptAndThenSuggested) {
  EXPECT_EQ(Do(Like("f2", "f1")), "");
  EXPECT_EQ(Count("SELECT count(*) FROM files WHERE length(record) > 0"), 1);
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  EXPECT_EQ(Do(Feedback("f2", "c", "loan")), "");
  EXPECT_EQ(Count("SELECT count(*) FROM files WHERE length(record) > 0"), 0);
  const Suggestion expected{TicketOf("f1"), Stored("f1").number, 71, 0};
  EXPECT_EQ(Stored("f2").suggestion, expected);
  EXPECT_EQ(Do(DeclineSuggestion{On("f2")}), "");
  EXPECT_FALSE(Stored("f2").suggestion.has_value());
  EXPECT_EQ(Stored("f2").declined, (std::vector<TicketId>{TicketOf("f1")}));
  EXPECT_EQ(Do(Like("f2", "f1")), "");
  EXPECT_EQ(Do(DeclineSuggestion{On("f2")}), "suggestion-unknown");
  EXPECT_EQ(queries_.Facts(TicketOf("f2"), 0, 10, "MatterSuggested")->size(), 1u);
  EXPECT_EQ(queries_.Facts(TicketOf("f2"), 0, 10, "SuggestionEnded")->size(), 1u);
}

TEST_F(TicketStoreTest, AMergingEndsWhatAnotherTicketSuggestsInTheSameTransaction) {
  EXPECT_EQ(Do(Feedback("f1", "c", "card")), "");
  EXPECT_EQ(Do(Feedback("f2", "c", "loan")), "");
  EXPECT_EQ(Do(Feedback("f3", "c", "fee")), "");
  EXPECT_EQ(Do(Like("f3", "f2")), "");
  EXPECT_EQ(Stored("f3").suggestion->ticket_id, TicketOf("f2"));
  EXPECT_EQ(Do(MergeTicket{On("f2"), TicketOf("f1")}), "");
  EXPECT_FALSE(Stored("f3").suggestion.has_value());
  EXPECT_EQ(queries_.Facts(TicketOf("f3"), 0, 10, "SuggestionEnded")->size(), 1u);
}

TEST_F(TicketStoreTest, ADocumentThatNamesACalendarThatIsNotThereIsRefused) {
  EXPECT_TRUE(Check(kSla, kSlaDocument).ok());
  EXPECT_FALSE(Check(kSla, R"({"calendar_id": "none", "response_target_ms": 1000,
                               "warn_share_percent": 75})")
                   .ok());
  EXPECT_FALSE(Check(kCalendar, R"({"calendars": {"always": {"zone": "UTC",
                                    "week": {"mon": [["00:00","24:00"]]}}}})")
                   .ok());
  EXPECT_EQ(Check("weather", "{}").code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace recourse::routing
