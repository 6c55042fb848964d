#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/classify/domain/classification.h"
#include "services/common/postgres/pool.h"

namespace recourse::classify {

// More that wait are not counted: somebody has to be told that there are many, not how many.
inline constexpr std::int64_t kWaitingCountMax = 10'000;

// Behind which row a page begins.
struct PageStart {
  Timestamp recorded_time{};
  Uuid feedback_id{};
};

// "1763876543210.<uuid>". Nothing where it is none of ours; the empty one is the first page's.
std::string PageTokenOf(const PageStart& start);
std::optional<PageStart> PageStartOf(const std::string& token);

// What is in force of one piece of feedback, and what the machine had made of it.
struct KeptOfFeedback {
  FeedbackId feedback_id{};
  Kept kept{};
  Kept machine{};
};

// What waits for a person.
struct Waiting {
  std::int64_t count = 0;         // at most kWaitingCountMax
  std::optional<Duration> age{};  // of the oldest; nothing where nothing waits
};

// Reads of triage and of corrections, each by an index. Thread-safe.
class TriageQueries {
 public:
  explicit TriageQueries(Pool& pool) : pool_(pool) {}

  // What waits, oldest first; `machine` is left empty.
  StatusOr<std::vector<KeptOfFeedback>> ListWaiting(const PageStart& after, int limit);
  // Of each corrected feedback its last correction, in the order of their recording.
  StatusOr<std::vector<KeptOfFeedback>> ListCorrections(const PageStart& after, int limit);
  StatusOr<Waiting> Look();

 private:
  Pool& pool_;
};

}  // namespace recourse::classify
