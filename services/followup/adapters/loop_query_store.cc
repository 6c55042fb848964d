#include "services/followup/adapters/loop_query_store.h"

#include <algorithm>
#include <utility>

#include "services/followup/adapters/file_codec.h"

namespace recourse::followup {
namespace {

#define RECOURSE_LOOP "SELECT loop_id, file_id, record, clock_timestamp() FROM loops "
#define RECOURSE_DELIVERY "SELECT delivery_id, file_id, record FROM deliveries "
constexpr const char* kGetLoop = RECOURSE_LOOP "WHERE loop_id = $1";
constexpr const char* kGetDelivery = RECOURSE_DELIVERY "WHERE delivery_id = $1";
// Each begins with the condition by which few rows are left and that has an index: plans are made
// once for all that may be asked, and those of a condition that may be absent read the whole table.
// $1 scope, $2 branch, $3 ticket, $4 customer, $5 state, $6 verdict, $7 way, $8 unknown.
#define RECOURSE_LOOPS(first)                                                            \
  RECOURSE_LOOP                                                                          \
  "WHERE " first                                                                         \
  " AND ($1 = '' OR branch_id = $1 OR region_id = $1) AND ($2 = '' OR branch_id = $2) "  \
  "AND ($3::uuid IS NULL OR ticket_id = $3) AND ($4::uuid IS NULL OR customer_id = $4) " \
  "AND ($5 = 0 OR state = $5) AND ($6 = 0 OR verdict = $6) AND ($7 = 0 OR way = $7) "    \
  "AND (NOT $8 OR is_unknown) "                                                          \
  "AND ($9::uuid IS NULL OR (resolve_time, loop_id) < "                                  \
  "((SELECT resolve_time FROM loops WHERE loop_id = $9), $9)) "                          \
  "ORDER BY resolve_time DESC, loop_id DESC LIMIT $10"
constexpr const char* kLoops = RECOURSE_LOOPS("true");
constexpr const char* kLoopsOfTicket = RECOURSE_LOOPS("ticket_id = $3");
constexpr const char* kLoopsOfCustomer = RECOURSE_LOOPS("customer_id = $4");
constexpr const char* kUnknownLoops = RECOURSE_LOOPS("is_unknown");
constexpr const char* kOpenLoops = RECOURSE_LOOPS("state <> 4");
// $1 scope, $2 branch, $3 ticket, $4 state, $5 tasks.
#define RECOURSE_DELIVERIES(first)                                                      \
  RECOURSE_DELIVERY                                                                     \
  "WHERE " first                                                                        \
  " AND ($1 = '' OR branch_id = $1 OR region_id = $1) AND ($2 = '' OR branch_id = $2) " \
  "AND ($3::uuid IS NULL OR ticket_id = $3) AND ($4 = 0 OR state = $4) "                \
  "AND (NOT $5 OR state IN (2, 5, 6)) "                                                 \
  "AND ($6::uuid IS NULL OR (reply_time, delivery_id) < "                               \
  "((SELECT reply_time FROM deliveries WHERE delivery_id = $6), $6)) "                  \
  "ORDER BY reply_time DESC, delivery_id DESC LIMIT $7"
constexpr const char* kDeliveries = RECOURSE_DELIVERIES("true");
constexpr const char* kDeliveriesOfTicket = RECOURSE_DELIVERIES("ticket_id = $3");
constexpr const char* kTasks = RECOURSE_DELIVERIES("state IN (2, 5, 6)");
// Of $1, as whoever has the scope $2 may see him.
#define RECOURSE_HIS(table) "SELECT 1 FROM " table " WHERE file_id = $1 AND in_file"
#define RECOURSE_THERE " AND (branch_id = $2 OR region_id = $2)"
constexpr const char* kGetCustomer =
    "SELECT record, clock_timestamp(), $2 = '' "
    "OR EXISTS (" RECOURSE_HIS("loops") RECOURSE_THERE ") OR EXISTS (" RECOURSE_HIS("deliveries")
        RECOURSE_THERE
    ") OR NOT EXISTS (" RECOURSE_HIS("loops") ") AND NOT EXISTS (" RECOURSE_HIS(
        "deliveries") ") FROM (SELECT $1::uuid AS file_id) AS asked LEFT JOIN files USING "
                      "(file_id)";

constexpr const char* kUnreadable = "a record in this database is none that this version can read";

StatusOr<KeptLoop> LoopAt(const Result& rows, int row) {
  auto loop = DecodeLoop(rows.Text(row, 2));
  if (!loop) return absl::DataLossError(kUnreadable);
  return KeptLoop{FileId(rows.Uuid(row, 1)), LoopId(rows.Uuid(row, 0)), *std::move(loop),
                  rows.Time(row, 3)};
}

StatusOr<KeptDelivery> DeliveryAt(const Result& rows, int row) {
  auto delivery = DecodeDelivery(rows.Text(row, 2));
  if (!delivery) return absl::DataLossError(kUnreadable);
  return KeptDelivery{FileId(rows.Uuid(row, 1)), DeliveryId(rows.Uuid(row, 0)),
                      *std::move(delivery)};
}

template <typename Enum>
std::int32_t NumberOf(const std::optional<Enum>& value) {
  return value ? static_cast<std::int32_t>(*value) : 0;
}

int SizeOf(int page_size) {
  return page_size <= 0 ? LoopQueries::kPageDefault : std::min(page_size, LoopQueries::kPageMax);
}

// The first `size` of one more, and the id of the last where there are more.
template <typename Row, typename ReadAt, typename IdOf>
StatusOr<PageOf<Row>> PageFrom(const Result& rows, int size, ReadAt read_at, IdOf id_of) {
  PageOf<Row> page;
  for (int i = 0; i < std::min(rows.rows(), size); ++i) {
    auto row = read_at(rows, i);
    if (!row.ok()) return row.status();
    page.rows.push_back(*std::move(row));
  }
  if (rows.rows() > size) page.next_page_token = ToString(id_of(page.rows.back()));
  return page;
}

const char* StatementOf(const LoopFilter& filter) {
  if (filter.ticket_id) return kLoopsOfTicket;
  if (filter.customer_id) return kLoopsOfCustomer;
  if (filter.unknown) return kUnknownLoops;
  return filter.state && *filter.state != LoopState::kClosed ? kOpenLoops : kLoops;
}

const char* StatementOf(const DeliveryFilter& filter) {
  if (filter.ticket_id) return kDeliveriesOfTicket;
  return filter.tasks ? kTasks : kDeliveries;
}

Status CheckToken(const std::optional<Uuid>& after, const std::string& page_token) {
  if (after || page_token.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("page_token is none that this service gave");
}

}  // namespace

StatusOr<KeptLoop> LoopQueries::Get(const LoopId& loop_id) {
  auto rows = pool_.Ask({kGetLoop, Params().Uuid(loop_id.uuid())});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such survey");
  return LoopAt(*rows, 0);
}

StatusOr<KeptDelivery> LoopQueries::Get(const DeliveryId& delivery_id) {
  auto rows = pool_.Ask({kGetDelivery, Params().Uuid(delivery_id.uuid())});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such reply");
  return DeliveryAt(*rows, 0);
}

StatusOr<KeptCustomer> LoopQueries::Get(const CustomerId& customer_id, const std::string& scope) {
  auto rows = pool_.Ask({kGetCustomer, Params().Uuid(customer_id.uuid()).Text(scope)});
  if (!rows.ok()) return rows.status();
  KeptCustomer kept;
  kept.now = rows->Time(0, 1);
  kept.visible = rows->Bool(0, 2);
  if (rows->IsNull(0, 0)) return kept;
  const auto state = DecodeFile(rows->Text(0, 0));
  if (!state) return absl::DataLossError(kUnreadable);
  const auto* file = std::get_if<CustomerFile>(&*state);
  if (file == nullptr) return absl::NotFoundError("there is no such customer");
  kept.contacts = file->contacts;
  kept.preference = file->preference;
  return kept;
}

StatusOr<PageOf<KeptLoop>> LoopQueries::List(const LoopFilter& filter, int page_size,
                                             const std::string& page_token) {
  const auto after = ParseUuid(page_token);
  if (Status s = CheckToken(after, page_token); !s.ok()) return s;
  const int size = SizeOf(page_size);
  auto rows = pool_.Ask({StatementOf(filter), Params()
                                                  .Text(filter.scope)
                                                  .Text(filter.branch_id)
                                                  .OptionalUuid(filter.ticket_id)
                                                  .OptionalUuid(filter.customer_id)
                                                  .Int4(NumberOf(filter.state))
                                                  .Int4(NumberOf(filter.verdict))
                                                  .Int4(NumberOf(filter.way))
                                                  .Bool(filter.unknown)
                                                  .OptionalUuid(after)
                                                  .Int(size + 1)});
  if (!rows.ok()) return rows.status();
  return PageFrom<KeptLoop>(*rows, size, LoopAt, [](const auto& row) { return row.loop_id; });
}

StatusOr<PageOf<KeptDelivery>> LoopQueries::List(const DeliveryFilter& filter, int page_size,
                                                 const std::string& page_token) {
  const auto after = ParseUuid(page_token);
  if (Status s = CheckToken(after, page_token); !s.ok()) return s;
  const int size = SizeOf(page_size);
  auto rows = pool_.Ask({StatementOf(filter), Params()
                                                  .Text(filter.scope)
                                                  .Text(filter.branch_id)
                                                  .OptionalUuid(filter.ticket_id)
                                                  .Int4(NumberOf(filter.state))
                                                  .Bool(filter.tasks)
                                                  .OptionalUuid(after)
                                                  .Int(size + 1)});
  if (!rows.ok()) return rows.status();
  return PageFrom<KeptDelivery>(*rows, size, DeliveryAt,
                                [](const auto& row) { return row.delivery_id; });
}

}  // namespace recourse::followup
