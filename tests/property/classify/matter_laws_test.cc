// Laws over any history of what is remembered: heard again, in batches of any size, in any order of
// strangers; and the limits, whatever is said.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "services/common/runtime/handler.h"
#include "tests/support/fake_store.h"
#include "tests/unit/classify/matter_values.h"

namespace recourse::classify::matter {
namespace {

using namespace testing;  // NOLINT: values of this test

Point AnyPoint() {
  const auto number = [] { return static_cast<std::int8_t>(*rc::gen::inRange(-100, 101)); };
  return {number(), number(), number()};
}

// Time goes on, mostly by minutes and now and then by days.
std::vector<Heard> AnyHistory() {
  std::vector<Heard> history;
  Timestamp now = kNoon;
  const int count = *rc::gen::inRange(1, 120);
  for (int i = 0; i < count; ++i) {
    now += std::chrono::minutes(*rc::gen::inRange(0, *rc::gen::inRange(0, 10) == 0 ? 6'000 : 30));
    const auto customer = *rc::gen::element<std::string>("c", "d", "");
    const auto category = *rc::gen::element<std::string>("card", "fee");
    history.push_back(HeardOf("f" + std::to_string(i), customer, category, AnyPoint(), now));
    if (*rc::gen::inRange(0, 8) == 0) {
      history.push_back(CorrectionOf(history.back(), "loan", *rc::gen::arbitrary<bool>()));
    }
  }
  return history;
}

// As a topic of one partition tells it.
std::vector<Record<Domain>> RecordsOf(const std::vector<Heard>& history) {
  std::vector<Record<Domain>> records;
  for (const Heard& heard : history) {
    const auto sequence = static_cast<std::int64_t>(records.size()) + 1;
    const FactId id(NamedUuid(kRecourseSpace, "record " + std::to_string(sequence)));
    records.push_back({{1, 1, sequence}, sequence - 1, id, heard});
  }
  return records;
}

using Store = recourse::testing::FakeStore<Domain>;
const Partition kPartition{"recourse.classify.feedback.v1", 0};

void HandleAll(const std::vector<Record<Domain>>& records, std::size_t batch, Store& store) {
  Handler<Domain> handler(store);
  for (std::size_t at = 0; at < records.size(); at += batch) {
    const auto begin = records.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(batch, records.size() - at));
    RC_ASSERT(handler.Handle(kPartition, std::vector<Record<Domain>>(begin, end)).ok());
  }
}

RC_GTEST_PROP(MatterLaws, ABatchIsWhatItsRecordsAreOneByOne, ()) {
  const auto records = RecordsOf(AnyHistory());
  Store one, many;
  HandleAll(records, 1, one);
  HandleAll(records, *rc::gen::inRange<std::size_t>(2, 50), many);
  RC_ASSERT(one.rows == many.rows);
  RC_ASSERT(one.outbox == many.outbox);
}

RC_GTEST_PROP(MatterLaws, RecordsHeardAgainChangeNothing, ()) {
  const auto records = RecordsOf(AnyHistory());
  Store store;
  HandleAll(records, 20, store);
  const auto rows = store.rows;
  const auto outbox = store.outbox;
  const auto from = *rc::gen::inRange<std::size_t>(0, records.size());
  HandleAll({records.begin() + static_cast<std::ptrdiff_t>(from), records.end()}, 7, store);
  RC_ASSERT(store.rows == rows);
  RC_ASSERT(store.outbox == outbox);
}

RC_GTEST_PROP(MatterLaws, APieceTwiceIsAPieceOnce, ()) {
  History history;
  for (const Heard& heard : AnyHistory()) {
    history.Hear(heard);
    if (heard.ordinal > 1) continue;
    RC_ASSERT(Decide(history.view, heard, heard.recorded_time, history.policy) == Decision{});
  }
}

RC_GTEST_PROP(MatterLaws, TheLimitsHoldWhateverIsSaid, ()) {
  History history;
  history.policy.join_percent = *rc::gen::inRange(1, 102);
  for (const Heard& heard : AnyHistory()) {
    for (const auto& fact : history.Hear(heard)) RC_ASSERT(fact.similar.size() <= kSimilarMax);
    for (const auto& [id, file] : history.view) {
      RC_ASSERT(file.pieces.size() <= kPiecesMax);
      RC_ASSERT(file.clusters.size() <= kClustersMax);
      for (const auto& [leader, cluster] : file.clusters) {
        RC_ASSERT(cluster.counts.size() <= static_cast<std::size_t>(kClusterHours));
      }
    }
  }
}

// Judged by a walk over everything that was ever said, which knows no files.
RC_GTEST_PROP(MatterLaws, WhatIsFoundIsTheSameCustomersOfTheLastDaysAndAlike, ()) {
  History history;
  std::vector<Heard> said;
  for (const Heard& heard : AnyHistory()) {
    const auto facts = history.Hear(heard);
    for (const auto& fact : facts) {
      for (const Similar& similar : fact.similar) {
        const auto found = std::find_if(said.begin(), said.end(), [&](const Heard& each) {
          return each.feedback_id == similar.feedback_id;
        });
        RC_ASSERT(found != said.end());
        RC_ASSERT(found->customer_id == heard.customer_id && !heard.customer_id.empty());
        RC_ASSERT(heard.recorded_time - found->recorded_time <= kPieceFor);
        RC_ASSERT(similar.similarity_percent == SimilarityPercent(found->point, heard.point));
        RC_ASSERT(similar.similarity_percent >= history.policy.suggest_percent);
      }
    }
    if (heard.ordinal == 1) said.push_back(heard);
  }
}

// Strangers' pieces of two categories, in any order between the two.
RC_GTEST_PROP(MatterLaws, TheOrderBetweenCustomersAndCategoriesChangesNoFile, ()) {
  std::vector<Heard> first, second;
  const int count = *rc::gen::inRange(1, 30);
  for (int i = 0; i < count; ++i) {
    const std::string name = std::to_string(i);
    const Timestamp time = kNoon + std::chrono::minutes(i);
    first.push_back(HeardOf("f" + name, "c", "card", AnyPoint(), time));
    second.push_back(HeardOf("g" + name, "d", "fee", AnyPoint(), time));
  }
  History apart, mixed;
  for (const auto& each : {first, second}) {
    for (const Heard& heard : each) apart.Hear(heard);
  }
  while (!first.empty() || !second.empty()) {
    auto& from = second.empty() || (!first.empty() && *rc::gen::arbitrary<bool>()) ? first : second;
    mixed.Hear(from.front());
    from.erase(from.begin());
  }
  RC_ASSERT(apart.view == mixed.view);
}

}  // namespace
}  // namespace recourse::classify::matter
