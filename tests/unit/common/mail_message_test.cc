#include "services/common/courier/mail_message.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "services/common/courier/base64.h"
#include "services/common/courier/mail_header.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

// A whole of a header unfolded and its encoded words decoded, as a reader of RFC 2047 does it.
std::string Decoded(const std::string& header) {
  static const std::regex word("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=");
  std::string text;
  for (auto it = std::sregex_iterator(header.begin(), header.end(), word);
       it != std::sregex_iterator(); ++it) {
    EXPECT_LE((*it)[0].length(), 75);
    const auto bytes = DecodeBase64((*it)[1].str());
    EXPECT_TRUE(bytes && IsUtf8(*bytes)) << "a word cuts a character";
    text += bytes.value_or("");
  }
  return text;
}

void ExpectLines(const std::string& text, std::size_t columns) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = text.find("\r\n", begin);
    ASSERT_NE(end, std::string::npos) << "no line end at the end";
    EXPECT_LE(end - begin, columns) << text.substr(begin, end - begin);
    EXPECT_EQ(text.substr(begin, end - begin).find_first_of("\r\n"), std::string::npos);
    begin = end + 2;
  }
}

TEST(MailHeaderTest, LeavesShortAsciiAsItIs) {
  EXPECT_EQ(*TextHeader("Subject", "How was it?"), "Subject: How was it?\r\n");
  EXPECT_EQ(*TextHeader("Subject", ""), "Subject: \r\n");
}

TEST(MailHeaderTest, EncodesTheRestInWordsThatCutNoCharacter) {
  std::string long_text;
  for (int i = 0; i < 60; ++i) long_text += "您的投诉😀 ";
  for (const std::string& text :
       {std::string("您好"), long_text, std::string(300, 'x'), std::string("=?UTF-8?B?eA==?="),
        std::string(" led by a space"), std::string("é")}) {
    const auto header = TextHeader("Subject", text);
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(Decoded(*header), text);
    ExpectLines(*header, 76);
  }
}

TEST(MailHeaderTest, RefusesWhatWouldBeginAnother) {
  for (const std::string& text :
       {std::string("a\r\nBcc: b@example.com"), std::string("a\nb"), std::string("a\rb"),
        std::string("a\0b", 3), std::string("a\x7f"), std::string("a\tb"), std::string("\xff")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(TextHeader("Subject", text).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(TokenHeader("References", text).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(AddressHeader("To", {"ann@example.org", text}).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(AddressHeader("To", {text + "@example.org"}).status()));
  }
}

TEST(MailHeaderTest, QuotesANameAndEncodesAForeignOne) {
  EXPECT_EQ(*AddressHeader("To", {"ann@example.org"}), "To: <ann@example.org>\r\n");
  EXPECT_EQ(*AddressHeader("To", {"ann@example.org", R"(Ann "the\boss")"}),
            "To: \"Ann \\\"the\\\\boss\\\"\"\r\n <ann@example.org>\r\n");
  const auto foreign = AddressHeader("From", {"s@example.org", "客户服务"});
  EXPECT_EQ(Decoded(*foreign), "客户服务");
  EXPECT_TRUE(foreign->ends_with("\r\n <s@example.org>\r\n"));
}

// RFC 5322, section 3.3.
TEST(MailHeaderTest, WritesADate) {
  EXPECT_EQ(MailDate(Timestamp{}), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(MailDate(Timestamp(std::chrono::seconds(1'709'210'096))),
            "Thu, 29 Feb 2024 12:34:56 +0000");
}

TEST(MailAddressTest, TakesPlainAddressesAndNoOthers) {
  for (const char* text : {"a@b", "ann.lee+x@mail.example.org", "o'neil@example.com"}) {
    EXPECT_TRUE(CheckMailAddress(text).ok()) << text;
  }
  for (const char* text :
       {"",          "@",     "a@",   "@b",     "a b@c",   "a@b c",         "a@@b",
        "a@b@c",     ".a@b",  "a.@b", "a..b@c", "a@.b",    "a@b.",          "a@b..c",
        "a@b_c",     "<a@b>", "a@b>", "a,b@c",  "\"a\"@b", "a@[127.0.0.1]", "王@example.com",
        "a@例子.cn", "a\n@b"}) {
    EXPECT_FALSE(CheckMailAddress(text).ok()) << text;
  }
  EXPECT_TRUE(CheckMailAddress(std::string(64, 'a') + "@b").ok());
  EXPECT_FALSE(CheckMailAddress(std::string(65, 'a') + "@b").ok());
  EXPECT_FALSE(CheckMailAddress("a@" + std::string(64, 'b')).ok());
}

TEST(MailAddressTest, ReadsANameBeforeIt) {
  const auto parsed = ParseMailAddress(" Service Desk <Desk@Example.COM>");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->address, "Desk@Example.COM");
  EXPECT_EQ(parsed->name, "Service Desk");
  EXPECT_EQ(parsed->Domain(), "example.com");
  EXPECT_FALSE(ParseMailAddress("Service Desk <desk@example.com").ok());
  EXPECT_FALSE(ParseMailAddress("Service Desk").ok());
}

const EffectId kId(NamedUuid(kRecourseSpace, "a mail"));

MailEnvelope Envelope() {
  const MailAddress from{"service@example.com", "客户服务"};
  return {from, {"ann@example.org", "Ann"}, MessageIdOf(kId, from), Timestamp{}};
}

TEST(MailMessageTest, IsKnownByTheEffectsId) {
  EXPECT_EQ(MessageIdOf(kId, {"service@EXAMPLE.com"}), "<" + ToString(kId) + "@example.com>");
}

TEST(MailMessageTest, HasTextAndPageAsAlternatives) {
  const auto mail = WriteMailMessage(Envelope(), {"您好", "text\nlines", "<p>page</p>"});
  ASSERT_TRUE(mail.ok()) << mail.status();
  ExpectLines(*mail, 78);
  const auto text = mail->find("Content-Type: text/plain; charset=utf-8");
  const auto page = mail->find("Content-Type: text/html; charset=utf-8");
  EXPECT_LT(text, page);  // the last is the one to prefer (RFC 2046)
  EXPECT_NE(mail->find(EncodeBase64("text\r\nlines")), std::string::npos);
  EXPECT_NE(mail->find(EncodeBase64("<p>page</p>")), std::string::npos);
  EXPECT_TRUE(mail->ends_with("--=_recourse_alternative--\r\n"));
  EXPECT_EQ(mail->find("text/html", page + 40), std::string::npos);
}

TEST(MailMessageTest, MendsLineEndsAndHidesDots) {
  const auto mail = WriteMailMessage(Envelope(), {"s", "a\rb\nc\r\n.\r\nMAIL FROM:<x>"});
  ASSERT_TRUE(mail.ok());
  EXPECT_NE(mail->find(EncodeBase64("a\r\nb\r\nc\r\n.\r\nMAIL FROM:<x>")), std::string::npos);
  EXPECT_EQ(mail->find("\r\n."), std::string::npos);
}

TEST(MailMessageTest, HasTheHeadersThatItNeeds) {
  MailText text{"s", "t"};
  text.reply_to = "tickets@example.com";
  text.in_reply_to = "<earlier@example.com>";
  text.list_unsubscribe = "https://example.com/stop?t=1";
  const auto mail = *WriteMailMessage(Envelope(), text);
  for (const char* header :
       {"Reply-To: <tickets@example.com>\r\n", "In-Reply-To: <earlier@example.com>\r\n",
        "References: <earlier@example.com>\r\n", "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <https://example.com/stop?t=1>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "MIME-Version: 1.0\r\n",
        "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"}) {
    EXPECT_NE(mail.find(header), std::string::npos) << header;
  }
  MailText plain{"s", "t"};
  plain.automatic = false;
  plain.list_unsubscribe = "mailto:stop@example.com";
  const auto reply = *WriteMailMessage(Envelope(), plain);
  EXPECT_EQ(reply.find("Auto-Submitted"), std::string::npos);
  EXPECT_EQ(reply.find("One-Click"), std::string::npos);
  EXPECT_EQ(reply.find("Reply-To"), std::string::npos);
}

TEST(MailMessageTest, RefusesInjectionAtEveryHeader) {
  const std::string evil = "x\r\nBcc: everyone@example.com";
  std::vector<MailText> texts(4, MailText{"s", "t"});
  texts[0].subject = evil;
  texts[1].reply_to = "a@b.example" + evil;
  texts[2].in_reply_to = evil;
  texts[3].list_unsubscribe = "https://example.com/" + evil;
  for (const MailText& text : texts) {
    EXPECT_TRUE(absl::IsInvalidArgument(WriteMailMessage(Envelope(), text).status()));
  }
  MailEnvelope to = Envelope();
  to.to.name = evil;
  EXPECT_FALSE(WriteMailMessage(to, {"s", "t"}).ok());
  to = Envelope();
  to.to.address = "ann@example.org>\r\nRCPT TO:<b@example.org";
  EXPECT_FALSE(WriteMailMessage(to, {"s", "t"}).ok());
}

}  // namespace
}  // namespace recourse
