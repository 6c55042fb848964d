#pragma once

#include "services/common/redis/connection.h"
#include "services/common/redis/counting.h"
#include "services/common/redis/function.h"

namespace recourse {

// Counting in Redis. Not thread-safe, as the connection it uses.
class RedisCounting final : public Counting {
 public:
  explicit RedisCounting(RedisConnection& connection);

  // Puts the functions of this build in place of those that Redis may hold.
  Status Load() { return library_.Load(connection_); }

  StatusOr<CountingAnswer> Apply(const CountingSpace& space, const CountingBatch& batch) override;
  StatusOr<CountingAnswer> Begin(const CountingSpace& space,
                                 const std::optional<Position>& expected, std::int64_t offset,
                                 std::int64_t rebuild_to) override;
  StatusOr<CountingAnswer> Restore(const CountingSpace& space,
                                   const std::optional<Position>& expected,
                                   const CountedPosition& counted,
                                   const std::vector<CountedBucket>& buckets) override;
  StatusOr<CountingAnswer> CaughtUp(const CountingSpace& space, const Position& at,
                                    Timestamp time) override;
  StatusOr<CountingState> Read(const CountingSpace& space,
                               const std::vector<std::string>& buckets) override;
  StatusOr<std::vector<std::string>> Buckets(const CountingSpace& space) override;

 private:
  Status Stage(const std::string& prefix, const std::vector<CountedBucket>& buckets);
  StatusOr<CountingAnswer> Call(const std::string& function, const std::vector<std::string>& keys,
                                const std::vector<std::string>& arguments);

  RedisConnection& connection_;
  RedisLibrary library_;
};

}  // namespace recourse
