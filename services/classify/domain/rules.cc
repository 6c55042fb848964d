#include "services/classify/domain/rules.h"

#include <algorithm>

namespace recourse::classify {

bool Matches(const Rule& rule, const Found& found) {
  const auto has = [&](TermIndex term) { return found.Has(term); };
  return (rule.any.empty() || std::any_of(rule.any.begin(), rule.any.end(), has)) &&
         std::all_of(rule.all.begin(), rule.all.end(), has) &&
         std::none_of(rule.none.begin(), rule.none.end(), has);
}

const Rule* FirstMatch(const Policy& policy, const Found& found) {
  const auto match = std::find_if(policy.rules.begin(), policy.rules.end(),
                                  [&](const Rule& rule) { return Matches(rule, found); });
  return match == policy.rules.end() ? nullptr : &*match;
}

std::vector<Evidence> EvidenceFor(const Rule& rule, const Found& found, const Policy& policy,
                                  const FoldedText& text) {
  std::vector<TermIndex> terms = rule.all;
  std::copy_if(rule.any.begin(), rule.any.end(), std::back_inserter(terms),
               [&](TermIndex term) { return found.Has(term); });
  std::sort(terms.begin(), terms.end(), [&](TermIndex a, TermIndex b) {
    return found.At(a) != found.At(b) ? found.At(a) < found.At(b) : a < b;
  });
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  terms.resize(std::min(terms.size(), kEvidenceMax));
  std::vector<Evidence> evidence;
  for (const TermIndex term : terms) {
    const std::u32string& words = policy.lexicon.terms()[term];
    evidence.push_back({OriginOf(text, found.At(term), words.size()), words});
  }
  return evidence;
}

}  // namespace recourse::classify
