#pragma once

#include <string>
#include <vector>

#include "services/common/runtime/ports.h"

namespace recourse {

// The fact of a dead letter: `recourse.<consumer>.dead.v1` carries the record as it came, its own
// headers, and why it could not be handled.
inline constexpr const char* kDeadLetterType = "recourse.runtime.v1.DeadLetter";
inline constexpr const char* kOriginHeader = "recourse-origin";  // topic/partition/offset
inline constexpr const char* kReasonHeader = "recourse-reason";
inline constexpr const char* kOriginKeyHeader = "recourse-origin-key";
// Headers of the record itself keep their names behind this.
inline constexpr const char* kOriginHeaderPrefix = "recourse-origin-header-";

struct DeadLetterRow {
  Uuid key;                          // the record's, where it is one, else the letter's own
  std::vector<std::string> headers;  // name, value, name, value, ...; UTF-8 without U+0000
};
DeadLetterRow DeadLetterRowOf(const DeadLetter& letter);

// Slug and parameters as bytes, and back; any slug and parameters without U+0000.
std::string EncodeRefusal(const Refusal& refusal);
Refusal DecodeRefusal(const std::string& bytes);

}  // namespace recourse
