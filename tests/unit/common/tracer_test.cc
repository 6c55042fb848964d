#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>

#include "services/common/trace/attributes.h"
#include "tests/support/kept_spans.h"
#include "tests/support/quiet_log.h"

namespace recourse::trace {
namespace {

using recourse::testing::AttributeOf;
using recourse::testing::KeptSpans;

// The clock exports nothing: only a full batch does.
constexpr std::chrono::hours kNever{1};
constexpr char kDropped[] = "recourse_trace_dropped_spans_total";

double DroppedFull() { return Counter(kDropped, "", {{"why", "queue_full"}}).Value(); }
double DroppedFailed() { return Counter(kDropped, "", {{"why", "not_taken"}}).Value(); }

SpanContext Caller(bool sampled) { return {TraceId{1, 2, 3}, SpanId{4, 5, 6}, sampled}; }

Span Work(const std::string& name, const SpanContext& parent = {}) {
  return Start(SpanKind::kInternal, name, "", parent);
}

TEST(TracerTest, NothingIsMadeWhereTracingIsOff) {
  ASSERT_FALSE(Enabled());
  Span span = Work("work", Caller(true));
  span.Set(kRpcMethod, "TakeTicket");
  EXPECT_FALSE(span.recording());
  EXPECT_FALSE(span.context().valid());
}

TEST(TracerTest, AChildIsPartOfItsCallersTrace) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  {
    Span span = Start(SpanKind::kServer, "send", "topic", Caller(true));
    span.Set(kMessagingSystem, "kafka");
    span.Set(kMessagingKafkaOffset, 7);
    EXPECT_EQ(span.context().trace_id, Caller(true).trace_id);
    EXPECT_NE(span.context().span_id, Caller(true).span_id);
  }
  tracing.Flush();
  ASSERT_EQ(kept.All().size(), 1U);
  const SpanData span = kept.All().front();
  EXPECT_EQ(span.name, "send topic");
  EXPECT_EQ(span.kind, SpanKind::kServer);
  EXPECT_EQ(span.parent, Caller(true).span_id);
  EXPECT_LE(span.start_time, span.end_time);
  EXPECT_EQ(*AttributeOf(span, kMessagingSystem), AttributeValue("kafka"));
  EXPECT_EQ(*AttributeOf(span, kMessagingKafkaOffset), AttributeValue(std::int64_t{7}));
}

TEST(TracerTest, WithoutACallerEachSpanBeginsATraceOfItsOwn) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  std::set<TraceId> traces;
  for (int i = 0; i < 100; ++i) traces.insert(Work("work").context().trace_id);
  tracing.Flush();
  EXPECT_EQ(traces.size(), 100U);
  EXPECT_EQ(kept.All().front().parent, SpanId{});
}

TEST(TracerTest, WhatIsNotSampledIsNotRecordedAndItsContextSaysSo) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  {
    const Span span = Work("work", Caller(false));
    EXPECT_FALSE(span.recording());
    EXPECT_TRUE(span.context().valid());
    EXPECT_FALSE(span.context().sampled);
    EXPECT_FALSE(Work("below", span.context()).recording());
  }
  EXPECT_FALSE(Work("clock", Unsampled()).recording());
  tracing.Flush();
  EXPECT_TRUE(kept.All().empty());
}

TEST(TracerTest, AScopeHoldsForItsBlockAndItsThread) {
  EXPECT_FALSE(Current().valid());
  {
    const Scope outer(Caller(true));
    {
      const Scope inner(Caller(false));
      EXPECT_EQ(Current(), Caller(false));
    }
    EXPECT_EQ(Current(), Caller(true));
    std::thread([] { EXPECT_FALSE(Current().valid()); }).join();
  }
  EXPECT_FALSE(Current().valid());
}

TEST(TracerTest, AFullQueueDropsAndCountsAndNobodyWaits) {
  KeptSpans kept;
  kept.Close();
  KeptSpans::Tracing tracing(kept, {}, {.queued = 10, .batch = 4, .every = kNever});
  const double before = DroppedFull();
  for (int i = 0; i < 4; ++i) Work("first");
  kept.AwaitWaiting();  // four are with the exporter, who does not come back
  for (int i = 0; i < 15; ++i) Work("second");
  EXPECT_EQ(DroppedFull() - before, 5);
  kept.Open();
  tracing.Flush();
  EXPECT_EQ(kept.Named("first").size(), 4U);
  EXPECT_EQ(kept.Named("second").size(), 10U);
}

TEST(TracerTest, AReceiverThatIsAwayIsTriedAgain) {
  KeptSpans kept;
  kept.Answer({absl::UnavailableError("away"), absl::UnavailableError("away")});
  KeptSpans::Tracing tracing(kept, {}, {.batch = 1, .every = std::chrono::milliseconds(1)});
  Work("work");
  while (kept.All().empty()) std::this_thread::yield();
  EXPECT_EQ(kept.exports(), 3);
}

TEST(TracerTest, WhatAReceiverRefusesIsDroppedAndCounted) {
  KeptSpans kept;
  kept.Answer({absl::InvalidArgumentError("no")});
  const double before = DroppedFailed();
  KeptSpans::Tracing tracing(kept, {}, {.batch = 2, .every = kNever});
  Work("work");
  Work("work");
  while (DroppedFailed() == before) std::this_thread::yield();
  Work("later");
  tracing.Flush();
  EXPECT_EQ(DroppedFailed() - before, 2);
  EXPECT_EQ(kept.All().size(), 1U);
}

TEST(TracerTest, WhatIsLeftAtTheEndWithoutTimeIsCounted) {
  KeptSpans kept;
  const double before = DroppedFailed();
  KeptSpans::Tracing tracing(kept, {}, {.every = kNever});
  Work("work");
  tracing.tracer.Stop(std::chrono::milliseconds(0));
  EXPECT_EQ(DroppedFailed() - before, 1);
  EXPECT_TRUE(kept.All().empty());
}

TEST(TracerTest, ASpanHoldsOnlySoManyLinksAndCountsTheRest) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  {
    Span span = Work("work");
    for (std::size_t i = 0; i < kLinksMax + 3; ++i) span.Link(Caller(true));
  }
  tracing.Flush();
  EXPECT_EQ(kept.All().front().links.size(), kLinksMax);
  EXPECT_EQ(kept.All().front().dropped_links, 3U);
}

TEST(TracerTest, WhatIsAbandonedNeverHappened) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  Work("work").Abandon();
  tracing.Flush();
  EXPECT_TRUE(kept.All().empty());
}

}  // namespace
}  // namespace recourse::trace
