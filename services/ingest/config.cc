#include "services/ingest/config.h"

namespace recourse::ingest {

Config ReadConfig(Environment& environment) {
  return {ReadServiceConfig(environment), ReadStoreConfig(environment),
          environment.SecretFile("RECOURSE_CUSTOMER_SECRET_FILE")};
}

}  // namespace recourse::ingest
