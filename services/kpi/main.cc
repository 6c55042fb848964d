#include "services/common/app/main.h"

#include "services/common/kafka/log_reader.h"
#include "services/common/postgres/relay_store.h"
#include "services/common/redis/redis_attempts.h"
#include "services/common/redis/redis_counting.h"
#include "services/common/runtime/consumer.h"
#include "services/kpi/adapters/contributions_sink.h"
#include "services/kpi/adapters/counters_sink.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/keeper.h"
#include "services/kpi/adapters/kpi_grpc.h"
#include "services/kpi/adapters/kpi_watch.h"
#include "services/kpi/adapters/watchful_reader.h"
#include "services/kpi/config.h"

namespace recourse::kpi {

const std::vector<Migration>& Migrations();

namespace {

Timestamp Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// Two consumers of the same log, each with its own group, store and position: while one store is
// away, what the other holds goes on.
int Serve(StopSignal& stop, const Config& config) {
  App app(stop, "kpi", config.service, {{}, {kTicketTopic, kLoopTopic}});
  Pool& pool = app.UsePool(config.store);
  const WatchfulClocks clocks{std::chrono::steady_clock::now, Now};

  RedisConnection counting_connection(config.redis);
  RedisCounting counting(counting_connection);
  RedisAttempts attempts(counting_connection, "recourse:kpi:attempts");
  CopyStore copies(pool);
  CountersSink sink(counting, &copies);
  const auto logs = KafkaLogReaders(app.kafka(), {"recourse.kpi", app.topics().hears});
  Consumer counter(WatchfulReaders(logs, sink, clocks), sink, attempts, app.readiness(), {"kpi"});

  ContributionStore contributions(pool);
  PgAttemptStore list_attempts(pool);
  ContributionsSink list_sink(contributions);
  const auto list_logs = KafkaLogReaders(app.kafka(), {"recourse.kpi.lists", app.topics().hears});
  Readiness lists;  // figures are served without lists, which tell by themselves how old they are
  Consumer lister(WatchfulReaders(list_logs, list_sink, clocks), list_sink, list_attempts, lists,
                  {"kpi.lists"});

  RedisConnection copying_connection(config.redis);
  RedisCounting copying(copying_connection);
  ContributionStore forgetting(pool);
  Keeper keeper(copying, copies, forgetting);

  RedisConnection reading_connection(config.redis);
  RedisCounting reading(reading_connection);
  KpiCounters counters(reading, Now, [&] { return sink.LoopTopicAbsent(); });
  KpiWatch watch(counters, Now, app.readiness());
  KpiWatches watches(counters);
  ContributorQueries contributors(pool);
  KpiGrpc questions(app.calls(), counters, watches, contributors, Now);

  watches.Start();  // a watch may come before the log is there
  app.OnStart([&] {
    watch.Start();
    counter.Start();
    lister.Start();
    keeper.Start();
  });
  app.OnStop([&] {
    keeper.Stop();
    lister.Stop();
    counter.Stop();
    watch.Stop();
    watches.Stop();
  });
  return app.Run({&questions});
}

}  // namespace
}  // namespace recourse::kpi

int main(int argc, char** argv) {
  using namespace recourse;  // NOLINT: the one place that names everything
  return ServiceMain<kpi::Config>(argc, argv, "kpi", kpi::ReadConfig, kpi::Migrations, kpi::Serve);
}
