#include "services/common/redis/redis_attempts.h"

#include <utility>

namespace recourse {
namespace {

constexpr const char* kInHand = "in_hand";
constexpr const char* kSequence = "sequence";
constexpr const char* kMarks = "marks";

}  // namespace

RedisAttempts::RedisAttempts(RedisConnection& connection, std::string prefix)
    : connection_(connection), prefix_(std::move(prefix)) {}

StatusOr<bool> RedisAttempts::Begin(const Partition& partition) {
  const auto reply = connection_.Call({"HSETNX", KeyOf(partition), kInHand, "1"});
  if (!reply.ok()) return reply.status();
  return reply->integer == 0;
}

// Every mark but this one was followed by an end of the process, or it would have been cleared.
StatusOr<int> RedisAttempts::Mark(const Partition& partition, std::int64_t sequence) {
  const std::string key = KeyOf(partition);
  const auto held = connection_.Call({"HGET", key, kSequence});
  if (!held.ok()) return held.status();
  const std::string wanted = std::to_string(sequence);
  std::vector<RedisCommand> commands;
  if (held->text != wanted) {
    commands.push_back({"HSET", key, kSequence, wanted, kMarks, "0"});
  }
  commands.push_back({"HINCRBY", key, kMarks, "1"});
  const auto replies = connection_.Transaction(commands);
  if (!replies.ok()) return replies.status();
  return static_cast<int>(replies->back().integer) - 1;
}

Status RedisAttempts::Clear(const Partition& partition) {
  return connection_.Call({"HDEL", KeyOf(partition), kSequence, kMarks}).status();
}

Status RedisAttempts::End(const Partition& partition) {
  return connection_.Call({"DEL", KeyOf(partition)}).status();
}

std::string RedisAttempts::KeyOf(const Partition& partition) const {
  return prefix_ + ":{" + ToString(partition) + "}";
}

}  // namespace recourse
