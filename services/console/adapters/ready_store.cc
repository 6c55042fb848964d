#include "services/console/adapters/ready_store.h"

#include "services/common/process/log.h"
#include "services/common/process/worker.h"

namespace recourse::console {
namespace {

constexpr const char* kCondition = "postgresql";
constexpr std::chrono::milliseconds kEvery{1'000};
// The table, not only the server: without its migrations the console cannot do its job either.
constexpr const char* kPing = "SELECT count(*) FROM sessions WHERE false";

}  // namespace

void WatchStore(Pool& pool, Readiness& readiness, const std::stop_token& stop) {
  readiness.SetNotReady(kCondition, "not connected to PostgreSQL yet");
  do {
    const auto answer = pool.Ask({kPing});
    if (answer.ok()) {
      readiness.SetReady(kCondition);
      continue;
    }
    Log(LogLevel::kWarning, "waiting for a store",
        {{"store", kCondition}, {"error", answer.status().ToString()}});
    readiness.SetNotReady(kCondition,
                          "PostgreSQL does not answer as it should: is it running, and was "
                          "`recourse-console migrate` run?");
  } while (SleepFor(stop, kEvery));
}

}  // namespace recourse::console
