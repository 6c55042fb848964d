#pragma once

#include <grpcpp/support/status.h>

#include <optional>
#include <string>

#include "services/common/core/decider.h"
#include "services/common/core/status.h"

namespace recourse {

inline constexpr std::size_t kMaxStatusMessageBytes = 1024;

// The codes are equal by number. The message goes to the caller, so it is one of those that were
// written for him; what a database or a network said is for the log.
grpc::Status ToGrpc(const Status& status);
Status FromGrpc(const grpc::Status& status);

// A refusal as gRPC says it: the code, a sentence for people, and a google.rpc.ErrorInfo with the
// slug as reason, "recourse" as domain and the parameters as metadata. INVALID_ARGUMENT for what
// can never be right, FAILED_PRECONDITION for what the present state forbids.
grpc::Status ToGrpc(const Refusal& refusal, grpc::StatusCode code, const std::string& sentence);
// With "refused: <slug>" as sentence and FAILED_PRECONDITION.
grpc::Status ToGrpc(const Refusal& refusal);

// The refusal inside a status, as a client reads it; nothing when it is none of ours.
std::optional<Refusal> RefusalOf(const grpc::Status& status);

}  // namespace recourse
