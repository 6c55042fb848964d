#pragma once

#include <string>

#include "services/common/redis/connection.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// What was in hand when the process ended, for a service that keeps its state in Redis. Where Redis
// forgets it, the ends are counted from none again. Not thread-safe, as the connection it uses.
class RedisAttempts final : public AttemptStore {
 public:
  // Keys are `<prefix>:{<topic>/<number>}`.
  RedisAttempts(RedisConnection& connection, std::string prefix);

  StatusOr<Attempt> Begin(const Partition& partition) override;
  Status Mark(const Partition& partition, std::int64_t sequence, int ends) override;
  Status Clear(const Partition& partition) override;
  Status End(const Partition& partition) override;

 private:
  std::string KeyOf(const Partition& partition) const;

  RedisConnection& connection_;
  const std::string prefix_;
};

}  // namespace recourse
