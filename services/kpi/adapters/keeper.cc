#include "services/kpi/adapters/keeper.h"

#include "services/common/process/log.h"
#include "services/kpi/adapters/counting_space.h"

namespace recourse::kpi {

Keeper::Keeper(Counting& counting, CopyStore& copies, ContributionStore& contributions)
    : counting_(counting),
      copies_(copies),
      contributions_(contributions),
      copied_("recourse_kpi_copies_total", "Copies of a partition's counters to PostgreSQL.") {}

void Keeper::Start() {
  worker_ = Worker("kpi-keeper", [this](const std::stop_token& stop) {
    while (SleepFor(stop, kEvery)) {
      const Status done = Round();
      if (done.ok()) continue;
      Log(LogLevel::kWarning, "the counters are not copied, and are tried again in a minute",
          {{"error", done.ToString()}});
    }
  });
}

void Keeper::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

Status Keeper::Round() {
  for (const char* topic : {kTicketTopic, kLoopTopic}) {
    for (int number = 0; number < kPartitions; ++number) {
      if (Status status = Copy({topic, number}); !status.ok()) return status;
    }
  }
  return contributions_.Forget();
}

Status Keeper::Copy(const Partition& partition) {
  const auto due = copies_.IsDue(partition, kYoung);
  if (!due.ok()) return due.status();
  if (!*due) return absl::OkStatus();
  auto stored = ReadStored(counting_, partition);
  if (!stored.ok()) return stored.status();
  if (!stored->counted || Rebuilding(*stored->counted)) return absl::OkStatus();
  const Status kept = copies_.Keep(partition, {*stored->counted, std::move(stored->counters)});
  if (kept.ok()) copied_.Add();
  return kept;
}

}  // namespace recourse::kpi
