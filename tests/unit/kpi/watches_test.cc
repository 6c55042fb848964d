// WatchKpis over a real server and client, with counters in memory.
#include <gtest/gtest.h>

#include <thread>

#include "services/common/access/key.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_grpc.h"
#include "tests/support/kpi/fake_counting.h"

namespace recourse::kpi {
namespace {

using std::chrono_literals::operator""s;

const Secret kSecret("0123456789abcdef0123456789abcdef");
const Timestamp kStart(std::chrono::hours(489'740));

class WatchesTest : public ::testing::Test {
 protected:
  WatchesTest() {
    for (const char* topic : {kTicketTopic, kLoopTopic}) {
      for (int number = 0; number < kPartitions; ++number) {
        counting_.spaces[SpaceOf({topic, number})].counted =
            CountedPosition{{1, 1, 0}, 0, kStart - 1s};
      }
    }
    Set("north", "r1", 3);
    Set("south", "r2", 2);
  }
  void Set(const std::string& branch, const std::string& region, std::int64_t open) {
    const Cell cell{Measure::kTicketsOpen, branch, "card", region};
    counting_.spaces[SpaceOf({kTicketTopic, 0})].buckets["now"][FieldOf(cell)] = open;
  }
  // A later second, in which the server looks again.
  void PassASecond() {
    now_ += 1s;
    watches_.Round();
  }
  // The stream of a caller with this scope.
  struct Watching {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchKpisResponse>> reader;
    v1::WatchKpisResponse Next() {
      v1::WatchKpisResponse response;
      EXPECT_TRUE(reader->Read(&response));
      return response;
    }
  };
  std::unique_ptr<Watching> Watch(const std::string& scope,
                                  const std::vector<std::string>& names = {}) {
    auto watching = std::make_unique<Watching>();
    Prepare(watching->context, {*MintKey(kSecret, {"k", Role::kAgent, scope, "n"}), 20s, true});
    v1::WatchKpisRequest request;
    request.mutable_of()->set_group(v1::KPI_GROUP_BRANCH);
    for (const std::string& name : names) request.mutable_of()->add_names(name);
    watching->reader = stub_->WatchKpis(&watching->context, request);
    return watching;
  }
  // Until the server has so many streams: a call takes its time to arrive.
  void AwaitStreams(double count) {
    const Gauge open("recourse_kpi_watches", "");
    while (open.Value() != count) std::this_thread::yield();
  }
  static std::map<std::string, std::int64_t> OpenIn(const v1::WatchKpisResponse& response) {
    std::map<std::string, std::int64_t> open;
    for (const v1::Kpi& kpi : response.kpis()) {
      if (kpi.name() == "tickets_open") open[kpi.branch_id()] = kpi.numerator();
    }
    return open;
  }

  Timestamp now_ = kStart;
  FakeCounting counting_;
  KpiCounters counters_{counting_, [this] { return now_; }};
  KpiWatches watches_{counters_};
  WorkerPool pool_{"calls", {}};
  Calls calls_{"kpi", kSecret, pool_};
  Pool store_{"host=127.0.0.1 port=1 connect_timeout=1", 1};  // nothing here asks it
  ContributorQueries contributors_{store_};
  KpiGrpc service_{calls_, counters_, watches_, contributors_, [this] { return now_; }};
  Readiness readiness_;
  std::unique_ptr<GrpcServer> server_ = *GrpcServer::Start(
      {{"127.0.0.1", 0}, false, kMaxReceiveBytes, kSecret}, {&service_}, readiness_);
  std::unique_ptr<v1::KpiService::Stub> stub_ = v1::KpiService::NewStub(
      MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())}));
};

using OpenByBranch = std::map<std::string, std::int64_t>;

TEST_F(WatchesTest, ASnapshotThenWhatChanges) {
  const auto watching = Watch("");
  AwaitStreams(1);
  watches_.Round();
  const auto first = watching->Next();
  EXPECT_TRUE(first.snapshot());
  EXPECT_EQ(OpenIn(first), (OpenByBranch{{"north", 3}, {"south", 2}}));
  Set("south", "r2", 5);
  PassASecond();
  const auto change = watching->Next();
  EXPECT_FALSE(change.snapshot());
  EXPECT_EQ(change.kpis_size(), 1);
  EXPECT_EQ(OpenIn(change), (OpenByBranch{{"south", 5}}));
}

TEST_F(WatchesTest, WhereNothingChangesTheAgeIsToldNowAndThen) {
  const auto watching = Watch("");
  AwaitStreams(1);
  watches_.Round();
  watching->Next();
  for (int i = 0; i < KpiWatches::kQuietRoundsMax; ++i) PassASecond();
  const auto quiet = watching->Next();
  EXPECT_EQ(quiet.kpis_size(), 0);
  EXPECT_EQ(quiet.ticket_as_of().seconds(), (kStart - 1s).time_since_epoch().count() / 1000);
}

TEST_F(WatchesTest, WhoComesBetweenTwoRoundsIsServedAtOnceAndAlone) {
  watches_.Start();
  EXPECT_TRUE(Watch("")->Next().snapshot());
  EXPECT_TRUE(Watch("")->Next().snapshot());
}

// Each round changes more than half a megabyte, far more in all than gRPC keeps for a reader.
TEST_F(WatchesTest, ASlowReaderGetsTheNewestAndNeverAQueue) {
  constexpr int kBranches = 6'000;
  constexpr int kRounds = 40;
  const auto watching = Watch("", {"tickets_open"});
  AwaitStreams(1);
  for (int round = 1; round <= kRounds; ++round) {
    for (int i = 0; i < kBranches; ++i) Set("b" + std::to_string(i), "r1", round);
    PassASecond();
  }
  int messages = 0;
  OpenByBranch open;
  while (open["b7"] != kRounds) {
    const auto update = watching->Next();
    ++messages;
    if (update.snapshot()) open.clear();
    for (const auto& [branch, count] : OpenIn(update)) open[branch] = count;
  }
  EXPECT_LT(messages, kRounds / 2);
  EXPECT_EQ(open.size(), kBranches + 2u);
  for (int i = 0; i < kBranches; ++i) EXPECT_EQ(open["b" + std::to_string(i)], kRounds);
}

TEST_F(WatchesTest, MoreMeasuresThanAnAnswerHoldsAreRefused) {
  for (int i = 0; i < 1'000; ++i) Set("b" + std::to_string(i), "r1", 1);
  const auto watching = Watch("");
  AwaitStreams(1);
  watches_.Round();
  v1::WatchKpisResponse response;
  EXPECT_FALSE(watching->reader->Read(&response));
  EXPECT_EQ(watching->reader->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(WatchesTest, EachSeesHisOwnScopeAndNoMore) {
  watches_.Start();
  const auto north = Watch("north");
  const auto region = Watch("r2");
  const auto nobody = Watch("west");
  EXPECT_EQ(OpenIn(north->Next()), (OpenByBranch{{"north", 3}}));
  EXPECT_EQ(OpenIn(region->Next()), (OpenByBranch{{"south", 2}}));
  EXPECT_EQ(nobody->Next().kpis_size(), 0);
}

TEST_F(WatchesTest, AnUnknownWindowIsRefused) {
  grpc::ClientContext context;
  Prepare(context, {*MintKey(kSecret, {"k", Role::kAgent, "", "n"}), 20s, true});
  v1::WatchKpisRequest request;
  request.mutable_of()->set_window(static_cast<v1::KpiWindow>(77));
  auto reader = stub_->WatchKpis(&context, request);
  v1::WatchKpisResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(WatchesTest, WhenTheServerStopsReadersAreToldToComeAgain) {
  watches_.Start();
  const auto watching = Watch("");
  watching->Next();
  watches_.Stop();
  v1::WatchKpisResponse response;
  EXPECT_FALSE(watching->reader->Read(&response));
  EXPECT_EQ(watching->reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace recourse::kpi
