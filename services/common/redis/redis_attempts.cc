#include "services/common/redis/redis_attempts.h"

#include <charconv>
#include <utility>

namespace recourse {
namespace {

constexpr const char* kRunning = "running";
constexpr const char* kSequence = "sequence";
constexpr const char* kEnds = "ends";

// What is absent, or no number, is none: then the ends are counted from none again.
template <typename T>
T NumberOf(const RedisReply& reply) {
  T value = 0;
  std::from_chars(reply.text.data(), reply.text.data() + reply.text.size(), value);
  return value;
}

}  // namespace

RedisAttempts::RedisAttempts(RedisConnection& connection, std::string prefix)
    : connection_(connection), prefix_(std::move(prefix)) {}

StatusOr<Attempt> RedisAttempts::Begin(const Partition& partition) {
  const std::string key = KeyOf(partition);
  const auto replies = connection_.Transaction(
      {{"HMGET", key, kRunning, kSequence, kEnds}, {"HSET", key, kRunning, "1"}});
  if (!replies.ok()) return replies.status();
  const auto& held = replies->front().elements;
  if (held.size() != 3) return absl::InternalError(std::string("odd answer to HMGET"));
  return Attempt{NumberOf<int>(held[0]) == 1, NumberOf<std::int64_t>(held[1]),
                 NumberOf<int>(held[2])};
}

Status RedisAttempts::Mark(const Partition& partition, std::int64_t sequence, int ends) {
  return connection_
      .Call({"HSET", KeyOf(partition), kSequence, std::to_string(sequence), kEnds,
             std::to_string(ends)})
      .status();
}

Status RedisAttempts::Clear(const Partition& partition) {
  return connection_.Call({"HDEL", KeyOf(partition), kSequence, kEnds}).status();
}

Status RedisAttempts::End(const Partition& partition) {
  return connection_.Call({"DEL", KeyOf(partition)}).status();
}

std::string RedisAttempts::KeyOf(const Partition& partition) const {
  return prefix_ + ":{" + ToString(partition) + "}";
}

}  // namespace recourse
