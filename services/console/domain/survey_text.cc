#include "services/console/domain/survey_text.h"

namespace recourse::console {

std::string Say(SurveyLanguage language, SurveyText text, const TextValues& values) {
  std::string said(language == SurveyLanguage::kZh ? ZhText(text) : EnText(text));
  for (const auto& [name, value] : values) {
    const std::string place = "{" + name + "}";
    const std::size_t at = said.find(place);
    if (at != std::string::npos) said.replace(at, place.size(), value);
  }
  return said;
}

std::string_view TagOf(SurveyLanguage language) {
  return language == SurveyLanguage::kZh ? "zh-CN" : "en";
}

std::string_view WordOf(SurveyLanguage language) {
  return language == SurveyLanguage::kZh ? "zh" : "en";
}

SurveyLanguage Other(SurveyLanguage language) {
  return language == SurveyLanguage::kZh ? SurveyLanguage::kEn : SurveyLanguage::kZh;
}

}  // namespace recourse::console
