#include "services/classify/adapters/matter_codec.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/classify/v1/matter_event.pb.h"

namespace recourse::classify {
namespace {

using google::protobuf::util::TimeUtil;
using matter::Heard;

Timestamp TimeOf(const google::protobuf::Timestamp& time) {
  return Timestamp(Duration(TimeUtil::TimestampToMilliseconds(time)));
}

bool IsWork(v1::FeedbackType type) {
  return type != v1::FEEDBACK_TYPE_PRAISE && type != v1::FEEDBACK_TYPE_NOISE;
}

void Write(const matter::SimilarFeedbackFound& fact, v1::MatterEvent& out) {
  out.set_feedback_id(ToString(fact.feedback_id));
  if (!fact.customer_id.empty()) out.set_customer_id(ToString(fact.customer_id));
  *out.mutable_recorded_time() =
      TimeUtil::MillisecondsToTimestamp(fact.recorded_time.time_since_epoch().count());
  auto& found = *out.mutable_similar_found();
  for (const matter::Similar& each : fact.similar) {
    auto* similar = found.add_similar();
    similar->set_feedback_id(ToString(each.feedback_id));
    similar->set_similarity_percent(each.similarity_percent);
    similar->set_category(each.category.value());
  }
  auto* cluster = found.mutable_cluster();
  cluster->set_cluster_id(ToString(fact.cluster_id));
  cluster->set_size(fact.cluster_size);
  cluster->set_similarity_percent(fact.cluster_similarity_percent);
}

}  // namespace

MatterCodec::MatterCodec(EncoderPtr encoder, MatterMetric& metric, Clock clock)
    : encoder_(std::move(encoder)), metric_(metric), clock_(std::move(clock)) {}

std::variant<Heard, Unreadable> MatterCodec::Decode(const RawRecord& record) const {
  v1::FeedbackEvent in;
  if (!in.ParseFromString(record.payload) || !in.has_classified()) {
    return Unreadable{"not a recourse.classify.v1.FeedbackEvent that tells a classification"};
  }
  const auto feedback_id = ParseUuid(in.feedback_id());
  if (!feedback_id) return Unreadable{"feedback_id is not a UUID"};
  const auto& classification = in.classified().classification();
  Heard heard;
  heard.feedback_id = FeedbackId(*feedback_id);
  heard.customer_id = CustomerId(ParseUuid(in.customer_id()).value_or(Uuid{}));
  heard.category = Category(classification.category());
  heard.is_work = IsWork(classification.type());
  heard.ordinal = std::max(in.classified().ordinal(), 1);
  heard.recorded_time = TimeOf(in.recorded_time());
  heard.text = in.classified().text();
  return heard;
}

void MatterCodec::Prepare(std::span<Heard* const> events) const {
  const Timestamp late = clock_() - kLateAfter;
  std::vector<Heard*> wanted;
  for (Heard* heard : events) {
    if (heard->ordinal > 1 || !heard->is_work) continue;
    if (heard->recorded_time < late) {
      metric_.Count(MatterMetric::Outcome::kLate);
    } else {
      wanted.push_back(heard);
    }
  }
  for (std::size_t begin = 0; begin < wanted.size(); begin += kTextsAtOnce) {
    const std::size_t count = std::min(kTextsAtOnce, wanted.size() - begin);
    EncodeTexts(std::span(wanted).subspan(begin, count));
  }
}

void MatterCodec::EncodeTexts(std::span<Heard* const> events) const {
  std::vector<std::string> texts;
  texts.reserve(events.size());
  for (Heard* heard : events) texts.push_back(std::move(heard->text));
  std::vector<float> points;
  encoder_->Encode(texts, points);
  const std::size_t dimensions = encoder_->dimensions();
  for (std::size_t i = 0; i < events.size(); ++i) {
    events[i]->text.clear();
    events[i]->release = encoder_->release();
    events[i]->point =
        matter::PointOf(std::span<const float>(points).subspan(i * dimensions, dimensions));
  }
}

Codec<matter::Domain>::Encoded MatterCodec::Encode(const matter::SimilarFeedbackFound& fact) const {
  v1::MatterEvent out;
  Write(fact, out);
  const Uuid key = fact.customer_id.empty() ? fact.feedback_id.uuid() : fact.customer_id.uuid();
  return {kMatterTopic, key, "recourse.classify.v1.SimilarFeedbackFound",
          "recourse.classify.v1.MatterEvent", out.SerializeAsString()};
}

}  // namespace recourse::classify
