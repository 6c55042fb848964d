#include "services/classify/adapters/matter_codec.h"

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/classify/v1/matter_event.pb.h"
#include "tests/unit/classify/matter_values.h"

namespace recourse::classify {
namespace {

using namespace matter::testing;  // NOLINT: values of this test
using google::protobuf::util::TimeUtil;
using matter::Heard;

// A function of the text: its length, and how many bytes are 'a'.
class Counting final : public Encoder {
 public:
  const std::string& release() const override { return release_; }
  std::size_t dimensions() const override { return 2; }
  void Encode(std::span<const std::string> texts, std::vector<float>& points) const override {
    points.clear();
    calls_.push_back(texts.size());
    for (const std::string& text : texts) {
      points.push_back(static_cast<float>(text.size()));
      points.push_back(static_cast<float>(std::count(text.begin(), text.end(), 'a')));
    }
  }
  const std::vector<std::size_t>& calls() const { return calls_; }

 private:
  const std::string release_ = "counting-1";
  mutable std::vector<std::size_t> calls_;
};

class MatterCodecTest : public ::testing::Test {
 protected:
  static v1::FeedbackEvent Classified(v1::FeedbackType type = v1::FEEDBACK_TYPE_COMPLAINT) {
    v1::FeedbackEvent event;
    event.set_feedback_id(ToString(PieceId("f1")));
    event.set_customer_id(ToString(Customer("c")));
    *event.mutable_recorded_time() =
        TimeUtil::MillisecondsToTimestamp(kNoon.time_since_epoch().count());
    event.mutable_classified()->set_ordinal(1);
    event.mutable_classified()->set_text("aab");
    event.mutable_classified()->mutable_classification()->set_type(type);
    event.mutable_classified()->mutable_classification()->set_category("card");
    return event;
  }
  std::variant<Heard, Unreadable> Read(const std::string& payload) const {
    RawRecord record;
    record.payload = payload;
    return codec_.Decode(record);
  }
  Heard Known(const v1::FeedbackEvent& event) const {
    return std::get<Heard>(Read(event.SerializeAsString()));
  }
  void Prepare(std::vector<Heard>& heard) const {
    std::vector<Heard*> events;
    for (Heard& each : heard) events.push_back(&each);
    codec_.Prepare(events);
  }

  const std::shared_ptr<const Counting> encoder_ = std::make_shared<const Counting>();
  MatterMetric metric_;
  Timestamp now_ = kNoon;
  const MatterCodec codec_{encoder_, metric_, [this] { return now_; }};
};

TEST_F(MatterCodecTest, HearsWhatClassifySaid) {
  const Heard heard = Known(Classified());
  EXPECT_EQ(heard.feedback_id, PieceId("f1"));
  EXPECT_EQ(heard.customer_id, Customer("c"));
  EXPECT_EQ(heard.category, Category("card"));
  EXPECT_TRUE(heard.is_work);
  EXPECT_EQ(heard.ordinal, 1);
  EXPECT_EQ(heard.recorded_time, kNoon);
  EXPECT_EQ(heard.text, "aab");
}

TEST_F(MatterCodecTest, PraiseAndNoiseAreNoWork) {
  EXPECT_FALSE(Known(Classified(v1::FEEDBACK_TYPE_PRAISE)).is_work);
  EXPECT_FALSE(Known(Classified(v1::FEEDBACK_TYPE_NOISE)).is_work);
  EXPECT_TRUE(Known(Classified(v1::FEEDBACK_TYPE_ENQUIRY)).is_work);
  EXPECT_TRUE(Known(Classified(v1::FEEDBACK_TYPE_SUGGESTION)).is_work);
}

TEST_F(MatterCodecTest, WhatClassifyDidNotSayIsUnreadable) {
  EXPECT_TRUE(std::holds_alternative<Unreadable>(Read("\xff")));
  EXPECT_TRUE(std::holds_alternative<Unreadable>(Read("")));
  v1::FeedbackEvent event = Classified();
  event.set_feedback_id("f1");
  EXPECT_TRUE(std::holds_alternative<Unreadable>(Read(event.SerializeAsString())));
}

TEST_F(MatterCodecTest, WorkGetsItsPointAndTheEncodersName) {
  std::vector<Heard> heard{Known(Classified())};
  Prepare(heard);
  EXPECT_EQ(heard[0].point, (matter::Point{127, 85})) << "3 and 2";
  EXPECT_EQ(heard[0].release, "counting-1");
  EXPECT_TRUE(heard[0].text.empty());
}

TEST_F(MatterCodecTest, CorrectionsAndPraiseCostNoEncoding) {
  v1::FeedbackEvent corrected = Classified();
  corrected.mutable_classified()->set_ordinal(2);
  std::vector<Heard> heard{Known(corrected), Known(Classified(v1::FEEDBACK_TYPE_PRAISE))};
  Prepare(heard);
  EXPECT_TRUE(heard[0].point.empty());
  EXPECT_TRUE(heard[1].point.empty());
  EXPECT_TRUE(encoder_->calls().empty());
}

TEST_F(MatterCodecTest, WhatIsLateIsPassedOver) {
  std::vector<Heard> heard{Known(Classified())};
  now_ = kNoon + MatterCodec::kLateAfter;
  Prepare(heard);
  EXPECT_FALSE(heard[0].point.empty()) << "not late yet";
  std::vector<Heard> late{Known(Classified())};
  now_ += Duration(1);
  Prepare(late);
  EXPECT_TRUE(late[0].point.empty());
}

TEST_F(MatterCodecTest, ManyAreEncodedTogetherAndEachGetsItsOwn) {
  std::vector<Heard> heard;
  for (std::size_t i = 0; i < MatterCodec::kTextsAtOnce + 3; ++i) {
    heard.push_back(Known(Classified()));
    heard.back().text = std::string(i + 1, 'a') + std::string(i, 'b');
  }
  Prepare(heard);
  EXPECT_EQ(encoder_->calls(), (std::vector<std::size_t>{MatterCodec::kTextsAtOnce, 3}));
  for (std::size_t i = 0; i < heard.size(); ++i) {
    const auto length = static_cast<float>(2 * i + 1);
    EXPECT_EQ(heard[i].point,
              matter::PointOf(std::vector<float>{length, static_cast<float>(i + 1)}));
  }
}

TEST_F(MatterCodecTest, SaysWhatWasFoundUnderTheCustomer) {
  matter::SimilarFeedbackFound fact{PieceId("f2"), Customer("c"), kNoon, {}, PieceId("f9"), 12, 88};
  fact.similar = {{PieceId("f1"), 71, Category("card")}};
  const auto encoded = codec_.Encode(fact);
  EXPECT_EQ(encoded.topic, "recourse.classify.matter.v1");
  EXPECT_EQ(encoded.type, "recourse.classify.v1.SimilarFeedbackFound");
  EXPECT_EQ(encoded.key, Customer("c").uuid());
  v1::MatterEvent event;
  ASSERT_TRUE(event.ParseFromString(encoded.payload));
  EXPECT_EQ(event.feedback_id(), ToString(PieceId("f2")));
  EXPECT_EQ(event.customer_id(), ToString(Customer("c")));
  EXPECT_EQ(event.recorded_time().seconds(), 493'212LL * 3'600);
  const auto& found = event.similar_found();
  ASSERT_EQ(found.similar_size(), 1);
  EXPECT_EQ(found.similar(0).feedback_id(), ToString(PieceId("f1")));
  EXPECT_EQ(found.similar(0).similarity_percent(), 71);
  EXPECT_EQ(found.similar(0).category(), "card");
  EXPECT_EQ(found.cluster().cluster_id(), ToString(PieceId("f9")));
  EXPECT_EQ(found.cluster().size(), 12);
  EXPECT_EQ(found.cluster().similarity_percent(), 88);
}

TEST_F(MatterCodecTest, WithoutACustomerTheFeedbackIsTheKey) {
  const matter::SimilarFeedbackFound fact{PieceId("f2"), {}, kNoon, {}, PieceId("f9"), 5, 88};
  const auto encoded = codec_.Encode(fact);
  EXPECT_EQ(encoded.key, PieceId("f2").uuid());
  v1::MatterEvent event;
  ASSERT_TRUE(event.ParseFromString(encoded.payload));
  EXPECT_EQ(event.customer_id(), "");
}

}  // namespace
}  // namespace recourse::classify
