#include "services/kpi/adapters/contribution_store.h"

#include <utility>

#include "services/common/postgres/statements.h"
#include "services/kpi/adapters/counting_space.h"

namespace recourse::kpi {
namespace {

constexpr const char* kMakePlaces =
    "INSERT INTO places (branch_id, region_id, category) "
    "SELECT DISTINCT b, r, c FROM unnest($1::text[], $2::text[], $3::text[]) AS w (b, r, c) "
    "WHERE NOT EXISTS (SELECT 1 FROM places WHERE branch_id = b AND region_id = r AND category = "
    "c) "
    "ORDER BY b, r, c ON CONFLICT DO NOTHING";
constexpr const char* kReadPlaces =
    "SELECT place_id, branch_id, region_id, category FROM places "
    "WHERE (branch_id, region_id, category) IN "
    "(SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))";
constexpr const char* kAddHappened =
    "INSERT INTO contributions (source, measure, detail, place_id, count, time, subject_id, "
    "number) "
    "SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::timestamptz[], "
    "$7::uuid[], $8::text[])";
constexpr const char* kAddStanding =
    "INSERT INTO standings AS s "
    "(source, measure, detail, place_id, count, time, subject_id, number) "
    "SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::timestamptz[], "
    "$7::uuid[], $8::text[]) "
    "ON CONFLICT (measure, subject_id, detail, place_id) "
    "DO UPDATE SET count = s.count + excluded.count, time = excluded.time";
constexpr const char* kDropStanding =
    "DELETE FROM standings s USING unnest($1::int[], $2::uuid[], $3::int[], $4::int[]) "
    "AS u (measure, subject_id, detail, place_id) WHERE s.measure = u.measure "
    "AND s.subject_id = u.subject_id AND s.detail = u.detail AND s.place_id = u.place_id "
    "AND s.count = 0";
constexpr const char* kMoveOffset =
    "UPDATE positions SET record_offset = $5 WHERE topic = $1 AND partition = $2 AND epoch = $3 "
    "AND sequence = $4 AND record_offset < $5";
constexpr const char* kNote =
    "INSERT INTO notes AS n (topic, partition, caught_up_time) "
    "SELECT * FROM unnest($1::text[], $2::int[], $3::timestamptz[]) "
    "ON CONFLICT (topic, partition) DO UPDATE "
    "SET caught_up_time = greatest(n.caught_up_time, excluded.caught_up_time)";
constexpr const char* kClearHappened = "DELETE FROM contributions WHERE source = $1";
constexpr const char* kClearStanding = "DELETE FROM standings WHERE source = $1";
constexpr const char* kClearNote = "DELETE FROM notes WHERE topic = $1 AND partition = $2";
constexpr const char* kForget =
    "DELETE FROM contributions WHERE ctid = ANY (ARRAY(SELECT ctid FROM contributions "
    "WHERE measure = $1 AND time < clock_timestamp() - make_interval(hours => $2) LIMIT $3))";

// The columns of many contributions at one source.
struct Columns {
  std::vector<std::int32_t> measures, details, places, counts;
  std::vector<Timestamp> times;
  std::vector<Uuid> subjects;
  std::vector<std::string> numbers;

  void Add(const Contribution& each, int place) {
    measures.push_back(static_cast<std::int32_t>(each.cell.measure));
    details.push_back(each.cell.detail);
    places.push_back(place);
    counts.push_back(static_cast<std::int32_t>(each.count));
    times.push_back(each.time);
    subjects.push_back(each.subject.id);
    numbers.push_back(each.subject.number);
  }
  Params ParamsOf(int source) const {
    return Params()
        .Int4(source)
        .Int4s(measures)
        .Int4s(details)
        .Int4s(places)
        .Int4s(counts)
        .Times(times)
        .Uuids(subjects)
        .Texts(numbers);
  }
};

// Of what stands, many facts of a batch come to one row, or to none.
std::vector<Contribution> NetOf(const std::vector<Contribution>& all) {
  std::map<std::pair<Uuid, Cell>, Contribution> net;
  for (const Contribution& each : all) {
    if (!IsStanding(each.cell.measure)) continue;
    const auto [place, is_new] = net.try_emplace({each.subject.id, each.cell}, each);
    if (is_new) continue;
    place->second.count += each.count;
    place->second.time = each.time;
  }
  std::vector<Contribution> rows;
  for (auto& [key, each] : net) {
    if (each.count != 0) rows.push_back(std::move(each));
  }
  return rows;
}

Params PartitionParams(const Partition& partition) {
  return Params().Text(partition.topic).Int4(partition.number);
}

}  // namespace

int SourceOf(const Partition& partition) {
  return partition.number + (partition.topic == kLoopTopic ? kPartitions : 0);
}

StatusOr<Position> ContributionStore::PositionOf(const Partition& partition) {
  const auto result = pool_.Ask(statements::ReadPosition(partition));
  if (!result.ok()) return result.status();
  return statements::PositionOf(*result);
}

StatusOr<ContributionStore::Batch> ContributionStore::Begin(const Partition& partition) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue(statements::Begin());
  const auto locked = session->Ask(statements::LockPosition(partition));
  if (!locked.ok()) return locked.status();
  return Batch(*std::move(session), statements::PositionOf((*locked)[1]));
}

Status ContributionStore::Commit(Batch batch, const Partition& partition, const Position& to,
                                 const std::vector<Contribution>& contributions) {
  if (Status status = LearnPlaces(contributions); !status.ok()) return status;
  const int source = SourceOf(partition);
  QueueHappened(batch.session_, source, contributions);
  QueueStanding(batch.session_, source, contributions);
  if (to != batch.position_) batch.session_.Queue(statements::Advance(partition, to));
  batch.session_.Queue(statements::Commit());
  return batch.session_.Flush();
}

// Outside the transaction, so that a place which is known here stands there. A statement after the
// one that makes them also sees those that somebody else made meanwhile.
Status ContributionStore::LearnPlaces(const std::vector<Contribution>& contributions) {
  std::vector<std::string> branches, regions, categories;
  for (const Contribution& each : contributions) {
    const Cell& cell = each.cell;
    if (places_.contains({cell.branch_id, cell.region_id, cell.category})) continue;
    branches.push_back(cell.branch_id);
    regions.push_back(cell.region_id);
    categories.push_back(cell.category);
  }
  if (branches.empty()) return absl::OkStatus();
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  const Params names = Params().Texts(branches).Texts(regions).Texts(categories);
  if (const auto made = session->Ask(Statement{kMakePlaces, names}); !made.ok()) {
    return made.status();
  }
  const auto rows = session->Ask(Statement{kReadPlaces, names});
  if (!rows.ok()) return rows.status();
  for (int i = 0; i < rows->rows(); ++i) {
    places_[{rows->Text(i, 1), rows->Text(i, 2), rows->Text(i, 3)}] =
        static_cast<int>(rows->Int(i, 0));
  }
  return absl::OkStatus();
}

void ContributionStore::QueueHappened(Session& session, int source,
                                      const std::vector<Contribution>& all) const {
  Columns columns;
  for (const Contribution& each : all) {
    if (!IsStanding(each.cell.measure)) columns.Add(each, PlaceOf(each.cell));
  }
  if (!columns.counts.empty()) session.Queue({kAddHappened, columns.ParamsOf(source)});
}

void ContributionStore::QueueStanding(Session& session, int source,
                                      const std::vector<Contribution>& all) const {
  Columns columns;
  for (const Contribution& each : NetOf(all)) columns.Add(each, PlaceOf(each.cell));
  if (columns.counts.empty()) return;
  session.Queue({kAddStanding, columns.ParamsOf(source)});
  session.Queue({kDropStanding, Params()
                                    .Int4s(columns.measures)
                                    .Uuids(columns.subjects)
                                    .Int4s(columns.details)
                                    .Int4s(columns.places)});
}

Status ContributionStore::MoveOffset(const Partition& partition, const Position& at,
                                     std::int64_t offset) {
  return pool_
      .Ask({kMoveOffset, PartitionParams(partition).Int(at.epoch).Int(at.sequence).Int(offset)})
      .status();
}

Status ContributionStore::Note(const std::map<Partition, Timestamp>& caught_up_times) {
  std::vector<std::string> topics;
  std::vector<std::int32_t> numbers;
  std::vector<Timestamp> times;
  for (const auto& [partition, time] : caught_up_times) {
    topics.push_back(partition.topic);
    numbers.push_back(partition.number);
    times.push_back(time);
  }
  if (times.empty()) return absl::OkStatus();
  return pool_.Ask({kNote, Params().Texts(topics).Int4s(numbers).Times(times)}).status();
}

Status ContributionStore::Clear(const Partition& partition) {
  auto batch = Begin(partition);
  if (!batch.ok()) return batch.status();
  const int source = SourceOf(partition);
  batch->session_.Queue({kClearHappened, Params().Int4(source)});
  batch->session_.Queue({kClearStanding, Params().Int4(source)});
  batch->session_.Queue({kClearNote, PartitionParams(partition)});
  batch->session_.Queue(statements::Advance(partition, Position{}));
  batch->session_.Queue(statements::Commit());
  return batch->session_.Flush();
}

Status ContributionStore::Forget() {
  for (int measure = 0; measure < kMeasureCount; ++measure) {
    const auto deleted =
        pool_.Ask({kForget, Params()
                                .Int4(measure)
                                .Int4(static_cast<std::int32_t>(kContributionsKept.count()))
                                .Int(kForgetMax)});
    if (!deleted.ok()) return deleted.status();
  }
  return absl::OkStatus();
}

}  // namespace recourse::kpi
