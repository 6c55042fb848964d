// A Redis that asks for a password.
#include <gtest/gtest.h>

#include <string>

#include "services/common/redis/connection.h"
#include "tests/support/kpi/redis_server.h"

namespace recourse {
namespace {

class RedisLoginTest : public ::testing::Test {
 protected:
  // What a new connection is answered.
  StatusOr<RedisReply> Ping(const std::string& user, const std::string& password) const {
    RedisOptions options = server_.options();
    options.user = user;
    options.password = Secret(password);
    RedisConnection connection(options);
    return connection.Call({"PING"});
  }

  RedisServer server_;
  RedisConnection own_{server_.options()};
};

TEST_F(RedisLoginTest, TheDefaultUsersPassword) {
  ASSERT_TRUE(own_.Call({"CONFIG", "SET", "requirepass", "open sesame"}).ok());
  EXPECT_TRUE(Ping("", "open sesame").ok());
  EXPECT_FALSE(Ping("", "").ok());
  const auto refused = Ping("", "shut sesame");
  EXPECT_EQ(refused.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(refused.status().message().find("WRONGPASS"), std::string::npos) << refused.status();
  EXPECT_NE(refused.status().message().find("RECOURSE_REDIS_USER"), std::string::npos);
  EXPECT_EQ(refused.status().message().find("shut"), std::string::npos) << refused.status();
}

TEST_F(RedisLoginTest, AUserOfTheAccessLists) {
  ASSERT_TRUE(own_.Call({"ACL", "SETUSER", "kpi", "on", ">counting", "~*", "+@all"}).ok());
  EXPECT_TRUE(Ping("kpi", "counting").ok());
  EXPECT_FALSE(Ping("kpi", "guessing").ok());
  EXPECT_FALSE(Ping("nobody", "counting").ok());
}

TEST_F(RedisLoginTest, AConnectionMadeAgainLogsInAgain) {
  ASSERT_TRUE(own_.Call({"ACL", "SETUSER", "kpi", "on", ">counting", "~*", "+@all"}).ok());
  RedisOptions options = server_.options();
  options.user = "kpi";
  options.password = Secret("counting");
  RedisConnection connection(options);
  ASSERT_TRUE(connection.Call({"PING"}).ok());
  ASSERT_TRUE(own_.Call({"CLIENT", "KILL", "USER", "kpi"}).ok());
  EXPECT_FALSE(connection.Call({"PING"}).ok());
  const auto who = connection.Call({"ACL", "WHOAMI"});
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_EQ(who->text, "kpi");
}

}  // namespace
}  // namespace recourse
