#pragma once

#include <string>

#include "services/common/process/common_config.h"
#include "services/console/adapters/client_address.h"

namespace recourse::console {

struct Peers {
  Address ingest;    // RECOURSE_INGEST_ADDR
  Address classify;  // RECOURSE_CLASSIFY_ADDR
  Address routing;   // RECOURSE_ROUTING_ADDR
  Address kpi;       // RECOURSE_KPI_ADDR
  Address followup;  // RECOURSE_FOLLOWUP_ADDR
};

struct Config {
  CommonConfig common;
  StoreConfig store;
  Address http_listen;  // RECOURSE_HTTP_LISTEN
  Peers peers;
  TrustedProxies proxies;  // RECOURSE_TRUSTED_PROXIES
  std::string web_dir;  // RECOURSE_WEB_DIR, the folder of the built pages
};

Config ReadConfig(Environment& environment);

}  // namespace recourse::console
