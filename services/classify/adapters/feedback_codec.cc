#include "services/classify/adapters/feedback_codec.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/ingest/v1/feedback_event.pb.h"
#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/folding.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

namespace heard = ::recourse::ingest::v1;
using google::protobuf::util::TimeUtil;

constexpr const char* kTypeHeader = "ce_type";
// What the form for the person on the phone sends along.
constexpr const char* kCategoryAttribute = "category";
constexpr const char* kReceivedType = "recourse.ingest.v1.FeedbackReceived";

std::optional<std::string> TypeOf(const RawRecord& record) {
  const auto found = std::find_if(record.headers.begin(), record.headers.end(),
                                  [](const auto& header) { return header.first == kTypeHeader; });
  return found == record.headers.end() ? std::nullopt : std::optional(found->second);
}

// Whether a message of these bytes holds, at its own level, text that is not UTF-8.
bool HasBadText(const google::protobuf::UnknownFieldSet& fields) {
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED &&
        !IsUtf8(field.length_delimited())) {
      return true;
    }
  }
  return false;
}

// The parser says only that it refused. A text in a foreign encoding is the likely reason and worth
// its own words: whoever reads them knows which end to mend.
std::string WhyUnparsed(const std::string& payload) {
  const std::string unparsed = "the payload is not a recourse.ingest.v1.FeedbackEvent";
  google::protobuf::UnknownFieldSet event;
  if (!event.ParseFromString(payload)) return unparsed;
  for (int i = 0; i < event.field_count(); ++i) {
    const auto& field = event.field(i);
    google::protobuf::UnknownFieldSet fact;
    if (field.number() == heard::FeedbackEvent::kReceivedFieldNumber &&
        field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED &&
        fact.ParseFromString(field.length_delimited()) && HasBadText(fact)) {
      return unparsed + ": a field of FeedbackReceived is not UTF-8";
    }
  }
  return unparsed;
}

// As timestamp.proto has it.
bool IsValid(const google::protobuf::Timestamp& time) {
  return time.seconds() >= TimeUtil::kTimestampMinSeconds &&
         time.seconds() <= TimeUtil::kTimestampMaxSeconds && time.nanos() >= 0 &&
         time.nanos() < 1'000'000'000;
}

std::optional<std::string> FaultOf(const RawRecord& record) {
  const auto type = TypeOf(record);
  if (!type) return "the header ce_type is absent";
  if (*type != kReceivedType) {
    return "ce_type is \"" + MendUtf8(ClipUtf8(MendUtf8(*type), 100)) + "\", expected " +
           kReceivedType;
  }
  if (record.payload.empty()) return "the payload is empty";
  return std::nullopt;
}

std::optional<std::string> FaultOf(const heard::FeedbackEvent& in) {
  if (!in.has_received()) return "the event holds no FeedbackReceived";
  if (in.feedback_id().empty()) return "feedback_id is absent";
  if (!ParseUuid(in.feedback_id())) return "feedback_id is not a UUID";
  if (!in.customer_id().empty() && !ParseUuid(in.customer_id())) {
    return "customer_id is not a UUID";
  }
  if (!in.has_occurred_time()) return "occurred_time is absent";
  if (!IsValid(in.occurred_time())) {
    return "occurred_time is outside of the years 1 to 9999";
  }
  if (in.received().text().empty()) return "text is empty";
  if (in.received().text().find('\0') != std::string::npos) return "text has U+0000";
  if (in.received().text().size() > kReceivedTextBytesMax) {
    return "text has " + std::to_string(in.received().text().size()) + " bytes, at most " +
           std::to_string(kReceivedTextBytesMax) + " can be";
  }
  return std::nullopt;
}

Feedback FeedbackOf(const heard::FeedbackEvent& in) {
  const auto& received = in.received();
  Feedback feedback;
  feedback.feedback_id = FeedbackId(*ParseUuid(in.feedback_id()));
  feedback.customer_id = CustomerId(ParseUuid(in.customer_id()).value_or(Uuid{}));
  feedback.occurred_time =
      Timestamp(Duration(TimeUtil::TimestampToMilliseconds(in.occurred_time())));
  feedback.source_id = SourceId(received.source_id());
  feedback.channel = Channel(received.channel());
  feedback.text = received.text();
  feedback.place = Place(received.place());
  feedback.product = Product(received.product());
  feedback.about_ticket_id = TicketId(received.about_ticket_id());
  const auto stated = received.attributes().find(kCategoryAttribute);
  if (stated != received.attributes().end()) feedback.stated_category = Category(stated->second);
  return feedback;
}

void WriteTime(Timestamp time, google::protobuf::Timestamp& out) {
  out = TimeUtil::MillisecondsToTimestamp(time.time_since_epoch().count());
}

void Write(const FeedbackClassified& fact, v1::FeedbackEvent& out) {
  const Feedback& feedback = fact.feedback;
  out.set_feedback_id(ToString(feedback.feedback_id));
  if (!feedback.customer_id.empty()) out.set_customer_id(ToString(feedback.customer_id));
  WriteTime(feedback.occurred_time, *out.mutable_occurred_time());
  WriteTime(fact.kept.recorded_time, *out.mutable_recorded_time());
  auto& classified = *out.mutable_classified();
  classified.set_ordinal(fact.kept.ordinal);
  WriteClassification(fact.kept.classification, *classified.mutable_classification());
  classified.set_source_id(feedback.source_id.value());
  classified.set_channel(feedback.channel.value());
  classified.set_text(feedback.text);
  classified.set_place(feedback.place.value());
  classified.set_product(feedback.product.value());
  classified.set_about_ticket_id(feedback.about_ticket_id.value());
  classified.set_corrected_by(fact.kept.corrected_by);
  classified.set_reason(fact.kept.reason);
}

}  // namespace

std::variant<Event, Unreadable> FeedbackCodec::Decode(const RawRecord& record) const {
  if (auto fault = FaultOf(record)) return Unreadable{*std::move(fault)};
  heard::FeedbackEvent in;
  if (!in.ParseFromString(record.payload)) return Unreadable{WhyUnparsed(record.payload)};
  if (auto fault = FaultOf(in)) return Unreadable{*std::move(fault)};
  auto text = FoldText(in.received().text());
  if (!text.ok()) return Unreadable{std::string(text.status().message())};
  return FeedbackReceived{FeedbackOf(in), *std::move(text), {}, {}};
}

void FeedbackCodec::Prepare(std::span<Event* const> events) const {
  std::vector<FeedbackReceived*> heard;
  std::vector<std::string_view> texts;
  for (Event* event : events) {
    auto* received = std::get_if<FeedbackReceived>(event);
    if (received == nullptr) continue;
    heard.push_back(received);
    texts.push_back(received->feedback.text);
  }
  std::vector<Scores> scores = scorer_.ScoreAll(texts);
  const auto policy = rules_.Latest();
  for (std::size_t i = 0; i < heard.size(); ++i) {
    FeedbackReceived& received = *heard[i];
    received.scores = std::move(scores[i]);
    received.prepared = Classify(received.text, received.scores, *policy, received.feedback);
  }
}

Codec<Domain>::Encoded FeedbackCodec::Encode(const Fact& fact) const {
  const auto& classified = std::get<FeedbackClassified>(fact);
  const Feedback& feedback = classified.feedback;
  v1::FeedbackEvent out;
  Write(classified, out);
  const Uuid key =
      feedback.customer_id.empty() ? feedback.feedback_id.uuid() : feedback.customer_id.uuid();
  return {kClassifiedTopic, key, "recourse.classify.v1.FeedbackClassified",
          "recourse.classify.v1.FeedbackEvent", out.SerializeAsString()};
}

}  // namespace recourse::classify
