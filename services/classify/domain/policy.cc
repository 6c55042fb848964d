#include "services/classify/domain/policy.h"

#include <utility>

namespace recourse::classify {
namespace {

// Gives each different term one number.
class Numbering {
 public:
  std::vector<TermIndex> Of(const std::vector<std::u32string>& terms) {
    std::vector<TermIndex> indices;
    indices.reserve(terms.size());
    for (const auto& term : terms) {
      const auto next = static_cast<TermIndex>(terms_.size());
      const auto [at, is_new] = index_.try_emplace(term, next);
      if (is_new) terms_.push_back(term);
      indices.push_back(at->second);
    }
    return indices;
  }
  std::vector<std::u32string> Terms() && { return std::move(terms_); }

 private:
  std::map<std::u32string, TermIndex> index_;
  std::vector<std::u32string> terms_;
};

}  // namespace

Policy Compile(const WrittenRules& written, std::int64_t version) {
  Policy policy;
  policy.version = version;
  policy.categories = written.categories;
  Numbering numbering;
  for (const WrittenRule& rule : written.rules) {
    policy.rules.push_back({rule.verdict, numbering.Of(rule.any), numbering.Of(rule.all),
                            numbering.Of(rule.none), rule.patterns, rule.fields});
  }
  for (const auto& [sentiment, terms] : written.sentiments) {
    policy.sentiments.emplace(sentiment, numbering.Of(terms));
  }
  policy.lexicon = Lexicon(std::move(numbering).Terms());
  policy.patterns = written.patterns;
  return policy;
}

}  // namespace recourse::classify
