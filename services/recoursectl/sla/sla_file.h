#pragma once

#include <boost/json/object.hpp>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"
#include "services/recoursectl/sla/sla_explain.h"

namespace recourse::ctl {

// Limits of one file. JSON itself allows 4,096 names of an object (kMaxJsonKeys), calendars among
// them.
inline constexpr std::size_t kSlaFileBytesMax = 256U << 20U;
inline constexpr std::size_t kSlaClocksMax = 1'000'000;

// A file of calendars and clocks, as README.md says. Clocks are read when they are asked for, each
// by itself: no clock harms another.
class SlaFile {
 public:
  // INVALID_ARGUMENT where the file as a whole is none: no JSON, no clocks, beyond a limit, a field
  // that is not known.
  static StatusOr<SlaFile> Read(std::string_view text);

  std::size_t clock_count() const { return clocks_->size(); }
  // The id of a clock; none where it has none that is one.
  std::optional<std::string_view> IdOf(std::size_t index) const;
  std::variant<Explanation, ClockFault> Explained(std::size_t index) const;
  const sla::Calendars& calendars() const { return calendars_.calendars; }

 private:
  SlaFile() = default;
  Status ReadCalendars();
  Status ReadClocks();

  boost::json::object document_;
  const boost::json::array* clocks_ = nullptr;  // in document_: moving an object keeps its values
  std::vector<bool> repeats_;                   // the id is that of a clock before it
  FileCalendars calendars_;
};

}  // namespace recourse::ctl
