#pragma once

#include <cstdio>
#include <string>

#include "services/common/app/app.h"
#include "services/common/grpc/library_log.h"
#include "services/common/grpc/trace_client.h"
#include "services/common/process/log.h"

namespace recourse {

// What main does in every service with a system of record: `migrate`, or serve. A Config has
// `service` (ServiceConfig) and `store` (StoreConfig).
template <typename Config, typename Read, typename Migrations, typename Serve>
int ServiceMain(int argc, char** argv, const char* name, Read read, Migrations migrations,
                Serve serve) {
  StopSignal stop;  // first: signals must not reach a thread that is made before
  Environment environment;
  const Config config = read(environment);
  ExitOnFaults(environment);
  StartLog({name, config.service.common.instance, config.service.common.log_level});
  RouteLibraryLogs();
  if (argc == 1) {
    const CommonConfig& common = config.service.common;
    const Tracing tracing(common.trace, name, common.instance);
    return serve(stop, config);
  }
  if (argc == 2 && std::string(argv[1]) == "migrate") {
    return RunMigrations(config.store, migrations());
  }
  std::fprintf(stderr, "usage: recourse-%s [migrate]\n", name);
  return 2;
}

}  // namespace recourse
