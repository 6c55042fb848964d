#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "services/common/trace/sampler.h"
#include "services/common/trace/span_context.h"

namespace recourse::trace {
namespace {

// The example of W3C Trace Context, section 3.2.
constexpr char kExample[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

SpanContext Context(std::uint8_t seed, bool sampled) {
  SpanContext context;
  context.trace_id.fill(seed);
  context.span_id.fill(seed);
  context.sampled = sampled;
  return context;
}

TEST(TraceparentTest, ReadsTheExampleOfTheStandard) {
  const auto context = ParseTraceparent(kExample);
  ASSERT_TRUE(context);
  EXPECT_EQ(context->trace_id[0], 0x0a);
  EXPECT_EQ(context->trace_id[15], 0x9c);
  EXPECT_EQ(context->span_id[0], 0xb7);
  EXPECT_EQ(context->span_id[7], 0x31);
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(FormatTraceparent(*context), kExample);
}

RC_GTEST_PROP(TraceparentTest, WhatIsWrittenIsReadAgain,
              (std::array<std::uint8_t, 16> trace_id, std::array<std::uint8_t, 8> span_id,
               bool sampled)) {
  const SpanContext context{trace_id, span_id, sampled};
  RC_PRE(context.valid());
  RC_ASSERT(ParseTraceparent(FormatTraceparent(context)) == context);
}

TEST(TraceparentTest, AnUnsampledCallerIsACallerStill) {
  const auto context = ParseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
  ASSERT_TRUE(context);
  EXPECT_FALSE(context->sampled);
}

TEST(TraceparentTest, OfTheFlagsOnlySampledIsLookedAt) {
  const auto context = ParseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-fe");
  ASSERT_TRUE(context);
  EXPECT_FALSE(context->sampled);
}

TEST(TraceparentTest, ALaterVersionMayHaveMoreBehindADash) {
  EXPECT_TRUE(ParseTraceparent("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what"));
  EXPECT_TRUE(ParseTraceparent("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  EXPECT_FALSE(ParseTraceparent("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01what"));
}

TEST(TraceparentTest, RefusesWhatTheStandardRefuses) {
  for (const std::string bad : {
           "",
           "00",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
           "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "00-00000000000000000000000000000000-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
           "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
           "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
       }) {
    EXPECT_FALSE(ParseTraceparent(bad)) << bad;
  }
}

RC_GTEST_PROP(TraceparentTest, AnyBytesAreReadOrRefused, (std::string bytes)) {
  const auto context = ParseTraceparent(bytes);
  RC_ASSERT(!context || context->valid());
}

TEST(SamplerTest, TheCallersWordStands) {
  const auto on = SamplerOf("parentbased_always_on", 1.0);
  const auto off = SamplerOf("parentbased_always_off", 1.0);
  EXPECT_TRUE(off.Samples(Context(7, true), TraceId{7}));
  EXPECT_FALSE(on.Samples(Context(7, false), TraceId{7}));
  EXPECT_TRUE(on.Samples({}, TraceId{7}));
  EXPECT_FALSE(off.Samples({}, TraceId{7}));
}

TEST(SamplerTest, WithoutParentBasedTheCallersWordIsNothing) {
  EXPECT_TRUE(SamplerOf("always_on", 1.0).Samples(Context(7, false), TraceId{7}));
  EXPECT_FALSE(SamplerOf("always_off", 1.0).Samples(Context(7, true), TraceId{7}));
  EXPECT_FALSE(SamplerOf("traceidratio", 0.0).Samples(Context(7, true), TraceId{7}));
}

// As OpenTelemetry's own libraries decide: the last eight bytes, less their lowest bit, as a share
// of 2^63.
TEST(SamplerTest, TheRatioIsOfTheIdsLastEightBytes) {
  TraceId below_half{};
  below_half[8] = 0x7f;
  TraceId half{};
  half[8] = 0x80;
  TraceId first_bytes{};
  std::fill_n(first_bytes.begin(), 8, std::uint8_t{0xff});
  const auto sampler = SamplerOf("parentbased_traceidratio", 0.5);
  EXPECT_TRUE(sampler.Samples({}, below_half));
  EXPECT_FALSE(sampler.Samples({}, half));
  EXPECT_TRUE(sampler.Samples({}, first_bytes));
}

RC_GTEST_PROP(SamplerTest, WhatALowerRatioSamplesAHigherOneDoesToo, (TraceId id)) {
  const double low = *rc::gen::inRange(0, 1000) / 1000.0;
  const double high = low + (1.0 - low) * *rc::gen::inRange(0, 1000) / 1000.0;
  const bool sampled = SamplerOf("traceidratio", low).Samples({}, id);
  RC_ASSERT(!sampled || SamplerOf("traceidratio", high).Samples({}, id));
}

RC_GTEST_PROP(SamplerTest, OneIsAllAndZeroIsNone, (TraceId id)) {
  RC_ASSERT(SamplerOf("traceidratio", 1.0).Samples({}, id));
  RC_ASSERT(!SamplerOf("traceidratio", 0.0).Samples({}, id));
}

}  // namespace
}  // namespace recourse::trace
