#include "services/recoursectl/verify/state_store.h"

#include <utility>

#include "services/recoursectl/verify/paged_rows.h"

namespace recourse::ctl::verify {
namespace {

// Each page begins behind the last key of the one before it.
constexpr const char* kRegister =
    "SELECT feedback_id FROM ingest.feedback WHERE feedback_id > $1 ORDER BY feedback_id LIMIT $2";
constexpr const char* kClassifications =
    "SELECT feedback_id, count(*), min(ordinal), max(ordinal), count(*) FILTER (WHERE triage), "
    "coalesce(max(ordinal) FILTER (WHERE triage), 0), count(*) FILTER (WHERE "
    // No model, or none was asked; a row without a time is being decided.
    "(model_version NOT IN ('', 'none') AND NOT EXISTS (SELECT 1 FROM classify.model_activations a "
    "WHERE a.role = 'champion' AND a.model_version = c.model_version "
    "AND date_trunc('milliseconds', a.recorded_time) <= c.recorded_time)) OR "
    "(second_model_version <> '' AND NOT EXISTS (SELECT 1 FROM classify.model_activations a "
    "WHERE a.role = 'second' AND a.model_version = c.second_model_version "
    "AND date_trunc('milliseconds', a.recorded_time) <= c.recorded_time))) "
    "FROM classify.classifications c "
    "WHERE feedback_id > $1 GROUP BY feedback_id ORDER BY feedback_id LIMIT $2";
constexpr const char* kDispositions =
    "SELECT feedback_id, kind, ticket_id FROM routing.dispositions WHERE feedback_id > $1 "
    "ORDER BY feedback_id LIMIT $2";
constexpr const char* kTimers =
    "SELECT timer_id, key, name, version, due_time FROM routing.timers WHERE timer_id > $1 "
    "ORDER BY timer_id LIMIT $2";
constexpr const char* kTickets = "SELECT " RECOURSE_TICKET_COLUMNS
                                 " FROM routing.tickets "
                                 "WHERE ticket_id > $1 ORDER BY ticket_id LIMIT $2";

TicketRow TicketOf(const Result& rows, int i) {
  routing::TicketRow row = routing::TicketRowOf(rows, i);
  return {row.ticket_id, row.file_id, std::move(row.ticket), routing::AnswerColumnsOf(rows, i)};
}

}  // namespace

StatusOr<std::unordered_set<Uuid>> ReadRegister(Snapshot& snapshot) {
  std::unordered_set<Uuid> registered;
  Status status = ReadAll(snapshot, kRegister,
                          [&](const Result& rows, int i) { registered.insert(rows.Uuid(i, 0)); });
  if (!status.ok()) return status;
  return registered;
}

StatusOr<std::unordered_map<Uuid, ClassificationRows>> ReadClassifications(Snapshot& snapshot) {
  std::unordered_map<Uuid, ClassificationRows> classifications;
  Status status = ReadAll(snapshot, kClassifications, [&](const Result& rows, int i) {
    classifications.emplace(rows.Uuid(i, 0),
                            ClassificationRows{rows.Int(i, 1), static_cast<int>(rows.Int(i, 2)),
                                               static_cast<int>(rows.Int(i, 3)), rows.Int(i, 4),
                                               static_cast<int>(rows.Int(i, 5)), rows.Int(i, 6)});
  });
  if (!status.ok()) return status;
  return classifications;
}

StatusOr<std::unordered_map<Uuid, Disposition>> ReadDispositions(Snapshot& snapshot) {
  std::unordered_map<Uuid, Disposition> dispositions;
  Status status = ReadAll(snapshot, kDispositions, [&](const Result& rows, int i) {
    dispositions.emplace(rows.Uuid(i, 0), Disposition{static_cast<DispositionKind>(rows.Int(i, 1)),
                                                      rows.OptionalUuid(i, 2).value_or(Uuid{})});
  });
  if (!status.ok()) return status;
  return dispositions;
}

StatusOr<std::vector<TicketRow>> ReadTickets(Snapshot& snapshot) {
  std::vector<TicketRow> tickets;
  Status status = ReadAll(snapshot, kTickets,
                          [&](const Result& rows, int i) { tickets.push_back(TicketOf(rows, i)); });
  if (!status.ok()) return status;
  return tickets;
}

StatusOr<std::vector<TimerRow>> ReadTimers(Snapshot& snapshot) {
  std::vector<TimerRow> timers;
  Status status = ReadAll(
      snapshot, kTimers, [&](const Result& rows, int i) { timers.push_back(TimerRowOf(rows, i)); });
  if (!status.ok()) return status;
  return timers;
}

}  // namespace recourse::ctl::verify
