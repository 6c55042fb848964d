#pragma once

#include <optional>
#include <vector>

#include "services/common/core/decider.h"
#include "services/followup/domain/notice.h"

namespace recourse::followup {

// What one person of the staff is to be told, gathered so that he gets at most one mail an interval
// and each notice once. Its key is the person, not a customer.
struct StaffDigest {
  AgentId agent_id;
  std::vector<Notice> pending;    // oldest first
  std::vector<Notice> sending;    // in the mail that is on its way; while it is, none is begun
  std::vector<NoticeId> told;     // of late, oldest first, so that none is told twice
  std::int64_t mail_count = 0;    // begun
  int dropped_count = 0;          // that no mail had room for, or that were too old
  int sending_dropped_count = 0;  // of them, those that the mail on its way tells of
  std::optional<Timestamp> write_time{};  // when the next mail may begin
  std::optional<Timestamp> last_time{};   // of the last mail, at the latest
  friend bool operator==(const StaffDigest&, const StaffDigest&) = default;
};

inline constexpr std::size_t kPendingMax = 500;  // beyond it the oldest is dropped, and counted
inline constexpr std::size_t kNoticesInMailMax = 100;
inline constexpr std::size_t kToldMax = 500;
// A mail that did not get out within it is written anew, with what came since.
inline constexpr Duration kDigestSendWithin = std::chrono::minutes(30);
// What could not be told for so long is no news any more.
inline constexpr Duration kNoticeAgeMax = std::chrono::hours(24);

FileId FileOf(const AgentId& agent_id);
std::vector<Timer> TimersOf(const StaffDigest& digest);

}  // namespace recourse::followup
