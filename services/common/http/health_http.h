#pragma once

#include <memory>

#include "services/common/core/status.h"
#include "services/common/http/http_server.h"
#include "services/common/process/address.h"
#include "services/common/process/readiness.h"

namespace recourse {

// The inner HTTP port of every process:
//   GET /healthz  200 {"status":"alive"}: the process runs
//   GET /readyz   200 {"ready":true,"reasons":[]}, or 503 with
//                 {"ready":false,"reasons":[{"condition":"...","sentence":"..."}]}
//   GET /metrics  Prometheus text
// `readiness` outlives the server.
StatusOr<std::unique_ptr<HttpServer>> StartHealthServer(const Address& listen,
                                                        const Readiness& readiness);

}  // namespace recourse
