#include "services/routing/adapters/ticket_query_store.h"

#include <algorithm>
#include <utility>

namespace recourse::routing {
namespace {

constexpr const char* kGet = "SELECT " RECOURSE_TICKET_COLUMNS " FROM tickets WHERE ticket_id = $1";
constexpr const char* kGetByNumber = "SELECT " RECOURSE_TICKET_COLUMNS
                                     " FROM tickets WHERE number = $1 "
                                     "ORDER BY open_time DESC LIMIT 1";
constexpr const char* kReplies =
    "SELECT agent_id, text, recorded_time FROM replies WHERE ticket_id = $1 "
    "ORDER BY version LIMIT 1000";
constexpr const char* kFacts =
    "SELECT fact FROM ticket_facts WHERE ticket_id = $1 AND version > $2 "
    "AND ($3 = '' OR type = $3) ORDER BY version LIMIT $4";
// A piece that was split off is the ticket of its own id.
constexpr const char* kDisposition =
    "SELECT d.kind, coalesce(t.ticket_id, d.ticket_id) FROM dispositions d "
    "LEFT JOIN tickets t ON t.ticket_id = d.feedback_id WHERE d.feedback_id = $1";
// An answer is kept behind an A, a refusal behind an R.
constexpr const char* kDone =
    "SELECT 1 FROM requests WHERE request_id = $1 AND digest = $2 "
    "AND substring(answer FROM 1 FOR 1) = 'A'::bytea";
// Pages, newest first. $1 states, $2 place, $3 scope, $4 the ticket that the page before ended
// with, $5 limit. From each state the newest are taken, so that the index gives them in order and
// no more than a few are read, however many tickets there are: migrations/0004_pages.sql.
#define RECOURSE_TICKETS_AFTER                                       \
  "AND (open_time, ticket_id) < ("                                   \
  "(SELECT CASE WHEN $4::uuid IS NULL THEN 'infinity' "              \
  "ELSE (SELECT open_time FROM tickets WHERE ticket_id = $4) END), " \
  "coalesce($4, 'ffffffff-ffff-ffff-ffff-ffffffffffff')) "           \
  "ORDER BY open_time DESC, ticket_id DESC LIMIT $5"
#define RECOURSE_NEWEST(place)                                             \
  "(SELECT ticket_id, open_time FROM tickets WHERE state = s.state " place \
  " " RECOURSE_TICKETS_AFTER ")"
#define RECOURSE_WITHIN "($3 = '' OR branch_id = $3 OR region_id = $3) "
#define RECOURSE_PAGE(newest)                                                          \
  "SELECT " RECOURSE_TICKET_COLUMNS                                                    \
  " FROM tickets WHERE ticket_id IN ("                                                 \
  "SELECT n.ticket_id FROM unnest($1::int[]) AS s (state) CROSS JOIN LATERAL (" newest \
  ") AS n ORDER BY n.open_time DESC, n.ticket_id DESC LIMIT $5) "                      \
  "ORDER BY open_time DESC, ticket_id DESC"
constexpr const char* kPageOfAll = RECOURSE_PAGE(RECOURSE_NEWEST("AND $2 = '' AND $3 = ''"));
constexpr const char* kPageOfBranch =
    RECOURSE_PAGE(RECOURSE_NEWEST("AND branch_id = $2 AND " RECOURSE_WITHIN));
// A place that may be a branch or a region.
constexpr const char* kPageOfScope =
    RECOURSE_PAGE(RECOURSE_NEWEST("AND branch_id = $2 AND $3 = $2") " UNION ALL " RECOURSE_NEWEST(
        "AND region_id = $2 AND branch_id <> $2"));
// $2 branch, $6 customer: his file has his tickets.
constexpr const char* kPageOfCustomer =
    "SELECT " RECOURSE_TICKET_COLUMNS
    " FROM tickets WHERE file_id = $6 AND customer_id = $6 AND state = ANY ($1) "
    "AND (NOT $7 OR clock_state = 3) AND ($2 = '' OR branch_id = $2) "
    "AND " RECOURSE_WITHIN RECOURSE_TICKETS_AFTER;
constexpr const char* kPageOfBreached =
    "SELECT " RECOURSE_TICKET_COLUMNS
    " FROM tickets WHERE clock_state = 3 AND state = ANY ($1) AND ($2 = '' OR branch_id = $2) "
    "AND " RECOURSE_WITHIN RECOURSE_TICKETS_AFTER;
// What a watch begins with. $1 states, $2 scope, $3 branch, $4 breached, $5 limit.
#define RECOURSE_SNAPSHOT(place)                                                  \
  "SELECT " RECOURSE_TICKET_COLUMNS " FROM tickets WHERE state = ANY ($1) " place \
  " AND ($2 = '' OR branch_id = $2 OR region_id = $2) AND (NOT $4 OR clock_state = 3) LIMIT $5"
constexpr const char* kSnapshotOfScope = RECOURSE_SNAPSHOT("AND $3 = ''");
constexpr const char* kSnapshotOfBranch = RECOURSE_SNAPSHOT("AND branch_id = $3");
constexpr const char* kHeads = "SELECT partition, last_sequence FROM heads WHERE topic = $1";
constexpr const char* kBeginSnapshot =
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kEnd = "COMMIT";

std::vector<std::int32_t> StatesOf(const TicketFilter& filter) {
  std::vector<TicketState> states = {TicketState::kOpen, TicketState::kTaken,
                                     TicketState::kWaiting};
  if (!filter.open_only) {
    states.insert(states.end(), {TicketState::kResolved, TicketState::kClosed});
  }
  std::vector<std::int32_t> numbers;
  for (const TicketState state : states) {
    if (!filter.state || *filter.state == state) numbers.push_back(static_cast<int>(state));
  }
  return numbers;
}

Statement PageOf(const TicketFilter& filter, const std::optional<Uuid>& after, int limit) {
  const bool within = filter.branch_id.empty() && !filter.scope.empty();
  Params params;
  params.Int4s(StatesOf(filter))
      .Text(within && !filter.breached && !filter.customer_id ? filter.scope : filter.branch_id)
      .Text(filter.scope)
      .OptionalUuid(after)
      .Int(limit);
  if (filter.customer_id) {
    return {kPageOfCustomer, params.Uuid(*filter.customer_id).Bool(filter.breached)};
  }
  if (filter.breached) return {kPageOfBreached, std::move(params)};
  if (within) return {kPageOfScope, std::move(params)};
  return {filter.branch_id.empty() ? kPageOfAll : kPageOfBranch, std::move(params)};
}

Statement SnapshotOf(const TicketFilter& filter, int limit) {
  return {filter.branch_id.empty() ? kSnapshotOfScope : kSnapshotOfBranch,
          Params()
              .Int4s(StatesOf(filter))
              .Text(filter.scope)
              .Text(filter.branch_id)
              .Bool(filter.breached)
              .Int(limit)};
}

std::vector<TicketRow> RowsOf(const Result& result) {
  std::vector<TicketRow> rows;
  rows.reserve(static_cast<std::size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) rows.push_back(TicketRowOf(result, i));
  return rows;
}

}  // namespace

StatusOr<TicketRow> TicketQueries::Get(const std::string& id_or_number) {
  const auto id = ParseUuid(id_or_number);
  auto rows = pool_.Ask(id ? Statement{kGet, Params().Uuid(*id)}
                           : Statement{kGetByNumber, Params().Text(id_or_number)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such ticket");
  return TicketRowOf(*rows, 0);
}

StatusOr<std::vector<Reply>> TicketQueries::OldReplies(const TicketId& ticket_id) {
  auto rows = pool_.Ask({kReplies, Params().Uuid(ticket_id.uuid())});
  if (!rows.ok()) return rows.status();
  std::vector<Reply> replies;
  for (int i = 0; i < rows->rows(); ++i) {
    replies.push_back({rows->Text(i, 0), rows->Text(i, 1), rows->Time(i, 2)});
  }
  return replies;
}

StatusOr<std::vector<std::string>> TicketQueries::Facts(const TicketId& ticket_id,
                                                        std::int64_t after_version, int limit,
                                                        const std::string& type) {
  auto rows =
      pool_.Ask({kFacts, Params().Uuid(ticket_id.uuid()).Int(after_version).Text(type).Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<std::string> facts;
  for (int i = 0; i < rows->rows(); ++i) facts.push_back(rows->Text(i, 0));
  return facts;
}

StatusOr<TicketPage> TicketQueries::List(const TicketFilter& filter, int page_size,
                                         const std::string& page_token) {
  const auto after = ParseUuid(page_token);
  if (!after && !page_token.empty()) {
    return absl::InvalidArgumentError("page_token is none that this service gave");
  }
  const int size = page_size <= 0 ? kPageDefault : std::min(page_size, kPageMax);
  auto rows = pool_.Ask(PageOf(filter, after, size + 1));
  if (!rows.ok()) return rows.status();
  TicketPage page{RowsOf(*rows), ""};
  if (static_cast<int>(page.rows.size()) > size) {
    page.rows.pop_back();
    page.next_page_token = ToString(page.rows.back().ticket_id);
  }
  return page;
}

StatusOr<bool> TicketQueries::WasDone(const RequestId& request_id, const std::string& digest) {
  auto rows = pool_.Ask({kDone, Params().Uuid(request_id.uuid()).Bytes(digest)});
  if (!rows.ok()) return rows.status();
  return rows->rows() == 1;
}

StatusOr<Disposition> TicketQueries::DispositionOf(const Uuid& feedback_id) {
  auto rows = pool_.Ask({kDisposition, Params().Uuid(feedback_id)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("routing has not decided on it yet");
  return Disposition{static_cast<int>(rows->Int(0, 0)), rows->OptionalUuid(0, 1)};
}

StatusOr<std::vector<TicketRow>> TicketQueries::Snapshot(const TicketFilter& filter,
                                                         const std::string& topic, Heads& heads) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue({kBeginSnapshot});
  auto results = session->Ask(std::vector<Statement>{
      {kHeads, Params().Text(topic)}, SnapshotOf(filter, kSnapshotTicketsMax + 1), {kEnd}});
  if (!results.ok()) return results.status();
  if ((*results)[1].rows() > kSnapshotTicketsMax) {
    return absl::ResourceExhaustedError("more open tickets than one watch may hold: narrow it");
  }
  heads.clear();
  for (int i = 0; i < (*results)[0].rows(); ++i) {
    heads[{topic, static_cast<int>((*results)[0].Int(i, 0))}] = (*results)[0].Int(i, 1);
  }
  return RowsOf((*results)[1]);
}

}  // namespace recourse::routing
