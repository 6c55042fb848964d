#include <string_view>

#include "services/common/grpc/library_log.h"
#include "services/common/kafka/log_reader.h"
#include "services/common/process/log.h"
#include "services/common/redis/redis_attempts.h"
#include "services/common/redis/redis_counting.h"
#include "services/common/runtime/consumer.h"
#include "services/kpi/adapters/counters_sink.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_grpc.h"
#include "services/kpi/adapters/kpi_watch.h"
#include "services/kpi/adapters/watchful_reader.h"
#include "services/kpi/config.h"

namespace {

recourse::Timestamp Now() {
  return std::chrono::time_point_cast<recourse::Duration>(std::chrono::system_clock::now());
}

}  // namespace

int main(int argc, char** argv) {
  using namespace recourse;
  if (argc == 2 && std::string_view(argv[1]) == "migrate") return 0;  // Redis has no schema
  StopSignal stop;
  Environment environment;
  const kpi::Config config = kpi::ReadConfig(environment);
  ExitOnFaults(environment);
  StartLog({"kpi", config.service.common.instance, config.service.common.log_level});
  RouteLibraryLogs();

  App app(stop, "kpi", config.service, {{}, {kpi::kTicketTopic, kpi::kLoopTopic}});
  RedisConnection counting_connection(config.redis);
  RedisCounting counting(counting_connection);
  RedisAttempts attempts(counting_connection, "recourse:kpi:attempts");
  kpi::CountersSink sink(counting);
  const auto logs = KafkaLogReaders(app.kafka(), {"recourse.kpi", app.topics().hears});
  Consumer consumer(kpi::WatchfulReaders(logs, sink, {std::chrono::steady_clock::now, Now}), sink,
                    attempts, app.readiness(), {"kpi"});

  RedisConnection reading_connection(config.redis);
  RedisCounting reading(reading_connection);
  kpi::KpiCounters counters(reading, Now, [&] { return sink.LoopTopicAbsent(); });
  kpi::KpiWatch watch(counters, Now, app.readiness());
  kpi::KpiWatches watches(counters);
  kpi::KpiGrpc questions(app.calls(), counters, watches);

  watches.Start();  // a watch may come before the log is there
  app.OnStart([&] {
    watch.Start();
    consumer.Start();
  });
  app.OnStop([&] {
    consumer.Stop();
    watch.Stop();
    watches.Stop();
  });
  return app.Run({&questions});
}
