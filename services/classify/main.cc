#include "services/classify/adapters/classification_store.h"
#include "services/classify/adapters/classify_grpc.h"
#include "services/classify/adapters/feedback_codec.h"
#include "services/classify/adapters/rules_json.h"
#include "services/classify/config.h"
#include "services/common/app/decider_runtime.h"
#include "services/common/app/main.h"
#include "services/common/app/operations_grpc.h"
#include "services/common/app/policy_grpc.h"

namespace recourse::classify {

const std::vector<Migration>& Migrations();

namespace {

int Serve(StopSignal& stop, const Config& config) {
  App app(stop, "classify", config.service, {{kClassifiedTopic, kDeadTopic}, {kReceivedTopic}});
  Pool& pool = app.UsePool(config.store);
  RulesStore rules;
  PolicyTable policy_table(pool);
  DecidedMetric metric;
  ClassificationTables tables(rules, metric);
  const NoModel scorer;
  FeedbackCodec codec(scorer);
  DeciderRuntime<Domain> runtime(app, pool, tables, codec);
  RulesPreview preview(pool);
  ClassifyGrpc classification(app.calls(), pool, rules, scorer, preview);
  PolicyGrpc policy(app.calls(), policy_table, CheckRules);
  OperationsStore operations_store(pool, kDeadTopic);
  OperationsGrpc<Domain> operations(app, operations_store, runtime, codec);
  return app.Run({&classification, &policy, &operations});
}

}  // namespace
}  // namespace recourse::classify

int main(int argc, char** argv) {
  using namespace recourse;  // NOLINT: the one place that names everything
  return ServiceMain<classify::Config>(argc, argv, "classify", classify::ReadConfig,
                                       classify::Migrations, classify::Serve);
}
