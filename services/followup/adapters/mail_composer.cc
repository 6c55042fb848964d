#include "services/followup/adapters/mail_composer.h"

#include <algorithm>
#include <utility>

#include "services/followup/adapters/digest_notices.h"
#include "services/followup/adapters/mail_page.h"
#include "services/followup/adapters/mail_texts.h"
#include "services/followup/domain/effects.h"

namespace recourse::followup {
namespace {

// Numbers in the subject of a digest; the mail has all.
constexpr std::size_t kNumbersInSubjectMax = 3;
constexpr const char* kPreference = "/preference";

std::string At(const Effect& effect, const char* name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

bool IsAsking(const Effect& effect) {
  return effect.purpose == kSurvey || effect.purpose == kReminder;
}

// What the words are made of; the first that is missing.
Status CheckParameters(const Effect& effect) {
  std::vector<const char*> needed = {"language"};
  if (IsAsking(effect)) needed = {"loop_id", "ticket_number", "survey_expire_local", "language"};
  if (effect.purpose == kReply) needed = {"ticket_number", "text", "language"};
  for (const char* name : needed) {
    if (At(effect, name).empty()) {
      return absl::InvalidArgumentError("a " + effect.purpose + " needs the parameter " + name);
    }
  }
  const bool known = IsAsking(effect) || effect.purpose == kReply || effect.purpose == kDigest;
  return known ? absl::OkStatus()
               : absl::InvalidArgumentError("nobody is written to for " + effect.purpose);
}

const AskingTexts& AskingOf(const Effect& effect, const MailTexts& texts) {
  return effect.purpose == kReminder ? texts.reminder : texts.survey;
}

using Values = std::map<std::string, std::string>;

Values ValuesOf(const Effect& effect, const std::string& url) {
  return {{"number", At(effect, "ticket_number")},
          {"expire", At(effect, "survey_expire_local")},
          {"url", url},
          {"opt_out", url + kPreference}};
}

MailText WriteAsking(const Effect& effect, const MailTexts& texts, const std::string& url) {
  const AskingTexts& asking = AskingOf(effect, texts);
  const Values values = ValuesOf(effect, url);
  MailPage page;
  page.Say(texts.greeting);
  page.Say(Fill(asking.body, values));
  page.Button(asking.button, url);
  page.Say(Fill(texts.expiry, values));
  page.Link(texts.opt_out, url + kPreference);
  page.Say(texts.automatic);
  MailText mail;
  mail.subject = Fill(asking.subject, values);
  mail.text = page.Text();
  mail.html = page.Html(texts.language, mail.subject);
  if (url.starts_with("https://")) mail.list_unsubscribe = url + kPreference;
  return mail;
}

// The agent's words come first, and as they are.
MailText WriteReply(const Effect& effect, const MailTexts& texts) {
  const Values values = {{"number", At(effect, "ticket_number")}};
  MailPage page;
  page.Say(At(effect, "text"));
  page.Say("-- \n" + Fill(texts.reply_end, values));
  MailText mail;
  mail.subject = Fill(texts.reply_subject, values);
  mail.text = page.Text();
  mail.html = page.Html(texts.language, mail.subject);
  mail.automatic = false;
  return mail;
}

// Each number once, the first few.
std::string NumbersOf(const std::vector<NoticeLine>& notices, const MailTexts& texts) {
  std::vector<std::string> numbers;
  for (const NoticeLine& notice : notices) {
    const bool is_new = std::find(numbers.begin(), numbers.end(), notice.number) == numbers.end();
    if (is_new) numbers.push_back(notice.number);
  }
  std::string all;
  for (std::size_t i = 0; i < std::min(numbers.size(), kNumbersInSubjectMax); ++i) {
    all += (i == 0 ? "" : texts.list_joint) + numbers[i];
  }
  return numbers.size() > kNumbersInSubjectMax ? all + " …" : all;
}

std::string SubjectOf(const std::vector<NoticeLine>& notices, const MailTexts& texts) {
  Values values = {{"count", std::to_string(notices.size())},
                   {"number", NumbersOf(notices, texts)}};
  if (notices.size() != 1) return Fill(texts.digest_subject_many, values);
  values["kind"] = notices.front().kind;
  return Fill(texts.digest_subject_one, values);
}

MailText WriteDigest(const Effect& effect, const MailTexts& texts, const std::string& public_url) {
  const auto notices = NoticesOf(effect, texts);
  MailPage page;
  page.Say(texts.digest_begin);
  for (const NoticeLine& notice : notices) {
    page.Item(notice.what, public_url + "/#/tickets/" + notice.number, notice.rest);
  }
  const std::string dropped = At(effect, "dropped_count");
  if (!dropped.empty() && dropped != "0") {
    page.Say(Fill(texts.digest_dropped, {{"count", dropped}}));
  }
  page.Say(texts.automatic);
  MailText mail;
  mail.subject = SubjectOf(notices, texts);
  mail.text = page.Text();
  mail.html = page.Html(texts.language, mail.subject);
  return mail;
}

}  // namespace

std::string MailComposer::LinkOf(const Effect& effect) const {
  return SurveyUrl(public_url_, tokens_.TokenOf(followup::LoopOf(effect)));
}

StatusOr<MailText> MailComposer::WriteMail(const Effect& effect, const recourse::Contact&) {
  if (Status s = CheckParameters(effect); !s.ok()) return s;
  const MailTexts& texts = TextsOf(At(effect, "language"));
  if (IsAsking(effect)) return WriteAsking(effect, texts, LinkOf(effect));
  if (effect.purpose == kReply) return WriteReply(effect, texts);
  return WriteDigest(effect, texts, public_url_);
}

StatusOr<std::string> MailComposer::WriteWebhook(const Effect& effect,
                                                 const recourse::Contact& contact) {
  if (Status s = CheckParameters(effect); !s.ok()) return s;
  const MailTexts& texts = TextsOf(At(effect, "language"));
  Effect written = effect;
  if (IsAsking(effect)) {
    const Values values = ValuesOf(effect, LinkOf(effect));
    written.parameters["url"] = values.at("url");
    written.parameters["opt_out_url"] = values.at("opt_out");
    written.parameters["text"] = Fill(AskingOf(effect, texts).short_text, values);
  }
  if (effect.purpose == kDigest) {
    const MailText mail = WriteDigest(effect, texts, public_url_);
    written.parameters["subject"] = mail.subject;
    written.parameters["text"] = mail.text;
  }
  return PlainComposer().WriteWebhook(written, contact);
}

}  // namespace recourse::followup
