#include "services/console/config.h"

namespace recourse::console {

namespace {

constexpr const char* kProxies = "RECOURSE_TRUSTED_PROXIES";

TrustedProxies ReadProxies(Environment& environment) {
  const auto proxies = TrustedProxies::Parse(environment.Text(kProxies, ""));
  if (!proxies) {
    environment.AddFault(std::string(kProxies) +
                         " must be addresses or networks separated by commas, such as 10.0.0.0/8");
  }
  return proxies.value_or(TrustedProxies());
}

}  // namespace

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
  config.proxies = ReadProxies(environment);
  config.web_dir = environment.Text("RECOURSE_WEB_DIR");
  return config;
}

}  // namespace recourse::console
