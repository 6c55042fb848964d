#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cstdint>

#include "services/common/core/time.h"

// What the methods of OperationsService have in common.
namespace recourse {

inline constexpr int kOperationsPageMax = 200;
inline constexpr int kOperationsPageDefault = 50;

inline int PageSizeOf(int asked) {
  return asked <= 0 ? kOperationsPageDefault : std::min(asked, kOperationsPageMax);
}

inline void WriteTime(Timestamp time, google::protobuf::Timestamp& out) {
  const auto ms = time.time_since_epoch().count();
  out.set_seconds(ms / 1000);
  out.set_nanos(static_cast<std::int32_t>(ms % 1000) * 1'000'000);
}

}  // namespace recourse
