#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string_view>

#include "services/common/core/time.h"

namespace recourse::kpi {

// Longer names of a branch, a region or a category are of nobody who keeps the rules.
inline constexpr std::size_t kNameBytesMax = 256;

// What neither store could keep is no name: too long, or with U+0000 in it.
inline bool IsName(std::string_view text) {
  return text.size() <= kNameBytesMax && text.find('\0') == std::string_view::npos;
}
inline constexpr const char* kNoName = "name too long, or with U+0000 in it";

// Years 1 to 9999, as protobuf defines its timestamps; nothing when it is no instant.
inline std::optional<Timestamp> TimeOf(const google::protobuf::Timestamp& time) {
  constexpr std::int64_t kSecondsMin = -62135596800;
  constexpr std::int64_t kSecondsMax = 253402300799;
  if (time.seconds() < kSecondsMin || time.seconds() > kSecondsMax) return std::nullopt;
  if (time.nanos() < 0 || time.nanos() > 999'999'999) return std::nullopt;
  return Timestamp(Duration(time.seconds() * 1000 + time.nanos() / 1'000'000));
}

inline void SetTime(Timestamp time, google::protobuf::Timestamp& out) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  out.set_seconds(seconds.time_since_epoch().count());
  out.set_nanos(static_cast<std::int32_t>((time - seconds).count() * 1'000'000));
}

}  // namespace recourse::kpi
