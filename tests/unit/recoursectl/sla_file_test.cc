// The file of `sla explain` as a whole, and its clocks where the tables of tests/golden/recoursectl
// do not look: limits, repeated ids, times, what a moved file keeps.
#include "services/recoursectl/sla/sla_file.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "services/common/process/json.h"
#include "services/recoursectl/sla/sla_json.h"
#include "services/recoursectl/sla/sla_text.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

const std::string kStarted = R"({"time":"2026-03-03T02:00:00Z","kind":"started"})";

std::string Clock(const std::string& id, const std::string& rest = "") {
  return R"({"id":")" + id + R"(","target_ms":60000,"events":[)" + kStarted + "]" + rest + "}";
}

SlaFile FileOf(const std::string& text) {
  auto file = SlaFile::Read(text);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

std::string Refusal(const std::string& text) {
  const auto file = SlaFile::Read(text);
  EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(file.status().message());
}

// The slug of the fault of a clock; "" where it has none.
std::string Error(const SlaFile& file, std::size_t index) {
  const auto explained = file.Explained(index);
  const auto* fault = std::get_if<ClockFault>(&explained);
  return fault == nullptr ? "" : fault->slug;
}

TEST(SlaFileTest, AFileThatIsNoneIsRefusedAsAWhole) {
  EXPECT_NE(Refusal("").find("json-malformed"), std::string::npos);
  EXPECT_NE(Refusal("[]").find("json-malformed"), std::string::npos);
  EXPECT_NE(Refusal(R"({"clocks":[],"clocks":[]})").find("json-duplicate-key"), std::string::npos);
  EXPECT_NE(Refusal("{}").find("clocks"), std::string::npos);
  EXPECT_NE(Refusal(R"({"clocks":{}})").find("clocks"), std::string::npos);
  EXPECT_NE(Refusal(R"({"clocks":[],"calendars":[]})").find("calendars"), std::string::npos);
  EXPECT_NE(Refusal(R"({"clocks":[],"calender":{}})").find("nothing else"), std::string::npos);
  EXPECT_NE(Refusal(R"({"clocks":[],"calendars":{"":{"zone":"UTC"}}})").find("name"),
            std::string::npos);
}

TEST(SlaFileTest, AFileWithoutClocksIsAFile) {
  EXPECT_EQ(FileOf(R"({"clocks":[]})").clock_count(), 0U);
}

TEST(SlaFileTest, LimitsOfAFileAreKept) {
  EXPECT_NE(Refusal(std::string(kSlaFileBytesMax + 1, ' ')).find("256 MiB"), std::string::npos);
  std::string many = R"({"clocks":[0)";
  many.reserve(2 * kSlaClocksMax + 32);
  for (std::size_t i = 1; i < kSlaClocksMax; ++i) many += ",0";
  EXPECT_EQ(FileOf(many + "]}").clock_count(), kSlaClocksMax);
  EXPECT_NE(Refusal(many + ",0]}").find("1,000,000"), std::string::npos);
}

TEST(SlaFileTest, LimitsOfAClockAreKept) {
  std::string events = kStarted;
  for (std::size_t i = 1; i < sla::kClockEventsMax; ++i) {
    events += R"(,{"time":"2026-03-03T02:00:00Z","kind":"acknowledged"})";
  }
  const std::string head = R"({"clocks":[{"id":"c","target_ms":60000,"events":[)";
  EXPECT_EQ(Error(FileOf(head + events + "]}]}"), 0), "");
  EXPECT_EQ(Error(FileOf(head + events + "," + kStarted + "]}]}"), 0), "clock_malformed");
  const std::string longest(kClockIdBytesMax, 'i');
  EXPECT_EQ(FileOf("{\"clocks\":[" + Clock(longest) + "]}").IdOf(0), longest);
  EXPECT_EQ(FileOf("{\"clocks\":[" + Clock(longest + "i") + "]}").IdOf(0), std::nullopt);
}

TEST(SlaFileTest, WhatHasNoIdIsToldByItsPlace) {
  const SlaFile file = FileOf(R"({"clocks":[7, {}, {"id":""}, null, )" + Clock("c") + "]}");
  for (std::size_t i = 0; i < 4; ++i) {
    const auto explained = file.Explained(i);
    ASSERT_TRUE(std::holds_alternative<ClockFault>(explained)) << i;
    const auto& fault = std::get<ClockFault>(explained);
    EXPECT_EQ(fault.slug, "clock_malformed");
    EXPECT_TRUE(fault.at.starts_with("clocks[" + std::to_string(i) + "]")) << fault.at;
    std::string line;
    AppendJson(file.IdOf(i), fault, line);
    EXPECT_TRUE(json::parse(line).at("id").is_null());
  }
  EXPECT_EQ(Error(file, 4), "");
}

TEST(SlaFileTest, OfTwoClocksWithOneIdTheFirstIsAnswered) {
  const SlaFile file = FileOf("{\"clocks\":[" + Clock("b") + "," + Clock("a") + "," + Clock("b") +
                              "," + Clock("b") + "]}");
  EXPECT_EQ(Error(file, 0), "");
  EXPECT_EQ(Error(file, 1), "");
  EXPECT_EQ(Error(file, 2), "clock_malformed");
  EXPECT_EQ(Error(file, 3), "clock_malformed");
  EXPECT_EQ(file.IdOf(3), "b");
}

TEST(SlaFileTest, NullIsAbsent) {
  const SlaFile file = FileOf("{\"clocks\":[" + Clock("c", R"(,"until":null,"calendar":null)") +
                              "],\"calendars\":{}}");
  EXPECT_EQ(Error(file, 0), "");
}

TEST(SlaFileTest, AHandOverWithoutACalendarStays) {
  const SlaFile file = FileOf(
      R"({"calendars":{"T":{"zone":"UTC","week":{"tue":[["02:00","03:00"]]}}},"clocks":[
          {"id":"c","calendar":"T","target_ms":7200000,"events":[
            {"time":"2026-03-03T02:00:00Z","kind":"started"},
            {"time":"2026-03-03T02:10:00Z","kind":"transferred","holder":"b"},
            {"time":"2026-03-03T02:20:00Z","kind":"transferred","calendar":""},
            {"time":"2026-03-03T02:30:00Z","kind":"satisfied"}]}]})");
  const auto explained = file.Explained(0);
  ASSERT_TRUE(std::holds_alternative<Explanation>(explained));
  const auto& segments = std::get<Explanation>(explained).segments;
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_EQ(segments[1].calendar_id, "T");
  EXPECT_EQ(segments[2].calendar_id, "") << "an empty name is always open";
}

TEST(SlaFileTest, SegmentsBeyondTheLimitAreCutAndThatIsSaid) {
  // One opening and one closing a day, for forty years.
  const SlaFile file = FileOf(
      R"({"calendars":{"D":{"zone":"UTC","week":{
          "mon":[["09:00","10:00"]],"tue":[["09:00","10:00"]],"wed":[["09:00","10:00"]],
          "thu":[["09:00","10:00"]],"fri":[["09:00","10:00"]],
          "sat":[["09:00","10:00"]],"sun":[["09:00","10:00"]]}}},"clocks":[
          {"id":"c","calendar":"D","target_ms":1,"until":"2066-03-03T02:00:00Z","events":[
            {"time":"2026-03-03T02:00:00Z","kind":"started"}]}]})");
  const auto explained = file.Explained(0);
  ASSERT_TRUE(std::holds_alternative<Explanation>(explained));
  const auto& clock = std::get<Explanation>(explained);
  EXPECT_EQ(clock.segments.size(), sla::kSegmentsMax);
  std::string line, text;
  AppendJson(clock, line);
  EXPECT_TRUE(json::parse(line).at("segments_cut").as_bool());
  AppendText(clock, file.calendars(), text);
  EXPECT_NE(text.find("16,384"), std::string::npos);
}

TEST(SlaFileTest, TextsComeBackAsTheyWere) {
  const SlaFile file = FileOf(
      R"({"clocks":[{"id":"\"\\\u0001\n网点","target_ms":60000,"events":[)" + kStarted + "]}]}");
  const auto explained = file.Explained(0);
  ASSERT_TRUE(std::holds_alternative<Explanation>(explained));
  std::string line, text;
  AppendJson(std::get<Explanation>(explained), line);
  EXPECT_EQ(json::parse(line).at("id"), "\"\\\x01\n网点");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  AppendText(std::get<Explanation>(explained), file.calendars(), text);
  EXPECT_EQ(text.find('\x01'), std::string::npos) << "a terminal is not steered by a file";
}

TEST(SlaFileTest, ThePlaceOfAFaultDoesNotRepeatHowLongANameIs) {
  const SlaFile file = FileOf("{\"clocks\":[{\"id\":\"c\",\"" + std::string(100'000, 'x') +
                              "\":1,\"target_ms\":1,\"events\":[" + kStarted + "]}]}");
  const auto explained = file.Explained(0);
  ASSERT_TRUE(std::holds_alternative<ClockFault>(explained));
  EXPECT_LT(std::get<ClockFault>(explained).at.size(), 200U);
}

}  // namespace
}  // namespace recourse::ctl
