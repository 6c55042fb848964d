#include "services/routing/config.h"

namespace recourse::routing {

Config ReadConfig(Environment& environment) {
  return {ReadServiceConfig(environment), ReadStoreConfig(environment)};
}

}  // namespace recourse::routing
