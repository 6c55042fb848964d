#include "services/routing/adapters/ticket_codec.h"

#include <gtest/gtest.h>

#include <map>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/classify/v1/matter_event.pb.h"
#include "recourse/followup/v1/loop_event.pb.h"
#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/routing/adapters/proto_values.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

RawRecord Loop(const followup::v1::LoopEvent& event) {
  RawRecord record;
  record.partition = {kLoopTopic, 0};
  record.payload = event.SerializeAsString();
  return record;
}

followup::v1::LoopEvent Answered(bool reopen) {
  followup::v1::LoopEvent event;
  event.set_ticket_id(ToString(TicketOf("f1")));
  event.set_customer_id(ToString(IdOf<CustomerId>("c1")));
  event.set_cycle(2);
  event.mutable_answered()->set_reopen(reopen);
  return event;
}

TEST(TicketCodecTest, ABadAnswerAsksForTheTicketOfItsCustomersFile) {
  const auto decoded = TicketCodec().Decode(Loop(Answered(true)));
  const auto& bad = std::get<SurveyAnsweredBadly>(std::get<Event>(decoded));
  EXPECT_EQ(bad.ticket_id, TicketOf("f1"));
  EXPECT_EQ(bad.file_id, IdOf<FileId>("c1"));
  EXPECT_EQ(bad.cycle, 2);
}

TEST(TicketCodecTest, TheFileOfACustomerWhoIsNotKnownIsTheTicket) {
  followup::v1::LoopEvent event = Answered(true);
  event.clear_customer_id();
  const auto decoded = TicketCodec().Decode(Loop(event));
  EXPECT_EQ(FileOf(std::get<Event>(decoded)).uuid(), TicketOf("f1").uuid());
}

TEST(TicketCodecTest, OtherFactsOfALoopAskNothing) {
  followup::v1::LoopEvent opened = Answered(false);
  EXPECT_TRUE(
      std::holds_alternative<NothingAsked>(std::get<Event>(TicketCodec().Decode(Loop(opened)))));
  opened.mutable_opened();
  EXPECT_TRUE(
      std::holds_alternative<NothingAsked>(std::get<Event>(TicketCodec().Decode(Loop(opened)))));
}

TEST(TicketCodecTest, ABadAnswerWithoutATicketIsUnreadable) {
  followup::v1::LoopEvent event = Answered(true);
  event.set_ticket_id("none");
  EXPECT_TRUE(std::holds_alternative<Unreadable>(TicketCodec().Decode(Loop(event))));
}

classify::v1::FeedbackEvent Classified(int ordinal) {
  classify::v1::FeedbackEvent event;
  event.set_feedback_id(ToString(IdOf<FeedbackId>("f1")));
  event.set_customer_id(ToString(IdOf<CustomerId>("c1")));
  auto* classified = event.mutable_classified();
  classified->set_ordinal(ordinal);
  classified->set_corrected_by("dora");
  classified->set_reason("read it");
  classified->set_place("X");
  classified->mutable_classification()->set_type(classify::v1::FEEDBACK_TYPE_COMPLAINT);
  classified->mutable_classification()->set_category("loan");
  classified->mutable_classification()->set_severity(classify::v1::SEVERITY_HIGH);
  return event;
}

Event Heard(const classify::v1::FeedbackEvent& event) {
  RawRecord record;
  record.partition = {kFeedbackTopic, 0};
  record.payload = event.SerializeAsString();
  return std::get<Event>(TicketCodec().Decode(record));
}

TEST(TicketCodecTest, TheFirstClassificationIsTheMachinesAndALaterOneACorrection) {
  const Event first = Heard(Classified(1));
  EXPECT_TRUE(std::holds_alternative<FeedbackClassified>(first));
  const Event later = Heard(Classified(3));
  const auto& correction = std::get<FeedbackReclassified>(later);
  EXPECT_EQ(FileOf(later), FileOf(first));
  EXPECT_EQ(correction.feedback_id, IdOf<FeedbackId>("f1"));
  EXPECT_EQ(correction.classification_ordinal, 3);
  EXPECT_EQ(correction.corrected_by, "dora");
  EXPECT_EQ(correction.reason, "read it");
  EXPECT_EQ(correction.category, Category("loan"));
  EXPECT_EQ(correction.severity, 3);
  EXPECT_EQ(correction.place, "X");
}

TEST(TicketCodecTest, ACorrectionsFactsSayWhatTheyAreAbout) {
  const Policy policy = SmallPolicy();
  const Decision opened = Decide({}, Feedback("f1", "c", "card"), At(0), policy);
  const Decision corrected = Decide(opened.changed, Correction("f1", "c", "fraud"), At(20), policy);
  std::map<std::string, v1::TicketEvent> events;
  for (const Fact& fact : corrected.facts) {
    const auto encoded = EncodeFact(fact);
    ASSERT_TRUE(events[encoded.name].ParseFromString(encoded.bytes));
  }
  const auto& reclassified = events.at("TicketReclassified").reclassified();
  EXPECT_EQ(reclassified.corrected_by(), "dora");
  EXPECT_EQ(reclassified.reason(), "read it");
  EXPECT_EQ(reclassified.type(), "complaint");
  EXPECT_EQ(reclassified.category(), "fraud");
  EXPECT_EQ(reclassified.severity(), 2);
  EXPECT_EQ(reclassified.classification_ordinal(), 2);
  EXPECT_EQ(events.at("TicketTransferred").transferred().cause(), "reclassification");
  EXPECT_EQ(events.at("ClockBreached").clock_breached().cause(), "reclassification");
  EXPECT_EQ(events.at("ClockBreached").after().clocks(0).breach_cause(), "reclassification");
}

classify::v1::MatterEvent SomeMatter() {
  classify::v1::MatterEvent event;
  event.set_feedback_id(ToString(IdOf<FeedbackId>("f2")));
  event.set_customer_id(ToString(IdOf<CustomerId>("c")));
  auto* similar = event.mutable_similar_found()->add_similar();
  similar->set_feedback_id(ToString(IdOf<FeedbackId>("f1")));
  similar->set_similarity_percent(71);
  event.mutable_similar_found()->mutable_cluster()->set_size(12);
  return event;
}

std::variant<Event, Unreadable> ReadMatter(const std::string& payload) {
  RawRecord record;
  record.partition = {kMatterTopic, 0};
  record.payload = payload;
  return TicketCodec().Decode(record);
}

SimilarFeedbackFound FoundIn(const classify::v1::MatterEvent& event) {
  return std::get<SimilarFeedbackFound>(std::get<Event>(ReadMatter(event.SerializeAsString())));
}

TEST(TicketCodecTest, HearsWhatClassifyFoundAlike) {
  const SimilarFeedbackFound found = FoundIn(SomeMatter());
  EXPECT_EQ(found.file_id, IdOf<FileId>("c"));
  EXPECT_EQ(found.feedback_id, IdOf<FeedbackId>("f2"));
  EXPECT_EQ(found.similar, (std::vector<SimilarFeedback>{{IdOf<FeedbackId>("f1"), 71}}));
  EXPECT_EQ(found.like_count, 12);
}

TEST(TicketCodecTest, TheMatterOfOneWhoIsNotKnownIsOfItsFeedbacksFile) {
  auto event = SomeMatter();
  event.clear_customer_id();
  EXPECT_EQ(FoundIn(event).file_id.uuid(), IdOf<FeedbackId>("f2").uuid());
}

TEST(TicketCodecTest, AMatterThatCannotBeReadIsADeadLetterAndAFutureOneAsksNothing) {
  EXPECT_TRUE(std::holds_alternative<Unreadable>(ReadMatter("\xff")));
  auto event = SomeMatter();
  event.set_feedback_id("f2");
  EXPECT_TRUE(std::holds_alternative<Unreadable>(ReadMatter(event.SerializeAsString())));
  event.clear_similar_found();
  const auto read = ReadMatter(event.SerializeAsString());
  EXPECT_TRUE(std::holds_alternative<NothingAsked>(std::get<Event>(read)));
}

TEST(TicketCodecTest, SaysWhatIsSuggestedAndHowThatEnded) {
  Fact fact;
  fact.what = MatterSuggested{{TicketId(IdOf<TicketId>("t1")), "26-000007", 71, 12}};
  v1::TicketEvent event;
  const EncodedFact suggested = EncodeFact(fact);
  ASSERT_TRUE(event.ParseFromString(suggested.bytes));
  EXPECT_EQ(suggested.name, "MatterSuggested");
  EXPECT_EQ(event.matter_suggested().suggested_ticket_id(), ToString(IdOf<TicketId>("t1")));
  EXPECT_EQ(event.matter_suggested().suggested_number(), "26-000007");
  EXPECT_EQ(event.matter_suggested().similarity_percent(), 71);
  EXPECT_EQ(event.matter_suggested().like_count(), 12);
  fact.what = SuggestionEnded{AgentId("anna"), TicketId(), "declined"};
  const EncodedFact ended = EncodeFact(fact);
  ASSERT_TRUE(event.ParseFromString(ended.bytes));
  EXPECT_EQ(ended.name, "SuggestionEnded");
  EXPECT_EQ(event.suggestion_ended().agent_id(), "anna");
  EXPECT_EQ(event.suggestion_ended().suggested_ticket_id(), "");
  EXPECT_EQ(event.suggestion_ended().cause(), "declined");
}

TEST(TicketCodecTest, AFactCarriesEveryLastClockWithItsDueTime) {
  const Policy policy = SmallPolicy();
  const Decision decision = Decide({}, Feedback("f1", "c1", "card"), At(0), policy);
  v1::TicketEvent event;
  const auto encoded = TicketCodec().Encode(decision.facts.at(0));
  EXPECT_EQ(encoded.type, "recourse.routing.v1.TicketOpened");
  ASSERT_TRUE(event.ParseFromString(encoded.payload));
  EXPECT_EQ(event.cycle(), 1);
  EXPECT_EQ(TimeOf(event.opened().due_time()), At(30));
  ASSERT_EQ(event.after().clocks_size(), 2);
  EXPECT_EQ(event.after().clocks(1).kind(), v1::CLOCK_KIND_RESOLUTION);
  EXPECT_EQ(TimeOf(event.after().clocks(1).due_time()), At(72 * 60));
}

}  // namespace
}  // namespace recourse::routing
