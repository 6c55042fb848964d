#include "services/routing/adapters/reclock_store.h"

#include <utility>
#include <vector>

#include "services/common/postgres/statements.h"
#include "services/routing/domain/decide.h"

namespace recourse::routing {
namespace {

// Files in ascending order, as everybody locks them.
constexpr const char* kFiles =
    "SELECT DISTINCT file_id FROM tickets WHERE file_id > $1 AND state NOT IN (3, 4) "
    "ORDER BY file_id LIMIT $2";
constexpr const char* kLockFiles =
    "SELECT file_id FROM files WHERE file_id = ANY ($1) ORDER BY file_id FOR UPDATE";
// A mark that stands already keeps its time, and its timer.
constexpr const char* kMark =
    "UPDATE tickets SET "
    "reclock_time = coalesce(reclock_time, date_trunc('milliseconds', clock_timestamp())), "
    "reclock_standards = greatest(reclock_standards, $2) "
    "WHERE file_id = ANY ($1) AND state NOT IN (3, 4) RETURNING ticket_id, file_id, reclock_time";

std::vector<statements::AnyTimer> TimersFor(const Result& marked) {
  std::vector<statements::AnyTimer> timers;
  for (int i = 0; i < marked.rows(); ++i) {
    Ticket ticket;
    ticket.reclock = Reclock{marked.Time(i, 2)};
    for (const Timer& timer : TimersOf(TicketId(marked.Uuid(i, 0)), ticket)) {
      const Uuid file_id = marked.Uuid(i, 1);
      timers.push_back({NamedUuid(file_id, timer.name), file_id, timer});
    }
  }
  return timers;
}

// How many were marked.
StatusOr<int> Mark(Pool& pool, const std::vector<Uuid>& files, bool standards) {
  auto session = pool.Acquire();
  if (!session.ok()) return session.status();
  session->Queue(statements::Begin());
  auto results = session->Ask(std::vector<Statement>{
      {kLockFiles, Params().Uuids(files)}, {kMark, Params().Uuids(files).Int4(standards ? 1 : 0)}});
  if (!results.ok()) return results.status();
  const auto timers = TimersFor((*results)[1]);
  if (!timers.empty()) session->Queue(statements::SetTimers(timers));
  session->Queue(statements::Commit());
  if (Status s = session->Flush(); !s.ok()) return s;
  return (*results)[1].rows();
}

}  // namespace

StatusOr<ReclockPage> MarkForReclocking(Pool& pool, bool standards, const std::string& page_token) {
  const auto after = ParseUuid(page_token);
  if (!after && !page_token.empty()) {
    return absl::InvalidArgumentError("page_token is none that this service gave");
  }
  ReclockPage page;
  Uuid last = after.value_or(Uuid{});
  for (int batch = 0; batch < kReclockBatchesMax; ++batch) {
    const auto rows = pool.Ask({kFiles, Params().Uuid(last).Int(kReclockBatch)});
    if (!rows.ok()) return rows.status();
    std::vector<Uuid> files;
    for (int i = 0; i < rows->rows(); ++i) files.push_back(rows->Uuid(i, 0));
    if (files.empty()) return page;
    const auto marked = Mark(pool, files, standards);
    if (!marked.ok()) return marked.status();
    page.ticket_count += *marked;
    last = files.back();
    if (rows->rows() < kReclockBatch) return page;
  }
  page.next_page_token = ToString(last);
  return page;
}

}  // namespace recourse::routing
