#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "services/common/core/time.h"

namespace recourse::ctl {

// Why a clock cannot be computed: a stable slug, a sentence that says what to do, and the place in
// the file: `clocks[3].events[2].time`.
struct ClockFault {
  std::string slug;
  std::string detail;
  std::string at;
  friend bool operator==(const ClockFault&, const ClockFault&) = default;
};

// A place in the file, as a chain on the stack: its text is made only when something is wrong.
struct Place {
  const Place* in = nullptr;
  std::string_view name;
  std::optional<std::size_t> index{};
  std::string Text() const;
};

// Reads one object field by field. The first fault stays in `fault` and ends the reading: what is
// asked for after it is absent. `null` is absent too. What was not asked for by the time of
// `Close` is a field that is not known.
class Fields {
 public:
  Fields(const boost::json::value& in, const Place& place, std::optional<ClockFault>& fault);

  std::optional<std::string_view> Text(std::string_view name);
  std::optional<std::int64_t> Number(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<Timestamp> Time(std::string_view name);
  bool Flag(std::string_view name);  // absent is false
  const boost::json::array* List(std::string_view name, std::size_t most);

  template <typename Value, std::size_t kCount>
  Value Choice(std::string_view name,
               const std::array<std::pair<std::string_view, Value>, kCount>& values, Value absent) {
    const auto text = Text(name);
    if (!text) return absent;
    std::string known;
    for (const auto& [word, value] : values) {
      if (word == *text) return value;
      known.append(known.empty() ? "" : ", ").append(word);
    }
    Fail(name, "must be one of " + known);
    return absent;
  }

  // Of two fields that exclude each other, or one that must be there.
  void Fail(std::string_view name, std::string detail, std::string slug = "clock_malformed");
  bool ok() const { return !fault_; }
  void Close();

 private:
  const boost::json::value* Find(std::string_view name);

  static constexpr std::size_t kNamesMax = 24;  // of fields that one object is asked for
  const boost::json::object* in_ = nullptr;
  const Place& place_;
  std::optional<ClockFault>& fault_;
  std::array<std::string_view, kNamesMax> asked_{};
  std::size_t asked_count_ = 0;
};

}  // namespace recourse::ctl
