#pragma once

#include <map>
#include <vector>

#include "services/classify/domain/matter/matter.h"
#include "services/common/core/decider.h"

namespace recourse::classify::matter {

// Nobody asks.
struct Answer {
  friend bool operator==(const Answer&, const Answer&) = default;
};

using View = std::map<FileId, File>;
using Decision = recourse::Decision<FileId, File, SimilarFeedbackFound, Answer>;

// Remembers a piece of feedback and says what it is like, judged by the pieces' own times alone.
// Hearing of a piece again changes nothing; a correction changes the category that is remembered
// of it, or forgets it where it is no work after all. Without a point nothing is remembered.
Decision Decide(const View& view, const Heard& heard, Timestamp now, const Policy& policy);

struct Domain {
  using Key = FileId;
  using State = File;
  using Event = Heard;
  using Fact = SimilarFeedbackFound;
  using Policy = matter::Policy;
  using Answer = matter::Answer;

  static Decision Decide(const View& view, const Heard& heard, Timestamp now,
                         const Policy& policy) {
    return matter::Decide(view, heard, now, policy);
  }
  static std::vector<FileId> KeysOf(const Heard& heard);
  // Nothing here waits for a time: what is old is passed over, and forgotten at the next change.
  static std::vector<Timer> TimersOf(const File&) { return {}; }
  static Heard Fired(const FileId& key, const Timer& timer);
};
static_assert(Decider<Domain>);

}  // namespace recourse::classify::matter
