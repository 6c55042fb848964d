#include "services/recoursectl/verify/snapshot_store.h"

#include <utility>

namespace recourse::ctl::verify {
namespace {

constexpr const char* kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
// Between two pages the other pages are judged; that may take longer than a service may idle.
constexpr const char* kPatience = "SET LOCAL idle_in_transaction_session_timeout = '120s'";
// A service's statement goes by an index; who reads everything had better read it in a row.
constexpr const char* kReadAll = "SET LOCAL enable_seqscan = on";
constexpr const char* kNow = "SELECT clock_timestamp()";

}  // namespace

StatusOr<Snapshot> Snapshot::Open(Pool& pool) {
  auto session = pool.Acquire();
  if (!session.ok()) return session.status();
  auto results =
      session->Ask({Statement{kBegin}, Statement{kPatience}, Statement{kReadAll}, Statement{kNow}});
  if (!results.ok()) return results.status();
  const Timestamp time = (*results)[3].Time(0, 0);
  return Snapshot(*std::move(session), time);
}

}  // namespace recourse::ctl::verify
