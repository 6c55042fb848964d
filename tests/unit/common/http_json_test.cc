#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "services/common/process/json.h"

namespace recourse {
namespace {

// The slug of the fault; empty when it was taken.
std::string SlugOf(const std::string& text) {
  const auto parsed = ParseJson(text);
  const auto* fault = std::get_if<JsonFault>(&parsed);
  return fault == nullptr ? "" : fault->slug;
}

std::string Nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(JsonTest, TakesWhatIsJson) {
  const std::string text =
      R"({"a":[1,-2,2.5E0,true,null],"b":{"c":"投诉 \ud83d\ude00 \u0000"},"d":{}})";
  const auto parsed = ParseJson(text);
  ASSERT_TRUE(std::holds_alternative<boost::json::value>(parsed));
  const auto& object = std::get<boost::json::value>(parsed).as_object();
  EXPECT_EQ(object.at("a").as_array().size(), 5U);
  EXPECT_EQ(object.at("b").at("c").as_string(), std::string_view("投诉 😀 \0", 13));
  EXPECT_EQ(SlugOf("  7 \n"), "");
}

TEST(JsonTest, RefusesWhatOnlyLooksLikeJson) {
  const std::vector<std::string> texts = {
      "",
      " ",
      "{",
      R"({"a":1,})",
      R"([1,])",
      R"({'a':1})",
      R"({a:1})",
      "// c\n1",
      "/* c */ 1",
      "NaN",
      "Infinity",
      "-Infinity",
      "01",
      "+1",
      ".5",
      "1.",
      "0x10",
      "1e400",
      "\xef\xbb\xbf{}",
      "{} {}",
      "{}x",
      "\"a\nb\"",
      "\"\x01\"",
      R"("\x41")",
      R"("\ud800")",
      R"("\udc00")",
      R"("\ud800\u0041")",
      "\"\xff\"",
      "\"\xc0\xaf\"",
      "\"\xed\xa0\x80\"",
      "\"\xcd\xb6\xcb\xdf\xc1\xcb\"",
      "{\"\xff\":1}",
      std::string("{\0}", 3),
      std::string("7\0", 2),
  };
  for (const std::string& text : texts) {
    EXPECT_EQ(SlugOf(text), "json-malformed") << text;
  }
}

TEST(JsonTest, RefusesEveryTruncation) {
  const std::string text = R"({"source_id":"s","text":"投\u8bc9","n":[1,{"x":null}],"b":true})";
  ASSERT_EQ(SlugOf(text), "");
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(SlugOf(text.substr(0, length)), "json-malformed") << length;
  }
}

TEST(JsonTest, RefusesANameTwiceInWhateverSpellingAndPlace) {
  for (const std::string text : {
           R"({"a":1,"a":1})",
           R"({"a":1,"\u0061":2})",
           R"({"x":[{"y":{"a":1,"b":2,"a":3}}]})",
           R"({"":1,"":2})",
           R"({"投诉":1,"\u6295\u8bc9":2})",
       }) {
    EXPECT_EQ(SlugOf(text), "json-duplicate-key") << text;
  }
  EXPECT_EQ(SlugOf(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}],"A":0})"), "");
}

TEST(JsonTest, RefusesNestingBeyondThirtyTwo) {
  EXPECT_EQ(SlugOf(Nested(32, "[", "]")), "");
  EXPECT_EQ(SlugOf(Nested(33, "[", "]")), "json-too-deep");
  EXPECT_EQ(SlugOf(Nested(32, R"({"a":)", "}")), "");
  EXPECT_EQ(SlugOf(Nested(33, R"({"a":)", "}")), "json-too-deep");
  EXPECT_EQ(SlugOf(std::string(100'000, '[')), "json-too-deep");
}

TEST(JsonTest, RefusesMoreNamesThanItsLimit) {
  const auto object = [](std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i) {
      text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
    }
    return text + "}";
  };
  EXPECT_EQ(SlugOf(object(kMaxJsonKeys)), "");
  EXPECT_EQ(SlugOf(object(kMaxJsonKeys + 1)), "json-too-many-keys");
}

TEST(JsonTest, TakesAMegabyteInOneStringOrName) {
  const std::string long_text(1'000'000, 'x');
  EXPECT_EQ(SlugOf("{\"t\":\"" + long_text + "\"}"), "");
  EXPECT_EQ(SlugOf("{\"" + long_text + "\":1}"), "");
  EXPECT_EQ(SlugOf("{\"" + long_text + "\":1,\"" + long_text + "\":2}"), "json-duplicate-key");
}

TEST(JsonTest, RepeatsNothingOfTheTextInItsFault) {
  const auto parsed = ParseJson(R"({"phone": 13800138000x})");
  EXPECT_EQ(std::get<JsonFault>(parsed).detail.find("1380"), std::string::npos);
}

TEST(JsonTest, TakesOnlyAnObjectWhereAnObjectIsAsked) {
  for (const std::string text : {"[]", "null", "\"\"", "7"}) {
    EXPECT_TRUE(std::holds_alternative<JsonFault>(ParseJsonObject(text))) << text;
  }
  EXPECT_TRUE(std::holds_alternative<boost::json::object>(ParseJsonObject("{}")));
}

}  // namespace
}  // namespace recourse
