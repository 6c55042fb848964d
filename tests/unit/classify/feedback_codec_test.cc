#include "services/classify/adapters/feedback_codec.h"

#include <gtest/gtest.h>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/ingest/v1/feedback_event.pb.h"
#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/model_scorer.h"
#include "tests/support/output_model.h"

namespace recourse::classify {
namespace {

namespace heard = ::recourse::ingest::v1;

const Uuid kFeedback = NamedUuid(kRecourseSpace, "f1");
const Uuid kCustomer = NamedUuid(kRecourseSpace, "c1");

heard::FeedbackEvent Heard() {
  heard::FeedbackEvent event;
  event.set_feedback_id(ToString(kFeedback));
  event.set_customer_id(ToString(kCustomer));
  event.mutable_occurred_time()->set_seconds(1'700'000'000);
  event.mutable_occurred_time()->set_nanos(123'456'789);
  auto& received = *event.mutable_received();
  received.set_source_id("hotline-north");
  received.set_channel("phone");
  received.set_text("我的ＣＡＲＤ被吞");
  received.set_place("海淀");
  received.set_product("p");
  (*received.mutable_attributes())["category"] = "loan";
  received.set_about_ticket_id("t");
  return event;
}

RawRecord RecordOf(const std::string& payload) {
  RawRecord record;
  record.payload = payload;
  record.headers = {{"ce_type", "recourse.ingest.v1.FeedbackReceived"}};
  return record;
}

class FeedbackCodecTest : public ::testing::Test {
 protected:
  std::string WhyNot(const RawRecord& record) const {
    const auto content = codec_.Decode(record);
    const auto* unreadable = std::get_if<Unreadable>(&content);
    return unreadable == nullptr ? "readable" : unreadable->reason;
  }
  std::string WhyNot(const heard::FeedbackEvent& event) const {
    return WhyNot(RecordOf(event.SerializeAsString()));
  }

  NoModel no_model_;
  RulesStore rules_;
  FeedbackCodec codec_{no_model_, rules_};
};

TEST_F(FeedbackCodecTest, ReadsWhatTheNextServiceNeedsAndFoldsTheText) {
  const auto content = codec_.Decode(RecordOf(Heard().SerializeAsString()));
  const auto& received = std::get<FeedbackReceived>(std::get<Event>(content));
  const Feedback& feedback = received.feedback;
  EXPECT_EQ(feedback.feedback_id, FeedbackId(kFeedback));
  EXPECT_EQ(feedback.customer_id, CustomerId(kCustomer));
  EXPECT_EQ(feedback.occurred_time, Timestamp(Duration(1'700'000'000'123)));
  EXPECT_EQ(feedback.source_id, SourceId("hotline-north"));
  EXPECT_EQ(feedback.channel, Channel("phone"));
  EXPECT_EQ(feedback.text, "我的ＣＡＲＤ被吞");
  EXPECT_EQ(feedback.place, Place("海淀"));
  EXPECT_EQ(feedback.product, Product("p"));
  EXPECT_EQ(feedback.stated_category, Category("loan"));
  EXPECT_EQ(feedback.about_ticket_id, TicketId("t"));
  EXPECT_EQ(received.text.folded, U"我的card被吞");
  EXPECT_EQ(received.scores, Scores{});
}

TEST_F(FeedbackCodecTest, TextsAreScoredTogetherAsTheyWereSent) {
  ModelScorer scorer;
  scorer.Swap(ModelRole::kChampion, testing::Asked(testing::OutputModel(testing::BankWords())));
  const FeedbackCodec codec(scorer, rules_);
  auto one = Heard(), two = Heard();
  one.mutable_received()->set_text("我 ＣＡＲＤ");
  two.mutable_received()->set_text("a fee");
  std::vector<Event> events;
  for (const auto& heard : {one, two}) {
    auto content = codec.Decode(RecordOf(heard.SerializeAsString()));
    events.push_back(std::get<Event>(std::move(content)));
  }
  events.insert(events.begin() + 1, CorrectionMade{});  // has nothing to be scored
  const std::vector<Event*> all{&events[0], &events[1], &events[2]};
  codec.Prepare(all);
  EXPECT_EQ(std::get<FeedbackReceived>(events[0]).scores, scorer.Score("我 ＣＡＲＤ"));
  EXPECT_EQ(std::get<FeedbackReceived>(events[2]).scores, scorer.Score("a fee"));
  EXPECT_NE(std::get<FeedbackReceived>(events[0]).scores,
            std::get<FeedbackReceived>(events[2]).scores);
  codec.Prepare({});
}

TEST_F(FeedbackCodecTest, RulesAreAskedBeforehandOnWhatIsHeardAlone) {
  auto content = codec_.Decode(RecordOf(Heard().SerializeAsString()));
  Event heard = std::get<Event>(std::move(content)), made = CorrectionMade{};
  auto& received = std::get<FeedbackReceived>(heard);
  EXPECT_EQ(received.prepared, std::nullopt);
  const std::vector<Event*> both{&heard, &made};
  codec_.Prepare(both);
  EXPECT_EQ(received.prepared, Classify(received.text, {}, Policy(), received.feedback));
}

TEST_F(FeedbackCodecTest, ACustomerWhoIsNotKnownIsEmpty) {
  auto event = Heard();
  event.clear_customer_id();
  const auto content = codec_.Decode(RecordOf(event.SerializeAsString()));
  EXPECT_TRUE(std::get<FeedbackReceived>(std::get<Event>(content)).feedback.customer_id.empty());
}

TEST_F(FeedbackCodecTest, SaysWhyARecordCannotBeRead) {
  EXPECT_EQ(WhyNot(RecordOf("")), "the payload is empty");
  EXPECT_EQ(WhyNot(RecordOf("{\"text\":1}")),
            "the payload is not a recourse.ingest.v1.FeedbackEvent");
  RawRecord record = RecordOf(Heard().SerializeAsString());
  record.headers.clear();
  EXPECT_EQ(WhyNot(record), "the header ce_type is absent");
  record.headers = {{"ce_type", "other.v1.Thing"}};
  EXPECT_EQ(WhyNot(record),
            "ce_type is \"other.v1.Thing\", expected recourse.ingest.v1.FeedbackReceived");
}

TEST_F(FeedbackCodecTest, TellsAForeignEncodingFromBrokenBytes) {
  std::string payload = Heard().SerializeAsString();
  const std::string text = "我的";
  payload.replace(payload.find(text), text.size(), "\xCE\xD2\xB5\xC4\xCE\xD2");  // GB18030
  EXPECT_EQ(WhyNot(RecordOf(payload)),
            "the payload is not a recourse.ingest.v1.FeedbackEvent: "
            "a field of FeedbackReceived is not UTF-8");
}

TEST_F(FeedbackCodecTest, SaysWhichFieldIsWrong) {
  const auto why = [&](auto spoil) {
    auto event = Heard();
    spoil(event);
    return WhyNot(event);
  };
  EXPECT_EQ(why([](auto& e) { e.clear_received(); }), "the event holds no FeedbackReceived");
  EXPECT_EQ(why([](auto& e) { e.clear_feedback_id(); }), "feedback_id is absent");
  EXPECT_EQ(why([](auto& e) { e.set_feedback_id("f1"); }), "feedback_id is not a UUID");
  EXPECT_EQ(why([](auto& e) { e.set_customer_id("c1"); }), "customer_id is not a UUID");
  EXPECT_EQ(why([](auto& e) { e.clear_occurred_time(); }), "occurred_time is absent");
  EXPECT_EQ(why([](auto& e) { e.mutable_occurred_time()->set_seconds(253'402'300'800); }),
            "occurred_time is outside of the years 1 to 9999");
  EXPECT_EQ(why([](auto& e) { e.mutable_received()->clear_text(); }), "text is empty");
  EXPECT_EQ(why([](auto& e) { e.mutable_received()->set_text(std::string("a\0b", 3)); }),
            "text has U+0000");
  EXPECT_EQ(why([](auto& e) {
              e.mutable_received()->set_text(std::string(kReceivedTextBytesMax + 1, 'a'));
            }),
            "text has 196609 bytes, at most 196608 can be");
}

FeedbackClassified Fact() {
  Classification made;
  made.type = FeedbackType::kEnquiry;
  made.category = Category("card");
  made.category_probability = 0.25;
  made.dimension = Dimension::kEmpathy;
  made.sentiment = Sentiment::kVeryNegative;
  made.severity = Severity::kCritical;
  made.language = Language::kMultiple;
  made.rule_id = RuleId("r1");
  made.rules_version = 3;
  made.model_version = ModelVersion("m1");
  made.second_model_version = ModelVersion("m2");
  made.evidence = {{{2, 6}, U"card"}, {{7, 8}, U"吞"}};
  Feedback feedback;
  feedback.feedback_id = FeedbackId(kFeedback);
  feedback.customer_id = CustomerId(kCustomer);
  feedback.occurred_time = Timestamp(Duration(-1));
  feedback.text = "我的ＣＡＲＤ被吞";
  return {feedback, {1, made, Timestamp(Duration(1'700'000'000'007))}};
}

TEST_F(FeedbackCodecTest, WritesTheWholeFact) {
  const auto encoded = codec_.Encode(Fact());
  EXPECT_EQ(encoded.topic, "recourse.classify.feedback.v1");
  EXPECT_EQ(encoded.type, "recourse.classify.v1.FeedbackClassified");
  EXPECT_EQ(encoded.schema, "recourse.classify.v1.FeedbackEvent");
  v1::FeedbackEvent event;
  ASSERT_TRUE(event.ParseFromString(encoded.payload));
  EXPECT_EQ(event.feedback_id(), ToString(kFeedback));
  EXPECT_EQ(event.occurred_time().seconds(), -1);
  EXPECT_EQ(event.occurred_time().nanos(), 999'000'000);
  EXPECT_EQ(event.recorded_time().nanos(), 7'000'000);
  EXPECT_EQ(event.classified().ordinal(), 1);
  EXPECT_EQ(event.classified().text(), "我的ＣＡＲＤ被吞");
  const auto& made = event.classified().classification();
  EXPECT_EQ(made.type(), v1::FEEDBACK_TYPE_ENQUIRY);
  EXPECT_EQ(made.category(), "card");
  EXPECT_EQ(made.category_probability(), 0.25);
  EXPECT_EQ(made.dimension(), "empathy");
  EXPECT_EQ(made.sentiment(), -2);
  EXPECT_EQ(made.severity(), v1::SEVERITY_CRITICAL);
  EXPECT_EQ(made.language(), "mul");
  EXPECT_EQ(made.rule_id(), "r1");
  EXPECT_EQ(made.rules_version(), 3);
  EXPECT_EQ(made.model_version(), "m1");
  EXPECT_EQ(made.second_model_version(), "m2");
  ASSERT_EQ(made.evidence_size(), 2);
  EXPECT_EQ(made.evidence(1).begin(), 7);
  EXPECT_EQ(made.evidence(1).end(), 8);
  EXPECT_EQ(made.evidence(1).term(), "吞");
}

TEST_F(FeedbackCodecTest, TheKeyIsTheCustomerOrElseTheFeedback) {
  FeedbackClassified fact = Fact();
  EXPECT_EQ(codec_.Encode(fact).key, kCustomer);
  fact.feedback.customer_id = CustomerId();
  EXPECT_EQ(codec_.Encode(fact).key, kFeedback);
}

TEST_F(FeedbackCodecTest, EvidenceOutlivesItsTable) {
  const auto evidence = Fact().kept.classification.evidence;
  EXPECT_EQ(EvidenceFromJson(EvidenceToJson(evidence)), evidence);
  EXPECT_EQ(EvidenceFromJson(EvidenceToJson({})), std::vector<Evidence>{});
}

}  // namespace
}  // namespace recourse::classify
