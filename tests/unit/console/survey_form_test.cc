#include "services/console/domain/survey_form.h"

#include <gtest/gtest.h>

namespace recourse::console {
namespace {

using Kind = SurveyFault::Kind;

TEST(ReadSurveyAnswerTest, TakesEveryFieldOfThePage) {
  const ReadAnswer read = ReadSurveyAnswer(
      {{"csat", "5"}, {"nps", "0"}, {"ces", "7"}, {"put_right", "no"}, {"words", "谢谢"}});
  EXPECT_TRUE(read.faults.empty());
  EXPECT_FALSE(read.foreign);
  EXPECT_EQ(read.answer, (SurveyAnswer{5, 0, 7, false, "谢谢"}));
}

TEST(ReadSurveyAnswerTest, TakesWhatIsLeftOutOrEmptyAsUnsaid) {
  const ReadAnswer read = ReadSurveyAnswer({{"csat", ""}, {"words", ""}});
  EXPECT_TRUE(read.faults.empty());
  EXPECT_EQ(read.answer, SurveyAnswer{});
}

TEST(ReadSurveyAnswerTest, RefusesEachScoreOutsideItsScale) {
  for (const auto& [field, values] : std::map<std::string, std::vector<std::string>>{
           {"csat", {"0", "6", "-1", "5.0", " 5", "+5", "five", "99999999999999999999"}},
           {"nps", {"11", "-1", "1e1", "٣"}},
           {"ces", {"0", "8"}},
           {"put_right", {"true", "YES", "1"}}}) {
    for (const std::string& value : values) {
      const ReadAnswer read = ReadSurveyAnswer({{field, value}});
      ASSERT_EQ(read.faults.size(), 1U) << field << value;
      EXPECT_EQ(read.faults.front(), (SurveyFault{field, Kind::kOutOfRange})) << value;
    }
  }
}

TEST(ReadSurveyAnswerTest, HoldsWordsToTheBytesOfTheContract) {
  EXPECT_TRUE(ReadSurveyAnswer({{"words", std::string(8'192, 'a')}}).faults.empty());
  const ReadAnswer read = ReadSurveyAnswer({{"words", std::string(8'193, 'a')}});
  EXPECT_EQ(read.faults, (std::vector<SurveyFault>{{"words", Kind::kTooLong}}));
}

TEST(ReadSurveyAnswerTest, GivesLineEndsBackAsTheyWereWritten) {
  EXPECT_EQ(ReadSurveyAnswer({{"words", "a\r\nb\r\n"}}).answer.words, "a\nb\n");
}

TEST(ReadSurveyAnswerTest, NoticesAFieldThatThePageDoesNotHave) {
  EXPECT_TRUE(ReadSurveyAnswer({{"csat", "5"}, {"admin", "1"}}).foreign);
}

TEST(TextOfTest, IsTheSameForTheSameAnswerAndAnotherForAnother) {
  const SurveyAnswer answer{.csat = 1, .words = "x"};
  EXPECT_EQ(TextOf(answer), TextOf(answer));
  EXPECT_NE(TextOf(answer), TextOf({.nps = 1, .words = "x"}));
  EXPECT_NE(TextOf(answer), TextOf({.csat = 1, .words = "y"}));
  EXPECT_NE(TextOf({.words = "1:2;nps=1:3"}), TextOf({.nps = 3, .words = "1:2"}));
}

TEST(FieldsOfTest, ReadsBackAsTheSameAnswer) {
  const SurveyAnswer answer{3, 10, std::nullopt, true, "a&b"};
  EXPECT_EQ(ReadSurveyAnswer(FieldsOf(answer)).answer, answer);
}

TEST(PreferredLanguageTest, TakesTheFirstThatWeHave) {
  EXPECT_EQ(PreferredLanguage("en-GB,en;q=0.9"), SurveyLanguage::kEn);
  EXPECT_EQ(PreferredLanguage("fr-FR, fr;q=0.9, en;q=0.8, zh;q=0.7"), SurveyLanguage::kEn);
  EXPECT_EQ(PreferredLanguage("ZH-Hant-TW"), SurveyLanguage::kZh);
  EXPECT_EQ(PreferredLanguage("enm, eng"), SurveyLanguage::kZh) << "other languages";
  EXPECT_EQ(PreferredLanguage(""), SurveyLanguage::kZh);
  EXPECT_EQ(PreferredLanguage(",,;;e,"), SurveyLanguage::kZh);
}

}  // namespace
}  // namespace recourse::console
