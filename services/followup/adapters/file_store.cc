#include "services/followup/adapters/file_store.h"

#include <utility>

#include "services/followup/adapters/file_codec.h"
#include "services/followup/adapters/file_row.h"

namespace recourse::followup {
namespace {

constexpr const char* kMakeFiles =
    "INSERT INTO files (file_id) SELECT f FROM unnest($1::uuid[]) AS f ORDER BY f "
    "ON CONFLICT DO NOTHING";
constexpr const char* kLockFiles =
    "SELECT file_id, record FROM files WHERE file_id = ANY ($1) ORDER BY file_id FOR UPDATE";
constexpr const char* kLoadLoops =
    "SELECT file_id, loop_id, record FROM loops WHERE file_id = ANY ($1) AND in_file";
constexpr const char* kLoadDeliveries =
    "SELECT file_id, delivery_id, record FROM deliveries WHERE file_id = ANY ($1) AND in_file";
constexpr const char* kSaveFiles =
    "UPDATE files SET record = r FROM unnest($1::uuid[], $2::bytea[]) AS f (id, r) "
    "WHERE file_id = f.id";
// What of a loop is as it was when its ticket was resolved stays. One that comes again after it
// left its file is back in it.
constexpr const char* kSaveLoops =
    "INSERT INTO loops (" RECOURSE_LOOP_COLUMNS
    ") SELECT * FROM unnest("
    "$1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::uuid[], $7::int[], "
    "$8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int[], $14::int[], "
    "$15::int[], $16::int[], $17::int[], $18::int[]::boolean[], $19::timestamptz[], "
    "$20::timestamptz[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[], "
    "$24::bytea[]) ON CONFLICT (loop_id) DO UPDATE SET in_file = true, "
    "version = excluded.version, state = excluded.state, verdict = excluded.verdict, "
    "reason = excluded.reason, way = excluded.way, is_unknown = excluded.is_unknown, "
    "ask_time = excluded.ask_time, remind_time = excluded.remind_time, "
    "expire_time = excluded.expire_time, close_time = excluded.close_time, "
    "record = excluded.record";
constexpr const char* kSaveDeliveries =
    "INSERT INTO deliveries (" RECOURSE_DELIVERY_COLUMNS
    ") SELECT * FROM unnest("
    "$1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::bigint[], $7::uuid[], "
    "$8::text[], $9::text[], $10::text[], $11::int[], $12::timestamptz[], $13::timestamptz[], "
    "$14::timestamptz[], $15::text[], $16::bytea[]) ON CONFLICT (delivery_id) DO UPDATE SET "
    "in_file = true, version = excluded.version, agent_id = excluded.agent_id, "
    "state = excluded.state, settle_time = excluded.settle_time, "
    "told_time = excluded.told_time, reason = excluded.reason, record = excluded.record";
constexpr const char* kLoopsLeave = "UPDATE loops SET in_file = false WHERE loop_id = ANY ($1)";
constexpr const char* kDeliveriesLeave =
    "UPDATE deliveries SET in_file = false WHERE delivery_id = ANY ($1)";

Status Unreadable(const char* what, const Uuid& id) {
  return absl::DataLossError(std::string("the record of ") + what + " " + ToString(id) +
                             " cannot be read: restore its row from the last backup");
}

// A row without a record is of a file in which nothing was decided yet.
Status ReadFiles(const Result& rows, FileTables::View& view) {
  for (int i = 0; i < rows.rows(); ++i) {
    const auto record = rows.OptionalText(i, 1);
    if (!record) continue;
    auto state = DecodeFile(*record);
    if (!state) return Unreadable("file", rows.Uuid(i, 0));
    view.emplace(FileId(rows.Uuid(i, 0)), *std::move(state));
  }
  return absl::OkStatus();
}

// Puts rows of file, id and record into the files that they are of.
template <typename Key, typename Part>
Status ReadParts(const Result& rows, const char* what,
                 std::optional<Part> (*decode)(const std::string&),
                 std::map<Key, Part> CustomerFile::*parts, FileTables::View& view) {
  for (int i = 0; i < rows.rows(); ++i) {
    const auto file = view.find(FileId(rows.Uuid(i, 0)));
    auto part = decode(rows.Text(i, 2));
    if (!part || file == view.end() || !std::holds_alternative<CustomerFile>(file->second)) {
      return Unreadable(what, rows.Uuid(i, 1));
    }
    (std::get<CustomerFile>(file->second).*parts).emplace(Key(rows.Uuid(i, 1)), *std::move(part));
  }
  return absl::OkStatus();
}

const CustomerFile* CustomerIn(const FileTables::View& view, const FileId& file_id) {
  const auto found = view.find(file_id);
  return found == view.end() ? nullptr : std::get_if<CustomerFile>(&found->second);
}

// The parts of a file that changed, and those that left it.
template <typename Key, typename Part, typename Row>
struct Changed {
  std::vector<Row> kept;
  std::vector<Uuid> left;

  void Take(const FileId& file_id, const std::map<Key, Part>* before,
            const std::map<Key, Part>& after) {
    for (const auto& [id, part] : after) {
      const bool is_new = before == nullptr || !before->contains(id);
      if (is_new || before->at(id) != part) kept.push_back({id, file_id, &part});
    }
    if (before == nullptr) return;
    for (const auto& [id, part] : *before) {
      if (!after.contains(id)) left.push_back(id.uuid());
    }
  }
};

void SaveFiles(Session& session, const Changes<Domain>& changes) {
  std::vector<Uuid> ids;
  std::vector<std::string> records;
  for (const auto& [file_id, state] : changes.states) {
    std::string record = EncodeFile(state);
    const auto before = changes.before.find(file_id);
    if (before != changes.before.end() && EncodeFile(before->second) == record) continue;
    ids.push_back(file_id.uuid());
    records.push_back(std::move(record));
  }
  if (!ids.empty()) session.Queue({kSaveFiles, Params().Uuids(ids).BytesArray(records)});
}

}  // namespace

StatusOr<FileTables::View> FileTables::Load(Session& session, const std::vector<FileId>& files) {
  std::vector<Uuid> ids;
  for (const FileId& file : files) ids.push_back(file.uuid());
  auto results = session.Ask(std::vector<Statement>{{kMakeFiles, Params().Uuids(ids)},
                                                    {kLockFiles, Params().Uuids(ids)},
                                                    {kLoadLoops, Params().Uuids(ids)},
                                                    {kLoadDeliveries, Params().Uuids(ids)}});
  if (!results.ok()) return results.status();
  View view;
  if (Status s = ReadFiles((*results)[1], view); !s.ok()) return s;
  if (Status s = ReadParts((*results)[2], "loop", DecodeLoop, &CustomerFile::loops, view); !s.ok())
    return s;
  if (Status s =
          ReadParts((*results)[3], "delivery", DecodeDelivery, &CustomerFile::deliveries, view);
      !s.ok())
    return s;
  return view;
}

void FileTables::Save(Session& session, const Changes<Domain>& changes) {
  SaveFiles(session, changes);
  Changed<LoopId, Loop, LoopRow> loops;
  Changed<DeliveryId, Delivery, DeliveryRow> deliveries;
  for (const auto& [file_id, state] : changes.states) {
    const auto* file = std::get_if<CustomerFile>(&state);
    if (file == nullptr) continue;
    const CustomerFile* before = CustomerIn(changes.before, file_id);
    loops.Take(file_id, before == nullptr ? nullptr : &before->loops, file->loops);
    deliveries.Take(file_id, before == nullptr ? nullptr : &before->deliveries, file->deliveries);
  }
  if (!loops.kept.empty()) session.Queue({kSaveLoops, LoopParams(loops.kept)});
  if (!loops.left.empty()) session.Queue({kLoopsLeave, Params().Uuids(loops.left)});
  if (!deliveries.kept.empty()) session.Queue({kSaveDeliveries, DeliveryParams(deliveries.kept)});
  if (!deliveries.left.empty()) session.Queue({kDeliveriesLeave, Params().Uuids(deliveries.left)});
}

StatusOr<std::shared_ptr<const Policy>> FileTables::ReadPolicy(Session& session) {
  return policies_.Active(session);
}

}  // namespace recourse::followup
