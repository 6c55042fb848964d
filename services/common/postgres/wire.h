#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/common/core/time.h"

// PostgreSQL's binary form of a value: big-endian integers; a timestamp is microseconds since
// 2000-01-01T00:00:00Z (src/include/datatype/timestamp.h).
namespace recourse::wire {

inline constexpr std::int64_t kEpochShiftSeconds = 946'684'800;

inline void PutInt(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out += static_cast<char>((value >> shift) & 0xff);
  }
}
inline void PutInt4(std::string& out, std::int32_t value) {
  PutInt(out, static_cast<std::uint32_t>(value), 4);
}
inline std::string Int4(std::int32_t value) {
  std::string out;
  PutInt4(out, value);
  return out;
}
inline std::string Int8(std::int64_t value) {
  std::string out;
  PutInt(out, static_cast<std::uint64_t>(value), 8);
  return out;
}
inline std::string Time(Timestamp time) {
  return Int8((time.time_since_epoch().count() - kEpochShiftSeconds * 1000) * 1000);
}

// An integer of 1, 2, 4 or 8 bytes, sign extended.
inline std::int64_t ReadInt(std::string_view bytes) {
  std::uint64_t value = !bytes.empty() && (bytes[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) value = (value << 8) | static_cast<std::uint8_t>(byte);
  return static_cast<std::int64_t>(value);
}
// Rounded down to the millisecond, before the epoch too.
inline Timestamp ReadTime(std::string_view bytes) {
  const std::int64_t us = ReadInt(bytes) + kEpochShiftSeconds * 1'000'000;
  return Timestamp(std::chrono::floor<Duration>(std::chrono::microseconds(us)));
}

}  // namespace recourse::wire
