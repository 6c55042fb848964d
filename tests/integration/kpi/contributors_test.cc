// Who is behind each number, over a real PostgreSQL: whatever is asked, the pages of a list add up
// to what the counters come to at the same place of the log.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "services/common/postgres/migrate.h"
#include "services/kpi/adapters/contributions_sink.h"
#include "services/kpi/adapters/contributor_store.h"
#include "services/kpi/adapters/tally.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/postgres_server.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {

const std::vector<Migration>& Migrations();

namespace {

constexpr int kRecords = 900;  // of each topic
constexpr int kPageSize = 17;
const Visible kAll = [](const auto&, const auto&) { return true; };

class ContributorsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Status migrated = Migrate(dsn_, Migrations());
    ASSERT_TRUE(migrated.ok()) << migrated;
    for (int i = 0; i < kRecords; ++i) {
      tickets_.push_back(history_.Next());
      loops_.push_back(loop_history_.Next());
    }
  }

  // In batches, some of them handed again, as after a seek.
  void Hear(const std::vector<RawRecord>& records, std::mt19937& random) {
    for (std::size_t begin = 0; begin < records.size();) {
      const std::size_t end = std::min(records.size(), begin + 1 + random() % 90);
      const std::vector<RawRecord> batch(records.begin() + static_cast<std::ptrdiff_t>(begin),
                                         records.begin() + static_cast<std::ptrdiff_t>(end));
      const auto progress = sink_.Handle(records.front().partition, batch);
      ASSERT_TRUE(progress.ok()) << progress.status();
      ASSERT_GE(progress->position.sequence, batch.back().place.sequence);
      const bool again = random() % 3 == 0;
      begin = again ? begin + (end - begin) / 2 : end;
    }
  }
  void HearAll() {
    std::mt19937 random(20261122);
    Hear(tickets_, random);
    Hear(loops_, random);
  }

  // What the counters come to: the same records by the way of Redis.
  Sums Counted() const {
    Counters counters;
    for (const auto* records : {&tickets_, &loops_}) {
      for (const RawRecord& record : *records) CountFact(record, counters);
    }
    Sums sums{{}, {}, now_};
    for (const auto& [bucket, cells] : counters) {
      if (bucket == kNowBucket || bucket == kBacklogBucket) Add(cells, sums.now);
      if (bucket.kind == Bucket::Kind::kHour) Add(cells, sums.happened);
    }
    return sums;
  }

  struct Listed {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    std::optional<Kpi> kpi{};
    std::vector<Uuid> subjects{};
  };
  Listed ListAll(const KpiName& name, const KpiQuery& query, const Visible& visible = kAll,
                 Side side = Side::kBoth) {
    Listed listed;
    ListQuery asked{name, query, side, now_, std::nullopt, kPageSize};
    while (true) {
      const auto page = queries_.List(asked, visible);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return listed;
      for (const Contributor& each : page->contributors) {
        listed.numerator += each.numerator;
        listed.denominator += each.denominator;
        listed.subjects.push_back(each.subject.id);
      }
      listed.kpi = page->kpi;
      if (!page->more) return listed;
      asked.after = ListPlace{page->contributors.back().time, page->contributors.back().subject.id};
    }
  }

  void ExpectListsToBe(const std::vector<Kpi>& kpis, const KpiQuery& query,
                       const Visible& visible = kAll) {
    for (const Kpi& kpi : kpis) {
      const Listed listed = ListAll({kpi.name, kpi.provisional}, query, visible);
      const std::string what = kpi.name + (kpi.provisional ? " provisional" : "");
      EXPECT_EQ(listed.numerator, kpi.numerator) << what;
      const bool plain = kpi.denominator == 1 && listed.denominator == 0;
      EXPECT_TRUE(plain || listed.denominator == kpi.denominator) << what;
      EXPECT_TRUE(!listed.kpi || *listed.kpi == kpi) << what;
      auto subjects = listed.subjects;
      std::sort(subjects.begin(), subjects.end());
      EXPECT_EQ(std::unique(subjects.begin(), subjects.end()), subjects.end())
          << what << ": a ticket comes once";
    }
  }

  TicketHistory history_{41};
  LoopHistory loop_history_{43};
  std::vector<RawRecord> tickets_;
  std::vector<RawRecord> loops_;
  // Some days after the histories, whose month it is.
  const Timestamp now_{Duration(1'700'000'000'000) + std::chrono::hours(72)};
  testing::PostgresServer server_;
  const std::string dsn_ = server_.Schema("kpi");
  Pool pool_{dsn_, 4};
  ContributionStore store_{pool_};
  ContributionsSink sink_{store_};
  ContributorQueries queries_{pool_};
};

TEST_F(ContributorsTest, AllPagesOfEveryNumberAddUpToTheNumber) {
  HearAll();
  const Sums counted = Counted();
  for (const int kind : {0, 1, 3}) {
    KpiQuery query{"", "", Window::kMonth};
    query.clock_kind = static_cast<ClockKind>(kind);
    query.ces_variant = static_cast<CesVariant>(kind % 3);
    ExpectListsToBe(KpisOf(counted, query, kAll), query);
  }
  const KpiQuery narrow{"north", "card", Window::kMonth};
  ExpectListsToBe(KpisOf(counted, narrow, kAll), narrow);
}

TEST_F(ContributorsTest, WhoMaySeeOneRegionIsListedAndToldNothingOfAnother) {
  HearAll();
  const Visible north = [](const auto&, const auto& region) { return region == "region-of-north"; };
  const KpiQuery query{"", "", Window::kMonth};
  ExpectListsToBe(KpisOf(Counted(), query, north), query, north);
  const KpiQuery elsewhere{"south|east", "", Window::kMonth};
  const Listed nobody = ListAll({"tickets_opened"}, elsewhere, north);
  EXPECT_TRUE(nobody.subjects.empty());
  EXPECT_EQ(nobody.kpi->numerator, 0);
}

TEST_F(ContributorsTest, ASideAloneIsAPartOfTheWhole) {
  HearAll();
  const KpiQuery query{"", "", Window::kMonth};
  const Listed both = ListAll({"csat"}, query);
  const Listed satisfied = ListAll({"csat"}, query, kAll, Side::kNumerator);
  EXPECT_EQ(satisfied.numerator, both.numerator);
  EXPECT_LT(satisfied.subjects.size(), both.subjects.size());
}

TEST_F(ContributorsTest, WhatItWasToldTwiceAfterAnEndInTheMiddleIsListedOnce) {
  std::mt19937 random(7);
  Hear({tickets_.begin(), tickets_.begin() + 400}, random);
  Hear(loops_, random);
  ContributionStore other(pool_);
  ContributionsSink next(other);
  const auto position = next.PositionOf(tickets_.front().partition);
  ASSERT_TRUE(position.ok());
  EXPECT_EQ(position->sequence, 400);
  ASSERT_TRUE(next.Handle(tickets_.front().partition, tickets_).ok());
  const KpiQuery query{"", "", Window::kMonth};
  ExpectListsToBe(KpisOf(Counted(), query, kAll), query);
}

TEST_F(ContributorsTest, OfALostLineNothingIsLeft) {
  HearAll();
  ASSERT_TRUE(store_.Clear(tickets_.front().partition).ok());
  const KpiQuery query{"", "", Window::kMonth};
  EXPECT_TRUE(ListAll({"tickets_open"}, query).subjects.empty());
  EXPECT_FALSE(ListAll({"csat"}, query).subjects.empty()) << "of another partition";
  EXPECT_EQ(sink_.PositionOf(tickets_.front().partition)->sequence, 0);
}

TEST_F(ContributorsTest, AListIsAsOldAsItsOldestPartitionAndNotTheWholeWithoutOne) {
  HearAll();
  const ListQuery asked{{"tickets_open"}, {"", "", Window::kHour}, Side::kBoth, now_, {}, 1};
  EXPECT_TRUE(queries_.List(asked, kAll)->freshness.rebuilding);
  std::map<Partition, Timestamp> notes;
  for (int number = 0; number < kPartitions; ++number) {
    notes[{kTicketTopic, number}] = now_ - std::chrono::seconds(number);
  }
  ASSERT_TRUE(store_.Note(notes).ok());
  const auto page = queries_.List(asked, kAll);
  EXPECT_FALSE(page->freshness.rebuilding);
  EXPECT_EQ(page->freshness.as_of, now_ - std::chrono::seconds(kPartitions - 1));
}

}  // namespace
}  // namespace recourse::kpi
