#pragma once

#include <string>
#include <vector>

#include "services/common/postgres/connection.h"
#include "services/ingest/adapters/feedback_codec.h"
#include "tests/bench/load/feedback_maker.h"

namespace recourse::bench {

// The rows of the register and of the outbox that ingest writes for the feedback of a run, with
// ids of their own. All of a row but its ids is made beforehand, so that a floor pays for writing
// alone. The k-th row is a function of k; thread-safe once made.
class Rows {
 public:
  static constexpr std::int64_t kContents = 4'096;  // different rows; then they come round again

  // INVALID_ARGUMENT where the texts are not what ingest takes.
  static StatusOr<Rows> Of(const FeedbackMaker& maker);

  // The binary form of COPY, one tuple each.
  void AppendRegister(std::int64_t k, std::string& copy) const;
  void AppendOutbox(std::int64_t k, std::string& copy) const;

  // The parameters of kInsertRegister and kInsertOutbox for rows first to first + count - 1.
  Params RegisterArrays(std::int64_t first, std::int64_t count) const;
  Params OutboxArrays(std::int64_t first, std::int64_t count) const;

 private:
  struct Content {
    ingest::Feedback feedback;
    Codec<ingest::Domain>::Encoded fact;
    std::string register_tuple;
    std::string outbox_tuple;
    std::size_t sequence_place = 0;  // in the outbox's tuple
    std::size_t fact_id_place = 0;
  };
  Rows() = default;
  Status Add(const ingest::v1::SubmitFeedbackRequest& request);
  const Content& ContentOf(std::int64_t k) const {
    return contents_[static_cast<std::size_t>(k) % contents_.size()];
  }

  std::vector<Content> contents_;
};

// The columns of both tables, in the order of the tuples; `%` stands for the schema.
inline constexpr const char* kCopyRegister =
    "COPY %.feedback (feedback_id, digest, source_id, external_id, channel, customer_id, language, "
    "text, place, product, about_ticket_id, occurred_time, due_time, attributes, recorded_time) "
    "FROM STDIN BINARY";
inline constexpr const char* kCopyOutbox =
    "COPY %.outbox (topic, partition, sequence, epoch, epoch_first, fact_id, key, type, schema, "
    "headers, payload, recorded_time) FROM STDIN BINARY";
inline constexpr const char* kInsertRegister =
    "INSERT INTO %.feedback (feedback_id, digest, source_id, external_id, channel, customer_id, "
    "language, text, place, product, about_ticket_id, occurred_time, due_time, attributes, "
    "recorded_time) SELECT f, d, s, e, c, u, l, x, p, r, a, o, NULL, "
    "coalesce(string_to_array(nullif(b, ''), chr(1)), '{}'), $14 "
    "FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::uuid[], "
    "$7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[], "
    "$13::text[]) AS n (f, d, s, e, c, u, l, x, p, r, a, o, b)";
inline constexpr const char* kInsertOutbox =
    "INSERT INTO %.outbox (topic, partition, sequence, epoch, epoch_first, fact_id, key, type, "
    "schema, payload, recorded_time) SELECT $1, p, s, 1, 1, i, k, $2, $3, b, $8 "
    "FROM unnest($4::int[], $5::bigint[], $6::uuid[], $7::uuid[], $9::bytea[]) "
    "AS n (p, s, i, k, b)";

}  // namespace recourse::bench
