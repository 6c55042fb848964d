#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/classify/domain/classification.h"
#include "services/classify/domain/match.h"

namespace recourse::classify {

// More are refused when the rules are put.
inline constexpr std::size_t kTermsMax = 20'000;  // different ones, over all rules and sentiments
inline constexpr std::size_t kTermCodePointsMax = 64;
inline constexpr std::size_t kRulesMax = 5'000;
inline constexpr std::size_t kCategoriesMax = 500;

// What a rule says of a text that it matches.
struct Verdict {
  RuleId id{};
  Category category{};
  FeedbackType type = FeedbackType::kComplaint;
  Severity severity = Severity::kNormal;
  Dimension dimension = Dimension::kUnsaid;
};

// A rule as written, its terms folded. It matches a text that holds at least one term of `any` (if
// there are some), every term of `all` and none of `none`. Terms of a list are distinct.
struct WrittenRule {
  Verdict verdict{};
  std::vector<std::u32string> any{};
  std::vector<std::u32string> all{};
  std::vector<std::u32string> none{};
};

// The rules as an operator writes them, checked by whoever read them.
struct WrittenRules {
  std::set<Category> categories{};
  std::vector<WrittenRule> rules{};
  std::map<Sentiment, std::vector<std::u32string>> sentiments{};
};

struct Rule {
  Verdict verdict{};
  std::vector<TermIndex> any{};
  std::vector<TermIndex> all{};
  std::vector<TermIndex> none{};
};

// One version of the rules, ready to be asked; immutable. Version 0 is a system into which nobody
// has put rules yet.
struct Policy {
  std::int64_t version = 0;
  std::set<Category> categories{};
  std::vector<Rule> rules{};  // the first that matches decides
  std::map<Sentiment, std::vector<TermIndex>> sentiments{};
  Lexicon lexicon{};
};

Policy Compile(const WrittenRules& written, std::int64_t version);

}  // namespace recourse::classify
