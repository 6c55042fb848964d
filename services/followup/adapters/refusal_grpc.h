#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "services/common/core/decider.h"

namespace recourse::followup {

// A refusal of the domain as FollowupService says it: INVALID_ARGUMENT for what can never be right,
// NOT_FOUND for what is not there, PERMISSION_DENIED for what the caller may not say, else
// FAILED_PRECONDITION; a sentence for people; and the slug with its parameters as
// google.rpc.ErrorInfo.
grpc::Status StatusOf(const Refusal& refusal);
// INVALID_ARGUMENT with a slug that this door alone has.
grpc::Status Invalid(const char* slug, const std::string& sentence);

}  // namespace recourse::followup
