#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::kpi {

// What is counted in Redis. Shown measures are made of these (kpi.h).
enum class Measure {
  kFeedbackReceived,
  kTicketsOpened,
  kTicketsResolved,
  kContactsRepeated,
  kClocksBreached,
  kClocksMet,
  kClocksMissed,
  kTicketsOpen,
  kTicketsAtRisk,
  kClocksBreachedOpen,
  kRecordsUnreadable,
};
std::string_view NameOf(Measure measure);

// One count: a measure at a branch and in a category, either empty where the fact has none. The
// region is the branch's at that time, and decides who may see the count.
struct Cell {
  Measure measure = Measure::kFeedbackReceived;
  std::string branch_id;
  std::string category;
  std::string region_id;
  friend auto operator<=>(const Cell&, const Cell&) = default;
};

// `tickets_open|branch-north|card|region-1`; within a name a bar is written %7C, a per cent sign
// %25.
std::string FieldOf(const Cell& cell);
std::optional<Cell> ParseField(std::string_view field);

}  // namespace recourse::kpi
