#include <cstdio>
#include <string>
#include <vector>

#include "services/common/app/revoked_keys_client.h"
#include "services/common/grpc/library_log.h"
#include "services/common/grpc/trace_client.h"
#include "services/common/http/health_http.h"
#include "services/common/http/http_server.h"
#include "services/common/postgres/migrate.h"
#include "services/common/process/stop_signal.h"
#include "services/console/adapters/account_command.h"
#include "services/console/adapters/admin_routes.h"
#include "services/console/adapters/command_routes.h"
#include "services/console/adapters/door.h"
#include "services/console/adapters/feedback_routes.h"
#include "services/console/adapters/followup_routes.h"
#include "services/console/adapters/kpi_routes.h"
#include "services/console/adapters/read_routes.h"
#include "services/console/adapters/ready_store.h"
#include "services/console/adapters/session_routes.h"
#include "services/console/adapters/survey_routes.h"
#include "services/console/adapters/taking_routes.h"
#include "services/console/adapters/ticket_routes.h"
#include "services/console/adapters/triage_routes.h"
#include "services/console/adapters/watch_routes.h"
#include "services/console/config.h"

namespace recourse::console {

const std::vector<Migration>& Migrations();

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;
constexpr std::chrono::seconds kDrain{15};
constexpr std::size_t kSessions = 8;
constexpr std::size_t kHttpThreads = 2;
// A batch becomes one frame to ingest, which takes 8 MiB.
constexpr HttpLimits kLimits{.body_bytes = 7 * 1024 * 1024};
constexpr WorkerPool::Limits kWorkers{.threads = kSessions, .queued = 1'024};

int Failed(const Status& status) {
  Log(LogLevel::kError, "cannot start", {{"error", status.ToString()}});
  return kFailed;
}

Door::Routes RoutesOf(SurveyRoutes& survey) {
  return {
      {Route::kSurveyStyle, [&](const Ask& ask) { survey.Style(ask); }},
      {Route::kShowSurvey, [&](const Ask& ask) { survey.Show(ask); }},
      {Route::kAnswerSurvey, [&](const Ask& ask) { survey.Submit(ask); }},
      {Route::kShowPreferencePage, [&](const Ask& ask) { survey.ShowPreference(ask); }},
      {Route::kSetPreferencePage, [&](const Ask& ask) { survey.SetPreference(ask); }},
  };
}

Door::Routes RoutesOf(FollowupRoutes& followup) {
  return {
      {Route::kListLoops, [&](const Ask& ask) { followup.ListLoops(ask); }},
      {Route::kListDeliveries, [&](const Ask& ask) { followup.ListDeliveries(ask); }},
      {Route::kCreateSurveyLink, [&](const Ask& ask) { followup.CreateLink(ask); }},
      {Route::kStartCall, [&](const Ask& ask) { followup.StartCall(ask); }},
      {Route::kEndCall, [&](const Ask& ask) { followup.EndCall(ask); }},
      {Route::kRecordAnswer, [&](const Ask& ask) { followup.RecordAnswer(ask); }},
      {Route::kMarkTold, [&](const Ask& ask) { followup.MarkTold(ask); }},
      {Route::kGetPreference, [&](const Ask& ask) { followup.GetPreference(ask); }},
      {Route::kSetPreference, [&](const Ask& ask) { followup.SetPreference(ask); }},
  };
}

Door::Routes RoutesOf(SessionRoutes& session, ReadRoutes& read, KpiRoutes& figures) {
  return {
      {Route::kSignIn, [&](const Ask& ask) { session.SignIn(ask); }},
      {Route::kGetSession, [&](const Ask& ask) { session.Get(ask); }},
      {Route::kSignOut, [&](const Ask& ask) { session.SignOut(ask); }},
      {Route::kGetKpis, [&](const Ask& ask) { figures.Get(ask); }},
      {Route::kListContributors, [&](const Ask& ask) { figures.ListContributors(ask); }},
      {Route::kWatchKpis, [&](const Ask& ask) { figures.Watch(ask); }},
      {Route::kListBranches, [&](const Ask& ask) { read.ListBranches(ask); }},
      {Route::kListTickets, [&](const Ask& ask) { read.ListTickets(ask); }},
      {Route::kListPeople, [&](const Ask& ask) { read.ListPeople(ask); }},
  };
}

Door::Routes RoutesOf(FeedbackRoutes& feedback, TakingRoutes& taking) {
  return {
      {Route::kSubmitFeedback, [&](const Ask& ask) { feedback.Submit(ask); }},
      {Route::kSubmitFeedbackBatch, [&](const Ask& ask) { feedback.SubmitBatch(ask); }},
      {Route::kGetFeedback, [&](const Ask& ask) { feedback.Get(ask); }},
      {Route::kFindCustomers, [&](const Ask& ask) { taking.FindCustomers(ask); }},
      {Route::kClassify, [&](const Ask& ask) { taking.Classify(ask); }},
  };
}

Door::Routes RoutesOf(WatchRoutes& watch, TicketRoutes& ticket) {
  return {
      {Route::kWatchTickets, [&](const Ask& ask) { watch.WatchTickets(ask); }},
      {Route::kWatchTicket, [&](const Ask& ask) { watch.WatchTicket(ask); }},
      {Route::kSetPresence, [&](const Ask& ask) { watch.SetPresence(ask); }},
      {Route::kGetTicket, [&](const Ask& ask) { ticket.Get(ask); }},
      {Route::kListTicketFacts, [&](const Ask& ask) { ticket.ListFacts(ask); }},
      {Route::kExplainTicket, [&](const Ask& ask) { ticket.Explain(ask); }},
      {Route::kListCustomerTickets, [&](const Ask& ask) { ticket.ListOfCustomer(ask); }},
  };
}

int Serve(StopSignal& stop, const Config& config) {
  auto pages = Pages::Load(config.web_dir);
  if (!pages.ok()) return Failed(pages.status());
  Readiness readiness;
  Pool pool(config.store.postgres_dsn.Reveal(), kSessions);
  AccountStore accounts(pool);
  SessionStore sessions(pool);
  SignInDesk desk(accounts, sessions);
  Identities identities(sessions, config.common.key_secret);
  IngestClient ingest(config.peers.ingest);
  ClassifyClient classify(config.peers.classify);
  RoutingClient routing(config.peers.routing);
  KpiClient kpi(config.peers.kpi);
  FollowupClient followup(config.peers.followup);
  TicketWatches watches(routing.stub());
  SessionRoutes session(desk, sessions, config.proxies);
  FeedbackRoutes feedback(ingest, classify, routing);
  ReadRoutes read(routing, accounts);
  KpiWatches kpi_watches(kpi.stub());
  KpiRoutes figures(kpi, kpi_watches, identities);
  TicketRoutes ticket(routing);
  WatchRoutes watch(routing, watches, identities);
  TakingRoutes taking(ingest, classify);
  TriageRoutes triage(classify);
  PolicyClient policies(config.peers);
  PolicyRoutes policy(policies, classify);
  UserRoutes user(accounts, policies);
  KeyRoutes key(config.peers.ingest);
  SurveyRoutes survey(followup, identities, config.proxies);
  FollowupRoutes coming_back(followup);
  WorkerPool workers("door", kWorkers);
  Door::Routes routes = RoutesOf(session, read, figures);
  routes.merge(RoutesOf(feedback, taking));
  routes.merge(RoutesOf(watch, ticket));
  routes.merge(CommandRoutes(ticket));
  routes.merge(TriageRoutesOf(triage));
  routes.merge(AdminRoutes(user, policy, key));
  routes.merge(RoutesOf(survey));
  routes.merge(RoutesOf(coming_back));
  Door door(**pages, identities, workers, std::move(routes));
  auto health = StartHealthServer(config.common.metrics_listen, readiness);
  if (!health.ok()) return Failed(health.status());
  RevokedKeysClient revoked(config.peers.ingest, config.common.key_secret, "console");
  revoked.Start();
  Worker watching("ready",
                  [&](const std::stop_token& ended) { WatchStore(pool, readiness, ended); });
  auto server = HttpServer::Start({config.http_listen, "public", kLimits, kHttpThreads},
                                  [&](std::shared_ptr<const HttpRequest> request, Reply reply) {
                                    door.Handle(request, reply);
                                  });
  if (!server.ok()) return Failed(server.status());
  Log(LogLevel::kInfo, "started");
  stop.Wait();
  Log(LogLevel::kInfo, "stopping");
  readiness.SetNotReady("start", "stopping");
  (*server)->Stop(kDrain);
  workers.Stop();
  Log(LogLevel::kInfo, "stopped");
  return 0;
}

StoreConfig StoreOnly() {
  Environment environment;
  StoreConfig store = ReadStoreConfig(environment);
  ExitOnFaults(environment);
  return store;
}

int RunMigrate() {
  const Status migrated = Migrate(StoreOnly().postgres_dsn.Reveal(), Migrations());
  if (migrated.ok()) return 0;
  std::fprintf(stderr, "%s\n", migrated.ToString().c_str());
  return kFailed;
}

int RunService() {
  StopSignal stop;  // first: signals must not reach a thread that is made before
  Environment environment;
  const Config config = ReadConfig(environment);
  ExitOnFaults(environment);
  StartLog({"console", config.common.instance, config.common.log_level});
  RouteLibraryLogs();
  const Tracing tracing(config.common.trace, "console", config.common.instance);
  return Serve(stop, config);
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return RunService();
  if (arguments == std::vector<std::string>{"migrate"}) return RunMigrate();
  if (arguments.front() == "account") {
    return RunAccountCommand({arguments.begin() + 1, arguments.end()}, StoreOnly());
  }
  std::fprintf(stderr, "usage: recourse-console [migrate | account USER ROLE [--scope PLACE]]\n");
  return kWrongUse;
}

}  // namespace
}  // namespace recourse::console

int main(int argc, char** argv) { return recourse::console::Main({argv + 1, argv + argc}); }
