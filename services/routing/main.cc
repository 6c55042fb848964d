#include "services/common/app/main.h"

#include "services/common/app/decider_runtime.h"
#include "services/common/app/operations_grpc.h"
#include "services/common/app/policy_grpc.h"
#include "services/common/kafka/log_tail.h"
#include "services/routing/adapters/ticket_codec.h"
#include "services/routing/adapters/ticket_grpc.h"
#include "services/routing/adapters/ticket_store.h"
#include "services/routing/config.h"

namespace recourse::routing {

const std::vector<Migration>& Migrations();

namespace {

constexpr const char* kDeadTopic = "recourse.routing.dead.v1";

int Serve(StopSignal& stop, const Config& config) {
  App app(stop, "routing", config.service,
          {{kTicketTopic, kDeadTopic}, {kFeedbackTopic, kMatterTopic, kLoopTopic}});
  Pool& pool = app.UsePool(config.store);
  PolicyStore policies;
  PolicyTable policy_table(pool);
  TicketTables tables(policies);
  TicketCodec codec;
  DeciderRuntime<Domain> runtime(app, pool, tables, codec);
  TicketQueries queries(pool);
  Tail tail(KafkaLogTails(app.kafka(), kTicketTopic), {"routing", kTicketTopic});
  app.OnStart([&] { tail.Start(); });
  app.OnStop([&] { tail.Stop(); });
  TicketWatches watches(tail, queries);
  app.OnStop([&] { watches.Stop(); });
  TicketGrpc tickets(app.calls(), runtime.commands(), queries, watches, pool, policies);
  PolicyGrpc policy(app.calls(), policy_table, [&](const auto& kind, const auto& document) {
    auto session = pool.Acquire();
    return session.ok() ? policies.Check(*session, kind, document) : session.status();
  });
  OperationsStore operations_store(pool, kDeadTopic);
  OperationsGrpc<Domain> operations(app, operations_store, runtime, codec);
  return app.Run({&tickets, &policy, &operations});
}

}  // namespace
}  // namespace recourse::routing

int main(int argc, char** argv) {
  using namespace recourse;  // NOLINT: the one place that names everything
  return ServiceMain<routing::Config>(argc, argv, "routing", routing::ReadConfig,
                                      routing::Migrations, routing::Serve);
}
