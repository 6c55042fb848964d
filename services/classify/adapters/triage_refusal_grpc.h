#pragma once

#include <grpcpp/support/status.h>

#include "services/common/core/decider.h"

namespace recourse::classify {

// A refusal of triage and corrections as its caller hears it: INVALID_ARGUMENT for what can never
// be right, NOT_FOUND for feedback that nothing was made of, FAILED_PRECONDITION for what somebody
// else came before.
grpc::Status Refused(const Refusal& refusal);

}  // namespace recourse::classify
