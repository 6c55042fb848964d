#pragma once

#include <map>
#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// A fact of followup and where it stands; it refers to the evidence.
struct Followed {
  const followup::Fact* fact = nullptr;
  const Partition* partition = nullptr;
  std::int64_t sequence = 0;

  template <typename What>
  const What* Get() const {
    return std::get_if<What>(&fact->what);
  }
};
// What was said of one loop or delivery, in order; never empty.
using FollowedHistory = std::vector<Followed>;

// The last fact of that kind; null where there is none.
template <typename What>
const Followed* LastOf(const FollowedHistory& history) {
  const Followed* last = nullptr;
  for (const Followed& each : history) {
    if (each.Get<What>() != nullptr) last = &each;
  }
  return last;
}

struct FollowupFolding {
  std::map<followup::LoopId, FollowedHistory> loops;
  std::map<followup::DeliveryId, FollowedHistory> deliveries;
  // Whether surveys are wanted, from each change on.
  std::map<followup::FileId, std::map<Timestamp, bool>> preferences;
  Check history{"F1",
                "every loop's and delivery's facts follow from each other, and verdicts stand"};
};

// `whole` says that no fact was forgotten yet: then what has no beginning is a violation.
FollowupFolding FoldFollowup(const Facts<followup::Fact>& followed, bool whole);

// The loop as its facts tell it: what its row has in columns, but for times that no fact carries.
followup::Loop LoopTold(const FollowedHistory& history);
followup::Delivery DeliveryTold(const FollowedHistory& history);

}  // namespace recourse::ctl::verify
