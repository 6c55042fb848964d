#include "services/console/domain/survey.h"

#include <algorithm>

namespace recourse::console {
namespace {

char Lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool IsBlankOrComma(char letter) { return letter == ' ' || letter == '\t' || letter == ','; }

}  // namespace

std::optional<SurveyLanguage> LanguageOf(std::string_view word) {
  constexpr std::size_t kPrimary = 2;
  if (word.size() < kPrimary) return std::nullopt;
  if (word.size() > kPrimary && word[kPrimary] != '-' && word[kPrimary] != ';') return std::nullopt;
  const std::string primary = {Lower(word[0]), Lower(word[1])};
  if (primary == "zh") return SurveyLanguage::kZh;
  if (primary == "en") return SurveyLanguage::kEn;
  return std::nullopt;
}

SurveyLanguage PreferredLanguage(std::string_view accepted) {
  while (!accepted.empty()) {
    const auto begin = std::find_if_not(accepted.begin(), accepted.end(), IsBlankOrComma);
    accepted.remove_prefix(static_cast<std::size_t>(begin - accepted.begin()));
    const std::size_t end = std::min(accepted.find(','), accepted.size());
    if (const auto language = LanguageOf(accepted.substr(0, end))) return *language;
    accepted.remove_prefix(end);
  }
  return SurveyLanguage::kZh;
}

}  // namespace recourse::console
