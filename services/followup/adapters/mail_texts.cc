#include "services/followup/adapters/mail_texts.h"

namespace recourse::followup {

const MailTexts& TextsOf(std::string_view language) {
  const bool chinese = language == "zh" || language.starts_with("zh-");
  return chinese ? ChineseTexts() : EnglishTexts();
}

std::string Fill(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    filled += text.substr(0, open);
    const auto value = values.find(std::string(text.substr(open + 1, close - open - 1)));
    filled += value == values.end() ? text.substr(open, close - open + 1)
                                    : std::string_view(value->second);
    text.remove_prefix(close + 1);
  }
  return filled += text;
}

}  // namespace recourse::followup
