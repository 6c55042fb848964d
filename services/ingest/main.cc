#include "services/common/app/decider_runtime.h"
#include "services/common/app/main.h"
#include "services/common/app/operations_grpc.h"
#include "services/common/grpc/server.h"
#include "services/ingest/adapters/credential_grpc.h"
#include "services/ingest/adapters/credential_store.h"
#include "services/ingest/adapters/customer_grpc.h"
#include "services/ingest/adapters/customer_store.h"
#include "services/ingest/adapters/feedback_codec.h"
#include "services/ingest/adapters/feedback_grpc.h"
#include "services/ingest/adapters/feedback_store.h"
#include "services/ingest/config.h"

namespace recourse::ingest {

const std::vector<Migration>& Migrations();

namespace {

constexpr const char* kDeadTopic = "recourse.ingest.dead.v1";

int Serve(StopSignal& stop, const Config& config) {
  App app(stop, "ingest", config.service, {{kFeedbackTopic, kDeadTopic}, {}});
  Pool& pool = app.UsePool(config.store);
  app.MaxReceiveBytes(kMaxStreamReceiveBytes);
  FeedbackTables tables;
  FeedbackCodec codec;
  DeciderRuntime<Domain> runtime(app, pool, tables, codec);
  FeedbackQueries queries(pool);
  Intake intake(
      runtime.commands(), [&] { return runtime.relay().PendingRows(); }, config.customer_secret);
  CustomerQueries customers(pool);
  FeedbackGrpc feedback(app.calls(), intake, queries, customers);
  CustomerGrpc customer(app.calls(), customers);
  CredentialStore credential_store(pool);
  CredentialGrpc credentials(app.calls(), credential_store, config.service.common.key_secret);
  OperationsStore operations_store(pool, kDeadTopic);
  OperationsGrpc<Domain> operations(app, operations_store, runtime, codec);
  return app.Run({&feedback, &customer, &credentials, &operations});
}

}  // namespace
}  // namespace recourse::ingest

int main(int argc, char** argv) {
  using namespace recourse;  // NOLINT: the one place that names everything
  return ServiceMain<ingest::Config>(argc, argv, "ingest", ingest::ReadConfig, ingest::Migrations,
                                     ingest::Serve);
}
