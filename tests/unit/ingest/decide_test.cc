#include "services/ingest/domain/decide.h"

#include <gtest/gtest.h>

#include "services/ingest/domain/check.h"

namespace recourse::ingest {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow{Duration(1'000'000)};

Submission Valid() {
  Submission in;
  in.source_id = SourceId("hotline");
  in.external_id = "call-1";
  in.channel = "phone";
  in.text = "吞卡了";
  return in;
}

SubmitFeedback Event(Submission in, const std::string& digest = "d1") {
  return {FeedbackIdOf(in.source_id, in.external_id), digest, CustomerId(), std::move(in)};
}

TEST(DecideTest, TheFirstOfItsIdIsRegisteredAndSaid) {
  const SubmitFeedback event = Event(Valid());
  const Decision decision = Decide({}, event, kNow, {});
  ASSERT_EQ(decision.facts.size(), 1u);
  EXPECT_EQ(decision.facts[0].feedback_id, event.feedback_id);
  EXPECT_EQ(decision.facts[0].feedback.recorded_time, kNow);
  EXPECT_FALSE(decision.answer.is_duplicate);
}

TEST(DecideTest, TheSameAgainIsADuplicateAndChangesNothing) {
  const SubmitFeedback event = Event(Valid());
  const Decision again = Decide(Decide({}, event, kNow, {}).changed, event, kNow + 1h, {});
  EXPECT_TRUE(again.answer.is_duplicate);
  EXPECT_TRUE(again.changed.empty());
  EXPECT_TRUE(again.facts.empty());
}

TEST(DecideTest, AnotherContentUnderTheSameIdIsRefusedAndTheFirstStands) {
  const View view = Decide({}, Event(Valid()), kNow, {}).changed;
  const Decision decision = Decide(view, Event(Valid(), "d2"), kNow, {});
  EXPECT_EQ(decision.refusal->slug, "idempotency-key-reused");
  EXPECT_TRUE(decision.changed.empty());
}

TEST(DecideTest, ATimeOfThePastIsBelievedOnlyOfATrustedSource) {
  Submission in = Valid();
  in.occurred_time = kNow - 2h;
  const Policy trusting{{in.source_id}};
  EXPECT_EQ(Decide({}, Event(in), kNow, {}).facts.at(0).feedback.occurred_time, kNow);
  EXPECT_EQ(Decide({}, Event(in), kNow, trusting).facts.at(0).feedback.occurred_time, kNow - 2h);
}

TEST(FeedbackIdTest, FollowsFromTheSourceAndItsIdAndFromNothingElse) {
  EXPECT_EQ(FeedbackIdOf(SourceId("a"), "1"), FeedbackIdOf(SourceId("a"), "1"));
  EXPECT_NE(FeedbackIdOf(SourceId("a"), "1"), FeedbackIdOf(SourceId("b"), "1"));
  EXPECT_NE(FeedbackIdOf(SourceId("a"), "11"), FeedbackIdOf(SourceId("a1"), "1"));
}

std::string SlugOf(const Submission& in, bool blank = false) {
  const auto fault = Check(in, blank);
  return fault ? fault->slug : "";
}

TEST(CheckTest, LetsAValidSubmissionPass) { EXPECT_EQ(SlugOf(Valid()), ""); }

TEST(CheckTest, NamesWhatIsMissing) {
  Submission in = Valid();
  in.source_id = SourceId();
  EXPECT_EQ(SlugOf(in), "source-id-missing");
  in = Valid();
  in.external_id.clear();
  EXPECT_EQ(SlugOf(in), "external-id-missing");
  in = Valid();
  in.channel = "pigeon";
  EXPECT_EQ(SlugOf(in), "channel-unknown");
  in = Valid();
  in.text.clear();
  EXPECT_EQ(SlugOf(in), "text-empty");
  EXPECT_EQ(SlugOf(Valid(), true), "text-empty");
}

TEST(CheckTest, LimitsText) {
  Submission in = Valid();
  in.text.assign(kTextBytesMax, 'x');
  EXPECT_EQ(SlugOf(in), "");
  in.text += 'x';
  EXPECT_EQ(SlugOf(in), "text-too-long");
}

TEST(CheckTest, RefusesNulWhereverItStands) {
  Submission in = Valid();
  in.text = std::string("a\0b", 3);
  EXPECT_EQ(SlugOf(in), "text-has-nul");
  in = Valid();
  in.place = std::string("\0", 1);
  EXPECT_EQ(Check(in, false)->parameters.at("field"), "place");
}

TEST(CheckTest, LimitsIdsFieldsAndAttributes) {
  Submission in = Valid();
  in.external_id.assign(kIdBytesMax + 1, 'x');
  EXPECT_EQ(SlugOf(in), "id-too-long");
  in = Valid();
  in.product.assign(kFieldBytesMax + 1, 'x');
  EXPECT_EQ(SlugOf(in), "field-too-long");
  in = Valid();
  for (std::size_t i = 0; i <= kAttributesMax; ++i) in.attributes[std::to_string(i)] = "v";
  EXPECT_EQ(SlugOf(in), "attributes-too-many");
}

}  // namespace
}  // namespace recourse::ingest
