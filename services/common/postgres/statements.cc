#include "services/common/postgres/statements.h"

#include <algorithm>
#include <utility>

namespace recourse::statements {
namespace {

constexpr const char* kBegin = "BEGIN";
constexpr const char* kCommit = "COMMIT";
constexpr const char* kMakePosition =
    "INSERT INTO positions (topic, partition) VALUES ($1, $2) ON CONFLICT DO NOTHING";
constexpr const char* kLockPosition =
    "SELECT epoch, sequence, record_offset FROM positions WHERE topic = $1 AND partition = $2 "
    "FOR UPDATE";
constexpr const char* kReadPosition =
    "SELECT epoch, sequence, record_offset FROM positions WHERE topic = $1 AND partition = $2";
// A position that stands is left alone while what comes next after it is there still.
constexpr const char* kBeginNear =
    "INSERT INTO positions (topic, partition, epoch, sequence) "
    "SELECT h.topic, h.partition, coalesce(o.epoch, h.epoch), coalesce(o.sequence - 1, "
    "h.last_sequence) FROM heads AS h LEFT JOIN LATERAL (SELECT epoch, sequence FROM outbox "
    "WHERE topic = h.topic AND partition = h.partition AND sequence > h.last_sequence - $3 "
    "ORDER BY sequence LIMIT 1) AS o ON true WHERE h.topic = $1 AND h.partition = $2 "
    "ON CONFLICT (topic, partition) DO UPDATE SET epoch = excluded.epoch, "
    "sequence = excluded.sequence, record_offset = -1 "
    "WHERE positions.sequence < excluded.sequence AND NOT EXISTS (SELECT 1 FROM outbox "
    "WHERE outbox.topic = positions.topic AND outbox.partition = positions.partition "
    "AND outbox.sequence = positions.sequence + 1)";
constexpr const char* kAdvance =
    "UPDATE positions SET epoch = $3, sequence = $4, record_offset = $5 "
    "WHERE topic = $1 AND partition = $2";
constexpr const char* kMakeRequests =
    "INSERT INTO requests (request_id) SELECT r FROM unnest($1::uuid[]) AS r ORDER BY r "
    "ON CONFLICT DO NOTHING";
constexpr const char* kLockRequests =
    "SELECT request_id, digest, answer FROM requests WHERE request_id = ANY ($1) "
    "ORDER BY request_id FOR UPDATE";
constexpr const char* kRemember =
    "UPDATE requests SET digest = $2, answer = $3 WHERE request_id = $1";
constexpr const char* kNow = "SELECT clock_timestamp()";
constexpr const char* kSetTimers =
    "INSERT INTO timers (timer_id, key, name, version, due_time) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[]) "
    "ON CONFLICT (timer_id) DO UPDATE SET version = excluded.version, due_time = excluded.due_time";
constexpr const char* kClearTimers = "DELETE FROM timers WHERE timer_id = ANY ($1)";
// The clock is read in a SELECT of its own: beside the column it is a volatile expression, for
// which PostgreSQL uses no index condition but walks through all that is not due.
#define RECOURSE_NOW_MS "(SELECT date_trunc('milliseconds', clock_timestamp())) "
constexpr const char* kDueTimers =
    "SELECT timer_id, key, name, version, due_time FROM timers "
    "WHERE due_time < " RECOURSE_NOW_MS "ORDER BY due_time LIMIT $1";
// The millisecond after the due time is the first at which it is passed.
constexpr const char* kNextTimer =
    "SELECT greatest(0, ceil(extract(epoch FROM due_time - clock_timestamp()) * 1000) + 1)::bigint "
    "FROM timers WHERE due_time >= " RECOURSE_NOW_MS "ORDER BY due_time LIMIT 1";
constexpr const char* kLockHeads =
    "SELECT 1 FROM heads WHERE (topic, partition) IN "
    "(SELECT * FROM unnest($1::text[], $2::int[])) ORDER BY topic, partition FOR UPDATE";
// A later statement than the lock, so that it sees what the lock waited for. Without a head the
// sequence is NULL and the row refused. $9 is empty where no fact is traced: its column is NULL.
constexpr const char* kSay = R"(
WITH facts AS (
  SELECT * FROM unnest($1::text[], $2::int[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                       $7::bytea[], $9::text[]) WITH ORDINALITY
    AS f (topic, partition, fact_id, key, type, schema, payload, traceparent, ordinal)),
counts AS (SELECT topic, partition, count(*) AS n FROM facts GROUP BY topic, partition),
raised AS (
  UPDATE heads h SET last_sequence = h.last_sequence + c.n FROM counts c
  WHERE h.topic = c.topic AND h.partition = c.partition
  RETURNING h.topic, h.partition, h.epoch, h.epoch_first, h.last_sequence - c.n AS before)
INSERT INTO outbox (topic, partition, sequence, epoch, epoch_first, fact_id, key, type, schema,
                    payload, recorded_time, headers)
SELECT f.topic, f.partition,
       r.before + row_number() OVER (PARTITION BY f.topic, f.partition ORDER BY f.ordinal),
       r.epoch, r.epoch_first, f.fact_id, f.key, f.type, f.schema, f.payload, $8,
       CASE WHEN f.traceparent <> '' THEN ARRAY['traceparent', f.traceparent] ELSE '{}' END
FROM facts f LEFT JOIN raised r ON r.topic = f.topic AND r.partition = f.partition)";
// Dead letters alone have headers of their own; they come one by one.
constexpr const char* kSayOne = R"(
WITH raised AS (
  UPDATE heads SET last_sequence = last_sequence + 1 WHERE topic = $1 AND partition = $2
  RETURNING epoch, epoch_first, last_sequence)
INSERT INTO outbox (topic, partition, sequence, epoch, epoch_first, fact_id, key, type, schema,
                    payload, headers, recorded_time)
SELECT $1, $2, (SELECT last_sequence FROM raised), (SELECT epoch FROM raised),
       (SELECT epoch_first FROM raised), $3, $4, $5, $6, $7, $8, $9)";
constexpr const char* kMakeHeads =
    "INSERT INTO heads (topic, partition) SELECT $1, generate_series(0, $2 - 1) "
    "ON CONFLICT DO NOTHING";
constexpr const char* kMakeRelays =
    "INSERT INTO relays (topic, partition) SELECT $1, generate_series(0, $2 - 1) "
    "ON CONFLICT DO NOTHING";

Params PartitionParams(const Partition& partition) {
  return Params().Text(partition.topic).Int4(partition.number);
}

std::vector<Uuid> UuidsOf(const std::vector<RequestId>& requests) {
  std::vector<Uuid> uuids;
  for (const RequestId& request : requests) uuids.push_back(request.uuid());
  return uuids;
}

Statement LockHeads(const std::vector<Said>& facts) {
  std::set<std::pair<std::string, std::int32_t>> places;
  for (const Said& fact : facts) places.emplace(fact.partition.topic, fact.partition.number);
  std::vector<std::string> topics;
  std::vector<std::int32_t> numbers;
  for (const auto& [topic, number] : places) {
    topics.push_back(topic);
    numbers.push_back(number);
  }
  return {kLockHeads, Params().Texts(topics).Int4s(numbers)};
}

Statement SayAll(const std::vector<const Said*>& facts, Timestamp recorded_time) {
  std::vector<std::string> topics, types, schemas, payloads;
  std::vector<std::int32_t> numbers;
  std::vector<Uuid> ids, keys;
  for (const Said* fact : facts) {
    topics.push_back(fact->partition.topic);
    numbers.push_back(fact->partition.number);
    ids.push_back(fact->id.uuid());
    keys.push_back(fact->key);
    types.push_back(fact->type);
    schemas.push_back(fact->schema);
    payloads.push_back(fact->payload);
  }
  const bool traced = std::any_of(facts.begin(), facts.end(),
                                  [](const Said* fact) { return !fact->traceparent.empty(); });
  std::vector<std::string> traceparents;
  for (std::size_t i = 0; traced && i < facts.size(); ++i) {
    traceparents.push_back(facts[i]->traceparent);
  }
  return {kSay, Params()
                    .Texts(topics)
                    .Int4s(numbers)
                    .Uuids(ids)
                    .Uuids(keys)
                    .Texts(types)
                    .Texts(schemas)
                    .BytesArray(payloads)
                    .Time(recorded_time)
                    .Texts(traceparents)};
}

Statement SayOne(const Said& fact, Timestamp recorded_time) {
  return {kSayOne, PartitionParams(fact.partition)
                       .Uuid(fact.id.uuid())
                       .Uuid(fact.key)
                       .Text(fact.type)
                       .Text(fact.schema)
                       .Bytes(fact.payload)
                       .Texts(fact.headers)
                       .Time(recorded_time)};
}

}  // namespace

Statement Begin() { return {kBegin}; }
Statement Commit() { return {kCommit}; }

std::vector<Statement> LockPosition(const Partition& partition) {
  return {{kMakePosition, PartitionParams(partition)}, {kLockPosition, PartitionParams(partition)}};
}
Position PositionOf(const Result& locked) {
  if (locked.rows() == 0) return {};
  return {locked.Int(0, 0), locked.Int(0, 1), locked.Int(0, 2)};
}
Statement ReadPosition(const Partition& partition) {
  return {kReadPosition, PartitionParams(partition)};
}
Statement BeginNear(const Partition& partition, int records) {
  return {kBeginNear, PartitionParams(partition).Int(records)};
}
Statement Advance(const Partition& partition, const Position& position) {
  return {
      kAdvance,
      PartitionParams(partition).Int(position.epoch).Int(position.sequence).Int(position.offset)};
}

std::vector<Statement> LockRequests(const std::vector<RequestId>& requests) {
  const auto uuids = UuidsOf(requests);
  return {{kMakeRequests, Params().Uuids(uuids)}, {kLockRequests, Params().Uuids(uuids)}};
}
Statement Remember(const RequestId& request, const std::string& digest, const std::string& answer) {
  return {kRemember, Params().Uuid(request.uuid()).Bytes(digest).Bytes(answer)};
}

Statement Now() { return {kNow}; }

Statement SetTimers(const std::vector<AnyTimer>& timers) {
  std::vector<Uuid> ids, keys;
  std::vector<std::string> names;
  std::vector<std::int64_t> versions;
  std::vector<Timestamp> times;
  for (const AnyTimer& row : timers) {
    ids.push_back(row.id);
    keys.push_back(row.key);
    names.push_back(row.timer.name);
    versions.push_back(row.timer.version);
    times.push_back(row.timer.due_time);
  }
  return {kSetTimers, Params().Uuids(ids).Uuids(keys).Texts(names).Ints(versions).Times(times)};
}
Statement ClearTimers(const std::vector<Uuid>& timers) {
  return {kClearTimers, Params().Uuids(timers)};
}
std::vector<Statement> DueTimers(int limit) {
  return {{kDueTimers, Params().Int(limit)}, {kNextTimer}};
}
std::vector<AnyTimer> TimersOf(const Result& due) {
  std::vector<AnyTimer> timers;
  for (int i = 0; i < due.rows(); ++i) {
    timers.push_back(
        {due.Uuid(i, 0), due.Uuid(i, 1), {due.Text(i, 2), due.Int(i, 3), due.Time(i, 4)}});
  }
  return timers;
}

std::vector<Statement> Say(const std::vector<Said>& facts, Timestamp recorded_time) {
  std::vector<Statement> statements;
  if (facts.empty()) return statements;
  std::vector<const Said*> plain, with_headers;
  for (const Said& fact : facts) (fact.headers.empty() ? plain : with_headers).push_back(&fact);
  statements.push_back(LockHeads(facts));
  if (!plain.empty()) statements.push_back(SayAll(plain, recorded_time));
  for (const Said* fact : with_headers) statements.push_back(SayOne(*fact, recorded_time));
  return statements;
}

std::vector<Statement> EnsureTopic(const std::string& topic) {
  const auto params = Params().Text(topic).Int4(kPartitions);
  return {{kMakeHeads, params}, {kMakeRelays, params}};
}

}  // namespace recourse::statements
