// Every mail of followup in both languages, word for word (mails/*.txt). Rewrite them with
// UPDATE_GOLDEN=1, and read what changed.
#include "tests/support/followup/mails.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/followup/adapters/mail_composer.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

struct Golden {
  const char* name;
  Effect (*effect)(const std::string& language);
};
constexpr Golden kMails[] = {
    {"survey", [](const std::string& language) { return AskingEffect(kSurvey, language); }},
    {"reminder", [](const std::string& language) { return AskingEffect(kReminder, language); }},
    {"reply",
     [](const std::string& language) {
       return ReplyMailEffect("Dear Ms Li,\n\nthe fee of <CNY 30> is back on your card.\n\nAnna",
                              language);
     }},
    {"digest_one", [](const std::string& language) { return DigestMailEffect(language, 1); }},
    {"digest", [](const std::string& language) { return DigestMailEffect(language, 7, 2); }}};

std::string PathOf(const std::string& name) {
  return std::string(RECOURSE_TESTS_DIR) + "/golden/followup/mails/" + name + ".txt";
}

std::string Shown(const MailText& mail, const std::string& webhook) {
  return "Subject: " + mail.subject + "\nList-Unsubscribe: " + mail.list_unsubscribe +
         "\nAutomatic: " + (mail.automatic ? "yes" : "no") + "\n\n" + mail.text +
         "\n=== page ===\n" + mail.html + "\n=== webhook ===\n" + webhook + "\n";
}

TEST(MailsTest, ReadAsTheyShould) {
  const SurveyTokens tokens = MailTokens();
  MailComposer composer(tokens, kMailUrl);
  for (const Golden& golden : kMails) {
    for (const char* language : {"zh", "en"}) {
      const Effect effect = golden.effect(language);
      const auto mail = composer.WriteMail(effect, {});
      const auto webhook = composer.WriteWebhook(effect, {"", "13800000000", "", language});
      ASSERT_TRUE(mail.ok() && webhook.ok()) << mail.status() << webhook.status();
      const std::string shown = Shown(*mail, *webhook);
      const std::string path = PathOf(std::string(golden.name) + "_" + language);
      if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << shown;
      std::stringstream expected;
      expected << std::ifstream(path).rdbuf();
      EXPECT_EQ(shown, expected.str()) << path;
    }
  }
}

}  // namespace
}  // namespace recourse::followup
