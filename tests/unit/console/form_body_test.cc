#include "services/console/adapters/form_body.h"

#include <gtest/gtest.h>

namespace recourse::console {
namespace {

constexpr const char* kUrlEncoded = "application/x-www-form-urlencoded";

std::variant<FormFields, FormFault> Read(const std::string& type, const std::string& body) {
  HttpRequest request{"POST", "/s/t"};
  request.headers["content-type"] = type;
  request.body = body;
  return ReadForm(request);
}

void ExpectFields(const std::string& body, const FormFields& fields) {
  const auto read = Read(kUrlEncoded, body);
  ASSERT_TRUE(std::holds_alternative<FormFields>(read)) << body;
  EXPECT_EQ(std::get<FormFields>(read), fields) << body;
}

void ExpectFault(const std::string& type, const std::string& body, FormFault fault) {
  const auto read = Read(type, body);
  ASSERT_TRUE(std::holds_alternative<FormFault>(read)) << body;
  EXPECT_EQ(std::get<FormFault>(read), fault) << body;
}

TEST(ReadFormTest, DecodesEachFieldOnce) {
  ExpectFields("csat=5&words=a+b%20c%2Bd%26%3D%25", {{"csat", "5"}, {"words", "a b c+d&=%"}});
  ExpectFields("words=%E8%B0%A2%E8%B0%A2%0D%0A", {{"words", "谢谢\r\n"}});
  ExpectFields("a=%2541", {{"a", "%41"}});
  ExpectFields("", {});
  ExpectFields("a&b=", {{"a", ""}, {"b", ""}});
}

TEST(ReadFormTest, TakesTheTypeWithItsCharset) {
  EXPECT_TRUE(std::holds_alternative<FormFields>(
      Read("Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=1")));
  ExpectFault("application/x-www-form-urlencoded; charset=gbk", "a=1", FormFault::kWrongType);
  ExpectFault("application/json", "{}", FormFault::kWrongType);
  ExpectFault("", "a=1", FormFault::kWrongType);
}

TEST(ReadFormTest, RefusesWhatTwoReadersCouldReadDifferently) {
  for (const char* body : {"a=1&a=2", "a=%", "a=%4", "a=%zz", "%4=1", "=1", "a=1&&b=2", "a=%00",
                           "a%00=1", "a=%ff", "a=%c0%80", "a=%ed%a0%80", "%ff=1", "&a=1"}) {
    ExpectFault(kUrlEncoded, body, FormFault::kUnreadable);
  }
  ExpectFault(kUrlEncoded, std::string("a=\0", 3), FormFault::kUnreadable);
  ExpectFault(kUrlEncoded, "a=\xe8\xb0", FormFault::kUnreadable);
}

TEST(ReadFormTest, HoldsBodiesAndFieldsToTheirLimits) {
  ExpectFields("a=" + std::string(kFormBytesMax - 2, 'x'),
               {{"a", std::string(kFormBytesMax - 2, 'x')}});
  ExpectFault(kUrlEncoded, "a=" + std::string(kFormBytesMax - 1, 'x'), FormFault::kTooLarge);
  std::string body;
  for (std::size_t i = 0; i <= kFormFieldsMax; ++i) body += "f" + std::to_string(i) + "=1&";
  ExpectFault(kUrlEncoded, body, FormFault::kUnreadable);
}

TEST(ReadFormTest, HasRoomForTheLongestWords) {
  std::string body = "csat=5&nps=10&ces=7&put_right=yes&words=";
  for (int i = 0; i < 8'192; ++i) body += "%61";
  const auto read = Read(kUrlEncoded, body);
  ASSERT_TRUE(std::holds_alternative<FormFields>(read));
  EXPECT_EQ(std::get<FormFields>(read).at("words").size(), 8'192U);
}

TEST(ReadFormTest, TakesTheOneClickOfAMailProgramInBothForms) {
  const FormFields click = {{"List-Unsubscribe", "One-Click"}};
  ExpectFields("List-Unsubscribe=One-Click", click);
  for (const char* boundary : {"----x1", "\"----x1\""}) {
    const auto read = Read("multipart/form-data; boundary=" + std::string(boundary),
                           "------x1\r\nContent-Disposition: form-data; "
                           "name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n------x1--\r\n");
    ASSERT_TRUE(std::holds_alternative<FormFields>(read)) << boundary;
    EXPECT_EQ(std::get<FormFields>(read), click);
  }
}

TEST(ReadFormTest, RefusesPartsThatAreBrokenOrFiles) {
  const std::string type = "multipart/form-data; boundary=b";
  const std::string field = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
  for (const std::string& body : std::vector<std::string>{
           "", "--b", "--b\r\n", field, field + "--b", field + field + "--b--",
           "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\n1\r\n--b--",
           "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--",
           "--c\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--c--"}) {
    ExpectFault(type, body, FormFault::kUnreadable);
  }
  ExpectFault("multipart/form-data", field + "--b--", FormFault::kUnreadable);
  ExpectFault("multipart/form-data; boundary=" + std::string(71, 'b'), field,
              FormFault::kUnreadable);
}

}  // namespace
}  // namespace recourse::console
