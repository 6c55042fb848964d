#include "services/recoursectl/verify/state_store.h"

#include <utility>

namespace recourse::ctl::verify {
namespace {

// Each page begins behind the last key of the one before it.
constexpr const char* kRegister =
    "SELECT feedback_id FROM ingest.feedback WHERE feedback_id > $1 ORDER BY feedback_id LIMIT $2";
constexpr const char* kDispositions =
    "SELECT feedback_id, kind, ticket_id FROM routing.dispositions WHERE feedback_id > $1 "
    "ORDER BY feedback_id LIMIT $2";
constexpr const char* kTimers =
    "SELECT timer_id, key, name, version, due_time FROM routing.timers WHERE timer_id > $1 "
    "ORDER BY timer_id LIMIT $2";
constexpr const char* kTickets =
    "SELECT ticket_id, file_id, version, number, customer_id, branch_id, region_id, category, "
    "channel, severity, state, agent_id, subject, open_time, resolve_time, feedback_count, "
    "clock_state, clock_start_time, warn_time, due_time, target_ms, breach_time, response_time, "
    "routing_rule, routing_policy_version, sla_policy_version FROM routing.tickets "
    "WHERE ticket_id > $1 ORDER BY ticket_id LIMIT $2";

// Hands every row to `take`, page by page; column 0 is the key.
template <typename Take>
Status ReadAll(Snapshot& snapshot, const char* sql, const Take& take) {
  Uuid after;
  for (;;) {
    auto rows = snapshot.Ask({sql, Params().Uuid(after).Int(kPageRows)});
    if (!rows.ok()) return rows.status();
    for (int i = 0; i < rows->rows(); ++i) take(*rows, i);
    if (rows->rows() < kPageRows) return absl::OkStatus();
    after = rows->Uuid(rows->rows() - 1, 0);
  }
}

// The columns of one row, from left to right.
class Columns {
 public:
  Columns(const Result& rows, int row) : rows_(rows), row_(row) {}
  Uuid AnyUuid() { return rows_.OptionalUuid(row_, column_++).value_or(Uuid{}); }
  std::string Text() { return rows_.Text(row_, column_++); }
  std::int64_t Int() { return rows_.Int(row_, column_++); }
  int SmallInt() { return static_cast<int>(Int()); }
  Timestamp Time() { return rows_.Time(row_, column_++); }
  std::optional<Timestamp> OptionalTime() { return rows_.OptionalTime(row_, column_++); }

 private:
  const Result& rows_;
  int row_;
  int column_ = 0;
};

routing::ResponseClock ClockOf(Columns& columns) {
  routing::ResponseClock clock;
  clock.state = static_cast<routing::ClockState>(columns.Int());
  clock.start_time = columns.Time();
  clock.warn_time = columns.Time();
  clock.due_time = columns.Time();
  clock.target_ms = columns.Int();
  clock.breach_time = columns.OptionalTime();
  clock.response_time = columns.OptionalTime();
  return clock;
}

TicketRow TicketOf(const Result& rows, int row) {
  Columns columns(rows, row);
  TicketRow out;
  routing::Ticket& ticket = out.ticket;
  out.ticket_id = routing::TicketId(columns.AnyUuid());
  out.file_id = routing::FileId(columns.AnyUuid());
  ticket.version = columns.Int();
  ticket.number = columns.Text();
  ticket.customer_id = routing::CustomerId(columns.AnyUuid());
  ticket.branch_id = routing::BranchId(columns.Text());
  ticket.region_id = routing::RegionId(columns.Text());
  ticket.category = routing::Category(columns.Text());
  ticket.channel = routing::Channel(columns.Text());
  ticket.severity = columns.SmallInt();
  ticket.state = static_cast<routing::TicketState>(columns.Int());
  ticket.agent_id = routing::AgentId(columns.Text());
  ticket.subject = columns.Text();
  ticket.open_time = columns.Time();
  ticket.resolve_time = columns.OptionalTime();
  ticket.feedback_count = columns.SmallInt();
  ticket.clock = ClockOf(columns);
  ticket.routing_rule = columns.Text();
  ticket.versions.routing = columns.Int();
  ticket.versions.sla = columns.Int();
  return out;
}

}  // namespace

StatusOr<std::unordered_set<Uuid>> ReadRegister(Snapshot& snapshot) {
  std::unordered_set<Uuid> registered;
  Status status = ReadAll(snapshot, kRegister, [&](const Result& rows, int i) {
    registered.insert(rows.Uuid(i, 0));
  });
  if (!status.ok()) return status;
  return registered;
}

StatusOr<std::unordered_map<Uuid, Disposition>> ReadDispositions(Snapshot& snapshot) {
  std::unordered_map<Uuid, Disposition> dispositions;
  Status status = ReadAll(snapshot, kDispositions, [&](const Result& rows, int i) {
    dispositions.emplace(rows.Uuid(i, 0),
                         Disposition{static_cast<DispositionKind>(rows.Int(i, 1)),
                                     rows.OptionalUuid(i, 2).value_or(Uuid{})});
  });
  if (!status.ok()) return status;
  return dispositions;
}

StatusOr<std::vector<TicketRow>> ReadTickets(Snapshot& snapshot) {
  std::vector<TicketRow> tickets;
  Status status = ReadAll(snapshot, kTickets, [&](const Result& rows, int i) {
    tickets.push_back(TicketOf(rows, i));
  });
  if (!status.ok()) return status;
  return tickets;
}

StatusOr<std::vector<TimerRow>> ReadTimers(Snapshot& snapshot) {
  std::vector<TimerRow> timers;
  Status status = ReadAll(snapshot, kTimers, [&](const Result& rows, int i) {
    timers.push_back(
        {rows.Uuid(i, 0), rows.Uuid(i, 1), {rows.Text(i, 2), rows.Int(i, 3), rows.Time(i, 4)}});
  });
  if (!status.ok()) return status;
  return timers;
}

}  // namespace recourse::ctl::verify
