#include "services/console/adapters/feedback_json.h"

#include <gtest/gtest.h>

#include "services/common/process/json.h"

namespace recourse::console {
namespace {

FeedbackOrFault Read(const std::string& text) {
  auto parsed = ParseJsonObject(text);
  EXPECT_TRUE(std::holds_alternative<boost::json::object>(parsed)) << text;
  return ReadFeedback(std::get<boost::json::object>(parsed));
}

std::string SlugOf(const std::string& text) {
  const auto read = Read(text);
  const auto* fault = std::get_if<FieldFault>(&read);
  return fault == nullptr ? "taken" : fault->slug + " " + fault->field;
}

TEST(ReadFeedbackTest, TakesEveryField) {
  const auto read = Read(R"({
      "source_id": "hotline-north", "external_id": "call-17", "channel": "phone",
      "customer": {"external_id": "c-8812", "name": "王芳", "phone": "13800138000",
                   "email": "w@example.com", "language": "zh-CN"},
      "text": "等了四十分钟 😠", "occurred_time": "2026-03-03T02:00:00.5Z",
      "due_time": "2026-03-03T10:00:00+08:00", "place": "北京", "product": "card",
      "about_ticket_id": "26-004217", "attributes": {"queue": "north", "": "x"}})");
  Feedback expected;
  expected.source_id = "hotline-north";
  expected.external_id = "call-17";
  expected.channel = "phone";
  expected.customer = Customer{"c-8812", "王芳", "13800138000", "w@example.com", "zh-CN"};
  expected.text = "等了四十分钟 😠";
  expected.occurred_time = Timestamp(std::chrono::milliseconds(1'772'503'200'500));
  expected.due_time = Timestamp(std::chrono::milliseconds(1'772'503'200'000));
  expected.place = "北京";
  expected.product = "card";
  expected.about_ticket_id = "26-004217";
  expected.attributes = {{"queue", "north"}, {"", "x"}};
  ASSERT_TRUE(std::holds_alternative<Feedback>(read));
  EXPECT_EQ(std::get<Feedback>(read), expected);
}

TEST(ReadFeedbackTest, LeavesToIngestWhatMustBeSaid) {
  EXPECT_EQ(SlugOf("{}"), "taken");
  EXPECT_EQ(SlugOf(R"({"text": ""})"), "taken");
}

TEST(ReadFeedbackTest, KeepsU0000ForIngestToRefuse) {
  const auto read = Read(R"({"text": "a\u0000b"})");
  EXPECT_EQ(std::get<Feedback>(read).text, std::string("a\0b", 3));
}

TEST(ReadFeedbackTest, RefusesNamesThatItDoesNotKnow) {
  EXPECT_EQ(SlugOf(R"({"txt": "x"})"), "field-unknown ");
  EXPECT_EQ(SlugOf(R"({"text": "x", "Text": "y"})"), "field-unknown ");
  EXPECT_EQ(SlugOf(R"({"customer": {"phon": "1"}})"), "field-unknown customer");
  EXPECT_EQ(SlugOf(R"({"feedback_id": "x"})"), "field-unknown ");
}

TEST(ReadFeedbackTest, RefusesOtherTypes) {
  EXPECT_EQ(SlugOf(R"({"text": 5})"), "field-wrong-type text");
  EXPECT_EQ(SlugOf(R"({"text": null})"), "field-wrong-type text");
  EXPECT_EQ(SlugOf(R"({"text": ["x"]})"), "field-wrong-type text");
  EXPECT_EQ(SlugOf(R"({"source_id": true})"), "field-wrong-type source_id");
  EXPECT_EQ(SlugOf(R"({"customer": "王芳"})"), "field-wrong-type customer");
  EXPECT_EQ(SlugOf(R"({"customer": {"phone": 13800138000}})"), "field-wrong-type customer.phone");
  EXPECT_EQ(SlugOf(R"({"attributes": []})"), "field-wrong-type attributes");
  EXPECT_EQ(SlugOf(R"({"attributes": {"n": 1}})"), "field-wrong-type attributes");
  EXPECT_EQ(SlugOf(R"({"occurred_time": 1772503200})"), "field-wrong-type occurred_time");
}

TEST(ReadFeedbackTest, RefusesTimesThatAreNone) {
  for (const char* time :
       {"", "2026-03-03", "2026-03-03T02:00:00", "2026-02-30T02:00:00Z", "2026-03-03 02:00:00Z",
        "2026-03-03T24:00:00Z", "2026-03-03T02:00:60Z", "2026-03-03T02:00:00.Z",
        "2026-03-03T02:00:00+0800", "2026-03-03T02:00:00Zx", "0000-01-01T00:00:00Z",
        "+026-03-03T02:00:00Z", "２026-03-03T02:00:00Z"}) {
    EXPECT_EQ(SlugOf(std::string(R"({"occurred_time": ")") + time + "\"}"),
              "time-malformed occurred_time")
        << time;
  }
}

TEST(ReadFeedbackTest, NamesTheFirstFaultOnly) {
  EXPECT_EQ(SlugOf(R"({"channel": 1, "text": 2, "other": 3})"), "field-wrong-type channel");
}

TEST(ReadFeedbackTest, RepeatsNothingOfWhatWasSent) {
  const auto read = Read(R"({"text": "x", "secret-4929-1111": "y"})");
  EXPECT_EQ(std::get<FieldFault>(read).detail.find("4929"), std::string::npos);
}

std::variant<std::vector<FeedbackOrFault>, FieldFault> ReadMany(const std::string& text) {
  auto parsed = ParseJsonObject(text);
  return ReadBatch(std::get<boost::json::object>(parsed));
}

TEST(ReadBatchTest, JudgesEachOnItsOwn) {
  const auto read = ReadMany(R"({"feedback": [{"text": "a"}, 5, {"txt": "b"}, {"text": "c"}]})");
  const auto& batch = std::get<std::vector<FeedbackOrFault>>(read);
  ASSERT_EQ(batch.size(), 4U);
  EXPECT_EQ(std::get<Feedback>(batch[0]).text, "a");
  EXPECT_EQ(std::get<FieldFault>(batch[1]).slug, "field-wrong-type");
  EXPECT_EQ(std::get<FieldFault>(batch[2]).slug, "field-unknown");
  EXPECT_EQ(std::get<Feedback>(batch[3]).text, "c");
}

TEST(ReadBatchTest, RefusesTheWholeWhereItIsNone) {
  for (const char* text : {R"({})", R"({"feedback": {}})", R"({"feedback": [{}], "more": 1})"}) {
    EXPECT_EQ(std::get<FieldFault>(ReadMany(text)).slug, "field-wrong-type") << text;
  }
  EXPECT_EQ(std::get<FieldFault>(ReadMany(R"({"feedback": []})")).slug, "batch-size");
}

TEST(ReadBatchTest, LimitsABatchTo512) {
  std::string items = "{}";
  for (std::size_t i = 1; i < kMaxBatch; ++i) items += ",{}";
  EXPECT_EQ(std::get<0>(ReadMany("{\"feedback\": [" + items + "]}")).size(), kMaxBatch);
  EXPECT_EQ(std::get<FieldFault>(ReadMany("{\"feedback\": [" + items + ",{}]}")).slug,
            "batch-size");
}

}  // namespace
}  // namespace recourse::console
