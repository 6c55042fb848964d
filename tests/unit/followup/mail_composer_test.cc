// What every mail of followup promises, whatever its words are; the words stand in
// golden/followup/mails.
#include "services/followup/adapters/mail_composer.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "services/common/courier/mail_message.h"
#include "services/followup/adapters/mail_texts.h"
#include "tests/support/followup/mails.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

std::size_t CountOf(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

std::string TextAt(const boost::json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

class MailComposerTest : public ::testing::Test {
 protected:
  MailText Mail(const Effect& effect) {
    const auto mail = composer_.WriteMail(effect, {});
    EXPECT_TRUE(mail.ok()) << mail.status();
    return mail.ok() ? *mail : MailText{};
  }
  boost::json::object Webhook(const Effect& effect, const recourse::Contact& contact = {}) {
    const auto body = composer_.WriteWebhook(effect, contact);
    EXPECT_TRUE(body.ok()) << body.status();
    return boost::json::parse(body.value_or("{}")).as_object();
  }

  const SurveyTokens tokens_ = MailTokens();
  MailComposer composer_{tokens_, kMailUrl};
};

TEST_F(MailComposerTest, ASurveyHasItsNumberItsLinkOnceAndTheWayOut) {
  for (const char* language : {"zh", "en"}) {
    for (const char* purpose : {kSurvey, kReminder}) {
      const Effect effect = AskingEffect(purpose, language);
      const MailText mail = Mail(effect);
      const std::string link = kMailUrl + std::string("/s/") + tokens_.TokenOf(MailLoop());
      EXPECT_NE(mail.subject.find("26-004217"), std::string::npos);
      EXPECT_EQ(CountOf(mail.text, link + "\n"), 1U) << mail.text;
      EXPECT_EQ(CountOf(mail.text, link + "/preference\n"), 1U) << mail.text;
      EXPECT_EQ(CountOf(mail.html, "href=\"" + link + "\""), 1U) << mail.html;
      EXPECT_EQ(CountOf(mail.html, "href=\"" + link + "/preference\""), 1U) << mail.html;
      EXPECT_NE(mail.text.find("2026-03-07 12:00"), std::string::npos);
      EXPECT_EQ(mail.list_unsubscribe, link + "/preference");
      EXPECT_TRUE(mail.automatic);
    }
  }
}

TEST_F(MailComposerTest, TheLinkIsTheCustomersOwn) {
  const std::string token = tokens_.TokenOf(MailLoop());
  EXPECT_EQ(tokens_.LoopOf(token), MailLoop());
  Effect other = AskingEffect(kSurvey, "en");
  other.parameters["loop_id"] = ToString(IdOf<LoopId>("another"));
  EXPECT_EQ(Mail(other).text.find(token), std::string::npos);
}

TEST_F(MailComposerTest, WithoutTlsThereIsNoHeaderThatPromisesOneClick) {
  MailComposer plain(tokens_, "http://127.0.0.1:8080");
  const auto mail = plain.WriteMail(AskingEffect(kSurvey, "zh"), {});
  ASSERT_TRUE(mail.ok());
  EXPECT_EQ(mail->list_unsubscribe, "");
  EXPECT_NE(mail->text.find("http://127.0.0.1:8080/s/"), std::string::npos);
}

TEST_F(MailComposerTest, AReplyIsTheAgentsTextToTheByte) {
  const std::string text = "Dear Li,\n\n  <b>1</b> & \"2\" {number} {url}\t您好 'x'\nAnna";
  const MailText mail = Mail(ReplyMailEffect(text, "en"));
  EXPECT_TRUE(mail.text.starts_with(text + "\n")) << mail.text;
  EXPECT_NE(mail.html.find("Dear Li,\n\n  &lt;b&gt;1&lt;/b&gt; &amp; &quot;2&quot; {number} {url}"
                           "\t您好 &#39;x&#39;\nAnna<"),
            std::string::npos)
      << mail.html;
  EXPECT_EQ(mail.html.find("<b>"), std::string::npos);
  EXPECT_NE(mail.subject.find("26-004217"), std::string::npos);
  EXPECT_FALSE(mail.automatic);
  EXPECT_EQ(mail.list_unsubscribe, "");
}

TEST_F(MailComposerTest, ADigestNamesEachTicketAndLinksToIt) {
  const MailText mail = Mail(DigestMailEffect("en", 2));
  for (const char* number : {"26-000001", "26-000002"}) {
    EXPECT_NE(mail.subject.find(number), std::string::npos) << mail.subject;
    EXPECT_EQ(CountOf(mail.text, kMailUrl + std::string("/#/tickets/") + number), 1U);
    EXPECT_EQ(CountOf(mail.html, kMailUrl + std::string("/#/tickets/") + number), 1U);
  }
  EXPECT_TRUE(mail.automatic);
}

TEST_F(MailComposerTest, ADigestOfManyHasTheFirstNumbersInItsSubject) {
  const MailText mail = Mail(DigestMailEffect("en", 100));
  EXPECT_EQ(mail.subject, "100 notices: tickets 26-000001, 26-000002, 26-000003 …");
  EXPECT_EQ(CountOf(mail.text, "* "), 100U);
}

TEST_F(MailComposerTest, EveryKindAndClockHasWordsInBothLanguages) {
  for (const MailTexts* texts : {&ChineseTexts(), &EnglishTexts()}) {
    for (int kind = 1; kind <= kNoticeKinds; ++kind) {
      EXPECT_TRUE(texts->kinds.contains(NameOf(static_cast<NoticeKind>(kind)))) << kind;
    }
    EXPECT_EQ(texts->clocks.size(), 4U);
    EXPECT_EQ(texts->severities.size(), 4U);
  }
}

TEST_F(MailComposerTest, WhatCannotBeWrittenIsRefusedForGood) {
  for (const char* name : {"loop_id", "ticket_number", "language", "survey_expire_local"}) {
    Effect effect = AskingEffect(kSurvey, "zh");
    effect.parameters.erase(name);
    EXPECT_TRUE(absl::IsInvalidArgument(composer_.WriteMail(effect, {}).status())) << name;
    EXPECT_TRUE(absl::IsInvalidArgument(composer_.WriteWebhook(effect, {}).status())) << name;
  }
  Effect effect = AskingEffect("birthday", "zh");
  EXPECT_TRUE(absl::IsInvalidArgument(composer_.WriteMail(effect, {}).status()));
}

TEST_F(MailComposerTest, AllOfThemAreMails) {
  const MailEnvelope envelope{{"care@bank.example", "Bank"}, {"li@example.com", ""}, "<1@b>", {}};
  for (const char* language : {"zh", "en", "zh-CN", "fr", "<script>"}) {
    for (const Effect& effect :
         {AskingEffect(kSurvey, language), AskingEffect(kReminder, language),
          ReplyMailEffect("您好", language), DigestMailEffect(language, 3)}) {
      const auto message = WriteMailMessage(envelope, Mail(effect));
      EXPECT_TRUE(message.ok()) << effect.purpose << message.status();
      EXPECT_EQ(Mail(effect).html.find("<script"), std::string::npos);
    }
  }
}

TEST_F(MailComposerTest, AWebhookCarriesTheParametersAndWhatToSay) {
  const recourse::Contact contact{"", "13800000000", "", "zh-CN"};
  const auto body = Webhook(AskingEffect(kSurvey, "zh"), contact);
  EXPECT_EQ(TextAt(body, "type"), "recourse.survey");
  EXPECT_EQ(TextAt(body.at("to").as_object(), "phone"), "13800000000");
  const auto& data = body.at("data").as_object();
  const std::string link = kMailUrl + std::string("/s/") + tokens_.TokenOf(MailLoop());
  EXPECT_EQ(TextAt(data, "url"), link);
  EXPECT_EQ(TextAt(data, "opt_out_url"), link + "/preference");
  EXPECT_EQ(TextAt(data, "ticket_number"), "26-004217");
  const std::string text = TextAt(data, "text");
  EXPECT_NE(text.find(link), std::string::npos);
  EXPECT_NE(text.find("26-004217"), std::string::npos);
  EXPECT_EQ(Webhook(AskingEffect(kSurvey, "zh"), contact), body);
}

TEST_F(MailComposerTest, AWebhookOfAReplyIsTheAgentsTextAndOfADigestItsMail) {
  const auto reply = Webhook(ReplyMailEffect("We look into it.", "en"));
  EXPECT_EQ(TextAt(reply, "type"), "recourse.reply");
  EXPECT_EQ(TextAt(reply.at("data").as_object(), "text"), "We look into it.");
  const Effect digest = DigestMailEffect("zh", 2);
  const auto told = Webhook(digest).at("data").as_object();
  EXPECT_EQ(TextAt(told, "text"), Mail(digest).text);
  EXPECT_EQ(TextAt(told, "subject"), Mail(digest).subject);
}

TEST(FillTest, FillsOnceAndLeavesTheRest) {
  EXPECT_EQ(Fill("{a}{b} {c} {", {{"a", "{b}"}, {"b", "2"}}), "{b}2 {c} {");
  EXPECT_EQ(Fill("plain", {}), "plain");
  EXPECT_EQ(Fill("}{a}", {{"a", "1"}}), "}1");
}

}  // namespace
}  // namespace recourse::followup
