#include "services/kpi/adapters/copy_store.h"

#include <boost/json.hpp>
#include <utility>

namespace recourse::kpi {
namespace {

constexpr const char* kBegin = "BEGIN";
// Both tables as of one instant.
constexpr const char* kBeginReading = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kCommit = "COMMIT";
constexpr const char* kIsYoung =
    "SELECT 1 FROM copies WHERE topic = $1 AND partition = $2 "
    "AND copy_time > clock_timestamp() - make_interval(secs => $3::bigint / 1000.0)";
// First, so that two who copy at once wait for each other.
constexpr const char* kKeepPosition =
    "INSERT INTO copies VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp()) "
    "ON CONFLICT (topic, partition) DO UPDATE SET epoch = $3, sequence = $4, record_offset = $5, "
    "caught_up_time = $6, copy_time = clock_timestamp()";
constexpr const char* kKeepBuckets =
    "INSERT INTO copied_buckets AS c SELECT $1, $2, b, f::jsonb "
    "FROM unnest($3::text[], $4::text[]) AS u (b, f) "
    "ON CONFLICT (topic, partition, bucket) DO UPDATE SET fields = excluded.fields "
    "WHERE c.fields IS DISTINCT FROM excluded.fields";
constexpr const char* kDropBuckets =
    "DELETE FROM copied_buckets WHERE topic = $1 AND partition = $2 AND bucket <> ALL ($3)";
constexpr const char* kReadPosition =
    "SELECT epoch, sequence, record_offset, caught_up_time FROM copies "
    "WHERE topic = $1 AND partition = $2";
constexpr const char* kReadBuckets =
    "SELECT bucket, key, value::bigint FROM copied_buckets, jsonb_each_text(fields) "
    "WHERE topic = $1 AND partition = $2";

Params PartitionParams(const Partition& partition) {
  return Params().Text(partition.topic).Int4(partition.number);
}

std::string JsonOf(const std::map<std::string, std::int64_t>& fields) {
  boost::json::object object;
  for (const auto& [field, count] : fields) object[field] = count;
  return boost::json::serialize(object);
}

}  // namespace

StatusOr<bool> CopyStore::IsDue(const Partition& partition, std::chrono::milliseconds age) {
  const auto young = pool_.Ask({kIsYoung, PartitionParams(partition).Int(age.count())});
  if (!young.ok()) return young.status();
  return young->rows() == 0;
}

Status CopyStore::Keep(const Partition& partition, const CounterCopy& copy) {
  std::vector<std::string> names, fields;
  for (const auto& [name, counts] : copy.counters) {
    names.push_back(name);
    fields.push_back(JsonOf(counts));
  }
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  const Position& at = copy.counted.position;
  session->Queue({kBegin});
  session->Queue({kKeepPosition, PartitionParams(partition)
                                     .Int(at.epoch)
                                     .Int(at.sequence)
                                     .Int(at.offset)
                                     .Time(copy.counted.caught_up_time)});
  session->Queue({kKeepBuckets, PartitionParams(partition).Texts(names).Texts(fields)});
  session->Queue({kDropBuckets, PartitionParams(partition).Texts(names)});
  session->Queue({kCommit});
  return session->Flush();
}

StatusOr<std::optional<CounterCopy>> CopyStore::Newest(const Partition& partition) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue({kBeginReading});
  const auto results =
      session->Ask(std::vector<Statement>{{kReadPosition, PartitionParams(partition)},
                                          {kReadBuckets, PartitionParams(partition)},
                                          {kCommit}});
  if (!results.ok()) return results.status();
  const Result& position = (*results)[0];
  if (position.rows() == 0) return std::optional<CounterCopy>();
  CounterCopy copy;
  copy.counted.position = {position.Int(0, 0), position.Int(0, 1), position.Int(0, 2)};
  copy.counted.caught_up_time = position.Time(0, 3);
  const Result& buckets = (*results)[1];
  for (int i = 0; i < buckets.rows(); ++i) {
    copy.counters[buckets.Text(i, 0)][buckets.Text(i, 1)] = buckets.Int(i, 2);
  }
  return std::optional<CounterCopy>(std::move(copy));
}

}  // namespace recourse::kpi
