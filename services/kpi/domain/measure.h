#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::kpi {

// What is counted. Shown measures are made of these (kpi.h). The second column says what the detail
// of such a count is, where it has one. PostgreSQL keeps the numbers: new ones come last.
enum class Measure {
  kFeedbackReceived,
  kTicketsOpened,
  kTicketsResolved,
  kTicketsReopened,
  kContactsRepeated,
  kClocksBreached,  // kind of clock; less what was revoked
  kClocksMet,       // kind of clock
  kClocksMissed,    // kind of clock
  kTicketsOpen,
  kTicketsUnassigned,
  kTicketsWaiting,
  kTicketsAtRisk,
  kClocksBreachedOpen,    // kind of clock
  kFirstResponseTime,     // bucket of duration
  kNextResponseTime,      // bucket of duration
  kResolutionTime,        // bucket of duration
  kResolutionsConfirmed,  // 1 at first contact, else 0; when it was confirmed
  kResolutionsSettled,    // the same resolutions, when they were made
  kResolutionsUndone,     // reopened; when they were made
  kCsat,                  // score
  kNps,                   // score
  kCes,                   // score
  kCustomersRecovered,
  kCustomersNotRecovered,
  kLoopsHeard,
  kLoopsUnheard,
  kRecordsUnreadable,
  kTicketsOpenSince,        // minute since 1970 in which it was opened
  kClocksBreachedByChange,  // kind of clock; by a changed target or a correction, nobody's breach
};
inline constexpr int kMeasureCount = static_cast<int>(Measure::kClocksBreachedByChange) + 1;
std::string_view NameOf(Measure measure);
bool HasDetail(Measure measure);
// Whether it says what is so now, and not what happened.
bool IsStanding(Measure measure);

// One count: a measure at a branch and in a category, either empty where the fact has none. The
// region is the branch's at that time, and decides who may see the count.
struct Cell {
  Measure measure = Measure::kFeedbackReceived;
  std::string branch_id;
  std::string category;
  std::string region_id;
  int detail = 0;
  friend auto operator<=>(const Cell&, const Cell&) = default;
};

// `tickets_open|branch-north|card|region-1`, `nps.9|branch-north|card|region-1`; within a name a
// bar is written %7C, a per cent sign %25.
std::string FieldOf(const Cell& cell);
std::optional<Cell> ParseField(std::string_view field);

}  // namespace recourse::kpi
