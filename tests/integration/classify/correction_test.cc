// What people make of what nobody was sure of: over gRPC and a real PostgreSQL.
#include <algorithm>
#include <barrier>
#include <thread>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "tests/integration/classify/triage_desk.h"

namespace recourse::classify {
namespace {

using namespace testing;  // NOLINT: values of this test

class CorrectionDoorTest : public TriageDesk {
 protected:
  std::vector<std::string> Names(const v1::ListTriageResponse& page) {
    std::vector<std::string> texts;
    for (const auto& item : page.items()) texts.push_back(item.text());
    return texts;
  }
  // The last fact of the outbox.
  v1::FeedbackEvent LastFact() {
    const auto row =
        pool_.Ask({"SELECT payload FROM outbox WHERE topic = 'recourse.classify.feedback.v1' "
                   "ORDER BY recorded_time DESC, sequence DESC LIMIT 1"});
    v1::FeedbackEvent event;
    EXPECT_TRUE(row.ok() && row->rows() == 1 && event.ParseFromString(row->Text(0, 0)));
    return event;
  }
};

TEST_F(CorrectionDoorTest, WhatNobodyWasSureOfWaitsUntilAPersonHasDecided) {
  Hear("a", "it does not work");
  Hear("b", "my card is gone");
  const auto before = Waiting();
  ASSERT_EQ(before.items_size(), 1);
  EXPECT_EQ(before.total(), 1);
  EXPECT_EQ(std::vector<std::string>(before.categories().begin(), before.categories().end()),
            (std::vector<std::string>{"card", "loan", "other", "wealth"}));
  const v1::TriageItem& item = before.items(0);
  EXPECT_EQ(item.feedback_id(), Id("a"));
  EXPECT_EQ(item.text(), "it does not work");
  EXPECT_EQ(item.channel(), "phone");
  EXPECT_EQ(item.ordinal(), 1);
  EXPECT_FALSE(item.text_missing());
  EXPECT_TRUE(item.classification().triage());
  EXPECT_TRUE(item.has_recorded_time());
  EXPECT_EQ(Correct("a", "loan"), "");
  EXPECT_EQ(corrected_.ordinal(), 2);
  EXPECT_EQ(corrected_.classification().category(), "loan");
  EXPECT_EQ(corrected_.classification().category_probability(), 1);
  EXPECT_EQ(Waiting().items_size(), 0);
  EXPECT_EQ(Waiting().total(), 0);
  EXPECT_EQ(Number("SELECT count(*) FROM classifications WHERE triage"), 0);
}

TEST_F(CorrectionDoorTest, BothTiersThatWereAskedAreKeptAlsoByACorrection) {
  Hear("a", "it does not work", {{}, ModelVersion("m1"), ModelVersion("m2")});
  const auto made = Waiting().items(0).classification();
  EXPECT_EQ(made.model_version(), "m1");
  EXPECT_EQ(made.second_model_version(), "m2");
  EXPECT_EQ(LastFact().classified().classification().second_model_version(), "m2");
  EXPECT_EQ(Correct("a", "loan"), "");
  EXPECT_EQ(corrected_.classification().second_model_version(), "m2");
}

TEST_F(CorrectionDoorTest, TheFactRepeatsTheFeedbackAndSaysWhoAndWhy) {
  Hear("a", "it does not work");
  auto in = Saying("a", "loan");
  in.set_reason("they mean the instalment");
  in.set_severity(v1::SEVERITY_HIGH);
  ASSERT_EQ(Correct(in), "");
  const v1::FeedbackEvent event = LastFact();
  EXPECT_EQ(event.feedback_id(), Id("a"));
  const v1::FeedbackClassified& fact = event.classified();
  EXPECT_EQ(fact.ordinal(), 2);
  EXPECT_EQ(fact.text(), "it does not work");
  EXPECT_EQ(fact.channel(), "phone");
  EXPECT_EQ(fact.source_id(), "hotline");
  EXPECT_EQ(fact.place(), "b1");
  EXPECT_EQ(fact.corrected_by(), "olga");
  EXPECT_EQ(fact.reason(), "they mean the instalment");
  EXPECT_EQ(fact.classification().category(), "loan");
  EXPECT_EQ(fact.classification().severity(), v1::SEVERITY_HIGH);
  EXPECT_EQ(fact.classification().type(), v1::FEEDBACK_TYPE_COMPLAINT) << "as it was";
  EXPECT_EQ(event.occurred_time().seconds(), 1'763'800'000);
}

TEST_F(CorrectionDoorTest, WhatARuleWasSureOfMayBeCorrectedToo) {
  Hear("b", "my card is gone");
  ASSERT_EQ(Correct("b", "loan"), "");
  v1::GetClassificationRequest get;
  get.set_feedback_id(Id("b"));
  v1::GetClassificationResponse got;
  ASSERT_TRUE(Ask(&Stub::GetClassification, get, got).ok());
  EXPECT_EQ(got.classification().category(), "loan");
  EXPECT_EQ(got.classification().rule_id(), "");
  EXPECT_EQ(got.classification().evidence_size(), 0);
}

TEST_F(CorrectionDoorTest, ARequestSentAgainGetsTheSameAnswerAndChangesNothing) {
  Hear("a", "it does not work");
  const auto in = Saying("a", "loan");
  ASSERT_EQ(Correct(in), "");
  ASSERT_EQ(Correct("a", "wealth"), "");
  EXPECT_EQ(corrected_.ordinal(), 3);
  ASSERT_EQ(Correct(in), "");
  EXPECT_EQ(corrected_.ordinal(), 2);
  EXPECT_EQ(corrected_.classification().category(), "loan");
  EXPECT_EQ(Number("SELECT count(*) FROM classifications"), 3);
  auto other = in;
  other.set_category("card");
  EXPECT_EQ(Correct(other), "request-id-reused");
  EXPECT_EQ(Correct(in, Omar()), "request-id-reused");
}

TEST_F(CorrectionDoorTest, ARefusalIsRememberedToo) {
  Hear("a", "it does not work");
  auto in = Saying("a", "loan");
  in.set_seen_ordinal(2);
  EXPECT_EQ(Correct(in), "classification-changed");
  ASSERT_EQ(Correct("a", "wealth"), "");
  EXPECT_EQ(Correct(in), "classification-changed") << "the same request, the same answer";
}

TEST_F(CorrectionDoorTest, EachThatIsWrongIsRefusedByItsSlug) {
  Hear("a", "it does not work");
  EXPECT_EQ(Correct("nobody", "loan"), "classification-unknown");
  EXPECT_EQ(Correct("a", "weather"), "category-unknown");
  EXPECT_EQ(Correct("a", ""), "correction-empty");
  auto in = Saying("a", "loan");
  in.set_request_id("one");
  EXPECT_EQ(Correct(in), "request-id-malformed");
  in = Saying("a", "loan");
  in.set_feedback_id("a");
  EXPECT_EQ(Correct(in), "feedback-id-malformed");
  in = Saying("a", "loan");
  in.set_sentiment(3);
  EXPECT_EQ(Correct(in), "sentiment-out-of-range");
  in = Saying("a", "loan");
  in.set_reason(std::string(1'001, 'x'));
  EXPECT_EQ(Correct(in), "reason-too-long");
  in = Saying("a", std::string(200'000, 'x'));
  EXPECT_EQ(Correct(in), "category-unknown");
  in = Saying("a", std::string("lo\0an", 5));
  EXPECT_EQ(Correct(in), "category-unknown");
  EXPECT_EQ(Number("SELECT count(*) FROM classifications"), 1);
}

TEST_F(CorrectionDoorTest, WhatIngestKnowsAndNobodyClassifiedIsUnknown) {
  ingest_door_.Put(IdOf("new"), "under way");
  EXPECT_EQ(Correct("new", "loan"), "classification-unknown");
}

TEST_F(CorrectionDoorTest, WithoutIngestTheListSaysSoAndNothingIsCorrected) {
  Hear("a", "it does not work");
  ingest_door_.Answer(false);
  const auto page = Waiting();
  ASSERT_EQ(page.items_size(), 1);
  EXPECT_TRUE(page.items(0).text_missing());
  EXPECT_EQ(page.items(0).text(), "");
  const auto in = Saying("a", "loan");
  EXPECT_EQ(Correct(in), "code 14");
  EXPECT_EQ(Number("SELECT count(*) FROM classifications"), 1);
  ingest_door_.Answer(true);
  EXPECT_EQ(Correct(in), "") << "the same request may be tried again";
}

TEST_F(CorrectionDoorTest, OnlyThoseWhoAnswerForTheWholeMayDecide) {
  Hear("a", "it does not work");
  const auto in = Saying("a", "loan");
  for (const Role role : {Role::kAgent, Role::kBranchManager, Role::kAuditor, Role::kIngest}) {
    EXPECT_EQ(Correct(in, {"x", role, "", "x"}), "code 7") << RoleName(role);
  }
  EXPECT_EQ(Correct(in, {"x", Role::kOperations, "b1", "x"}), "code 7") << "a scope of one place";
  v1::ListTriageResponse out;
  EXPECT_EQ(WordOf(Ask(&Stub::ListTriage, {}, out, {"x", Role::kAgent, "", "x"})), "code 7");
  for (const Role role : {Role::kQuality, Role::kDispatcher, Role::kAdministrator}) {
    EXPECT_EQ(Correct(Saying("a", "loan"), {"y", role, "", "y"}), "") << RoleName(role);
  }
}

TEST_F(CorrectionDoorTest, PagesOfWhatWaitsHaveNoHoleWhenOneIsDecidedBetween) {
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) {
    all.push_back("unclear " + std::to_string(i));
    Hear(all.back(), all.back());
  }
  const auto first = Waiting(3);
  EXPECT_EQ(first.total(), 7);
  ASSERT_EQ(Correct(Names(first)[2], "loan"), "");
  std::vector<std::string> seen = Names(first);
  std::string token = first.next_page_token();
  while (!token.empty()) {
    const auto page = Waiting(3, token);
    for (const auto& name : Names(page)) seen.push_back(name);
    token = page.next_page_token();
  }
  // What came in one millisecond is ordered by its id.
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, all);
  EXPECT_EQ(Waiting().total(), 6);
}

TEST_F(CorrectionDoorTest, CorrectionsAreTheLastOfEachWithWhatTheMachineHad) {
  Hear("a", "my card is gone");
  Hear("b", "it does not work");
  ASSERT_EQ(Correct("a", "loan"), "");
  ASSERT_EQ(Correct("b", "wealth"), "");
  ASSERT_EQ(Correct(Saying("a", "other"), Omar()), "");
  const auto page = Corrections();
  ASSERT_EQ(page.corrections_size(), 2);
  EXPECT_EQ(page.corrections(0).feedback_id(), Id("b"));
  const v1::Correction& last = page.corrections(1);
  EXPECT_EQ(last.feedback_id(), Id("a"));
  EXPECT_EQ(last.text(), "my card is gone");
  EXPECT_EQ(last.ordinal(), 3);
  EXPECT_EQ(last.corrected_by(), "omar");
  EXPECT_EQ(last.classification().category(), "other");
  EXPECT_EQ(last.machine().category(), "card");
  EXPECT_EQ(last.machine().rule_id(), "cards");
}

TEST_F(CorrectionDoorTest, PagesOfCorrectionsMissNoneThatWasCorrectedAgainBetween) {
  for (int i = 0; i < 5; ++i) {
    const std::string name = "unclear " + std::to_string(i);
    Hear(name, name);
    ASSERT_EQ(Correct(name, "loan"), "");
  }
  const auto first = Corrections(2);
  ASSERT_EQ(first.corrections_size(), 2);
  ASSERT_EQ(Correct("unclear 1", "wealth"), "");
  std::vector<std::string> after;
  const auto rest = Corrections(100, first.next_page_token());
  for (const auto& each : rest.corrections()) {
    after.push_back(each.text() + " " + each.classification().category());
  }
  EXPECT_EQ(after, (std::vector<std::string>{"unclear 2 loan", "unclear 3 loan", "unclear 4 loan",
                                             "unclear 1 wealth"}));
}

TEST_F(CorrectionDoorTest, PagesThatAreNoneAreRefused) {
  v1::ListTriageRequest in;
  v1::ListTriageResponse out;
  in.set_page_size(51);
  EXPECT_EQ(WordOf(Ask(&Stub::ListTriage, in, out)), "page-size-out-of-range");
  in.set_page_size(-1);
  EXPECT_EQ(WordOf(Ask(&Stub::ListTriage, in, out)), "page-size-out-of-range");
  in.set_page_size(0);
  in.set_page_token("none of ours");
  EXPECT_EQ(WordOf(Ask(&Stub::ListTriage, in, out)), "page-token-malformed");
}

// Two commands of one commit: each is a row and a fact.
TEST_F(CorrectionDoorTest, TwoCorrectionsOfOneTransactionAreBothKept) {
  Hear("a", "it does not work");
  std::vector<Command<Domain>> commands;
  for (const char* category : {"loan", "wealth"}) {
    CorrectionMade made;
    made.feedback.feedback_id = IdOf("a");
    made.said.category = Category(category);
    made.corrected_by = category;
    commands.push_back({RequestId(*ParseUuid(NewRequest())), "", made});
  }
  ASSERT_TRUE(handler_.Execute(commands).ok());
  EXPECT_EQ(Number("SELECT count(*) FROM classifications WHERE triage"), 0);
  for (const int ordinal : {2, 3}) {
    const auto kept = ReadClassification(pool_, IdOf("a"), ordinal);
    ASSERT_TRUE(kept.ok() && kept->has_value()) << ordinal;
    EXPECT_EQ((*kept)->corrected_by, ordinal == 2 ? "loan" : "wealth");
  }
}

TEST_F(CorrectionDoorTest, OfTwoWhoSawTheSameOneWinsEachRound) {
  constexpr int kRounds = 100;
  Hear("a", "it does not work");
  for (int round = 1; round <= kRounds; ++round) {
    std::string words[2];
    std::barrier together(2);
    std::vector<std::thread> people;
    for (int i = 0; i < 2; ++i) {
      auto in = Saying("a", i == 0 ? "loan" : "wealth");
      in.set_seen_ordinal(round);
      people.emplace_back([&, i, in] {
        v1::CorrectClassificationResponse out;
        together.arrive_and_wait();
        words[i] = WordOf(Ask(&Stub::CorrectClassification, in, out, i == 0 ? Olga() : Omar()));
      });
    }
    for (std::thread& person : people) person.join();
    EXPECT_EQ(words[0] + words[1], "classification-changed") << "round " << round;
  }
  EXPECT_EQ(Number("SELECT count(*) FROM classifications"), 1 + kRounds);
  EXPECT_EQ(Number("SELECT max(ordinal)::bigint FROM classifications"), 1 + kRounds);
}

TEST_F(CorrectionDoorTest, TheOldestThatWaitsIsSeen) {
  TriageQueries queries(pool_);
  EXPECT_EQ(queries.Look()->count, 0);
  EXPECT_FALSE(queries.Look()->age.has_value());
  Hear("a", "it does not work");
  Hear("b", "neither does this");
  ASSERT_TRUE(pool_
                  .Ask({"UPDATE classifications SET recorded_time = recorded_time - "
                        "interval '2 hours' WHERE ordinal = 1 AND feedback_id = $1",
                        Params().Uuid(IdOf("a").uuid())})
                  .ok());
  EXPECT_EQ(queries.Look()->count, 2);
  EXPECT_GE(*queries.Look()->age, std::chrono::hours(2));
  EXPECT_LT(*queries.Look()->age, std::chrono::hours(2) + std::chrono::minutes(1));
}

}  // namespace
}  // namespace recourse::classify
