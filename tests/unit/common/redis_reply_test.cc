#include <gtest/gtest.h>

#include "services/common/redis/connection.h"
#include "services/common/redis/reply.h"

namespace recourse {
namespace {

using Kind = RedisReply::Kind;

TEST(RedisReply, WhatTimeHealsIsTriedAgain) {
  for (const char* text : {"LOADING Redis is loading the dataset in memory", "BUSY script",
                           "READONLY You can't write against a read only replica.",
                           "MISCONF errors writing to the AOF file",
                           "ERR max number of clients reached"}) {
    EXPECT_EQ(DispositionOf(StatusOfRedisError(text).code()), Disposition::kRetry) << text;
  }
  EXPECT_EQ(StatusOfRedisError("OOM command not allowed").code(), StatusCode::kResourceExhausted);
}

TEST(RedisReply, WhatTimeDoesNotHealStopsTheProcess) {
  for (const char* text : {"WRONGTYPE Operation against a key",
                           "NOPERM this user has no permission",
                           "NOAUTH Authentication required.", "ERR unknown command"}) {
    EXPECT_EQ(DispositionOf(StatusOfRedisError(text).code()), Disposition::kCrash) << text;
  }
}

TEST(RedisReply, AFunctionThatIsNotThereIsNotFound) {
  EXPECT_EQ(StatusOfRedisError("ERR Function not found").code(), StatusCode::kNotFound);
}

TEST(RedisReply, AnErrorInsideAnArrayIsAnError) {
  RedisReply error{Kind::kError, 0, "WRONGTYPE", {}};
  RedisReply inner{Kind::kArray, 0, "", {{Kind::kInteger, 1, "", {}}, error}};
  EXPECT_FALSE(StatusOf(RedisReply{Kind::kArray, 0, "", {inner}}).ok());
  EXPECT_TRUE(StatusOf(RedisReply{Kind::kArray, 0, "", {}}).ok());
}

TEST(RedisConnection, WhereNobodyListensItSaysSoAndDoesNotWaitForTheNextTry) {
  RedisOptions options;
  options.address = {"127.0.0.1", 1};
  options.reconnect_wait_min = std::chrono::minutes(1);
  options.reconnect_wait_max = std::chrono::minutes(1);
  RedisConnection connection(options);
  const auto first = connection.Call({"PING"});
  EXPECT_EQ(first.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(std::string(first.status().message()).find("127.0.0.1:1"), std::string::npos);
  const auto second = connection.Call({"PING"});
  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(std::string(second.status().message()).find("trying again soon"), std::string::npos);
}

TEST(RedisConnection, APipelineHasALimit) {
  RedisConnection connection(RedisOptions{{"127.0.0.1", 1}});
  const std::vector<RedisCommand> commands(kRedisPipelineMax + 1, RedisCommand{"PING"});
  EXPECT_EQ(connection.Pipeline(commands).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace recourse
