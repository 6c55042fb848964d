#pragma once

#include "services/common/core/status.h"
#include "services/common/kafka/settings.h"
#include "services/common/redis/connection.h"
#include "services/recoursectl/context.h"

namespace recourse::ctl::verify {

// What is read beside PostgreSQL.
struct Sources {
  KafkaSettings kafka;
  RedisOptions redis;
};

// By the services' own names: RECOURSE_KAFKA_BROKERS, RECOURSE_REDIS_ADDR, and what a cluster asks
// besides, RECOURSE_KAFKA_SECURITY_FILE, RECOURSE_REDIS_USER, RECOURSE_REDIS_PASSWORD_FILE.
// NOT_FOUND or INVALID_ARGUMENT names what is missing or wrong.
StatusOr<Sources> SourcesOf(const Context& context);

}  // namespace recourse::ctl::verify
