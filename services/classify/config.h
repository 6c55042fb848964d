#pragma once

#include "services/common/app/app.h"

namespace recourse::classify {

// What classify reads from its environment.
struct Config {
  ServiceConfig service;
  StoreConfig store;
};
Config ReadConfig(Environment& environment);

}  // namespace recourse::classify
