#include "services/classify/domain/rules.h"

#include <algorithm>
#include <iterator>

namespace recourse::classify {
namespace {

// Where the terms stand that speak for the rule.
void AddTerms(const Rule& rule, const Reading& reading, std::vector<FoldedSpan>& spans) {
  const auto add = [&](TermIndex term) {
    const std::size_t begin = reading.terms().At(term);
    spans.push_back({begin, begin + reading.policy().lexicon.terms()[term].size()});
  };
  std::for_each(rule.all.begin(), rule.all.end(), add);
  for (const TermIndex term : rule.any) {
    if (reading.Has(term)) add(term);
  }
}

void AddPatterns(const Rule& rule, const Reading& reading, std::vector<FoldedSpan>& spans) {
  if (rule.patterns.empty()) return;
  std::vector<PatternIndex> matched;
  std::copy_if(rule.patterns.begin(), rule.patterns.end(), std::back_inserter(matched),
               [&](PatternIndex pattern) { return reading.HasPattern(pattern); });
  matched.resize(std::min(matched.size(), kEvidenceMax));
  for (FoldedSpan span : reading.policy().patterns->FirstOf(matched, reading.text().folded)) {
    span.end = std::min(span.end, span.begin + kEvidenceCodePointsMax);
    if (span.begin < span.end) spans.push_back(span);
  }
}

}  // namespace

// What costs most is asked last: of a rule that needs a word which is not there, no pattern is.
bool Matches(const Rule& rule, const Reading& reading) {
  const auto has = [&](TermIndex term) { return reading.Has(term); };
  const bool has_one = std::any_of(rule.any.begin(), rule.any.end(), has);
  if (!has_one && rule.patterns.empty() && !rule.any.empty()) return false;
  if (!std::all_of(rule.all.begin(), rule.all.end(), has)) return false;
  if (std::any_of(rule.none.begin(), rule.none.end(), has)) return false;
  if (!std::all_of(rule.fields.begin(), rule.fields.end(),
                   [&](const FieldCondition& condition) { return reading.Meets(condition); })) {
    return false;
  }
  return has_one || rule.patterns.empty() ||
         std::any_of(rule.patterns.begin(), rule.patterns.end(),
                     [&](PatternIndex pattern) { return reading.HasPattern(pattern); });
}

const Rule* FirstMatch(const Reading& reading) {
  const std::vector<Rule>& rules = reading.policy().rules;
  const auto match = std::find_if(rules.begin(), rules.end(),
                                  [&](const Rule& rule) { return Matches(rule, reading); });
  return match == rules.end() ? nullptr : &*match;
}

std::vector<Evidence> EvidenceFor(const Rule& rule, const Reading& reading) {
  std::vector<FoldedSpan> spans;
  AddTerms(rule, reading, spans);
  AddPatterns(rule, reading, spans);
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  spans.resize(std::min(spans.size(), kEvidenceMax));
  std::vector<Evidence> evidence;
  for (const FoldedSpan& span : spans) {
    const std::size_t count = span.end - span.begin;
    evidence.push_back({OriginOf(reading.text(), span.begin, count),
                        reading.text().folded.substr(span.begin, count)});
  }
  return evidence;
}

}  // namespace recourse::classify
