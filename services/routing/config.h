#pragma once

#include "services/common/app/app.h"

namespace recourse::routing {

// What routing reads from its environment.
struct Config {
  ServiceConfig service;
  StoreConfig store;
};
Config ReadConfig(Environment& environment);

}  // namespace recourse::routing
