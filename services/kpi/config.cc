#include "services/kpi/config.h"

namespace recourse::kpi {

Config ReadConfig(Environment& environment) {
  Config config{ReadServiceConfig(environment), ReadStoreConfig(environment), {}};
  config.redis.address = environment.HostPort("RECOURSE_REDIS_ADDR");
  return config;
}

}  // namespace recourse::kpi
