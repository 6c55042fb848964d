#pragma once

#include "services/common/app/app.h"

namespace recourse::classify {

// What classify reads from its environment.
struct Config {
  ServiceConfig service;
  StoreConfig store;
  std::string encoder;  // RECOURSE_ENCODER: the folder of its weights; empty for none
};
Config ReadConfig(Environment& environment);

}  // namespace recourse::classify
