#pragma once

#include <cstdint>
#include <map>

#include "services/kpi/domain/bucket.h"
#include "services/kpi/domain/measure.h"

namespace recourse::kpi {

using Cells = std::map<Cell, std::int64_t>;

// What was counted of any number of facts, in every bucket. Adding is all that ever happens to it,
// so the order and the grouping of facts make no difference.
using Counters = std::map<Bucket, Cells>;

inline void Add(const Cells& more, Cells& cells) {
  for (const auto& [cell, count] : more) cells[cell] += count;
}

}  // namespace recourse::kpi
