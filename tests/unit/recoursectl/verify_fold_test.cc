#include <gtest/gtest.h>

#include "services/kpi/adapters/tally.h"
#include "services/recoursectl/verify/fact_codec.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/ticket_records.h"

namespace recourse::ctl::verify {
namespace {

constexpr std::int64_t kSaid = 60;
constexpr std::int64_t kCounted = 40;

// Facts as the log holds them, counters that stand before the last of them, and what they come to.
class VerifyFold : public ::testing::Test {
 protected:
  template <typename History>
  void Say(History history) {
    const Partition partition = history.partition();
    evidence_.logs[partition].last_sequence = kSaid;
    evidence_.counters[partition].counted = CountedPosition{{1, kCounted, kCounted - 1}, 0, {}};
    kpi::Tally tally(Position{});
    for (std::int64_t i = 1; i <= kSaid; ++i) {
      records_.push_back(history.Next());
      if (i <= kCounted) tally.Add(records_.back());
    }
    expected_[partition] = tally.counters();
  }
  void Read() {
    FactReader reader(evidence_);
    for (const RawRecord& record : records_) reader.Take(record);
  }
  bool AllEqual() const {
    for (const auto& [partition, counters] : expected_) {
      const auto folded = evidence_.folded.find(partition);
      if (folded == evidence_.folded.end() || folded->second != counters) return false;
    }
    return true;
  }

  Evidence evidence_;
  std::vector<RawRecord> records_;
  std::map<Partition, kpi::Counters> expected_;
};

TEST_F(VerifyFold, BothTopicsAreFoldedUpToThePositionOfTheirCounters) {
  Say(kpi::TicketHistory(7));
  Say(kpi::LoopHistory(7));
  Read();
  EXPECT_TRUE(AllEqual());
}

TEST_F(VerifyFold, WhatStandsInTheLogTwiceIsFoldedOnce) {
  Say(kpi::TicketHistory(8));
  const auto once = records_;
  records_.insert(records_.end(), once.begin(), once.end());
  Read();
  EXPECT_TRUE(AllEqual());
}

TEST_F(VerifyFold, FactsThatAreMissingAreMissedInTheSum) {
  Say(kpi::LoopHistory(9));
  records_.erase(records_.begin(), records_.begin() + kCounted / 2);
  Read();
  EXPECT_FALSE(AllEqual());
}

}  // namespace
}  // namespace recourse::ctl::verify
