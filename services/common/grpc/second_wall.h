#pragma once

#include <grpcpp/support/server_interceptor.h>

#include <memory>

#include "services/common/process/secret.h"

namespace recourse {

// What stands behind the door of call.h, for the day when a handler forgets it: looks at every call
// again, cancels one of a method without a rule as it arrives, and lets no answer leave for a
// caller whose key does not allow the method. An interceptor of gRPC 1.51 cannot refuse with a
// status of its own, so the door says no and this only makes sure of it.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> SecondWall(
    Secret key_secret);

}  // namespace recourse
