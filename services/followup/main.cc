#include "services/common/app/main.h"

#include "services/common/app/decider_runtime.h"
#include "services/common/app/operations_grpc.h"
#include "services/common/app/policy_grpc.h"
#include "services/common/courier/couriers.h"
#include "services/followup/adapters/customer_address_book.h"
#include "services/followup/adapters/file_store.h"
#include "services/followup/adapters/followup_grpc.h"
#include "services/followup/adapters/in_house_courier.h"
#include "services/followup/adapters/loop_codec.h"
#include "services/followup/adapters/mail_composer.h"
#include "services/followup/adapters/organization_client.h"
#include "services/followup/config.h"

namespace recourse::followup {

const std::vector<Migration>& Migrations();

namespace {

constexpr const char* kDeadTopic = "recourse.followup.dead.v1";

// What leaves the house, and what only goes next door.
struct WaysOut {
  explicit WaysOut(const Config& config)
      : tokens(config.survey_keys),
        composer(tokens, config.public_url),
        ingest(config.peers.ingest, config.service.common.key_secret),
        mail(config.courier.smtp, book, composer),
        webhook(config.courier.webhook, book, composer),
        courier(ingest, outside) {}

  SurveyTokens tokens;
  MailComposer composer;
  IngestClient ingest;
  CustomerAddressBook customers{ingest};
  LiteralAddressBook book{&customers};
  MailCourier mail;
  WebhookCourier webhook;
  Couriers outside{mail, webhook};
  InHouseCourier courier;
};

int Serve(StopSignal& stop, const Config& config) {
  App app(stop, "followup", config.service, {{kLoopTopic, kDeadTopic}, {kTicketTopic}});
  Pool& pool = app.UsePool(config.store);
  PolicyStore policies;
  PolicyTable policy_table(pool);
  FileTables tables(policies);
  LoopCodec codec;
  DeciderRuntime<Domain> runtime(app, pool, tables, codec);
  WaysOut out(config);
  runtime.UseCourier(out.courier);
  OrganizationClient routing(config.peers.routing, config.service.common.key_secret);
  OrganizationTable organization(policy_table);
  OrganizationFollower follower([&](std::int64_t known) { return routing.Ask(known); },
                                [&](const auto& document) { return organization.Keep(document); });
  app.OnStart([&] { follower.Start(); });
  app.OnStop([&] { follower.Stop(); });
  LoopQueries queries(pool);
  const auto active = [&]() -> StatusOr<std::shared_ptr<const Policy>> {
    auto session = pool.Acquire();
    if (!session.ok()) return session.status();
    return policies.Active(*session);
  };
  FollowupGrpc door(app.calls(), runtime.commands(), queries, out.tokens, active,
                    config.public_url);
  PolicyGrpc policy(app.calls(), policy_table, [&](const auto& kind, const auto& document) {
    auto session = pool.Acquire();
    return session.ok() ? policies.Check(*session, kind, document) : session.status();
  });
  OperationsStore operations_store(pool, kDeadTopic);
  OperationsGrpc<Domain> operations(app, operations_store, runtime, codec);
  return app.Run({&door, &policy, &operations});
}

}  // namespace
}  // namespace recourse::followup

int main(int argc, char** argv) {
  using namespace recourse;  // NOLINT: the one place that names everything
  return ServiceMain<followup::Config>(argc, argv, "followup", followup::ReadConfig,
                                       followup::Migrations, followup::Serve);
}
