#pragma once

#include "services/common/postgres/pool.h"
#include "services/kpi/adapters/counter_copy.h"

namespace recourse::kpi {

// Copies in PostgreSQL: of each partition the newest. Thread-safe.
class CopyStore final : public CopySource {
 public:
  explicit CopyStore(Pool& pool) : pool_(pool) {}

  // Whether the copy of the partition is older than `age`, or there is none.
  StatusOr<bool> IsDue(const Partition& partition, std::chrono::milliseconds age);
  // In one transaction; of the buckets only those that changed are written.
  Status Keep(const Partition& partition, const CounterCopy& copy);
  StatusOr<std::optional<CounterCopy>> Newest(const Partition& partition) override;

 private:
  Pool& pool_;
};

}  // namespace recourse::kpi
