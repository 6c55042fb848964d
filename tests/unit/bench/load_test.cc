#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>

#include "tests/bench/load/feedback_maker.h"
#include "tests/bench/load/schedule.h"
#include "tests/bench/load/tally.h"

namespace recourse::bench {
namespace {

using namespace std::chrono_literals;  // NOLINT: the tables read better
using Feedback = ingest::v1::SubmitFeedbackRequest;

class FeedbackMakerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream file(path_);
    file << R"({"source_id": "a", "external_id": "1", "channel": "phone", "text": "one"})" << '\n'
         << R"({"source_id": "b", "external_id": "2", "channel": "web", "text": "two"})" << '\n';
  }
  void TearDown() override { std::remove(path_.c_str()); }

  FeedbackMaker Make(MakerOptions options) {
    options.texts = path_;
    auto maker = FeedbackMaker::Of(options);
    EXPECT_TRUE(maker.ok()) << maker.status();
    return *std::move(maker);
  }
  static Feedback Of(const FeedbackMaker& maker, std::int64_t k) {
    Feedback feedback;
    maker.Make(k, feedback);
    return feedback;
  }

  const std::string path_ = testing::TempDir() + "feedback_maker_test.jsonl";
};

TEST_F(FeedbackMakerTest, MakesTheSameRunFromTheSameOptions) {
  const auto once = Make({.prefix = "p", .customers = 100, .zipf = 1, .seed = 7});
  const auto again = Make({.prefix = "p", .customers = 100, .zipf = 1, .seed = 7});
  for (std::int64_t k = 0; k < 500; ++k) {
    EXPECT_EQ(Of(once, k).SerializeAsString(), Of(again, k).SerializeAsString());
  }
}

TEST_F(FeedbackMakerTest, GivesEachPieceAnIdOfItsOwnUnderThePrefix) {
  const auto maker = Make({.prefix = "run-3"});
  EXPECT_EQ(Of(maker, 0).external_id(), "run-3-0");
  EXPECT_EQ(Of(maker, 41).external_id(), "run-3-41");
}

TEST_F(FeedbackMakerTest, TakesEveryText) {
  const auto maker = Make({.prefix = "p"});
  std::map<std::string, int> texts;
  for (std::int64_t k = 0; k < 200; ++k) ++texts[Of(maker, k).text()];
  EXPECT_GT(texts["one"], 50);
  EXPECT_GT(texts["two"], 50);
}

TEST_F(FeedbackMakerTest, SpreadsCustomersEvenlyOrByZipfsLaw) {
  constexpr int kPieces = 100'000;
  const auto even = Make({.prefix = "p", .customers = 10});
  const auto zipf = Make({.prefix = "p", .customers = 10, .zipf = 1});
  std::map<std::int64_t, int> evenly, by_rank;
  for (std::int64_t k = 0; k < kPieces; ++k) {
    ++evenly[even.CustomerOf(k)];
    ++by_rank[zipf.CustomerOf(k)];
  }
  // Shares of the n-th of ten by Zipf: 1/n over 1 + 1/2 + ... + 1/10 = 2.928968; five standard
  // deviations are allowed.
  for (int customer = 0; customer < 10; ++customer) {
    EXPECT_NEAR(evenly[customer], kPieces / 10.0, 500);
    const double share = 1.0 / (customer + 1) / 2.928968;
    EXPECT_NEAR(by_rank[customer], kPieces * share, 5 * std::sqrt(kPieces * share));
  }
}

TEST_F(FeedbackMakerTest, NamesTheLineThatCannotBeRead) {
  std::ofstream(path_, std::ios::app) << R"({"colour": "red"})" << '\n';
  const auto maker = FeedbackMaker::Of({.texts = path_, .prefix = "p"});
  ASSERT_FALSE(maker.ok());
  EXPECT_EQ(maker.status().code(), StatusCode::kInvalidArgument);
  EXPECT_NE(maker.status().message().find(":3: field-unknown: colour"), std::string::npos)
      << maker.status();
}

TEST(ScheduleTest, IntendsFramesEvenlyWhateverBecameOfThoseBefore) {
  const Schedule schedule{.start = Clock::time_point(1s), .rate = 640, .frame = 64};
  EXPECT_EQ(schedule.IntendedTime(0), Clock::time_point(1s));
  EXPECT_EQ(schedule.IntendedTime(5), Clock::time_point(1500ms));
}

TEST(ScheduleTest, EndsWithItsCountOrItsLength) {
  const Schedule counted{.frame = 64, .count = 100};
  EXPECT_EQ(counted.FrameSize(0), 64);
  EXPECT_EQ(counted.FrameSize(1), 36);
  EXPECT_EQ(counted.FrameSize(2), 0);
  EXPECT_FALSE(counted.Over(Clock::time_point::max()));
  const Schedule timed{.start = Clock::time_point(1s), .length = 2s};
  EXPECT_FALSE(timed.Over(Clock::time_point(2999ms)));
  EXPECT_TRUE(timed.Over(Clock::time_point(3s)));
}

TEST(TallyTest, CountsLatencyFromTheIntendedTimeAndLatenessFromWhenItCouldBeSent) {
  Tally tally;
  const Clock::time_point intended(1s);
  tally.Sent(1, intended + 2ms, intended + 5ms);
  tally.Acknowledge(intended, intended + 9ms, true);
  EXPECT_EQ(tally.lateness_us, std::vector<std::uint32_t>{3'000});
  EXPECT_EQ(tally.latencies_us, std::vector<std::uint32_t>{9'000});
  EXPECT_EQ(tally.duplicates, 1);
}

TEST(TallyTest, AddsUpWhatThreadsCounted) {
  Tally one, other;
  one.Sent(3, {}, {});
  one.Fail(2, "first");
  other.Fail(1, "second");
  other.refused = 4;
  one.Add(std::move(other));
  EXPECT_EQ(one.sent, 3);
  EXPECT_EQ(one.failed, 3);
  EXPECT_EQ(one.refused, 4);
  EXPECT_EQ(one.error, "first");
}

// By the nearest rank: the smallest value that at least the share of all do not exceed.
TEST(PercentilesTest, AreExactByTheNearestRank) {
  std::vector<std::uint32_t> samples;
  for (std::uint32_t i = 1'000; i >= 1; --i) samples.push_back(i);
  const Percentiles of = PercentilesOf(samples);
  EXPECT_EQ(of.p50, 500U);
  EXPECT_EQ(of.p99, 990U);
  EXPECT_EQ(of.p999, 999U);
  EXPECT_EQ(of.max, 1'000U);
  EXPECT_EQ(of.count, 1'000U);
  EXPECT_EQ(PercentilesOf({7}).p50, 7U);
  EXPECT_EQ(PercentilesOf({}).count, 0U);
}

}  // namespace
}  // namespace recourse::bench
