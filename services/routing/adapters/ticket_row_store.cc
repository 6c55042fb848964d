#include <utility>

#include "services/routing/adapters/record_codec.h"
#include "services/routing/adapters/sla_json.h"
#include "services/routing/adapters/ticket_row.h"

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

constexpr int kAnswerColumn = 16;  // where those of the promised answer begin
constexpr int kAnswerColumns = 7;

// A row without a record: one first response that ran always.
void TakeOldClock(const AnswerColumns& old, Ticket& ticket) {
  ticket.cycle_time = ticket.open_time;
  ticket.answered = old.response_time.has_value();
  ticket.standard = {kOnlyStandardId, "opened before there were several"};
  if (!old.start_time || !old.due_time) return;
  Clock clock;
  clock.state = static_cast<ClockState>(old.state);
  clock.start_time = *old.start_time;
  clock.warn_time = old.warn_time;
  clock.due_time = old.due_time;
  clock.breach_time = old.breach_time;
  clock.end_time = old.response_time;
  clock.target = Duration(old.target_ms);
  clock.events = {{clock.start_time, sla::Started{"", clock.target, ticket.branch_id.value()}}};
  if (clock.end_time) clock.events.push_back({*clock.end_time, sla::Satisfied{}});
  if (clock.end_time) clock.consumed = *clock.end_time - clock.start_time;
  const sla::Alarm warning{sla::Alarm::Kind::kWarning, 1, 1, clock.warn_time.value_or(Timestamp())};
  const sla::Alarm breach{sla::Alarm::Kind::kBreach, 0, 1, *clock.due_time};
  const bool runs = clock.state == ClockState::kRunning || clock.state == ClockState::kWarned;
  (clock.state == ClockState::kRunning ? clock.alarms : clock.said).push_back(warning);
  if (runs) clock.alarms.push_back(breach);
  if (clock.breach_time) clock.said.push_back(breach);
  ticket.clocks[{sla::ClockKind::kFirstResponse, 1}] = std::move(clock);
}

// A part of the promised answers of many rows.
template <typename Part>
std::vector<Part> Answers(const std::vector<TicketRow>& rows, Part AnswerColumns::*part) {
  return Column<Part>(rows, [&](const TicketRow& r) { return AnswerColumnsOf(r.ticket).*part; });
}

}  // namespace

AnswerColumns AnswerColumnsOf(const Ticket& ticket) {
  const Clock* answer = AnswerClock(ticket.clocks);
  if (answer == nullptr) return {};
  return {static_cast<int>(answer->state), answer->start_time,  answer->warn_time, answer->due_time,
          answer->target.count(),          answer->breach_time, answer->end_time};
}

AnswerColumns AnswerColumnsOf(const Result& rows, int row) {
  AnswerColumns answer;
  int column = kAnswerColumn;
  answer.state = static_cast<int>(rows.Int(row, column++));
  answer.start_time = rows.OptionalTime(row, column++);
  answer.warn_time = rows.OptionalTime(row, column++);
  answer.due_time = rows.OptionalTime(row, column++);
  answer.target_ms = rows.Int(row, column++);
  answer.breach_time = rows.OptionalTime(row, column++);
  answer.response_time = rows.OptionalTime(row, column++);
  return answer;
}

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
  column += kAnswerColumns;
  ticket.routing_rule = rows.Text(row, column++);
  ticket.versions.routing = rows.Int(row, column++);
  ticket.versions.sla = rows.Int(row, column++);
  const auto record = rows.OptionalText(row, column++);
  ticket.cycle = static_cast<int>(rows.Int(row, column++));
  ticket.language = rows.Text(row, column++);
  ticket.reason = rows.Text(row, column++);
  ticket.returned_from = BranchId(rows.Text(row, column++));
  ticket.merged_into = TicketId(rows.OptionalUuid(row, column++).value_or(Uuid{}));
  ticket.confirm_time = rows.OptionalTime(row, column++);
  ticket.close_time = rows.OptionalTime(row, column++);
  const auto reclock_time = rows.OptionalTime(row, column++);
  const bool standards = rows.Int(row, column++) != 0;
  if (reclock_time) ticket.reclock = Reclock{*reclock_time, standards};
  if (!record || !DecodeRecord(*record, ticket)) TakeOldClock(AnswerColumnsOf(rows, row), ticket);
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
      .OptionalUuids(Column<std::optional<Uuid>>(rows,
                                                 [](const auto& r) {
                                                   const CustomerId& id = r.ticket.customer_id;
                                                   return id.empty()
                                                              ? std::nullopt
                                                              : std::optional<Uuid>(id.uuid());
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
      .Int4s(Answers(rows, &AnswerColumns::state))
      .OptionalTimes(Answers(rows, &AnswerColumns::start_time))
      .OptionalTimes(Answers(rows, &AnswerColumns::warn_time))
      .OptionalTimes(Answers(rows, &AnswerColumns::due_time))
      .Ints(Answers(rows, &AnswerColumns::target_ms))
      .OptionalTimes(Answers(rows, &AnswerColumns::breach_time))
      .OptionalTimes(Answers(rows, &AnswerColumns::response_time))
      .Texts(text([](const auto& r) { return r.ticket.routing_rule; }))
      .Ints(int8([](const auto& r) { return r.ticket.versions.routing; }))
      .Ints(int8([](const auto& r) { return r.ticket.versions.sla; }))
      .BytesArray(text([](const auto& r) { return EncodeRecord(r.ticket); }))
      .Int4s(int4([](const auto& r) { return r.ticket.cycle; }))
      .Texts(text([](const auto& r) { return r.ticket.language; }))
      .Texts(text([](const auto& r) { return r.ticket.reason; }))
      .Texts(text([](const auto& r) { return r.ticket.returned_from.value(); }))
      .OptionalUuids(Column<std::optional<Uuid>>(rows,
                                                 [](const auto& r) {
                                                   const TicketId& id = r.ticket.merged_into;
                                                   return id.empty()
                                                              ? std::nullopt
                                                              : std::optional<Uuid>(id.uuid());
                                                 }))
      .OptionalTimes(maybe([](const auto& r) { return r.ticket.confirm_time; }))
      .OptionalTimes(maybe([](const auto& r) { return r.ticket.close_time; }))
      .OptionalTimes(maybe([](const auto& r) {
        return r.ticket.reclock ? MaybeTime(r.ticket.reclock->time) : std::nullopt;
      }))
      .Int4s(int4([](const auto& r) { return r.ticket.reclock && r.ticket.reclock->standards; }));
  return params;
}

}  // namespace recourse::routing
