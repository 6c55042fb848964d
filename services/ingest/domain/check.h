#pragma once

#include <optional>

#include "services/common/core/decider.h"
#include "services/ingest/domain/feedback.h"

namespace recourse::ingest {

inline constexpr std::size_t kTextBytesMax = 65'536;
inline constexpr std::size_t kIdBytesMax = 256;
inline constexpr std::size_t kFieldBytesMax = 1'024;
inline constexpr std::size_t kAttributesMax = 32;

// Why a submission can never be right, or nothing. `is_blank`: its text has nothing to read (only
// Unicode knows). Slugs: source-id-missing, external-id-missing, channel-unknown, text-empty,
// text-too-long, text-has-nul, id-too-long, field-too-long, field-has-nul, attributes-too-many,
// attribute-too-long; the parameter `field` names the place.
std::optional<Refusal> Check(const Submission& submission, bool is_blank);

}  // namespace recourse::ingest
