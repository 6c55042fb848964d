// What only a real Redis does: die, forget its functions, stall, hold what others wrote.
#include <gtest/gtest.h>

#include "services/common/redis/redis_attempts.h"
#include "services/common/redis/redis_counting.h"
#include "tests/support/kpi/redis_server.h"

namespace recourse {
namespace {

const CountingSpace kSpace = "recourse:kpi:v1:{routing.ticket.3}";

class RedisCountingTest : public ::testing::Test {
 protected:
  Status Apply(const Position& from, const Position& to) {
    return counting_
        .Apply(kSpace, {from, to, {{"now", std::nullopt}}, {{0, "open|||", 1}}})
        .status();
  }
  template <typename Call>
  auto Eventually(const Call& call) {
    auto result = call();
    for (int i = 0; i < 500 && !result.ok(); ++i) {
      usleep(10'000);  // between tries to connect
      result = call();
    }
    return result;
  }

  RedisServer server_;
  RedisConnection connection_{server_.options()};
  RedisCounting counting_{connection_};
};

TEST_F(RedisCountingTest, TheFunctionsAreLoadedWhenTheyAreMissing) {
  ASSERT_TRUE(counting_.Begin(kSpace, std::nullopt, -1, 0).ok());
  ASSERT_TRUE(connection_.Call({"FUNCTION", "FLUSH"}).ok());
  EXPECT_TRUE(Apply({0, 0, -1}, {1, 1, 0}).ok());
}

TEST_F(RedisCountingTest, AfterAKillItConnectsAgainAndFindsPositionAndCountersTogether) {
  ASSERT_TRUE(counting_.Begin(kSpace, std::nullopt, -1, 0).ok());
  Position at{0, 0, -1};
  for (std::int64_t i = 1; i <= 300; ++i) {
    const Position to{1, i, i - 1};
    ASSERT_TRUE(Apply(at, to).ok());
    at = to;
  }
  server_.Kill();
  EXPECT_EQ(Apply(at, {1, 301, 300}).code(), StatusCode::kUnavailable);
  server_.Start();
  const auto state = Eventually([&] { return counting_.Read(kSpace, {"now"}); });
  ASSERT_TRUE(state.ok()) << state.status();
  ASSERT_TRUE(state->counted);
  EXPECT_EQ(state->buckets[0].at("open|||"), state->counted->position.sequence);
}

TEST_F(RedisCountingTest, AReplyThatComesTooLateIsNotTakenForTheNextOne) {
  RedisOptions options = server_.options();
  options.command_timeout = std::chrono::milliseconds(100);
  RedisConnection connection(options);
  ASSERT_TRUE(connection.Call({"SET", "a", "1"}).ok());
  server_.Stall();
  EXPECT_EQ(connection.Call({"GET", "a"}).status().code(), StatusCode::kUnavailable);
  server_.Resume();
  const auto reply = Eventually([&] { return connection.Call({"ECHO", "mine"}); });
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->text, "mine");
}

TEST_F(RedisCountingTest, AFullRedisRefusesABatchWhole) {
  ASSERT_TRUE(counting_.Begin(kSpace, std::nullopt, -1, 0).ok());
  ASSERT_TRUE(Apply({0, 0, -1}, {1, 1, 0}).ok());
  ASSERT_TRUE(connection_.Call({"CONFIG", "SET", "maxmemory", "1"}).ok());
  EXPECT_EQ(Apply({1, 1, 0}, {1, 2, 1}).code(), StatusCode::kResourceExhausted);
  ASSERT_TRUE(connection_.Call({"CONFIG", "SET", "maxmemory", "0"}).ok());
  const auto state = counting_.Read(kSpace, {"now"});
  ASSERT_TRUE(state.ok());
  EXPECT_EQ(state->counted->position.sequence, 1);
  EXPECT_EQ(state->buckets[0].at("open|||"), 1);
}

TEST_F(RedisCountingTest, ABatchIntoWhatSomebodyElseWroteChangesNothing) {
  ASSERT_TRUE(counting_.Begin(kSpace, std::nullopt, -1, 0).ok());
  ASSERT_TRUE(connection_.Call({"SET", kSpace + ":minute:1", "text"}).ok());
  ASSERT_TRUE(connection_.Call({"HSET", kSpace + ":minute:2", "a", "1.5"}).ok());
  for (const char* bucket : {"minute:1", "minute:2"}) {
    const auto answer = counting_.Apply(
        kSpace, {{0, 0, -1}, {1, 1, 0}, {{"now", {}}, {bucket, {}}}, {{0, "a", 1}, {1, "a", 1}}});
    EXPECT_EQ(answer.status().code(), StatusCode::kInternal) << bucket;
  }
  const auto state = counting_.Read(kSpace, {"now"});
  ASSERT_TRUE(state.ok());
  EXPECT_TRUE(state->buckets[0].empty());
  EXPECT_EQ(counting_.Read(kSpace, {"minute:2"}).status().code(), StatusCode::kDataLoss);
}

TEST_F(RedisCountingTest, CommandsCarryAnyBytes) {
  const std::string bytes("%s %n\r\n\0\xff", 10);
  ASSERT_TRUE(connection_.Call({"SET", bytes, bytes}).ok());
  const auto reply = connection_.Call({"GET", bytes});
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->text, bytes);
}

TEST_F(RedisCountingTest, AttemptsAreRememberedUntilTheyEndWell) {
  RedisAttempts attempts(connection_, "recourse:kpi:attempts");
  const Partition partition{"recourse.routing.ticket.v1", 3};
  auto before = attempts.Begin(partition);
  ASSERT_TRUE(before.ok());
  EXPECT_FALSE(before->running);
  ASSERT_TRUE(attempts.Mark(partition, 17, 2).ok());
  before = attempts.Begin(partition);
  ASSERT_TRUE(before.ok());
  EXPECT_TRUE(before->running);
  EXPECT_EQ(before->sequence, 17);
  EXPECT_EQ(before->ends, 2);
  ASSERT_TRUE(attempts.Clear(partition).ok());
  EXPECT_EQ(attempts.Begin(partition)->sequence, 0);
  ASSERT_TRUE(attempts.End(partition).ok());
  EXPECT_FALSE(attempts.Begin(partition)->running);
}

}  // namespace
}  // namespace recourse
