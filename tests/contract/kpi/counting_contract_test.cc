// One suite over every Counting: the model in memory, which other tests use, and Redis itself.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "services/common/redis/redis_counting.h"
#include "tests/support/kpi/fake_counting.h"
#include "tests/support/kpi/redis_server.h"

namespace recourse {
namespace {

// A Counting and the clock by which its buckets expire.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual Counting& counting() = 0;
  virtual Timestamp Now() = 0;
};

class FakeSubject final : public Subject {
 public:
  FakeSubject() { fake_.now = Now(); }
  Counting& counting() override { return fake_; }
  Timestamp Now() override { return Timestamp(std::chrono::hours(489'740)); }

 private:
  FakeCounting fake_;
};

class RedisSubject final : public Subject {
 public:
  Counting& counting() override { return counting_; }
  Timestamp Now() override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }

 private:
  RedisServer server_;
  RedisConnection connection_{server_.options()};
  RedisCounting counting_{connection_};
};

using Make = std::unique_ptr<Subject> (*)();

class CountingContract : public ::testing::TestWithParam<std::pair<const char*, Make>> {
 protected:
  CountingContract() : subject_(GetParam().second()), counting_(subject_->counting()) {}

  CountingAnswer Begin(const std::optional<Position>& expected = std::nullopt,
                       std::int64_t offset = -1, std::int64_t rebuild_to = 0) {
    const auto answer = counting_.Begin(kSpace, expected, offset, rebuild_to);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(CountingAnswer{});
  }
  CountingAnswer Apply(const CountingBatch& batch) {
    const auto answer = counting_.Apply(kSpace, batch);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(CountingAnswer{});
  }
  CountingState Read(const std::vector<std::string>& buckets = {"now", "minute:1"}) {
    const auto state = counting_.Read(kSpace, buckets);
    EXPECT_TRUE(state.ok()) << state.status();
    return state.value_or(CountingState{});
  }
  static CountingBatch Batch(const Position& from, const Position& to) {
    return {from, to, {{"now", std::nullopt}}, {{0, "open|a|b|c", 1}, {0, "open|a|b|c", 2}}};
  }

  const CountingSpace kSpace = "recourse:kpi:v1:{routing.ticket.3}";
  std::unique_ptr<Subject> subject_;
  Counting& counting_;
};

TEST_P(CountingContract, ASpaceThatNeverBeganHasNoPositionAndTakesNothing) {
  EXPECT_FALSE(Read().counted);
  const CountingAnswer answer = Apply(Batch({0, 0, -1}, {1, 1, 0}));
  EXPECT_EQ(answer.outcome, CountingOutcome::kBehind);
  EXPECT_FALSE(answer.position);
  EXPECT_TRUE(Read().buckets[0].empty());
}

TEST_P(CountingContract, BeginningGivesAPositionBeforeTheFirst) {
  const CountingAnswer answer = Begin(std::nullopt, -1, 40);
  EXPECT_EQ(answer.outcome, CountingOutcome::kDone);
  EXPECT_EQ(answer.position, (Position{0, 0, -1}));
  EXPECT_EQ(Read().counted, (CountedPosition{{0, 0, -1}, 40, Timestamp{}}));
}

TEST_P(CountingContract, OfTwoThatBeginOneDoes) {
  Begin();
  Apply(Batch({0, 0, -1}, {1, 2, 1}));
  const CountingAnswer second = Begin();
  EXPECT_EQ(second.outcome, CountingOutcome::kAhead);
  EXPECT_EQ(second.position, (Position{1, 2, 1}));
  EXPECT_EQ(Read().buckets[0].at("open|a|b|c"), 3);
}

TEST_P(CountingContract, ABatchIsCountedOnceHoweverOftenItIsSent) {
  Begin();
  EXPECT_EQ(Apply(Batch({0, 0, -1}, {1, 2, 1})).outcome, CountingOutcome::kDone);
  const CountingAnswer again = Apply(Batch({0, 0, -1}, {1, 2, 1}));
  EXPECT_EQ(again.outcome, CountingOutcome::kAhead);
  EXPECT_EQ(again.position, (Position{1, 2, 1}));
  EXPECT_EQ(Read().buckets[0].at("open|a|b|c"), 3);
}

TEST_P(CountingContract, ABatchThatOverlapsWhatIsCountedIsRefusedWhole) {
  Begin();
  Apply(Batch({0, 0, -1}, {1, 5, 4}));
  EXPECT_EQ(Apply(Batch({1, 3, 2}, {1, 8, 7})).outcome, CountingOutcome::kAhead);
  EXPECT_EQ(Read().buckets[0].at("open|a|b|c"), 3);
}

TEST_P(CountingContract, ABatchFromBeyondIsToldWhereTheSpaceStands) {
  Begin();
  Apply(Batch({0, 0, -1}, {1, 2, 1}));
  const CountingAnswer answer = Apply(Batch({1, 7, 6}, {1, 8, 7}));
  EXPECT_EQ(answer.outcome, CountingOutcome::kBehind);
  EXPECT_EQ(answer.position, (Position{1, 2, 1}));
}

TEST_P(CountingContract, OfTheSameSequenceTheLaterEpochIsAhead) {
  Begin();
  Apply(Batch({0, 0, -1}, {2, 4, 3}));
  EXPECT_EQ(Apply(Batch({1, 4, 3}, {2, 5, 4})).outcome, CountingOutcome::kAhead);
  EXPECT_EQ(Apply(Batch({3, 4, 3}, {3, 5, 4})).outcome, CountingOutcome::kBehind);
}

TEST_P(CountingContract, TheOffsetMayMoveAloneAndBackToo) {
  Begin();
  Apply(Batch({0, 0, -1}, {1, 2, 1}));
  EXPECT_EQ(Apply({{1, 2, 1}, {1, 2, 9}, {}, {}}).outcome, CountingOutcome::kDone);
  EXPECT_EQ(Read().counted->position, (Position{1, 2, 9}));
  EXPECT_EQ(Apply({{1, 2, 9}, {1, 3, 0}, {}, {}}).outcome, CountingOutcome::kDone);
  EXPECT_EQ(Read().counted->position, (Position{1, 3, 0})) << "a log that was made anew";
}

TEST_P(CountingContract, WrongArgumentsChangeNothing) {
  Begin();
  Apply(Batch({0, 0, -1}, {1, 2, 1}));
  const Position from{1, 2, 1};
  const Position to{1, 3, 2};
  std::vector<CountingBatch> wrong;
  wrong.push_back({from, {1, 1, 0}, {}, {}});                                       // back
  wrong.push_back({from, {0, 3, 2}, {}, {}});                                       // back
  wrong.push_back({from, to, {{"now", {}}}, {{0, "ok|||", 1}, {1, "x", 1}}});       // no bucket
  wrong.push_back({from, to, {{"now", {}}}, {{0, "ok|||", 1}, {0, "", 1}}});        // no field
  wrong.push_back({from, to, {{"now", {}}}, {{0, "ok|||", kCountingNumberMax + 1}}});
  wrong.push_back({from, to, {{"now", {}}}, {{0, "open|a|b|c", kCountingNumberMax - 2}}});
  for (const CountingBatch& batch : wrong) {
    EXPECT_EQ(counting_.Apply(kSpace, batch).status().code(), StatusCode::kInternal);
  }
  EXPECT_EQ(Read().counted->position, from);
  EXPECT_EQ(Read().buckets[0], (std::map<std::string, std::int64_t>{{"open|a|b|c", 3}}));
}

TEST_P(CountingContract, NamesAreBytes) {
  Begin();
  const std::string name("\0|\xff\r\n*{}", 8);
  Apply({{0, 0, -1}, {1, 1, 0}, {{"now", {}}}, {{0, name, -4}}});
  EXPECT_EQ(Read().buckets[0].at(name), -4);
}

TEST_P(CountingContract, BucketsExpireByTheirTimeAndWhatIsSoNowDoesNot) {
  Begin();
  const Timestamp now = subject_->Now();
  Apply({{0, 0, -1},
         {1, 1, 0},
         {{"now", {}}, {"minute:1", now - Duration(1000)}, {"minute:2", now + Duration(600'000)}},
         {{0, "a", 1}, {1, "a", 1}, {2, "a", 1}}});
  const CountingState state = Read({"now", "minute:1", "minute:2"});
  EXPECT_EQ(state.buckets[0].size(), 1u);
  EXPECT_TRUE(state.buckets[1].empty());
  EXPECT_EQ(state.buckets[2].size(), 1u);
  EXPECT_EQ(*counting_.Buckets(kSpace), (std::vector<std::string>{"minute:2", "now"}));
}

TEST_P(CountingContract, BeginningAnewDeletesWhatWasCountedThereAndNothingElse) {
  const CountingSpace other = "recourse:kpi:v1:{routing.ticket.4}";
  ASSERT_TRUE(counting_.Begin(other, std::nullopt, -1, 0).ok());
  ASSERT_TRUE(counting_.Apply(other, Batch({0, 0, -1}, {1, 2, 1})).ok());
  Begin();
  Apply(Batch({0, 0, -1}, {1, 2, 1}));
  EXPECT_EQ(Begin(Position{1, 1, 0}).outcome, CountingOutcome::kAhead) << "it stands elsewhere";
  EXPECT_EQ(Begin(Position{1, 2, 1}, -1, 7).outcome, CountingOutcome::kDone);
  EXPECT_EQ(Read().counted, (CountedPosition{{0, 0, -1}, 7, Timestamp{}}));
  EXPECT_TRUE(counting_.Buckets(kSpace)->empty());
  EXPECT_EQ(counting_.Buckets(other)->size(), 1u);
}

TEST_P(CountingContract, TheAgeMovesOnWithTheCountAndNeverBack) {
  const Timestamp time(Duration(1'700'000'000'000));
  EXPECT_EQ(counting_.CaughtUp(kSpace, {0, 0, -1}, time)->outcome, CountingOutcome::kBehind);
  EXPECT_FALSE(Read().counted) << "no position comes of it";
  Begin();
  Apply(Batch({0, 0, -1}, {1, 2, 1}));
  EXPECT_EQ(counting_.CaughtUp(kSpace, {1, 3, 2}, time)->outcome, CountingOutcome::kBehind);
  EXPECT_EQ(counting_.CaughtUp(kSpace, {1, 2, 2}, time)->outcome, CountingOutcome::kBehind);
  EXPECT_EQ(Read().counted->caught_up_time, Timestamp{});
  EXPECT_EQ(counting_.CaughtUp(kSpace, {1, 2, 1}, time)->outcome, CountingOutcome::kDone);
  EXPECT_EQ(counting_.CaughtUp(kSpace, {1, 1, 0}, time - Duration(5))->outcome,
            CountingOutcome::kDone);
  EXPECT_EQ(Read().counted->caught_up_time, time);
}

TEST_P(CountingContract, AThousandIncrementsAreOneCall) {
  Begin();
  CountingBatch batch{{0, 0, -1}, {1, 512, 511}, {}, {}};
  for (std::size_t i = 0; i < 100; ++i) {
    batch.buckets.push_back({"minute:" + std::to_string(i), std::nullopt});
    for (int j = 0; j < 100; ++j) batch.increments.push_back({i, "f" + std::to_string(j), j});
  }
  EXPECT_EQ(Apply(batch).outcome, CountingOutcome::kDone);
  EXPECT_EQ(Read({"minute:99"}).buckets[0].at("f42"), 42);
}

INSTANTIATE_TEST_SUITE_P(
    Over, CountingContract,
    ::testing::Values(std::pair<const char*, Make>{
                          "Model", []() -> std::unique_ptr<Subject> {
                            return std::make_unique<FakeSubject>();
                          }},
                      std::pair<const char*, Make>{
                          "Redis", []() -> std::unique_ptr<Subject> {
                            return std::make_unique<RedisSubject>();
                          }}),
    [](const auto& subject) { return std::string(subject.param.first); });

}  // namespace
}  // namespace recourse
