#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/core/status.h"

namespace recourse {

// What Redis answered, as a value of our own.
struct RedisReply {
  enum class Kind { kNil, kInteger, kText, kArray, kError };
  Kind kind = Kind::kNil;
  std::int64_t integer = 0;
  std::string text;  // of kText and kError
  std::vector<RedisReply> elements;
};

// The class of an error that Redis answered: UNAVAILABLE for what passes (loading, a replica, a
// full disk), RESOURCE_EXHAUSTED for a full memory, NOT_FOUND for a function it does not hold, and
// what time does not heal otherwise.
Status StatusOfRedisError(const std::string& text);

// OK, or the status of the first error in the reply, looked for in its elements too.
Status StatusOf(const RedisReply& reply);

}  // namespace recourse
