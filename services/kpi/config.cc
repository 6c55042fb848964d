#include "services/kpi/config.h"

namespace recourse::kpi {
namespace {

constexpr Bounds kPasswordBytes{1, 1'024};

RedisOptions ReadRedis(Environment& environment) {
  RedisOptions redis;
  redis.address = environment.HostPort("RECOURSE_REDIS_ADDR");
  redis.user = environment.Text("RECOURSE_REDIS_USER", "");
  redis.password = environment.OptionalSecretFile("RECOURSE_REDIS_PASSWORD_FILE", kPasswordBytes);
  if (!redis.user.empty() && redis.password.empty()) {
    environment.AddFault(
        "RECOURSE_REDIS_USER is set and RECOURSE_REDIS_PASSWORD_FILE is not. Set both or none.");
  }
  return redis;
}

}  // namespace

Config ReadConfig(Environment& environment) {
  return {ReadServiceConfig(environment), ReadStoreConfig(environment), ReadRedis(environment)};
}

}  // namespace recourse::kpi
