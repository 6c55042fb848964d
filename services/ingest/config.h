#pragma once

#include "services/common/app/app.h"

namespace recourse::ingest {

// What ingest reads from its environment.
struct Config {
  ServiceConfig service;
  StoreConfig store;
  Secret customer_secret;  // RECOURSE_CUSTOMER_SECRET_FILE: keys the hash of contact points
};
Config ReadConfig(Environment& environment);

}  // namespace recourse::ingest
