#pragma once

#include <string>
#include <utility>

#include "services/classify/domain/decide.h"

// A text of which folding changes nothing: every code point is its own origin.
namespace recourse::classify {

inline FoldedText Plain(std::u32string text) {
  FoldedText folded{std::move(text), {}};
  for (std::uint32_t i = 0; i < folded.folded.size(); ++i) folded.origin.push_back({i, i + 1});
  return folded;
}

inline WrittenRule RuleOf(const std::string& id, const std::string& category,
                          std::vector<std::u32string> any) {
  WrittenRule rule;
  rule.verdict.id = RuleId(id);
  rule.verdict.category = Category(category);
  rule.any = std::move(any);
  return rule;
}

}  // namespace recourse::classify
