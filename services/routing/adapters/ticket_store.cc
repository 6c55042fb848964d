#include "services/routing/adapters/ticket_store.h"

#include <utility>

#include "services/routing/adapters/record_codec.h"
#include "services/routing/adapters/ticket_codec.h"
#include "services/routing/adapters/ticket_row.h"

namespace recourse::routing {
namespace {

constexpr const char* kMakeFiles =
    "INSERT INTO files (file_id) SELECT f FROM unnest($1::uuid[]) AS f ORDER BY f "
    "ON CONFLICT DO NOTHING";
constexpr const char* kLockFiles =
    "SELECT file_id, record FROM files WHERE file_id = ANY ($1) ORDER BY file_id FOR UPDATE";
// What is open, what waits to be confirmed, and what was resolved or merged so lately that some
// policy may let it be spoken of ($2: kReopenDaysMax).
constexpr const char* kLoadTickets =
    "SELECT " RECOURSE_TICKET_COLUMNS
    " FROM tickets WHERE file_id = ANY ($1) "
    "AND (state NOT IN (3, 4) OR confirm_time IS NOT NULL "
    "OR resolve_time > clock_timestamp() - make_interval(days => $2) "
    "OR (merged_into_ticket_id IS NOT NULL "
    "AND close_time > clock_timestamp() - make_interval(days => $2)))";
constexpr const char* kSaveTickets =
    "INSERT INTO tickets (" RECOURSE_TICKET_COLUMNS
    ") SELECT * FROM unnest("
    "$1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::uuid[], $6::text[], $7::text[], "
    "$8::text[], $9::text[], $10::int[], $11::int[], $12::text[], $13::text[], "
    "$14::timestamptz[], $15::timestamptz[], $16::int[], $17::int[], $18::timestamptz[], "
    "$19::timestamptz[], $20::timestamptz[], $21::bigint[], $22::timestamptz[], "
    "$23::timestamptz[], $24::text[], $25::bigint[], $26::bigint[], $27::bytea[], $28::int[], "
    "$29::text[], $30::text[], $31::text[], $32::uuid[], $33::timestamptz[], "
    "$34::timestamptz[], $35::timestamptz[], $36::int[]) "
    "ON CONFLICT (ticket_id) DO UPDATE SET version = excluded.version, "
    "branch_id = excluded.branch_id, region_id = excluded.region_id, "
    "category = excluded.category, severity = excluded.severity, state = excluded.state, "
    "agent_id = excluded.agent_id, resolve_time = excluded.resolve_time, "
    "feedback_count = excluded.feedback_count, clock_state = excluded.clock_state, "
    "clock_start_time = excluded.clock_start_time, warn_time = excluded.warn_time, "
    "due_time = excluded.due_time, target_ms = excluded.target_ms, "
    "breach_time = excluded.breach_time, response_time = excluded.response_time, "
    "clocks = excluded.clocks, cycle = excluded.cycle, reason = excluded.reason, "
    "returned_from = excluded.returned_from, "
    "merged_into_ticket_id = excluded.merged_into_ticket_id, "
    "sla_policy_version = excluded.sla_policy_version, "
    "confirm_time = excluded.confirm_time, close_time = excluded.close_time, "
    "reclock_time = excluded.reclock_time, reclock_standards = excluded.reclock_standards";
// A second disposition of one piece of feedback is refused by its key: better to stop than to
// answer a customer twice.
constexpr const char* kSaveDispositions =
    "INSERT INTO dispositions (feedback_id, kind, ticket_id, recorded_time) "
    "SELECT f, k, t, $4 FROM unnest($1::uuid[], $2::int[], $3::uuid[]) AS d (f, k, t)";
// What was recorded without a ticket is work after all: its one row says so.
constexpr const char* kCorrectDispositions =
    "UPDATE dispositions SET kind = d.k, ticket_id = d.t, recorded_time = $4 "
    "FROM unnest($1::uuid[], $2::int[], $3::uuid[]) AS d (f, k, t) WHERE feedback_id = d.f";
constexpr const char* kSaveFiles =
    "UPDATE files SET record = u.r FROM unnest($1::uuid[], $2::bytea[]) AS u (f, r) "
    "WHERE file_id = u.f";
constexpr const char* kSaveFacts =
    "INSERT INTO ticket_facts (ticket_id, version, type, fact, recorded_time) "
    "SELECT t, v, y, f, $5 FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bytea[]) "
    "AS r (t, v, y, f)";

std::vector<TicketRow> ChangedTickets(const Changes<Domain>& changes) {
  std::vector<TicketRow> rows;
  for (const auto& [file_id, file] : changes.states) {
    const auto before = changes.before.find(file_id);
    for (const auto& [ticket_id, ticket] : file.tickets) {
      if (before != changes.before.end()) {
        const auto old = before->second.tickets.find(ticket_id);
        if (old != before->second.tickets.end() && old->second == ticket) continue;
      }
      rows.push_back({ticket_id, file_id, ticket});
    }
  }
  return rows;
}

constexpr int kOpened = 1, kJoined = 2, kRecorded = 3;

// 0 where a fact disposes of nothing: what was split off was disposed of when it joined.
int DispositionOf(const Fact& fact) {
  if (fact.feedback_id.empty()) return 0;
  if (std::holds_alternative<TicketOpened>(fact.what)) return kOpened;
  if (std::holds_alternative<FeedbackJoined>(fact.what)) return kJoined;
  return std::holds_alternative<FeedbackRecorded>(fact.what) ? kRecorded : 0;
}

// Whether it disposes of what was recorded without a ticket before.
bool IsCorrection(const Fact& fact) {
  const auto* opened = std::get_if<TicketOpened>(&fact.what);
  const auto* joined = std::get_if<FeedbackJoined>(&fact.what);
  return (opened != nullptr && opened->recorded_before) ||
         (joined != nullptr && joined->recorded_before);
}

void QueueDispositions(Session& session, const Changes<Domain>& changes, bool corrections) {
  std::vector<Uuid> feedback;
  std::vector<std::int32_t> kinds;
  std::vector<std::optional<Uuid>> tickets;
  for (const auto& [id, fact] : changes.facts) {
    const int kind = DispositionOf(fact);
    if (kind == 0 || IsCorrection(fact) != corrections) continue;
    feedback.push_back(fact.feedback_id.uuid());
    kinds.push_back(kind);
    tickets.push_back(kind == kRecorded ? std::nullopt
                                        : std::optional<Uuid>(fact.ticket_id.uuid()));
  }
  if (feedback.empty()) return;
  const char* sql = corrections ? kCorrectDispositions : kSaveDispositions;
  session.Queue({sql, Params().Uuids(feedback).Int4s(kinds).OptionalUuids(tickets).Time(
                          changes.recorded_time)});
}

// Corrections last: what they correct may be of the same batch.
void SaveDispositions(Session& session, const Changes<Domain>& changes) {
  QueueDispositions(session, changes, false);
  QueueDispositions(session, changes, true);
}

// Whether anything differs that the file's own row keeps.
bool IsRecordChanged(const Changes<Domain>& changes, const FileId& file_id,
                     const CustomerFile& file) {
  const auto before = changes.before.find(file_id);
  if (before == changes.before.end()) return !file.recorded.empty() || !file.expected.empty();
  return file.recorded != before->second.recorded || file.expected != before->second.expected;
}

void SaveFiles(Session& session, const Changes<Domain>& changes) {
  std::vector<Uuid> files;
  std::vector<std::string> records;
  for (const auto& [file_id, file] : changes.states) {
    if (!IsRecordChanged(changes, file_id, file)) continue;
    files.push_back(file_id.uuid());
    records.push_back(EncodeFile(file));
  }
  if (files.empty()) return;
  session.Queue({kSaveFiles, Params().Uuids(files).BytesArray(records)});
}

void SaveFacts(Session& session, const Changes<Domain>& changes) {
  std::vector<Uuid> tickets;
  std::vector<std::int64_t> versions;
  std::vector<std::string> types, facts;
  for (const auto& [id, fact] : changes.facts) {
    if (fact.ticket_id.empty()) continue;
    EncodedFact encoded = EncodeFact(fact);
    tickets.push_back(fact.ticket_id.uuid());
    versions.push_back(fact.ticket_version);
    types.push_back(std::move(encoded.name));
    facts.push_back(std::move(encoded.bytes));
  }
  if (tickets.empty()) return;
  session.Queue(
      {kSaveFacts, Params().Uuids(tickets).Ints(versions).Texts(types).BytesArray(facts).Time(
                       changes.recorded_time)});
}

Status ReadFiles(const Result& rows, TicketTables::View& view) {
  for (int i = 0; i < rows.rows(); ++i) {
    const FileId file_id(rows.Uuid(i, 0));
    const auto record = rows.OptionalText(i, 1);
    if (record && !DecodeFile(*record, view[file_id])) {
      return absl::DataLossError("files." + ToString(file_id) + " has a record that is none");
    }
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<TicketTables::View> TicketTables::Load(Session& session,
                                                const std::vector<FileId>& files) {
  std::vector<Uuid> ids;
  for (const FileId& file : files) ids.push_back(file.uuid());
  auto results =
      session.Ask(std::vector<Statement>{{kMakeFiles, Params().Uuids(ids)},
                                         {kLockFiles, Params().Uuids(ids)},
                                         {kLoadTickets, Params().Uuids(ids).Int4(kReopenDaysMax)}});
  if (!results.ok()) return results.status();
  View view;
  for (const FileId& file : files) view[file];
  if (Status s = ReadFiles((*results)[1], view); !s.ok()) return s;
  const Result& rows = (*results)[2];
  for (int i = 0; i < rows.rows(); ++i) {
    TicketRow row = TicketRowOf(rows, i);
    view[row.file_id].tickets.emplace(row.ticket_id, std::move(row.ticket));
  }
  return view;
}

void TicketTables::Save(Session& session, const Changes<Domain>& changes) {
  const auto rows = ChangedTickets(changes);
  if (!rows.empty()) session.Queue({kSaveTickets, TicketParams(rows)});
  SaveFiles(session, changes);
  SaveDispositions(session, changes);
  SaveFacts(session, changes);
  suggestions_.Count(changes);
}

StatusOr<std::shared_ptr<const Policy>> TicketTables::ReadPolicy(Session& session) {
  return policies_.Active(session);
}

}  // namespace recourse::routing
