#include "services/classify/adapters/matter_store.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "services/classify/adapters/matter_row.h"

namespace recourse::classify {
namespace {

using matter::Cluster;
using matter::File;
using matter::FileId;
using matter::Piece;

constexpr const char* kMakeFiles =
    "INSERT INTO matter_files (file_id) SELECT f FROM unnest($1::uuid[]) AS f ORDER BY f "
    "ON CONFLICT DO NOTHING";
constexpr const char* kLockFiles =
    "SELECT file_id, release FROM matter_files WHERE file_id = ANY ($1) ORDER BY file_id "
    "FOR UPDATE";
constexpr const char* kLoadPieces =
    "SELECT file_id, feedback_id, category, recorded_time, point FROM matter_pieces "
    "WHERE file_id = ANY ($1)";
constexpr const char* kLoadClusters =
    "SELECT file_id, cluster_id, joined_time, counts, point FROM matter_clusters "
    "WHERE file_id = ANY ($1)";
constexpr const char* kSaveFiles =
    "INSERT INTO matter_files (file_id, release, changed_time) "
    "SELECT f, r, $3 FROM unnest($1::uuid[], $2::text[]) AS u (f, r) ORDER BY f "
    "ON CONFLICT (file_id) DO UPDATE SET release = excluded.release, "
    "changed_time = excluded.changed_time";
constexpr const char* kSavePieces =
    "INSERT INTO matter_pieces (file_id, feedback_id, category, recorded_time, point) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::bytea[]) "
    "ON CONFLICT (file_id, feedback_id) DO UPDATE SET category = excluded.category, "
    "recorded_time = excluded.recorded_time, point = excluded.point";
constexpr const char* kSaveClusters =
    "INSERT INTO matter_clusters (file_id, cluster_id, joined_time, counts, point) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::bytea[]) "
    "ON CONFLICT (file_id, cluster_id) DO UPDATE SET joined_time = excluded.joined_time, "
    "counts = excluded.counts, point = excluded.point";
constexpr const char* kDeletePieces =
    "DELETE FROM matter_pieces AS p USING unnest($1::uuid[], $2::uuid[]) AS u (f, i) "
    "WHERE p.file_id = u.f AND p.feedback_id = u.i";
constexpr const char* kDeleteClusters =
    "DELETE FROM matter_clusters AS c USING unnest($1::uuid[], $2::uuid[]) AS u (f, i) "
    "WHERE c.file_id = u.f AND c.cluster_id = u.i";
// What another transaction has in hand is not old.
constexpr const char* kForget =
    "DELETE FROM matter_files WHERE file_id IN (SELECT file_id FROM matter_files "
    "WHERE changed_time < $1::timestamptz - make_interval(days => $2) "
    "ORDER BY changed_time LIMIT $3 FOR UPDATE SKIP LOCKED)";

// Rows of one table: what is new or otherwise than before, and what is no more.
template <typename Value>
struct Difference {
  std::vector<std::pair<MatterRowId, const Value*>> written;
  std::vector<MatterRowId> deleted;
};

template <typename Value>
void Compare(const FileId& file_id, const std::map<FeedbackId, Value>& before,
             const std::map<FeedbackId, Value>& now, Difference<Value>& difference) {
  for (const auto& [id, value] : now) {
    const auto old = before.find(id);
    if (old != before.end() && old->second == value) continue;
    difference.written.push_back({{file_id, id}, &value});
  }
  for (const auto& [id, value] : before) {
    if (!now.contains(id)) difference.deleted.push_back({file_id, id});
  }
}

template <typename Value>
Difference<Value> DifferenceOf(const Changes<matter::Domain>& changes,
                               std::map<FeedbackId, Value> File::*part) {
  static const File kNothing;
  Difference<Value> difference;
  for (const auto& [file_id, file] : changes.states) {
    const auto before = changes.before.find(file_id);
    const File& old = before == changes.before.end() ? kNothing : before->second;
    Compare(file_id, old.*part, file.*part, difference);
  }
  return difference;
}

void SaveFiles(Session& session, const Changes<matter::Domain>& changes) {
  std::vector<Uuid> ids;
  std::vector<std::string> releases;
  for (const auto& [file_id, file] : changes.states) {
    ids.push_back(file_id.uuid());
    releases.push_back(file.release);
  }
  session.Queue({kSaveFiles, Params().Uuids(ids).Texts(releases).Time(changes.recorded_time)});
}

}  // namespace

StatusOr<MatterTables::View> MatterTables::Load(Session& session,
                                                const std::vector<FileId>& files) {
  std::vector<Uuid> ids;
  for (const FileId& file : files) ids.push_back(file.uuid());
  auto results = session.Ask(std::vector<Statement>{{kMakeFiles, Params().Uuids(ids)},
                                                    {kLockFiles, Params().Uuids(ids)},
                                                    {kLoadPieces, Params().Uuids(ids)},
                                                    {kLoadClusters, Params().Uuids(ids)}});
  if (!results.ok()) return results.status();
  View view;
  const Result& locked = (*results)[1];
  for (int i = 0; i < locked.rows(); ++i)
    view[FileId(locked.Uuid(i, 0))].release = locked.Text(i, 1);
  ReadPieces((*results)[2], view);
  ReadClusters((*results)[3], view);
  return view;
}

void MatterTables::Save(Session& session, const Changes<matter::Domain>& changes) {
  const auto pieces = DifferenceOf(changes, &File::pieces);
  const auto clusters = DifferenceOf(changes, &File::clusters);
  SaveFiles(session, changes);
  if (!pieces.deleted.empty()) session.Queue({kDeletePieces, IdParams(pieces.deleted)});
  if (!clusters.deleted.empty()) session.Queue({kDeleteClusters, IdParams(clusters.deleted)});
  if (!pieces.written.empty()) session.Queue({kSavePieces, PieceParams(pieces.written)});
  if (!clusters.written.empty()) session.Queue({kSaveClusters, ClusterParams(clusters.written)});
  session.Queue(
      {kForget, Params().Time(changes.recorded_time).Int4(kForgetDays).Int4(kForgottenAtOnce)});
  Count(changes);
}

// The commit follows at once; a transaction that fails there and is tried again counts twice.
void MatterTables::Count(const Changes<matter::Domain>& changes) const {
  using Outcome = MatterMetric::Outcome;
  std::size_t heard = 0;
  for (const auto& [file_id, file] : changes.states) {
    const auto before = changes.before.find(file_id);
    for (const auto& [id, piece] : file.pieces) {
      heard += before == changes.before.end() || !before->second.pieces.contains(id) ? 1u : 0u;
    }
  }
  for (const auto& [id, fact] : changes.facts) {
    metric_.Count(fact.similar.empty() ? Outcome::kCluster : Outcome::kSimilar);
  }
  metric_.Count(Outcome::kAlone, heard - std::min(heard, changes.facts.size()));
}

StatusOr<std::shared_ptr<const matter::Policy>> MatterTables::ReadPolicy(Session&) {
  return policy_;
}

}  // namespace recourse::classify
