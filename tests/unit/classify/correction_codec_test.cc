#include "services/classify/adapters/correction_codec.h"

#include <gtest/gtest.h>

#include "recourse/classify/v1/classify_service.pb.h"
#include "services/classify/adapters/triage_store.h"

namespace recourse::classify {
namespace {

std::string SlugOf(const v1::CorrectClassificationRequest& in) {
  const auto said = SaidOf(in);
  const auto* refusal = std::get_if<Refusal>(&said);
  return refusal == nullptr ? "" : refusal->slug;
}

TEST(CorrectionCodecTest, WhatIsNotSaidIsNotSaid) { EXPECT_EQ(std::get<Said>(SaidOf({})), Said{}); }

TEST(CorrectionCodecTest, EachWordIsRead) {
  v1::CorrectClassificationRequest in;
  in.set_type(v1::FEEDBACK_TYPE_SUGGESTION);
  in.set_category("loan");
  in.set_dimension("empathy");
  in.set_severity(v1::SEVERITY_CRITICAL);
  in.set_sentiment(0);
  in.set_confirmed(true);
  const Said expected{FeedbackType::kSuggestion, Category("loan"),    Dimension::kEmpathy,
                      Severity::kCritical,       Sentiment::kNeutral, true};
  EXPECT_EQ(std::get<Said>(SaidOf(in)), expected);
}

TEST(CorrectionCodecTest, ADimensionIsTakenAwayByAWordOfItsOwn) {
  v1::CorrectClassificationRequest in;
  in.set_dimension("none");
  EXPECT_EQ(std::get<Said>(SaidOf(in)).dimension, Dimension::kUnsaid);
  in.set_dimension("");
  EXPECT_EQ(std::get<Said>(SaidOf(in)).dimension, std::nullopt);
}

TEST(CorrectionCodecTest, WhatIsNoWordIsRefused) {
  v1::CorrectClassificationRequest in;
  in.set_type(static_cast<v1::FeedbackType>(99));
  EXPECT_EQ(SlugOf(in), "type-unknown");
  in.Clear();
  in.set_severity(static_cast<v1::Severity>(-1));
  EXPECT_EQ(SlugOf(in), "severity-unknown");
  in.Clear();
  in.set_dimension("Reliability");
  EXPECT_EQ(SlugOf(in), "dimension-unknown");
  in.Clear();
  for (const int sentiment : {-3, 3, 2'000'000'000}) {
    in.set_sentiment(sentiment);
    EXPECT_EQ(SlugOf(in), "sentiment-out-of-range") << sentiment;
  }
  in.Clear();
  in.set_reason(std::string("a\0b", 3));
  EXPECT_EQ(SlugOf(in), "text-has-nul");
}

TEST(PageTokenTest, ReadsBackWhatItWrote) {
  const PageStart start{Timestamp(Duration(1'763'876'543'210)), NamedUuid(kRecourseSpace, "f")};
  const auto read = PageStartOf(PageTokenOf(start));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->recorded_time, start.recorded_time);
  EXPECT_EQ(read->feedback_id, start.feedback_id);
  EXPECT_TRUE(PageStartOf("").has_value()) << "the first page";
}

TEST(PageTokenTest, RefusesWhatIsNoneOfOurs) {
  const std::string id = ToString(NamedUuid(kRecourseSpace, "f"));
  const std::vector<std::string> tokens{"none",
                                        "." + id,
                                        "12x." + id,
                                        "12.",
                                        "12." + id + "0",
                                        "-5." + id,
                                        "99999999999999999999." + id,
                                        "9223372036854775807." + id};
  for (const std::string& token : tokens) {
    EXPECT_FALSE(PageStartOf(token).has_value()) << token;
  }
}

}  // namespace
}  // namespace recourse::classify
