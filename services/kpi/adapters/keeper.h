#pragma once

#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/kpi/adapters/contribution_store.h"
#include "services/kpi/adapters/copy_store.h"
#include "services/kpi/adapters/kpi_counters.h"

namespace recourse::kpi {

// Copies the counters from Redis to PostgreSQL each minute, and forgets contributions that no
// window reaches. What is being counted again is not copied: the copy that stands is the better
// one.
class Keeper {
 public:
  static constexpr std::chrono::milliseconds kEvery{60'000};
  // A younger copy is another process's, of the same minute.
  static constexpr std::chrono::milliseconds kYoung{45'000};

  // All outlive this. `counting` and `contributions` are its own, for they serve one thread.
  Keeper(Counting& counting, CopyStore& copies, ContributionStore& contributions);
  void Start();
  void Stop();

  // One minute's work.
  Status Round();

 private:
  Status Copy(const Partition& partition);

  Counting& counting_;
  CopyStore& copies_;
  ContributionStore& contributions_;
  Counter copied_;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::kpi
