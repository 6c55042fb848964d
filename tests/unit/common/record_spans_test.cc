#include "services/common/runtime/record_spans.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "services/common/runtime/codec_sink.h"
#include "services/common/runtime/commands.h"
#include "services/common/trace/attributes.h"
#include "tests/support/counting_domain.h"
#include "tests/support/fake_store.h"
#include "tests/support/kept_spans.h"

namespace recourse {
namespace {

using testing::AttributeOf;
using testing::Count;
using testing::CountCodec;
using testing::FakeStore;
using testing::KeptSpans;

const Partition kPartition{"recourse.count.number.v1", 3};
const std::string kSend = "send recourse.count.number.v1";
const std::string kProcess = "process recourse.count.number.v1";
const trace::SpanContext kCaller{{1}, {2}, true};
const trace::SpanContext kOtherCaller{{3}, {4}, true};
const trace::SpanContext kUnsampled{{5}, {6}, false};

Outgoing Row(std::int64_t sequence, const Headers& headers) {
  Outgoing row;
  row.partition = kPartition;
  row.place = {1, 1, sequence};
  row.id = Derive(NamedUuid(kRecourseSpace, "row"), static_cast<std::size_t>(sequence));
  row.headers = headers;
  return row;
}

RawRecord Heard(std::int64_t sequence, const Headers& headers) {
  RawRecord record;
  record.partition = kPartition;
  record.offset = sequence - 1;
  record.place = {1, 1, sequence};
  record.id = Derive(NamedUuid(kRecourseSpace, "heard"), static_cast<std::size_t>(sequence));
  record.payload = CountCodec::Write(static_cast<int>(sequence), sequence);
  record.headers = headers;
  return record;
}

Headers Of(const trace::SpanContext& context) {
  return {{"ce_type", "recourse.count.v1.Counted"},
          {trace::kTraceparent, trace::FormatTraceparent(context)}};
}

TEST(SendSpansTest, ARecordNamesTheSpanThatSentIt) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  SendSpans spans;
  Outgoing row = Row(1, Of(kCaller));
  spans.Begin(row);
  const auto named = trace::ParseTraceparent(TraceparentOf(row.headers));
  ASSERT_TRUE(named);
  EXPECT_TRUE(kept.All().empty());
  spans.Delivered(kPartition, 1);
  tracing.Flush();
  ASSERT_EQ(kept.Named(kSend).size(), 1U);
  const auto span = kept.Named(kSend).front();
  EXPECT_EQ(span.context, *named);
  EXPECT_EQ(span.parent, kCaller.span_id);
  EXPECT_EQ(span.kind, trace::SpanKind::kProducer);
  EXPECT_EQ(*AttributeOf(span, "messaging.destination.name"),
            trace::AttributeValue(kPartition.topic));
  EXPECT_FALSE(span.failed);
}

TEST(SendSpansTest, WhatNobodyTracesGoesAsItIs) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  SendSpans spans;
  for (const Headers& headers : {Headers{}, Of(kUnsampled), Headers{{"traceparent", "rubbish"}}}) {
    Outgoing row = Row(1, headers);
    spans.Begin(row);
    EXPECT_EQ(row.headers, headers);
  }
  tracing.Flush();
  EXPECT_TRUE(kept.All().empty());
}

TEST(SendSpansTest, AWriterThatIsGivenUpFailsWhatItOwed) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  SendSpans spans;
  for (std::int64_t i = 1; i <= 3; ++i) {
    Outgoing row = Row(i, Of(kCaller));
    spans.Begin(row);
  }
  spans.Abandon(kPartition, 3);
  spans.Delivered(kPartition, 1);
  spans.Clear();
  tracing.Flush();
  ASSERT_EQ(kept.Named(kSend).size(), 2U);
  EXPECT_FALSE(kept.Named(kSend)[0].failed);
  EXPECT_TRUE(kept.Named(kSend)[1].failed);
}

TEST(ProcessSpansTest, ABatchLinksToItsProducersAndEachRecordStaysInItsTrace) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  std::vector<RawRecord> batch = {Heard(1, Of(kCaller)), Heard(2, {}), Heard(3, Of(kUnsampled)),
                                  Heard(4, Of(kOtherCaller))};
  { ProcessSpans spans("count", kPartition, batch); }
  tracing.Flush();
  ASSERT_EQ(kept.Named(kProcess).size(), 3U);
  for (const auto& span : kept.Named(kProcess)) {
    EXPECT_EQ(span.kind, trace::SpanKind::kConsumer);
    if (span.parent != trace::SpanId{}) continue;
    EXPECT_EQ(span.links, (std::vector{kCaller, kOtherCaller}));
    EXPECT_EQ(*AttributeOf(span, "messaging.batch.message_count"),
              trace::AttributeValue(std::int64_t{4}));
  }
  EXPECT_EQ(batch[0].span.trace_id, kCaller.trace_id);
  EXPECT_EQ(batch[3].span.trace_id, kOtherCaller.trace_id);
  EXPECT_FALSE(batch[1].span.valid());
  EXPECT_FALSE(batch[2].span.valid());
}

TEST(ProcessSpansTest, ATryThatFailedSaysSo) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  std::vector<RawRecord> batch = {Heard(1, Of(kCaller))};
  {
    ProcessSpans spans("count", kPartition, batch);
    spans.Failed(absl::UnavailableError("away"));
  }
  tracing.Flush();
  ASSERT_EQ(kept.Named(kProcess).size(), 2U);
  for (const auto& span : kept.Named(kProcess)) {
    EXPECT_TRUE(span.failed);
    EXPECT_EQ(*AttributeOf(span, "error.type"), trace::AttributeValue("UNAVAILABLE"));
  }
}

TEST(ProcessSpansTest, ABatchThatNobodyTracesMakesNone) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  std::vector<RawRecord> batch = {Heard(1, {}), Heard(2, Of(kUnsampled))};
  { ProcessSpans spans("count", kPartition, batch); }
  tracing.Flush();
  EXPECT_TRUE(kept.All().empty());
}

// What commits say of their facts: by the number of each, what it follows from.
class FactSpansTest : public ::testing::Test {
 protected:
  FactSpansTest() {
    store_.now = Timestamp(std::chrono::hours(1000));
    store_.on_commit = [this](const auto& changes) { spans_ = changes.spans; };
  }

  FakeStore<Count> store_;
  CountCodec codec_;
  std::map<std::size_t, trace::SpanContext> spans_;
};

TEST_F(FactSpansTest, AFactFollowsFromTheSpanOfItsRecord) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  CodecSink<Count> sink(store_, codec_);
  std::vector<RawRecord> batch = {Heard(1, {}), Heard(2, Of(kCaller))};
  const ProcessSpans spans("count", kPartition, batch);
  ASSERT_TRUE(sink.Handle(kPartition, batch).ok());
  ASSERT_EQ(store_.outbox.size(), 2U);
  EXPECT_EQ(spans_, (std::map<std::size_t, trace::SpanContext>{{1, batch[1].span}}));
}

TEST_F(FactSpansTest, AFactFollowsFromTheCommitOfItsCommand) {
  KeptSpans kept;
  KeptSpans::Tracing tracing(kept);
  Handler<Count> handler(store_);
  {
    Commands<Count> commands(handler, "count");
    std::promise<void> done;
    const trace::Scope scope(kCaller);
    ASSERT_TRUE(commands
                    .Submit({std::nullopt, "", {Count::KeyOf(1), 1}},
                            [&](const auto&) { done.set_value(); })
                    .ok());
    done.get_future().wait();
  }
  tracing.Flush();
  ASSERT_EQ(kept.Named("commit").size(), 1U);
  const auto commit = kept.Named("commit").front();
  EXPECT_EQ(commit.parent, kCaller.span_id);
  EXPECT_EQ(*AttributeOf(commit, "db.operation.batch.size"),
            trace::AttributeValue(std::int64_t{1}));
  EXPECT_EQ(spans_, (std::map<std::size_t, trace::SpanContext>{{0, commit.context}}));
}

TEST_F(FactSpansTest, WithoutTracingACommitSaysNothingOfSpans) {
  CodecSink<Count> sink(store_, codec_);
  std::vector<RawRecord> batch = {Heard(1, Of(kCaller))};
  const ProcessSpans spans("count", kPartition, batch);
  ASSERT_TRUE(sink.Handle(kPartition, batch).ok());
  ASSERT_EQ(store_.outbox.size(), 1U);
  EXPECT_TRUE(spans_.empty());
}

}  // namespace
}  // namespace recourse
