#include "services/ingest/adapters/feedback_codec.h"

#include <openssl/sha.h>

#include <utility>

#include "recourse/ingest/v1/feedback_event.pb.h"
#include "services/common/text/nfc.h"

namespace recourse::ingest {
namespace {

// Years 1 to 9999, as RFC 3339 and PostgreSQL both can say.
constexpr std::int64_t kSecondsMin = -62'135'596'800;
constexpr std::int64_t kSecondsMax = 253'402'300'799;

bool IsTime(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kSecondsMin && time.seconds() <= kSecondsMax && time.nanos() >= 0 &&
         time.nanos() <= 999'999'999;
}

Timestamp TimeOf(const google::protobuf::Timestamp& time) {
  return Timestamp(Duration(time.seconds() * 1000 + time.nanos() / 1'000'000));
}

// Reads an optional time; false when it is none.
bool ReadTime(bool present, const google::protobuf::Timestamp& in, std::optional<Timestamp>& out) {
  if (!present) return true;
  if (!IsTime(in)) return false;
  out = TimeOf(in);
  return true;
}

void PutField(std::string& out, const std::string& value) {
  out += std::to_string(value.size());
  out += ':';
  out += value;
}

void PutTime(std::string& out, const std::optional<Timestamp>& time) {
  PutField(out, time ? std::to_string(time->time_since_epoch().count()) : "");
}

}  // namespace

google::protobuf::Timestamp ToProto(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  google::protobuf::Timestamp out;
  out.set_seconds(seconds.count());
  out.set_nanos(static_cast<std::int32_t>((time.time_since_epoch() - seconds).count() * 1'000'000));
  return out;
}

std::variant<Submission, Refusal> SubmissionOf(const v1::SubmitFeedbackRequest& in) {
  Submission out;
  auto text = ToNfc(in.text());
  if (!text.ok()) return Refusal{"text-not-utf8", {{"field", "text"}}};
  out.text = *std::move(text);
  out.source_id = SourceId(in.source_id());
  out.external_id = in.external_id();
  out.channel = in.channel();
  out.customer = {in.customer().external_id(), in.customer().name(), in.customer().phone(),
                  in.customer().email(), in.customer().language()};
  out.place = in.place();
  out.product = in.product();
  out.about_ticket_id = in.about_ticket_id();
  out.attributes = {in.attributes().begin(), in.attributes().end()};
  if (!in.customer_id().empty()) {
    const auto known = ParseUuid(in.customer_id());
    if (!known) return Refusal{"id-malformed", {{"field", "customer_id"}}};
    out.known_customer_id = CustomerId(*known);
  }
  if (!ReadTime(in.has_occurred_time(), in.occurred_time(), out.occurred_time)) {
    return Refusal{"time-malformed", {{"field", "occurred_time"}}};
  }
  if (!ReadTime(in.has_due_time(), in.due_time(), out.due_time)) {
    return Refusal{"time-malformed", {{"field", "due_time"}}};
  }
  return out;
}

v1::SubmitFeedbackRequest ToProto(const Submission& in) {
  v1::SubmitFeedbackRequest out;
  out.set_source_id(in.source_id.value());
  out.set_external_id(in.external_id);
  out.set_channel(in.channel);
  if (in.customer != Customer{}) {
    auto* customer = out.mutable_customer();
    customer->set_external_id(in.customer.external_id);
    customer->set_name(in.customer.name);
    customer->set_phone(in.customer.phone);
    customer->set_email(in.customer.email);
    customer->set_language(in.customer.language);
  }
  out.set_text(in.text);
  if (in.occurred_time) *out.mutable_occurred_time() = ToProto(*in.occurred_time);
  if (in.due_time) *out.mutable_due_time() = ToProto(*in.due_time);
  out.set_place(in.place);
  out.set_product(in.product);
  out.set_about_ticket_id(in.about_ticket_id);
  out.mutable_attributes()->insert(in.attributes.begin(), in.attributes.end());
  if (!in.known_customer_id.empty()) out.set_customer_id(ToString(in.known_customer_id));
  return out;
}

std::string DigestOf(const Submission& in) {
  std::string all;
  for (const std::string* field :
       {&in.source_id.value(), &in.external_id, &in.channel, &in.customer.external_id,
        &in.customer.name, &in.customer.phone, &in.customer.email, &in.customer.language, &in.text,
        &in.place, &in.product, &in.about_ticket_id}) {
    PutField(all, *field);
  }
  PutTime(all, in.occurred_time);
  PutTime(all, in.due_time);
  for (const auto& [name, value] : in.attributes) {
    PutField(all, name);
    PutField(all, value);
  }
  // Only where there is one: digests from before there were any must stand.
  if (!in.known_customer_id.empty()) PutField(all, ToString(in.known_customer_id));
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(all.data()), all.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::variant<SubmitFeedback, Unreadable> FeedbackCodec::Decode(const RawRecord&) const {
  return Unreadable{"ingest hears no topic"};
}

Codec<Domain>::Encoded FeedbackCodec::Encode(const FeedbackReceived& fact) const {
  const Submission& submission = fact.feedback.submission;
  v1::FeedbackEvent out;
  out.set_feedback_id(ToString(fact.feedback_id));
  const CustomerId& customer_id = fact.feedback.customer_id;
  if (!customer_id.empty()) out.set_customer_id(ToString(customer_id));
  *out.mutable_occurred_time() = ToProto(fact.feedback.occurred_time);
  *out.mutable_recorded_time() = ToProto(fact.feedback.recorded_time);
  auto* received = out.mutable_received();
  received->set_source_id(submission.source_id.value());
  received->set_external_id(submission.external_id);
  received->set_channel(submission.channel);
  received->set_text(submission.text);
  received->set_language(submission.customer.language);
  received->set_place(submission.place);
  received->set_product(submission.product);
  received->set_about_ticket_id(submission.about_ticket_id);
  if (submission.due_time) *received->mutable_due_time() = ToProto(*submission.due_time);
  received->mutable_attributes()->insert(submission.attributes.begin(),
                                         submission.attributes.end());
  const Uuid key = customer_id.empty() ? fact.feedback_id.uuid() : customer_id.uuid();
  return {kFeedbackTopic, key, "recourse.ingest.v1.FeedbackReceived",
          "recourse.ingest.v1.FeedbackEvent", out.SerializeAsString()};
}

// The register remembers by itself: no answer of ingest is ever kept.
std::string FeedbackCodec::EncodeAnswer(const Answer&) const { return ""; }
Answer FeedbackCodec::DecodeAnswer(const std::string&) const { return {}; }

}  // namespace recourse::ingest
