#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "services/classify/domain/classification.h"
#include "services/classify/domain/match.h"
#include "services/classify/domain/pattern_set.h"

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

// What a rule may ask of feedback besides its text. The language is what the text itself shows.
enum class FeedbackField { kChannel, kSourceId, kPlace, kProduct, kLanguage };

// The field has exactly one of these values.
struct FieldCondition {
  FeedbackField field = FeedbackField::kChannel;
  std::vector<std::string> values{};
};

// A rule as written, its terms folded. It matches a text that holds at least one term of `any` or
// has a match of one of `patterns` (if there are any of either), every term of `all` and none of
// `none`, of feedback that meets all conditions of `fields`. Elements of a list are distinct.
struct WrittenRule {
  Verdict verdict{};
  std::vector<std::u32string> any{};
  std::vector<std::u32string> all{};
  std::vector<std::u32string> none{};
  std::vector<PatternIndex> patterns{};
  std::vector<FieldCondition> fields{};
};

// The rules as an operator writes them, checked by whoever read them.
struct WrittenRules {
  std::set<Category> categories{};
  std::vector<WrittenRule> rules{};
  std::map<Sentiment, std::vector<std::u32string>> sentiments{};
  std::shared_ptr<const PatternSet> patterns{};  // null where no rule has one
};

struct Rule {
  Verdict verdict{};
  std::vector<TermIndex> any{};
  std::vector<TermIndex> all{};
  std::vector<TermIndex> none{};
  std::vector<PatternIndex> patterns{};
  std::vector<FieldCondition> fields{};
};

// One version of the rules, ready to be asked; immutable. Version 0 is a system into which nobody
// has put rules yet.
struct Policy {
  std::int64_t version = 0;
  std::set<Category> categories{};
  std::vector<Rule> rules{};  // the first that matches decides
  std::map<Sentiment, std::vector<TermIndex>> sentiments{};
  Lexicon lexicon{};
  std::shared_ptr<const PatternSet> patterns{};  // null where no rule has one
};

Policy Compile(const WrittenRules& written, std::int64_t version);

}  // namespace recourse::classify
