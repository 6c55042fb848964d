#include "services/console/domain/survey_page.h"

#include <algorithm>

#include "services/common/core/html.h"
#include "services/console/domain/survey_markup.h"
#include "services/console/domain/survey_style.h"

namespace recourse::console {
namespace {

using enum SurveyText;

std::string PathOf(const SurveyPlace& place) { return "/s/" + place.token; }

std::string AddressOf(const std::string& path, SurveyLanguage language) {
  return path + "?lang=" + std::string(WordOf(language));
}

// Not on a page that holds what somebody wrote: switching would lose it.
std::string LanguageSwitch(const SurveyPlace& place, const std::string& path) {
  if (place.token.empty()) return "";
  const SurveyLanguage other = Other(place.language);
  const std::string tag(TagOf(other));
  return Tag("a", {{"href", AddressOf(path, other)}, {"hreflang", tag}, {"lang", tag}},
             EscapeHtml(Say(place.language, kOtherLanguage)));
}

struct Parts {
  std::string title;
  std::string top;
  std::string body;
  std::string foot{};
};

std::string Page(SurveyLanguage language, const Parts& parts) {
  return "<!doctype html>\n<html lang=\"" + std::string(TagOf(language)) +
         "\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
         "<meta name=\"robots\" content=\"noindex\">"
         "<meta name=\"color-scheme\" content=\"light dark\"><title>" +
         EscapeHtml(parts.title) + "</title><link rel=\"stylesheet\" href=\"" +
         EscapeHtml(SurveyStyleAddress()) + "\"></head>\n<body><header>" + parts.top +
         "</header>\n<main>" + parts.body + "</main>\n<footer>" + parts.foot +
         "</footer></body></html>\n";
}

std::string Heading(const std::string& title) { return Tag("h1", {}, EscapeHtml(title)); }

std::string TimeLeft(SurveyLanguage language, Duration left) {
  constexpr std::chrono::hours kShort(48);
  const auto hours = std::max(std::chrono::ceil<std::chrono::hours>(left), std::chrono::hours(1));
  if (hours < kShort) {
    return Say(language, kHoursLeft, {{"hours", std::to_string(hours.count())}});
  }
  const auto days = std::chrono::floor<std::chrono::days>(left);
  return Say(language, kDaysLeft, {{"days", std::to_string(days.count())}});
}

struct NoticeTexts {
  SurveyText title;
  SurveyText text;
};

NoticeTexts TextsOf(SurveyNotice notice) {
  switch (notice) {
    case SurveyNotice::kThanks:
      return {kThanksTitle, kThanks};
    case SurveyNotice::kThanksReopens:
      return {kThanksTitle, kThanksReopens};
    case SurveyNotice::kAnswered:
      return {kAnsweredTitle, kAnswered};
    case SurveyNotice::kExpired:
      return {kExpiredTitle, kExpired};
    case SurveyNotice::kWithdrawn:
      return {kWithdrawnTitle, kWithdrawn};
    case SurveyNotice::kNotIssued:
      return {kNotIssuedTitle, kNotIssued};
    case SurveyNotice::kUnknown:
      return {kUnknownTitle, kUnknown};
    case SurveyNotice::kUnreadable:
      return {kUnreadableTitle, kUnreadable};
    case SurveyNotice::kTooLarge:
      return {kTooLargeTitle, kTooLarge};
    case SurveyNotice::kUnavailable:
      return {kUnavailableTitle, kUnavailable};
  }
  return {kUnavailableTitle, kUnavailable};
}

std::string Paragraph(const std::string& text) { return Tag("p", {}, EscapeHtml(text)); }

// A text with the ticket's number, which no line end may cut.
std::string NumberedParagraph(SurveyLanguage language, SurveyText text, const std::string& number) {
  constexpr std::string_view kPlace = "{number}";
  std::string markup = EscapeHtml(Say(language, text));
  const std::size_t at = markup.find(kPlace);
  if (at != std::string::npos) {
    markup.replace(at, kPlace.size(), Tag("b", {{"class", "number"}}, EscapeHtml(number)));
  }
  return Tag("p", {}, markup);
}

std::string Card(const std::string& title, const std::string& inner) {
  return Tag("div", {{"class", "card"}}, Heading(title) + inner);
}

std::string PreferenceForm(const SurveyPlace& place, PreferenceStep step) {
  const auto button = [&](const char* value, SurveyText text, bool plain) {
    Attributes attributes = {{"name", "surveys"}, {"type", "submit"}, {"value", value}};
    if (plain) attributes["class"] = "plain";
    return Tag("button", attributes, EscapeHtml(Say(place.language, text)));
  };
  std::string buttons;
  if (step != PreferenceStep::kOptedOut) {
    buttons += button("no", kOptOut, step == PreferenceStep::kOptedIn);
  }
  if (step != PreferenceStep::kOptedIn) buttons += button("yes", kOptIn, true);
  return Tag(
      "form",
      {{"method", "post"}, {"action", AddressOf(PathOf(place) + "/preference", place.language)}},
      Tag("div", {{"class", "choices"}}, buttons));
}

}  // namespace

std::string FormPage(const SurveyPlace& place, const Survey& survey, Timestamp now,
                     const SurveyAnswer& entered, const std::vector<SurveyFault>& faults) {
  const SurveyLanguage language = place.language;
  const std::string path = PathOf(place);
  const std::string title = Say(language, kTitle);
  const std::string left = TimeLeft(language, survey.expire_time - now);
  const SurveyForm form{language, survey.questions, entered, faults};
  Parts parts;
  parts.title = (faults.empty() ? "" : Say(language, kFaultPrefix)) + title;
  parts.top = faults.empty() ? LanguageSwitch(place, path) : "";
  parts.body = Heading(title) + FaultSummary(form) +
               NumberedParagraph(language, kLead, survey.ticket_number) +
               Tag("p", {{"class", "soft"}}, EscapeHtml(left)) +
               Tag("form", {{"method", "post"}, {"action", AddressOf(path, language)}},
                   QuestionFields(form) +
                       Tag("button", {{"type", "submit"}}, EscapeHtml(Say(language, kSend))));
  parts.foot = Tag("a", {{"href", AddressOf(path + "/preference", language)}},
                   EscapeHtml(Say(language, kPreferenceLink)));
  return Page(language, parts);
}

std::string NoticePage(const SurveyPlace& place, SurveyNotice notice) {
  const NoticeTexts texts = TextsOf(notice);
  const std::string title = Say(place.language, texts.title);
  const std::string text = NumberedParagraph(place.language, texts.text, place.ticket_number);
  return Page(place.language, {title, LanguageSwitch(place, PathOf(place)), Card(title, text)});
}

std::string LimitedPage(SurveyLanguage language, Duration wait) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait).count();
  const std::string title = Say(language, kLimitedTitle);
  const std::string text = Say(language, kLimited, {{"minutes", std::to_string(minutes)}});
  return Page(language, {title, "", Card(title, Paragraph(text))});
}

std::string NotSavedPage(const SurveyPlace& place, const SurveyAnswer& entered) {
  const std::string title = Say(place.language, kNotSavedTitle);
  std::string fields;
  for (const auto& [name, value] : FieldsOf(entered)) {
    fields += EmptyTag("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
  }
  const std::string form = Tag(
      "form", {{"method", "post"}, {"action", AddressOf(PathOf(place), place.language)}},
      fields + Tag("button", {{"type", "submit"}}, EscapeHtml(Say(place.language, kSendAgain))));
  return Page(place.language,
              {title, "", Card(title, Paragraph(Say(place.language, kNotSaved)) + form)});
}

std::string PreferencePage(const SurveyPlace& place, PreferenceStep step) {
  NoticeTexts texts{kPreferenceTitle, kPreferenceLead};
  if (step == PreferenceStep::kOptedOut) texts = {kOptedOutTitle, kOptedOut};
  if (step == PreferenceStep::kOptedIn) texts = {kOptedInTitle, kOptedIn};
  const std::string title = Say(place.language, texts.title);
  const std::string body = Paragraph(Say(place.language, texts.text)) + PreferenceForm(place, step);
  return Page(place.language,
              {title, LanguageSwitch(place, PathOf(place) + "/preference"), Card(title, body)});
}

}  // namespace recourse::console
