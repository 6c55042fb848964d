#pragma once

#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/snapshot_store.h"

namespace recourse::ctl::verify {

// Hands every row of a table to `take(rows, i)`, page by page. Column 0 is its key; the statement
// takes the last key before the page ($1) and the rows of a page ($2), and orders by the key.
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

// A row of a service's timers: timer_id, key, name, version, due_time.
inline TimerRow TimerRowOf(const Result& rows, int i) {
  return {rows.Uuid(i, 0), rows.Uuid(i, 1), {rows.Text(i, 2), rows.Int(i, 3), rows.Time(i, 4)}};
}

}  // namespace recourse::ctl::verify
