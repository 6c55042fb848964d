#include "services/console/domain/survey_page.h"

#include <gtest/gtest.h>

#include "services/common/core/html.h"
#include "services/console/domain/survey_style.h"

namespace recourse::console {
namespace {

const Timestamp kNow{std::chrono::milliseconds(1'772'503'200'000)};
constexpr std::size_t kPageBytesMax = 12 * 1024;

// What people try to make a page do something with (reliability.md D84).
const std::vector<std::string> kAttacks = {
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<math><mtext></mtext><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;\">",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "expression(alert(1))",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<form action=https://evil.example><button>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "&lt;script&gt;",
    "\\u003cscript\\u003e",
    "<!--",
    "]]>",
};

Survey Open() {
  return {SurveyState::kOpen,
          "26-004217",
          SurveyLanguage::kEn,
          {true, true, true, true, true},
          kNow + std::chrono::hours(24 * 9 + 3)};
}

SurveyPlace At(SurveyLanguage language) { return {"tokenA-_9", "26-004217", language}; }

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

bool Has(const std::string& text, const std::string& part) { return CountOf(text, part) > 0; }

std::string EveryPage(const SurveyPlace& place, const SurveyAnswer& entered,
                      const std::string& number) {
  Survey survey = Open();
  survey.ticket_number = number;
  std::string pages =
      FormPage(place, survey, kNow, entered, {{"words", SurveyFault::Kind::kTooLong}});
  pages += NotSavedPage(place, entered) + NoticePage(place, SurveyNotice::kThanks);
  return pages + PreferencePage(place, PreferenceStep::kAsk);
}

TEST(SurveyTextTest, HasEveryTextInBothLanguagesAndTheSamePlacesInBoth) {
  for (int i = 0; i <= static_cast<int>(SurveyText::kLast); ++i) {
    const auto text = static_cast<SurveyText>(i);
    EXPECT_FALSE(ZhText(text).empty()) << i;
    EXPECT_FALSE(EnText(text).empty()) << i;
    EXPECT_NE(ZhText(text), EnText(text)) << i;
    for (const char* place : {"{number}", "{days}", "{hours}", "{minutes}"}) {
      const auto has = [&](std::string_view said) { return said.find(place) != said.npos; };
      EXPECT_EQ(has(ZhText(text)), has(EnText(text))) << i << place;
    }
  }
}

TEST(SurveyTextTest, FillsItsPlaces) {
  EXPECT_EQ(Say(SurveyLanguage::kEn, SurveyText::kDaysLeft, {{"days", "9"}}),
            "You can answer for another 9 days.");
}

TEST(FormPageTest, HasAGroupWithALegendForEachQuestionThatIsAsked) {
  const std::string page = FormPage(At(SurveyLanguage::kEn), Open(), kNow);
  EXPECT_EQ(CountOf(page, "<fieldset"), 4);
  EXPECT_EQ(CountOf(page, "<legend>"), 4);
  EXPECT_EQ(CountOf(page, "name=\"csat\""), 5);
  EXPECT_EQ(CountOf(page, "name=\"nps\""), 11);
  EXPECT_EQ(CountOf(page, "name=\"ces\""), 7);
  EXPECT_EQ(CountOf(page, "name=\"put_right\""), 2);
  EXPECT_EQ(CountOf(page, "<label"), 5 + 11 + 7 + 2 + 1);
  EXPECT_TRUE(Has(page, "<textarea"));
  EXPECT_FALSE(Has(page, "checked"));
}

TEST(FormPageTest, LeavesOutWhatIsNotAsked) {
  Survey survey = Open();
  survey.questions = {.nps = true};
  const std::string page = FormPage(At(SurveyLanguage::kZh), survey, kNow);
  EXPECT_EQ(CountOf(page, "<fieldset"), 1);
  EXPECT_FALSE(Has(page, "name=\"csat\""));
  EXPECT_FALSE(Has(page, "<textarea"));
}

TEST(FormPageTest, SendsToItsOwnLinkInItsOwnLanguage) {
  const std::string page = FormPage(At(SurveyLanguage::kZh), Open(), kNow);
  EXPECT_TRUE(Has(page, "<html lang=\"zh-CN\">"));
  EXPECT_TRUE(Has(page, "action=\"/s/tokenA-_9?lang=zh\" method=\"post\""));
  EXPECT_TRUE(Has(page, "href=\"/s/tokenA-_9?lang=en\""));
  EXPECT_TRUE(Has(page, "href=\"/s/tokenA-_9/preference?lang=zh\""));
  EXPECT_TRUE(Has(page, "26-004217"));
}

TEST(FormPageTest, SaysHowLongItCanBeAnswered) {
  Survey survey = Open();
  EXPECT_TRUE(Has(FormPage(At(SurveyLanguage::kEn), survey, kNow), "another 9 days"));
  survey.expire_time = kNow + std::chrono::minutes(90);
  EXPECT_TRUE(Has(FormPage(At(SurveyLanguage::kEn), survey, kNow), "another 2 hours"));
  survey.expire_time = kNow + std::chrono::milliseconds(1);
  EXPECT_TRUE(Has(FormPage(At(SurveyLanguage::kZh), survey, kNow), "1 小时"));
}

TEST(FormPageTest, KeepsWhatWasEnteredAndSaysAtEachFieldWhatIsWrong) {
  const SurveyAnswer entered{.csat = 2, .nps = 10, .put_right = false, .words = "a\nb"};
  const std::string page =
      FormPage(At(SurveyLanguage::kEn), Open(), kNow, entered,
               {{"ces", SurveyFault::Kind::kOutOfRange}, {"words", SurveyFault::Kind::kTooLong}});
  EXPECT_EQ(CountOf(page, "checked=\"checked\""), 3);
  EXPECT_TRUE(Has(page, ">\na\nb</textarea>"));
  EXPECT_TRUE(Has(page, "<title>Not sent: "));
  EXPECT_TRUE(Has(page, "role=\"alert\""));
  EXPECT_TRUE(Has(page, "autofocus"));
  EXPECT_TRUE(Has(page, "href=\"#ces-1\""));
  EXPECT_TRUE(Has(page, "href=\"#words-field\""));
  EXPECT_TRUE(Has(page, "aria-describedby=\"ces-hint ces-fault\""));
  EXPECT_TRUE(Has(page, "aria-invalid=\"true\""));
  EXPECT_FALSE(Has(page, "hreflang")) << "switching the language would lose what was written";
}

TEST(FormPageTest, LeadsFromAnEmptyAnswerToTheFirstQuestion) {
  const std::string page =
      FormPage(At(SurveyLanguage::kEn), Open(), kNow, {}, {{"", SurveyFault::Kind::kEmpty}});
  EXPECT_TRUE(Has(page, "href=\"#put_right-yes\""));
}

TEST(SurveyPagesTest, AreSmallAndHoldNoScriptAndNothingFromElsewhere) {
  for (const SurveyLanguage language : {SurveyLanguage::kZh, SurveyLanguage::kEn}) {
    const std::string page = FormPage(At(language), Open(), kNow);
    EXPECT_LT(page.size() + SurveyStyle().size(), kPageBytesMax);
    const std::string all = EveryPage(At(language), {.words = "w"}, "26-004217");
    for (const char* bad : {"<script", "<iframe", "http://", "https://",
                            " style=", " onclick=", " onload=", " onfocus="}) {
      EXPECT_FALSE(Has(all, bad)) << bad;
    }
    EXPECT_EQ(CountOf(all, "<link rel=\"stylesheet\" href=\"/s/style.css?v="), 4);
  }
}

TEST(SurveyPagesTest, TurnNothingThatCameFromOutsideIntoMarkup) {
  const std::string plain = EveryPage(At(SurveyLanguage::kEn), {.words = "w"}, "n");
  const int tags = CountOf(plain, "<");
  const int quotes = CountOf(plain, "\"");
  for (const std::string& attack : kAttacks) {
    const SurveyPlace place{attack, attack, SurveyLanguage::kEn};
    const std::string pages = EveryPage(place, {.words = attack}, attack);
    EXPECT_EQ(CountOf(pages, "<"), tags) << attack;
    EXPECT_EQ(CountOf(pages, "\""), quotes) << attack;
    EXPECT_TRUE(Has(pages, EscapeHtml(attack))) << attack;
  }
}

TEST(SurveyPagesTest, GiveNoAddressToAScriptFromALink) {
  const SurveyPlace place{"javascript:alert(1)", "n", SurveyLanguage::kEn};
  const std::string pages = EveryPage(place, {}, "n");
  EXPECT_FALSE(Has(pages, "href=\"javascript:"));
  EXPECT_FALSE(Has(pages, "action=\"javascript:"));
}

TEST(NoticePageTest, SaysWhatHappenedAndWhatToDoInBothLanguages) {
  for (int i = 0; i <= static_cast<int>(SurveyNotice::kUnavailable); ++i) {
    const auto notice = static_cast<SurveyNotice>(i);
    for (const SurveyLanguage language : {SurveyLanguage::kZh, SurveyLanguage::kEn}) {
      const std::string page = NoticePage(At(language), notice);
      EXPECT_EQ(CountOf(page, "<h1>"), 1) << i;
      EXPECT_FALSE(Has(page, "{")) << i << " has a place that nobody filled";
    }
  }
}

TEST(NoticePageTest, TellsNothingOfALinkThatDoesNotWork) {
  const std::string page = NoticePage({"", "", SurveyLanguage::kEn}, SurveyNotice::kUnknown);
  EXPECT_TRUE(Has(page, "This link does not work"));
  EXPECT_FALSE(Has(page, "/s/?"));
  EXPECT_FALSE(Has(page, "hreflang"));
}

TEST(LimitedPageTest, SaysHowLongToWait) {
  EXPECT_TRUE(Has(LimitedPage(SurveyLanguage::kEn, std::chrono::seconds(61)), "Wait 2 minutes"));
  EXPECT_TRUE(Has(LimitedPage(SurveyLanguage::kZh, std::chrono::seconds(60)), "等待 1 分钟"));
}

TEST(NotSavedPageTest, HoldsAllThatWasWrittenAndOneButton) {
  const std::string page =
      NotSavedPage(At(SurveyLanguage::kEn), {.csat = 1, .put_right = true, .words = "say \"<b>\""});
  EXPECT_EQ(CountOf(page, "type=\"hidden\""), 3);
  EXPECT_TRUE(Has(page, "name=\"csat\" type=\"hidden\" value=\"1\""));
  EXPECT_TRUE(Has(page, "value=\"say &quot;&lt;b&gt;&quot;\""));
  EXPECT_EQ(CountOf(page, "<button"), 1);
}

TEST(PreferencePageTest, AsksBothWaysAndOffersTheWayBack) {
  const SurveyPlace place = At(SurveyLanguage::kEn);
  const std::string ask = PreferencePage(place, PreferenceStep::kAsk);
  EXPECT_TRUE(Has(ask, "action=\"/s/tokenA-_9/preference?lang=en\""));
  EXPECT_TRUE(Has(ask, "name=\"surveys\" type=\"submit\" value=\"no\""));
  EXPECT_TRUE(Has(ask, "value=\"yes\""));
  EXPECT_FALSE(Has(PreferencePage(place, PreferenceStep::kOptedOut), "value=\"no\""));
  EXPECT_FALSE(Has(PreferencePage(place, PreferenceStep::kOptedIn), "value=\"yes\""));
}

TEST(SurveyStyleTest, LoadsNothingAndHasLightAndDark) {
  const std::string style(SurveyStyle());
  EXPECT_FALSE(Has(style, "url("));
  EXPECT_FALSE(Has(style, "@import"));
  EXPECT_TRUE(Has(style, "prefers-color-scheme:dark"));
}

}  // namespace
}  // namespace recourse::console
