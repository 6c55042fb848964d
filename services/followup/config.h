#pragma once

#include <string>
#include <vector>

#include "services/common/app/app.h"
#include "services/common/courier/courier_config.h"

namespace recourse::followup {

struct Peers {
  Address ingest;   // RECOURSE_INGEST_ADDR: contact points, and where a survey's words go
  Address routing;  // RECOURSE_ROUTING_ADDR: the organisation
};

// What followup reads from its environment.
struct Config {
  ServiceConfig service;
  StoreConfig store;
  CourierConfig courier;
  Peers peers;
  // RECOURSE_PUBLIC_URL: where customers and staff reach the console, without a slash at its end.
  std::string public_url;
  // RECOURSE_SURVEY_KEY_FILE: keys of customers' links, one a line, the newest first.
  std::vector<Secret> survey_keys;
};
Config ReadConfig(Environment& environment);

}  // namespace recourse::followup
