// Laws over any history of a customer's file: never more contacts than the budget in any stretch of
// its window, never in quiet hours, never to one who opted out, each survey seen once, each answer
// once, each resolution one verdict, and what is handled twice is handled once. The seed of a
// history that breaks one is printed; RECOURSE_SEED plays it alone.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "tests/support/followup/history.h"

namespace recourse::followup {
namespace {

using testing::History;

constexpr unsigned kHistories = 10'000;

// What the histories came to: a law over nothing would hold as well.
struct Tally {
  std::size_t contacts = 0;
  std::map<Verdict, int> verdicts;
  std::map<LoopReason, int> reasons;

  void Add(const testing::Ledger& ledger) {
    contacts += ledger.contacts();
    for (const Standing& standing : ledger.Standings()) {
      ++verdicts[standing.verdict];
      ++reasons[standing.reason];
    }
  }
  void Check() {
    EXPECT_GT(contacts, kHistories);
    for (int verdict = 1; verdict <= 5; ++verdict) {
      EXPECT_GT(verdicts[static_cast<Verdict>(verdict)], 1'000) << "verdict " << verdict;
    }
    for (int reason = 1; reason <= 11; ++reason) {
      if (static_cast<LoopReason>(reason) == LoopReason::kDisplaced) continue;  // of 200 open loops
      EXPECT_GT(reasons[static_cast<LoopReason>(reason)], 100) << "reason " << reason;
    }
  }
};

TEST(CustomerLaws, HoldOverTenThousandHistories) {
  const char* alone = std::getenv("RECOURSE_SEED");
  const unsigned first = alone == nullptr ? 1 : static_cast<unsigned>(std::stoul(alone));
  const unsigned last = alone == nullptr ? kHistories : first;
  Tally tally;
  for (unsigned seed = first; seed <= last && !HasFailure(); ++seed) {
    SCOPED_TRACE("RECOURSE_SEED=" + std::to_string(seed));
    History history(seed);
    history.Run();
    tally.Add(history.ledger());
  }
  if (alone == nullptr) tally.Check();
}

}  // namespace
}  // namespace recourse::followup
