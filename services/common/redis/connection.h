#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/process/address.h"
#include "services/common/process/secret.h"
#include "services/common/redis/reply.h"

struct redisContext;

namespace recourse {

struct RedisOptions {
  Address address;
  std::string user{};  // of Redis' access lists; empty: the default user
  Secret password{};   // empty: Redis asks for none
  std::chrono::milliseconds connect_timeout{1000};
  std::chrono::milliseconds command_timeout{5000};
  // Between tries to connect that failed; doubles from the first to the last.
  std::chrono::milliseconds reconnect_wait_min{50};
  std::chrono::milliseconds reconnect_wait_max{2000};
};

using RedisCommand = std::vector<std::string>;

// Commands of one pipeline, so that neither side has to hold a reply without bound.
inline constexpr std::size_t kRedisPipelineMax = 16384;

// One connection, made when it is first needed and made again after it broke. Not thread-safe: one
// for a thread, or a lock around it.
//
// After any error of the wire the connection is dropped, for a reply that is still on its way would
// be taken for the answer to the next command. Whether a command that failed so was carried out is
// not known. No call sleeps: while it is too early to connect again, it says UNAVAILABLE.
class RedisConnection {
 public:
  explicit RedisConnection(RedisOptions options);
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  // An error that Redis answers becomes a status (StatusOf), here and below. Arguments are bytes.
  StatusOr<RedisReply> Call(const RedisCommand& command);
  // Sent in one go; the replies in the same order.
  StatusOr<std::vector<RedisReply>> Pipeline(const std::vector<RedisCommand>& commands);
  // The same as one transaction: nobody's command comes between them.
  StatusOr<std::vector<RedisReply>> Transaction(const std::vector<RedisCommand>& commands);

 private:
  using Clock = std::chrono::steady_clock;
  struct Free {
    void operator()(redisContext* context) const;
  };

  Status Connect();
  Status LogIn();
  Status Fail(const std::string& doing, const std::string& error);
  StatusOr<RedisReply> ReadOne();

  const RedisOptions options_;
  std::unique_ptr<redisContext, Free> context_;
  Clock::time_point next_try_{};
  std::chrono::milliseconds wait_;
};

}  // namespace recourse
