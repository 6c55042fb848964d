#include <optional>
#include <string>

#include "services/followup/adapters/file_codec.h"
#include "services/followup/adapters/file_row.h"

namespace recourse::followup {
namespace {

using MaybeTime = std::optional<Timestamp>;

// A column of many rows.
template <typename T, typename Row, typename Get>
std::vector<T> Column(const std::vector<Row>& rows, Get get) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const Row& row : rows) values.push_back(get(row));
  return values;
}

std::optional<Uuid> CustomerOf(const Ticket& ticket) {
  if (ticket.customer_id.empty()) return std::nullopt;
  return ticket.customer_id.uuid();
}

}  // namespace

Params LoopParams(const std::vector<LoopRow>& rows) {
  const auto uuid = [&](auto get) { return Column<Uuid>(rows, get); };
  const auto text = [&](auto get) { return Column<std::string>(rows, get); };
  const auto int4 = [&](auto get) { return Column<std::int32_t>(rows, get); };
  const auto time = [&](MaybeTime Loop::*part) {
    return Column<MaybeTime>(rows, [part](const LoopRow& r) { return r.loop->*part; });
  };
  Params params;
  params.Uuids(uuid([](const auto& r) { return r.loop_id.uuid(); }))
      .Uuids(uuid([](const auto& r) { return r.file_id.uuid(); }))
      .Ints(Column<std::int64_t>(rows, [](const auto& r) { return r.loop->version; }))
      .Uuids(uuid([](const auto& r) { return r.loop->ticket.ticket_id.uuid(); }))
      .Texts(text([](const auto& r) { return r.loop->ticket.number; }))
      .OptionalUuids(Column<std::optional<Uuid>>(
          rows, [](const auto& r) { return CustomerOf(r.loop->ticket); }))
      .Int4s(int4([](const auto& r) { return r.loop->ticket.cycle; }))
      .Texts(text([](const auto& r) { return r.loop->ticket.dimensions.branch_id.value(); }))
      .Texts(text([](const auto& r) { return r.loop->ticket.dimensions.region_id.value(); }))
      .Texts(text([](const auto& r) { return r.loop->ticket.dimensions.category.value(); }))
      .Texts(text([](const auto& r) { return r.loop->ticket.dimensions.channel.value(); }))
      .Texts(text([](const auto& r) { return r.loop->ticket.dimensions.agent_id.value(); }))
      .Int4s(int4([](const auto& r) { return r.loop->ticket.dimensions.severity; }))
      .Int4s(int4([](const auto& r) { return static_cast<std::int32_t>(r.loop->state); }))
      .Int4s(int4([](const auto& r) { return static_cast<std::int32_t>(r.loop->verdict); }))
      .Int4s(int4([](const auto& r) { return static_cast<std::int32_t>(r.loop->reason); }))
      .Int4s(int4([](const auto& r) { return static_cast<std::int32_t>(r.loop->way); }))
      .Int4s(int4([](const auto& r) { return r.loop->is_unknown ? 1 : 0; }))
      .Times(Column<Timestamp>(rows, [](const auto& r) { return r.loop->resolve_time; }))
      .OptionalTimes(time(&Loop::ask_time))
      .OptionalTimes(time(&Loop::remind_time))
      .OptionalTimes(time(&Loop::expire_time))
      .OptionalTimes(time(&Loop::close_time))
      .BytesArray(text([](const auto& r) { return EncodeLoop(*r.loop); }));
  return params;
}

Params DeliveryParams(const std::vector<DeliveryRow>& rows) {
  const auto uuid = [&](auto get) { return Column<Uuid>(rows, get); };
  const auto text = [&](auto get) { return Column<std::string>(rows, get); };
  const auto int8 = [&](auto get) { return Column<std::int64_t>(rows, get); };
  const auto time = [&](MaybeTime Delivery::*part) {
    return Column<MaybeTime>(rows, [part](const DeliveryRow& r) { return r.delivery->*part; });
  };
  Params params;
  params.Uuids(uuid([](const auto& r) { return r.delivery_id.uuid(); }))
      .Uuids(uuid([](const auto& r) { return r.file_id.uuid(); }))
      .Ints(int8([](const auto& r) { return r.delivery->version; }))
      .Uuids(uuid([](const auto& r) { return r.delivery->ticket.ticket_id.uuid(); }))
      .Texts(text([](const auto& r) { return r.delivery->ticket.number; }))
      .Ints(int8([](const auto& r) { return r.delivery->reply_version; }))
      .OptionalUuids(Column<std::optional<Uuid>>(
          rows, [](const auto& r) { return CustomerOf(r.delivery->ticket); }))
      .Texts(text([](const auto& r) { return r.delivery->ticket.dimensions.branch_id.value(); }))
      .Texts(text([](const auto& r) { return r.delivery->ticket.dimensions.region_id.value(); }))
      .Texts(text([](const auto& r) { return r.delivery->agent_id.value(); }))
      .Int4s(Column<std::int32_t>(
          rows, [](const auto& r) { return static_cast<std::int32_t>(r.delivery->state); }))
      .Times(Column<Timestamp>(rows, [](const auto& r) { return r.delivery->reply_time; }))
      .OptionalTimes(time(&Delivery::settle_time))
      .OptionalTimes(time(&Delivery::told_time))
      .Texts(text([](const auto& r) { return r.delivery->reason; }))
      .BytesArray(text([](const auto& r) { return EncodeDelivery(*r.delivery); }));
  return params;
}

}  // namespace recourse::followup
