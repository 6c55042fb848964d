#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace recourse {

// 16 bytes as RFC 9562 orders them, so that comparing bytes is the order in which rows are locked.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// Lower case with hyphens, 36 characters.
std::string ToString(const Uuid& uuid);
// Exactly the form of ToString, upper case accepted; nothing else.
std::optional<Uuid> ParseUuid(std::string_view text);
// Version 5 (SHA-1): the same space and name give the same id for ever.
Uuid NamedUuid(const Uuid& space, std::string_view name);
inline std::ostream& operator<<(std::ostream& out, const Uuid& uuid) {
  return out << ToString(uuid);
}

// The space of everything that Recourse names: made once by chance and never changed.
inline constexpr Uuid kRecourseSpace{{0x5b, 0x1e, 0x9c, 0x52, 0x0d, 0x4f, 0x4c, 0x1e, 0x9a, 0x37,
                                      0x61, 0xc2, 0x8e, 0x70, 0x3b, 0xd4}};

// A UUID that cannot be mistaken for another: `Id<struct TicketTag>`.
template <typename Tag>
class Id {
 public:
  Id() = default;
  explicit Id(Uuid value) : value_(value) {}
  const Uuid& uuid() const { return value_; }
  bool empty() const { return value_ == Uuid{}; }
  friend auto operator<=>(const Id&, const Id&) = default;
  friend std::string ToString(const Id& id) { return ToString(id.value_); }
  friend std::ostream& operator<<(std::ostream& out, const Id& id) { return out << id.value_; }

 private:
  Uuid value_;
};

using FactId = Id<struct FactIdTag>;
using RequestId = Id<struct RequestIdTag>;  // made by the caller before its first try

// A fact's id follows from its cause and its place among what the cause led to, so saying it again
// says nothing new.
FactId Derive(const Uuid& cause, std::size_t ordinal);

}  // namespace recourse

template <>
struct std::hash<recourse::Uuid> {
  std::size_t operator()(const recourse::Uuid& uuid) const noexcept {
    return std::hash<std::string_view>()(
        {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
  }
};
