#include "tests/bench/floor/rows.h"

#include <algorithm>
#include <array>

#include "services/common/postgres/wire.h"
#include "services/common/runtime/record.h"

namespace recourse::bench {
namespace {

// One moment for all: the clock's reading costs the same whatever it says.
constexpr Timestamp kRecordedTime{std::chrono::milliseconds(1'764'000'000'000)};
constexpr char kSeparator = '\1';

// Spread like the names of the product's ids, so that the index is met at random as theirs is.
Uuid IdOf(std::int64_t k, std::uint64_t salt) {
  Uuid uuid;
  std::uint64_t state = static_cast<std::uint64_t>(k) * 2 + salt;
  for (std::uint8_t& byte : uuid.bytes) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<std::uint8_t>(state >> 56);
  }
  // Whatever the mixing does, no two are the same.
  for (int i = 0; i < 8; ++i) uuid.bytes[15 - i] = static_cast<std::uint8_t>(k >> (8 * i));
  return uuid;
}
Uuid FeedbackIdOf(std::int64_t k) { return IdOf(k, 1); }
Uuid FactIdOf(std::int64_t k) { return IdOf(k, 1ULL << 40); }

void Put(std::string& tuple, std::size_t place, const Uuid& uuid) {
  std::copy(uuid.bytes.begin(), uuid.bytes.end(), tuple.begin() + static_cast<long>(place));
}

// A tuple of COPY's binary form; `places` is where each field's bytes begin.
std::string TupleOf(const Params& params, std::vector<std::size_t>& places) {
  std::string tuple;
  wire::PutInt(tuple, params.values().size(), 2);
  for (const auto& value : params.values()) {
    wire::PutInt4(tuple, value.bytes ? static_cast<std::int32_t>(value.bytes->size()) : -1);
    places.push_back(tuple.size());
    if (value.bytes) tuple += *value.bytes;
  }
  return tuple;
}

std::vector<std::string> PartsOf(const std::map<std::string, std::string>& attributes) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : attributes) {
    parts.push_back(name);
    parts.push_back(value);
  }
  return parts;
}

std::string Joined(const std::map<std::string, std::string>& attributes) {
  std::string joined;
  for (const std::string& part : PartsOf(attributes)) {
    if (!joined.empty()) joined += kSeparator;
    joined += part;
  }
  return joined;
}

std::optional<Uuid> CustomerOf(const ingest::Feedback& feedback) {
  if (feedback.customer_id.empty()) return std::nullopt;
  return feedback.customer_id.uuid();
}

Params RegisterRow(const ingest::Feedback& feedback) {
  const auto& in = feedback.submission;
  return Params()
      .Uuid(Uuid{})
      .Bytes(feedback.digest)
      .Text(in.source_id.value())
      .Text(in.external_id)
      .Text(in.channel)
      .OptionalUuid(CustomerOf(feedback))
      .Text(in.customer.language)
      .Text(in.text)
      .Text(in.place)
      .Text(in.product)
      .Text(in.about_ticket_id)
      .Time(feedback.occurred_time)
      .OptionalTime(std::nullopt)
      .Texts(PartsOf(in.attributes))
      .Time(feedback.recorded_time);
}

Params OutboxRow(const Codec<ingest::Domain>::Encoded& fact) {
  return Params()
      .Text(fact.topic)
      .Int4(PartitionOf(fact.key))
      .Int(0)
      .Int(1)
      .Int(1)
      .Uuid(Uuid{})
      .Uuid(fact.key)
      .Text(fact.type)
      .Text(fact.schema)
      .Texts({})
      .Bytes(fact.payload)
      .Time(kRecordedTime);
}

}  // namespace

StatusOr<Rows> Rows::Of(const FeedbackMaker& maker) {
  Rows rows;
  ingest::v1::SubmitFeedbackRequest request;
  for (std::int64_t k = 0; k < kContents; ++k) {
    maker.Make(k, request);
    if (Status s = rows.Add(request); !s.ok()) return s;
  }
  return rows;
}

Status Rows::Add(const ingest::v1::SubmitFeedbackRequest& request) {
  auto read = ingest::SubmissionOf(request);
  if (const auto* refusal = std::get_if<Refusal>(&read)) {
    return absl::InvalidArgumentError(refusal->slug);
  }
  Content content;
  auto& submission = std::get<ingest::Submission>(read);
  content.feedback = {ingest::DigestOf(submission),
                      ingest::CustomerIdOf(submission.source_id, submission.customer.external_id),
                      kRecordedTime, kRecordedTime, std::move(submission)};
  content.fact = ingest::FeedbackCodec().Encode(
      {ingest::FeedbackId(FeedbackIdOf(static_cast<std::int64_t>(contents_.size()))),
       content.feedback});
  std::vector<std::size_t> places;
  content.register_tuple = TupleOf(RegisterRow(content.feedback), places);
  places.clear();
  content.outbox_tuple = TupleOf(OutboxRow(content.fact), places);
  content.sequence_place = places[2];
  content.fact_id_place = places[5];
  contents_.push_back(std::move(content));
  return absl::OkStatus();
}

void Rows::AppendRegister(std::int64_t k, std::string& copy) const {
  constexpr std::size_t kIdPlace = 6;  // after the number of fields and the id's length
  const std::size_t begin = copy.size();
  copy += ContentOf(k).register_tuple;
  Put(copy, begin + kIdPlace, FeedbackIdOf(k));
}

void Rows::AppendOutbox(std::int64_t k, std::string& copy) const {
  const Content& content = ContentOf(k);
  const std::size_t begin = copy.size();
  copy += content.outbox_tuple;
  copy.replace(begin + content.sequence_place, 8, wire::Int8(k + 1));
  Put(copy, begin + content.fact_id_place, FactIdOf(k));
}

Params Rows::RegisterArrays(std::int64_t first, std::int64_t count) const {
  std::vector<Uuid> ids;
  std::vector<std::optional<Uuid>> customers;
  std::vector<Timestamp> occurred;
  std::array<std::vector<std::string>, 9> texts;
  std::vector<std::string> digests, attributes;
  for (std::int64_t k = first; k < first + count; ++k) {
    const ingest::Feedback& feedback = ContentOf(k).feedback;
    const auto& in = feedback.submission;
    ids.push_back(FeedbackIdOf(k));
    digests.push_back(feedback.digest);
    customers.push_back(CustomerOf(feedback));
    occurred.push_back(feedback.occurred_time);
    attributes.push_back(Joined(in.attributes));
    const std::string* const fields[] = {&in.source_id.value(), &in.external_id,    &in.channel,
                                         &in.customer.language, &in.text,           &in.place,
                                         &in.product,           &in.about_ticket_id};
    for (std::size_t i = 0; i < std::size(fields); ++i) texts[i].push_back(*fields[i]);
  }
  return Params()
      .Uuids(ids)
      .BytesArray(digests)
      .Texts(texts[0])
      .Texts(texts[1])
      .Texts(texts[2])
      .OptionalUuids(customers)
      .Texts(texts[3])
      .Texts(texts[4])
      .Texts(texts[5])
      .Texts(texts[6])
      .Texts(texts[7])
      .Times(occurred)
      .Texts(attributes)
      .Time(kRecordedTime);
}

Params Rows::OutboxArrays(std::int64_t first, std::int64_t count) const {
  std::vector<std::int32_t> partitions;
  std::vector<std::int64_t> sequences;
  std::vector<Uuid> ids, keys;
  std::vector<std::string> payloads;
  for (std::int64_t k = first; k < first + count; ++k) {
    const auto& fact = ContentOf(k).fact;
    partitions.push_back(PartitionOf(fact.key));
    sequences.push_back(k + 1);
    ids.push_back(FactIdOf(k));
    keys.push_back(fact.key);
    payloads.push_back(fact.payload);
  }
  const auto& any = contents_.front().fact;
  return Params()
      .Text(any.topic)
      .Text(any.type)
      .Text(any.schema)
      .Int4s(partitions)
      .Ints(sequences)
      .Uuids(ids)
      .Uuids(keys)
      .Time(kRecordedTime)
      .BytesArray(payloads);
}

}  // namespace recourse::bench
