#include "services/common/app/main.h"

#include "services/classify/adapters/classification_store.h"
#include "services/classify/adapters/classify_grpc.h"
#include "services/classify/adapters/feedback_codec.h"
#include "services/classify/adapters/matter_codec.h"
#include "services/classify/adapters/matter_store.h"
#include "services/classify/adapters/model_grpc.h"
#include "services/classify/adapters/model_watch.h"
#include "services/classify/adapters/rules_json.h"
#include "services/classify/adapters/sentence_points.h"
#include "services/classify/adapters/triage_metrics.h"
#include "services/classify/config.h"
#include "services/common/app/decider_runtime.h"
#include "services/common/app/operations_grpc.h"
#include "services/common/app/policy_grpc.h"
#include "services/common/app/side_decider.h"

namespace recourse::classify {

const std::vector<Migration>& Migrations();

namespace {

Timestamp Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// What texts mean, where this system has an encoder; without one classify does all but that.
EncoderPtr EncoderOf(const Config& config) {
  auto encoder = OpenEncoder(config.encoder);
  if (encoder.ok() && *encoder != nullptr) return *std::move(encoder);
  const std::string why =
      encoder.ok() ? "RECOURSE_ENCODER is not set" : encoder.status().ToString();
  Log(LogLevel::kWarning, "no sentence encoder: nothing is asked what it means", {{"why", why}});
  return nullptr;
}

// Which feedback may be about one matter.
struct Matters {
  Matters(App& app, Pool& pool, EncoderPtr encoder)
      : tables(metric),
        codec(std::move(encoder), metric, Now),
        decider(app, pool, tables, codec, "classify.matters", kClassifiedTopic) {}
  MatterMetric metric;
  MatterTables tables;
  MatterCodec codec;
  SideDecider<matter::Domain> decider;
};

int Serve(StopSignal& stop, const Config& config) {
  App app(stop, "classify", config.service,
          {{kClassifiedTopic, kMatterTopic, kDeadTopic}, {kReceivedTopic}});
  Pool& pool = app.UsePool(config.store);
  RulesStore rules;
  PolicyTable policy_table(pool);
  DecidedMetric metric;
  ClassificationTables tables(rules, metric);
  const EncoderPtr encoder = EncoderOf(config);
  ModelScorer scorer(encoder);
  ModelStore models(pool);
  ModelWatch watch(models, scorer, app.readiness());
  // Before the runtime's own start: nothing is decided until the models in charge are known.
  app.OnStart([&] { watch.Start(stop.Token()); });
  app.OnStop([&] { watch.Stop(); });
  FeedbackCodec codec(scorer, rules);
  DeciderRuntime<Domain> runtime(app, pool, tables, codec);
  std::optional<Matters> matters;
  if (encoder != nullptr) matters.emplace(app, pool, encoder);
  IngestClient ingest(config.service.ingest, config.service.common.key_secret);
  TriageDoor triage(runtime.commands(), pool, rules, ingest);
  TriageMetrics triage_metrics(pool);
  app.OnStart([&] { triage_metrics.Start(); });
  app.OnStop([&] { triage_metrics.Stop(); });
  RulesPreview preview(pool);
  ClassifyGrpc classification(app.calls(), pool, rules, scorer, triage, preview);
  ModelGrpc model(app.calls(), models, encoder);
  PolicyGrpc policy(app.calls(), policy_table, CheckRules);
  OperationsStore operations_store(pool, kDeadTopic);
  OperationsGrpc<Domain> operations(app, operations_store, runtime, codec);
  return app.Run({&classification, &model, &policy, &operations});
}

}  // namespace
}  // namespace recourse::classify

int main(int argc, char** argv) {
  using namespace recourse;  // NOLINT: the one place that names everything
  return ServiceMain<classify::Config>(argc, argv, "classify", classify::ReadConfig,
                                       classify::Migrations, classify::Serve);
}
