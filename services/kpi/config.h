#pragma once

#include "services/common/app/app.h"
#include "services/common/redis/connection.h"

namespace recourse::kpi {

struct Config {
  ServiceConfig service;
  StoreConfig store;
  RedisOptions redis;  // RECOURSE_REDIS_ADDR, _USER, _PASSWORD_FILE
};
Config ReadConfig(Environment& environment);

}  // namespace recourse::kpi
