#include "services/classify/config.h"

namespace recourse::classify {

Config ReadConfig(Environment& environment) {
  return {ReadServiceConfig(environment), ReadStoreConfig(environment)};
}

}  // namespace recourse::classify
