#include "services/routing/adapters/ticket_row.h"

#include <utility>

namespace recourse::routing {
namespace {

// A column of many rows.
template <typename T, typename Get>
std::vector<T> Column(const std::vector<TicketRow>& rows, Get get) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const TicketRow& row : rows) values.push_back(get(row));
  return values;
}

using MaybeTime = std::optional<Timestamp>;

}  // namespace

TicketRow TicketRowOf(const Result& rows, int row) {
  TicketRow out;
  Ticket& ticket = out.ticket;
  int column = 0;
  out.ticket_id = TicketId(rows.Uuid(row, column++));
  out.file_id = FileId(rows.Uuid(row, column++));
  ticket.version = rows.Int(row, column++);
  ticket.number = rows.Text(row, column++);
  ticket.customer_id = CustomerId(rows.OptionalUuid(row, column++).value_or(Uuid{}));
  ticket.branch_id = BranchId(rows.Text(row, column++));
  ticket.region_id = RegionId(rows.Text(row, column++));
  ticket.category = Category(rows.Text(row, column++));
  ticket.channel = Channel(rows.Text(row, column++));
  ticket.severity = static_cast<int>(rows.Int(row, column++));
  ticket.state = static_cast<TicketState>(rows.Int(row, column++));
  ticket.agent_id = AgentId(rows.Text(row, column++));
  ticket.subject = rows.Text(row, column++);
  ticket.open_time = rows.Time(row, column++);
  ticket.resolve_time = rows.OptionalTime(row, column++);
  ticket.feedback_count = static_cast<int>(rows.Int(row, column++));
  ticket.clock.state = static_cast<ClockState>(rows.Int(row, column++));
  ticket.clock.start_time = rows.Time(row, column++);
  ticket.clock.warn_time = rows.Time(row, column++);
  ticket.clock.due_time = rows.Time(row, column++);
  ticket.clock.target_ms = rows.Int(row, column++);
  ticket.clock.breach_time = rows.OptionalTime(row, column++);
  ticket.clock.response_time = rows.OptionalTime(row, column++);
  ticket.routing_rule = rows.Text(row, column++);
  ticket.versions.routing = rows.Int(row, column++);
  ticket.versions.sla = rows.Int(row, column++);
  return out;
}

Params TicketParams(const std::vector<TicketRow>& rows) {
  const auto text = [&](auto get) { return Column<std::string>(rows, get); };
  const auto time = [&](auto get) { return Column<Timestamp>(rows, get); };
  const auto maybe = [&](auto get) { return Column<MaybeTime>(rows, get); };
  const auto int8 = [&](auto get) { return Column<std::int64_t>(rows, get); };
  const auto int4 = [&](auto get) { return Column<std::int32_t>(rows, get); };
  Params params;
  params.Uuids(Column<Uuid>(rows, [](const auto& r) { return r.ticket_id.uuid(); }))
      .Uuids(Column<Uuid>(rows, [](const auto& r) { return r.file_id.uuid(); }))
      .Ints(int8([](const auto& r) { return r.ticket.version; }))
      .Texts(text([](const auto& r) { return r.ticket.number; }))
      .OptionalUuids(Column<std::optional<Uuid>>(rows, [](const auto& r) {
        const CustomerId& id = r.ticket.customer_id;
        return id.empty() ? std::nullopt : std::optional<Uuid>(id.uuid());
      }))
      .Texts(text([](const auto& r) { return r.ticket.branch_id.value(); }))
      .Texts(text([](const auto& r) { return r.ticket.region_id.value(); }))
      .Texts(text([](const auto& r) { return r.ticket.category.value(); }))
      .Texts(text([](const auto& r) { return r.ticket.channel.value(); }))
      .Int4s(int4([](const auto& r) { return r.ticket.severity; }))
      .Int4s(int4([](const auto& r) { return static_cast<std::int32_t>(r.ticket.state); }))
      .Texts(text([](const auto& r) { return r.ticket.agent_id.value(); }))
      .Texts(text([](const auto& r) { return r.ticket.subject; }))
      .Times(time([](const auto& r) { return r.ticket.open_time; }))
      .OptionalTimes(maybe([](const auto& r) { return r.ticket.resolve_time; }))
      .Int4s(int4([](const auto& r) { return r.ticket.feedback_count; }))
      .Int4s(int4([](const auto& r) { return static_cast<std::int32_t>(r.ticket.clock.state); }))
      .Times(time([](const auto& r) { return r.ticket.clock.start_time; }))
      .Times(time([](const auto& r) { return r.ticket.clock.warn_time; }))
      .Times(time([](const auto& r) { return r.ticket.clock.due_time; }))
      .Ints(int8([](const auto& r) { return r.ticket.clock.target_ms; }))
      .OptionalTimes(maybe([](const auto& r) { return r.ticket.clock.breach_time; }))
      .OptionalTimes(maybe([](const auto& r) { return r.ticket.clock.response_time; }))
      .Texts(text([](const auto& r) { return r.ticket.routing_rule; }))
      .Ints(int8([](const auto& r) { return r.ticket.versions.routing; }))
      .Ints(int8([](const auto& r) { return r.ticket.versions.sla; }));
  return params;
}

}  // namespace recourse::routing
