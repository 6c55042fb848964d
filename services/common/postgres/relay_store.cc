#include "services/common/postgres/relay_store.h"

namespace recourse {
namespace {

// Ascending locks, and never a wait for another relay. $2: take new terms for one's own.
constexpr const char* kHold = R"(
WITH free AS (
  SELECT topic, partition FROM relays
  WHERE owner = $1 OR until_time < clock_timestamp()
  ORDER BY topic, partition FOR UPDATE SKIP LOCKED),
held AS (
  UPDATE relays r
  SET term = CASE WHEN r.owner = $1 AND NOT $2 AND r.until_time >= clock_timestamp()
                  THEN r.term ELSE r.term + 1 END,
      owner = $1, until_time = clock_timestamp() + interval '5 seconds'
  FROM free f WHERE r.topic = f.topic AND r.partition = f.partition
  RETURNING r.topic, r.partition, r.term, r.acknowledged_sequence)
SELECT held.topic, held.partition, held.term, held.acknowledged_sequence, h.last_sequence
FROM held JOIN heads h ON h.topic = held.topic AND h.partition = held.partition
ORDER BY held.topic, held.partition)";
constexpr const char* kHeads =
    "SELECT h.topic, h.partition, h.last_sequence, coalesce(r.acknowledged_sequence, 0) "
    "FROM heads h LEFT JOIN relays r ON r.topic = h.topic AND r.partition = h.partition "
    "ORDER BY h.topic, h.partition";
constexpr const char* kRead =
    "SELECT sequence, epoch, epoch_first, fact_id, key, type, schema, payload, headers, "
    "recorded_time FROM outbox WHERE topic = $1 AND partition = $2 AND sequence > $3 "
    "ORDER BY sequence LIMIT $4";
constexpr const char* kAcknowledge =
    "UPDATE relays SET acknowledged_sequence = $4 WHERE topic = $1 AND partition = $2 "
    "AND term = $3 AND acknowledged_sequence < $4";
constexpr const char* kTermOf = "SELECT term FROM relays WHERE topic = $1 AND partition = $2";
// Oldest first, a thousand a partition a call, and never what the log does not have.
constexpr const char* kForget = R"(
DELETE FROM outbox o USING relays r, LATERAL (
  SELECT sequence FROM outbox WHERE topic = r.topic AND partition = r.partition
  ORDER BY sequence LIMIT 1000) oldest
WHERE o.topic = r.topic AND o.partition = r.partition AND o.sequence = oldest.sequence
  AND o.sequence <= r.acknowledged_sequence
  AND o.recorded_time < clock_timestamp() - make_interval(days => $1))";
constexpr const char* kForgetRequests =
    "DELETE FROM requests WHERE request_id IN (SELECT request_id FROM requests "
    "WHERE recorded_time < clock_timestamp() - interval '24 hours' LIMIT 10000)";
constexpr const char* kBegin = R"(
WITH before AS (
  SELECT running, sequence, attempt_count FROM attempts
  WHERE topic = $1 AND partition = $2 FOR UPDATE)
INSERT INTO attempts (topic, partition, running) VALUES ($1, $2, true)
ON CONFLICT (topic, partition) DO UPDATE SET running = true
RETURNING coalesce((SELECT running FROM before), false),
          coalesce((SELECT sequence FROM before), 0),
          coalesce((SELECT attempt_count FROM before), 0))";
constexpr const char* kMark =
    "INSERT INTO attempts (topic, partition, running, sequence, attempt_count) "
    "VALUES ($1, $2, true, $3, $4) ON CONFLICT (topic, partition) DO UPDATE SET "
    "sequence = excluded.sequence, attempt_count = excluded.attempt_count";
constexpr const char* kClear =
    "UPDATE attempts SET sequence = 0, attempt_count = 0 WHERE topic = $1 AND partition = $2";
constexpr const char* kEnd = "DELETE FROM attempts WHERE topic = $1 AND partition = $2";

Params PartitionParams(const Partition& partition) {
  return Params().Text(partition.topic).Int4(partition.number);
}

Outgoing OutgoingOf(const Partition& partition, const Result& rows, int i) {
  Outgoing out{partition,
               {rows.Int(i, 1), rows.Int(i, 2), rows.Int(i, 0)},
               FactId(rows.Uuid(i, 3)),
               rows.Uuid(i, 4),
               rows.Text(i, 5),
               rows.Text(i, 6),
               rows.Text(i, 7),
               {},
               rows.Time(i, 9)};
  const auto headers = rows.Texts(i, 8);
  for (std::size_t h = 0; h + 1 < headers.size(); h += 2) {
    out.headers.emplace_back(headers[h], headers[h + 1]);
  }
  return out;
}

}  // namespace

StatusOr<std::vector<Lease>> PgRelayStore::Hold(const std::string& owner) {
  auto rows = pool_.Ask({kHold, Params().Text(owner).Bool(fresh_)});
  if (!rows.ok()) return rows.status();
  fresh_ = false;
  std::vector<Lease> leases;
  for (int i = 0; i < rows->rows(); ++i) {
    leases.push_back({{rows->Text(i, 0), static_cast<int>(rows->Int(i, 1))},
                      rows->Int(i, 2),
                      rows->Int(i, 3),
                      rows->Int(i, 4)});
  }
  return leases;
}

StatusOr<std::vector<OutboxHead>> PgRelayStore::Heads() {
  auto rows = pool_.Ask({kHeads});
  if (!rows.ok()) return rows.status();
  std::vector<OutboxHead> heads;
  for (int i = 0; i < rows->rows(); ++i) {
    heads.push_back({{rows->Text(i, 0), static_cast<int>(rows->Int(i, 1))},
                     rows->Int(i, 2),
                     rows->Int(i, 3)});
  }
  return heads;
}

StatusOr<std::vector<Outgoing>> PgRelayStore::Read(const Partition& partition,
                                                   std::int64_t after_sequence, int limit) {
  auto rows =
      pool_.Ask({kRead, PartitionParams(partition).Int(after_sequence).Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<Outgoing> outgoing;
  for (int i = 0; i < rows->rows(); ++i) outgoing.push_back(OutgoingOf(partition, *rows, i));
  return outgoing;
}

StatusOr<bool> PgRelayStore::Acknowledge(const Partition& partition, std::int64_t term,
                                         std::int64_t sequence) {
  auto updated =
      pool_.Ask({kAcknowledge, PartitionParams(partition).Int(term).Int(sequence)});
  if (!updated.ok()) return updated.status();
  if (updated->affected() == 1) return true;
  auto now = pool_.Ask({kTermOf, PartitionParams(partition)});
  if (!now.ok()) return now.status();
  return now->rows() == 1 && now->Int(0, 0) == term;
}

Status PgRelayStore::Forget(int days) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue({kForget, Params().Int4(days)});
  session->Queue({kForgetRequests});
  return session->Flush();
}

StatusOr<Attempt> PgAttemptStore::Begin(const Partition& partition) {
  auto before = pool_.Ask({kBegin, PartitionParams(partition)});
  if (!before.ok()) return before.status();
  return Attempt{before->Bool(0, 0), before->Int(0, 1), static_cast<int>(before->Int(0, 2))};
}

Status PgAttemptStore::Mark(const Partition& partition, std::int64_t sequence, int ends) {
  return pool_.Ask({kMark, PartitionParams(partition).Int(sequence).Int4(ends)}).status();
}

Status PgAttemptStore::Clear(const Partition& partition) {
  return pool_.Ask({kClear, PartitionParams(partition)}).status();
}

Status PgAttemptStore::End(const Partition& partition) {
  return pool_.Ask({kEnd, PartitionParams(partition)}).status();
}

}  // namespace recourse
