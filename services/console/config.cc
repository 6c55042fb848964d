#include "services/console/config.h"

namespace recourse::console {

Config ReadConfig(Environment& environment) {
  Config config;
  config.common = ReadCommonConfig(environment);
  config.store = ReadStoreConfig(environment);
  config.http_listen = environment.HostPort("RECOURSE_HTTP_LISTEN");
  config.peers.ingest = environment.HostPort("RECOURSE_INGEST_ADDR");
  config.peers.classify = environment.HostPort("RECOURSE_CLASSIFY_ADDR");
  config.peers.routing = environment.HostPort("RECOURSE_ROUTING_ADDR");
  config.peers.kpi = environment.HostPort("RECOURSE_KPI_ADDR");
  config.peers.followup = environment.HostPort("RECOURSE_FOLLOWUP_ADDR");
  config.web_dir = environment.Text("RECOURSE_WEB_DIR");
  return config;
}

}  // namespace recourse::console
