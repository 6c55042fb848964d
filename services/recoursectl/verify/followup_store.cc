#include "services/recoursectl/verify/followup_store.h"

#include <utility>

#include "services/common/postgres/effect_statements.h"
#include "services/followup/adapters/file_codec.h"
#include "services/recoursectl/verify/paged_rows.h"

namespace recourse::ctl::verify {
namespace {

#define RECOURSE_PAGE(key) " WHERE " key " > $1 ORDER BY " key " LIMIT $2"

constexpr const char* kLoops =
    "SELECT loop_id, file_id, in_file, version, ticket_id, ticket_number, customer_id, cycle, "
    "branch_id, region_id, category, channel, agent_id, severity, state::int, verdict::int, "
    "reason::int, way::int, is_unknown, resolve_time, ask_time, remind_time, expire_time, "
    "close_time, record FROM followup.loops" RECOURSE_PAGE("loop_id");
constexpr const char* kDeliveries =
    "SELECT delivery_id, file_id, in_file, version, ticket_id, ticket_number, reply_version, "
    "customer_id, branch_id, region_id, agent_id, state::int, reply_time, settle_time, told_time, "
    "reason, record FROM followup.deliveries" RECOURSE_PAGE("delivery_id");
constexpr const char* kTimers =
    "SELECT timer_id, key, name, version, due_time FROM followup.timers" RECOURSE_PAGE("timer_id");
constexpr const char* kEffects = "SELECT effect_id, state, message_id, " RECOURSE_EFFECT_COLUMNS
                                 " FROM followup.effects" RECOURSE_PAGE("effect_id");

template <typename IdType>
IdType OptionalId(const Result& rows, int row, int column) {
  return IdType(rows.OptionalUuid(row, column).value_or(Uuid{}));
}

// Everything that has a column; the others are the record's.
followup::Loop LoopOfColumns(const Result& rows, int i, followup::Loop loop) {
  loop.version = rows.Int(i, 3);
  loop.ticket.ticket_id = followup::TicketId(rows.Uuid(i, 4));
  loop.ticket.number = rows.Text(i, 5);
  loop.ticket.customer_id = OptionalId<followup::CustomerId>(rows, i, 6);
  loop.ticket.cycle = static_cast<int>(rows.Int(i, 7));
  loop.ticket.dimensions = {
      followup::BranchId(rows.Text(i, 8)),  followup::RegionId(rows.Text(i, 9)),
      followup::Category(rows.Text(i, 10)), followup::Channel(rows.Text(i, 11)),
      followup::AgentId(rows.Text(i, 12)),  static_cast<int>(rows.Int(i, 13))};
  loop.state = static_cast<followup::LoopState>(rows.Int(i, 14));
  loop.verdict = static_cast<followup::Verdict>(rows.Int(i, 15));
  loop.reason = static_cast<followup::LoopReason>(rows.Int(i, 16));
  loop.way = static_cast<followup::SurveyWay>(rows.Int(i, 17));
  loop.is_unknown = rows.Bool(i, 18);
  loop.resolve_time = rows.Time(i, 19);
  loop.ask_time = rows.OptionalTime(i, 20);
  loop.remind_time = rows.OptionalTime(i, 21);
  loop.expire_time = rows.OptionalTime(i, 22);
  loop.close_time = rows.OptionalTime(i, 23);
  return loop;
}

LoopRow LoopOf(const Result& rows, int i) {
  const auto recorded = followup::DecodeLoop(rows.Text(i, 24));
  LoopRow row{followup::LoopId(rows.Uuid(i, 0)), followup::FileId(rows.Uuid(i, 1)),
              LoopOfColumns(rows, i, recorded.value_or(followup::Loop{}))};
  row.is_as_recorded = recorded == row.loop;
  row.is_in_file = rows.Bool(i, 2);
  return row;
}

followup::Delivery DeliveryOfColumns(const Result& rows, int i, followup::Delivery delivery) {
  delivery.version = rows.Int(i, 3);
  delivery.ticket.ticket_id = followup::TicketId(rows.Uuid(i, 4));
  delivery.ticket.number = rows.Text(i, 5);
  delivery.reply_version = rows.Int(i, 6);
  delivery.ticket.customer_id = OptionalId<followup::CustomerId>(rows, i, 7);
  delivery.ticket.dimensions.branch_id = followup::BranchId(rows.Text(i, 8));
  delivery.ticket.dimensions.region_id = followup::RegionId(rows.Text(i, 9));
  delivery.agent_id = followup::AgentId(rows.Text(i, 10));
  delivery.state = static_cast<followup::DeliveryState>(rows.Int(i, 11));
  delivery.reply_time = rows.Time(i, 12);
  delivery.settle_time = rows.OptionalTime(i, 13);
  delivery.told_time = rows.OptionalTime(i, 14);
  delivery.reason = rows.Text(i, 15);
  return delivery;
}

DeliveryRow DeliveryOf(const Result& rows, int i) {
  const auto recorded = followup::DecodeDelivery(rows.Text(i, 16));
  DeliveryRow row{followup::DeliveryId(rows.Uuid(i, 0)), followup::FileId(rows.Uuid(i, 1)),
                  DeliveryOfColumns(rows, i, recorded.value_or(followup::Delivery{}))};
  row.is_as_recorded = recorded == row.delivery;
  row.is_in_file = rows.Bool(i, 2);
  return row;
}

EffectRow EffectRowOf(const Result& rows, int i) {
  return {EffectId(rows.Uuid(i, 0)), statements::EffectOf(rows, i, 3),
          statements::EffectStateOf(rows, i, 1), rows.Text(i, 2)};
}

template <typename Row>
StatusOr<std::vector<Row>> ReadRows(Snapshot& snapshot, const char* sql,
                                    Row (*row_of)(const Result&, int)) {
  std::vector<Row> all;
  Status status =
      ReadAll(snapshot, sql, [&](const Result& rows, int i) { all.push_back(row_of(rows, i)); });
  if (!status.ok()) return status;
  return all;
}

}  // namespace

StatusOr<std::vector<LoopRow>> ReadLoops(Snapshot& snapshot) {
  return ReadRows<LoopRow>(snapshot, kLoops, LoopOf);
}

StatusOr<std::vector<DeliveryRow>> ReadDeliveries(Snapshot& snapshot) {
  return ReadRows<DeliveryRow>(snapshot, kDeliveries, DeliveryOf);
}

StatusOr<std::vector<TimerRow>> ReadFollowupTimers(Snapshot& snapshot) {
  return ReadRows<TimerRow>(snapshot, kTimers, TimerRowOf);
}

StatusOr<std::vector<EffectRow>> ReadEffects(Snapshot& snapshot) {
  return ReadRows<EffectRow>(snapshot, kEffects, EffectRowOf);
}

}  // namespace recourse::ctl::verify
