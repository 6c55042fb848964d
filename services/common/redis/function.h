#pragma once

#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/redis/connection.h"

namespace recourse {

// A library of Redis functions and the way to call them. Redis forgets its functions when it loses
// its memory, so one that is not found is loaded and called again.
class RedisLibrary {
 public:
  // `source` begins with `#!lua name=...`; loading replaces what has that name.
  explicit RedisLibrary(std::string source) : source_(std::move(source)) {}

  Status Load(RedisConnection& connection) const;
  StatusOr<RedisReply> Call(RedisConnection& connection, const std::string& function,
                            const std::vector<std::string>& keys,
                            const std::vector<std::string>& arguments) const;

 private:
  std::string source_;
};

}  // namespace recourse
