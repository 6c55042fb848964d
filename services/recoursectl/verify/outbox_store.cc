#include "services/recoursectl/verify/outbox_store.h"

#include <utility>

namespace recourse::ctl::verify {
namespace {

// The topics that a service says are its own outbox's, in its own schema.
constexpr const char* kHeads = R"(
SELECT h.topic, h.partition, h.last_sequence, coalesce(r.acknowledged_sequence, 0) FROM (
  SELECT * FROM ingest.heads UNION ALL SELECT * FROM classify.heads
  UNION ALL SELECT * FROM routing.heads UNION ALL SELECT * FROM followup.heads) h
LEFT JOIN (
  SELECT * FROM ingest.relays UNION ALL SELECT * FROM classify.relays
  UNION ALL SELECT * FROM routing.relays UNION ALL SELECT * FROM followup.relays) r
ON r.topic = h.topic AND r.partition = h.partition)";

// The content as ContentOf makes it of a record.
#define RECOURSE_OUTBOX_ROW                                                                   \
  "SELECT sequence, epoch, epoch_first, fact_id, substr(sha256(convert_to(type || E'\\n' || " \
  "schema || E'\\n' || key::text || E'\\n', 'UTF8') || payload), 1, 16) FROM "
#define RECOURSE_OUTBOX_PAGE \
  ".outbox WHERE topic = $1 AND partition = $2 AND sequence > $3 ORDER BY sequence LIMIT $4"
#define RECOURSE_UNSENT "SELECT sequence, epoch, epoch_first, fact_id, type, payload FROM "

struct OutboxSql {
  const char* page;
  const char* unsent;
};
constexpr OutboxSql kIngest{RECOURSE_OUTBOX_ROW "ingest" RECOURSE_OUTBOX_PAGE,
                            RECOURSE_UNSENT "ingest" RECOURSE_OUTBOX_PAGE};
constexpr OutboxSql kClassify{RECOURSE_OUTBOX_ROW "classify" RECOURSE_OUTBOX_PAGE,
                              RECOURSE_UNSENT "classify" RECOURSE_OUTBOX_PAGE};
constexpr OutboxSql kRouting{RECOURSE_OUTBOX_ROW "routing" RECOURSE_OUTBOX_PAGE,
                             RECOURSE_UNSENT "routing" RECOURSE_OUTBOX_PAGE};
constexpr OutboxSql kFollowup{RECOURSE_OUTBOX_ROW "followup" RECOURSE_OUTBOX_PAGE,
                              RECOURSE_UNSENT "followup" RECOURSE_OUTBOX_PAGE};

constexpr const char* kPositions =
    "SELECT 'classify', topic, partition, sequence FROM classify.positions UNION ALL "
    "SELECT 'routing', topic, partition, sequence FROM routing.positions UNION ALL "
    "SELECT 'followup', topic, partition, sequence FROM followup.positions";

// A letter was replayed when its record's id stands among the requests that were carried out.
#define RECOURSE_DEAD(schema)                                                                 \
  "SELECT o.topic, o.partition, o.sequence, o.headers, EXISTS (SELECT 1 FROM " schema         \
  ".requests r WHERE r.answer IS NOT NULL AND r.request_id::text = o.headers[array_position(" \
  "o.headers, 'recourse-origin-header-ce_id') + 1]) FROM " schema                             \
  ".outbox o WHERE o.topic LIKE 'recourse.%.dead.v1'"
constexpr const char* kDeadLetters = RECOURSE_DEAD("classify") " UNION ALL " RECOURSE_DEAD(
    "routing") " UNION ALL " RECOURSE_DEAD("followup");

const OutboxSql& SqlOf(const std::string& topic) {
  if (topic.starts_with("recourse.ingest.")) return kIngest;
  if (topic.starts_with("recourse.classify.")) return kClassify;
  return topic.starts_with("recourse.followup.") ? kFollowup : kRouting;
}

Params PageParams(const Partition& partition, std::int64_t after) {
  return Params().Text(partition.topic).Int4(partition.number).Int(after).Int(kPageRows);
}

Content ContentOf(const std::string& bytes) {
  Uuid content;
  for (std::size_t i = 0; i < content.bytes.size() && i < bytes.size(); ++i) {
    content.bytes[i] = static_cast<std::uint8_t>(bytes[i]);
  }
  return Content(content);
}

Place PlaceOf(const Result& rows, int row) {
  return {rows.Int(row, 1), rows.Int(row, 2), rows.Int(row, 0)};
}

Status ReadOutbox(Snapshot& snapshot, const Partition& partition, LogEvidence& log) {
  std::int64_t after = 0;
  for (;;) {
    auto rows = snapshot.Ask({SqlOf(partition.topic).page, PageParams(partition, after)});
    if (!rows.ok()) return rows.status();
    for (int i = 0; i < rows->rows(); ++i) {
      log.outbox.push_back(
          {PlaceOf(*rows, i), FactId(rows->Uuid(i, 3)), ContentOf(rows->Text(i, 4))});
    }
    if (rows->rows() < kPageRows) return absl::OkStatus();
    after = log.outbox.back().place.sequence;
  }
}

Status ReadUnsentOf(Snapshot& snapshot, const Partition& partition, std::int64_t after,
                    const RecordListener& listener) {
  for (;;) {
    auto rows = snapshot.Ask({SqlOf(partition.topic).unsent, PageParams(partition, after)});
    if (!rows.ok()) return rows.status();
    for (int i = 0; i < rows->rows(); ++i) {
      RawRecord record;
      record.partition = partition;
      record.place = PlaceOf(*rows, i);
      record.id = FactId(rows->Uuid(i, 3));
      record.headers.emplace_back("ce_type", rows->Text(i, 4));
      record.payload = rows->Text(i, 5);
      listener(record);
      after = record.place.sequence;
    }
    if (rows->rows() < kPageRows) return absl::OkStatus();
  }
}

std::string HeaderOf(const std::vector<std::string>& headers, std::string_view name) {
  for (std::size_t i = 0; i + 1 < headers.size(); i += 2) {
    if (headers[i] == name) return headers[i + 1];
  }
  return "";
}

HeardSequences& OfService(HeardByAll& heard, const std::string& service) {
  if (service == "classify") return heard.by_classify;
  return service == "routing" ? heard.by_routing : heard.by_followup;
}

HeardByAll HeardOf(const Result& rows) {
  HeardByAll heard;
  for (int i = 0; i < rows.rows(); ++i) {
    HeardSequences& own = OfService(heard, rows.Text(i, 0));
    own[{rows.Text(i, 1), static_cast<int>(rows.Int(i, 2))}] = rows.Int(i, 3);
  }
  return heard;
}

}  // namespace

StatusOr<Logs> ReadOutboxes(Snapshot& snapshot) {
  auto rows = snapshot.Ask({kHeads});
  if (!rows.ok()) return rows.status();
  Logs logs;
  for (int i = 0; i < rows->rows(); ++i) {
    const Partition partition{rows->Text(i, 0), static_cast<int>(rows->Int(i, 1))};
    LogEvidence& log = logs[partition];
    log.last_sequence = rows->Int(i, 2);
    log.acknowledged_sequence = rows->Int(i, 3);
    if (Status s = ReadOutbox(snapshot, partition, log); !s.ok()) return s;
  }
  return logs;
}

Status ReadUnsent(Snapshot& snapshot, const Logs& logs, const RecordListener& listener) {
  for (const auto& [partition, log] : logs) {
    if (log.acknowledged_sequence >= log.last_sequence) continue;
    Status s = ReadUnsentOf(snapshot, partition, log.acknowledged_sequence, listener);
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

StatusOr<HeardByAll> ReadPositions(Snapshot& snapshot) {
  auto rows = snapshot.Ask({kPositions});
  if (!rows.ok()) return rows.status();
  return HeardOf(*rows);
}

StatusOr<HeardByAll> ReadPositions(Pool& pool) {
  auto rows = pool.Ask({kPositions});
  if (!rows.ok()) return rows.status();
  return HeardOf(*rows);
}

StatusOr<std::map<Partition, std::int64_t>> ReadHeads(Pool& pool) {
  auto rows = pool.Ask({kHeads});
  if (!rows.ok()) return rows.status();
  std::map<Partition, std::int64_t> heads;
  for (int i = 0; i < rows->rows(); ++i) {
    heads[{rows->Text(i, 0), static_cast<int>(rows->Int(i, 1))}] = rows->Int(i, 2);
  }
  return heads;
}

StatusOr<std::vector<DeadLetterEvidence>> ReadDeadLetters(Snapshot& snapshot) {
  auto rows = snapshot.Ask({kDeadLetters});
  if (!rows.ok()) return rows.status();
  std::vector<DeadLetterEvidence> letters;
  for (int i = 0; i < rows->rows(); ++i) {
    const auto headers = rows->Texts(i, 3);
    const auto origin_id = ParseUuid(HeaderOf(headers, "recourse-origin-header-ce_id"));
    letters.push_back({{rows->Text(i, 0), static_cast<int>(rows->Int(i, 1))},
                       rows->Int(i, 2),
                       FactId(origin_id.value_or(Uuid{})),
                       HeaderOf(headers, "recourse-reason"),
                       rows->Bool(i, 4)});
  }
  return letters;
}

}  // namespace recourse::ctl::verify
