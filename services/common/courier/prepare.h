#pragma once

#include <string>

#include "services/common/core/status.h"
#include "services/common/courier/transfer_end.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

// What becomes of an effect whose address was not found or that could not be written.
inline SendOutcome JudgeAddress(const Status& status) {
  const std::string detail(status.message());
  if (absl::IsNotFound(status)) {
    return {SendOutcome::Kind::kFailed, "contact-not-found", PlainDetail(detail)};
  }
  if (absl::IsFailedPrecondition(status)) {
    return {SendOutcome::Kind::kFailed, "contact-refused", PlainDetail(detail)};
  }
  return {SendOutcome::Kind::kAgain, "contact-unavailable", PlainDetail(detail)};
}

inline SendOutcome JudgeComposing(const Status& status) {
  const bool for_good = absl::IsInvalidArgument(status);
  return {for_good ? SendOutcome::Kind::kFailed : SendOutcome::Kind::kAgain,
          for_good ? "not-writable" : "not-written", PlainDetail(std::string(status.message()))};
}

}  // namespace recourse
