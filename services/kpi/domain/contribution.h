#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/common/core/time.h"
#include "services/kpi/domain/delta.h"
#include "services/kpi/domain/subject.h"

namespace recourse::kpi {

// So much did one fact about `subject` add to one count. Added up, contributions are the counters:
// both are made of the same deltas (delta.h).
struct Contribution {
  Subject subject;
  Cell cell;
  Timestamp time;  // of what happened; of what is so now, since when
  std::int64_t count = 0;
  friend bool operator==(const Contribution&, const Contribution&) = default;
};

// What the deltas of one fact come to, recorded at `recorded_time`.
inline void Contribute(const Subject& subject, Timestamp recorded_time, const Deltas& deltas,
                       std::vector<Contribution>& contributions) {
  const auto add = [&](const Cells& cells, Timestamp time) {
    for (const auto& [cell, count] : cells) {
      if (count != 0) contributions.push_back({subject, cell, time, count});
    }
  };
  add(deltas.standing, recorded_time);
  for (const Happening& happening : deltas.happenings) add(happening.cells, happening.time);
}

}  // namespace recourse::kpi
