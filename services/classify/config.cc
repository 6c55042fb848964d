#include "services/classify/config.h"

namespace recourse::classify {

Config ReadConfig(Environment& environment) {
  return {ReadServiceConfig(environment), ReadStoreConfig(environment),
          environment.Text("RECOURSE_ENCODER", "")};
}

}  // namespace recourse::classify
