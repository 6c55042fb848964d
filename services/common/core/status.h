#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace recourse {

using absl::Status;
using absl::StatusCode;
template <typename T>
using StatusOr = absl::StatusOr<T>;

// What a loop does when its surroundings failed it. Errors of stores and networks never send a
// record to the dead letters: that is for what cannot be read or what a decider rejects, and is
// itself a committed effect.
enum class Disposition { kRetry, kCrash };

// The one place where an error code becomes a policy: retry what time can heal, stop on the rest,
// for a missing table or a wrong role is a broken deployment, not a bad record.
inline constexpr Disposition DispositionOf(StatusCode code) {
  switch (code) {
    case StatusCode::kUnavailable:
    case StatusCode::kAborted:
    case StatusCode::kDeadlineExceeded:
    case StatusCode::kResourceExhausted:
    case StatusCode::kCancelled:
      return Disposition::kRetry;
    case StatusCode::kOk:
    case StatusCode::kUnknown:
    case StatusCode::kInvalidArgument:
    case StatusCode::kNotFound:
    case StatusCode::kAlreadyExists:
    case StatusCode::kPermissionDenied:
    case StatusCode::kUnauthenticated:
    case StatusCode::kFailedPrecondition:
    case StatusCode::kOutOfRange:
    case StatusCode::kUnimplemented:
    case StatusCode::kInternal:
    case StatusCode::kDataLoss:
    default:
      return Disposition::kCrash;
  }
}

}  // namespace recourse
