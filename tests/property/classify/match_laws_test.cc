#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/pattern_set.h"
#include "services/classify/domain/decide.h"
#include "services/classify/domain/rules.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

// Few letters, so that terms overlap, contain each other and are found.
std::u32string AnyOf(const std::u32string& letters, int least, int most) {
  const auto size = *rc::gen::inRange(least, most + 1);
  std::u32string text;
  for (int i = 0; i < size; ++i) text += *rc::gen::elementOf(letters);
  return text;
}

const std::u32string kLetters = U"aab 卡卡吞1";
// The same and more as people write them: full width, capitals, ligatures, accents, and characters
// that are not seen.
const std::u32string kWritten = U"aAａＡb卡吞 　1１ﬁé😡\u200B\u00AD\u0301㈱";

std::vector<std::u32string> AnyTerms() {
  std::set<std::u32string> terms;
  const auto count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i) terms.insert(AnyOf(kLetters, 1, 4));
  return {terms.begin(), terms.end()};
}

RC_GTEST_PROP(MatchLaws, ScanningFindsWhatANaiveSearchFinds, ()) {
  const auto terms = AnyTerms();
  const std::u32string text = AnyOf(kLetters, 0, 60);
  std::set<std::pair<std::size_t, std::size_t>> naive, scanned;
  for (std::size_t term = 0; term < terms.size(); ++term) {
    for (auto at = text.find(terms[term]); at != std::u32string::npos;
         at = text.find(terms[term], at + 1)) {
      naive.emplace(term, at + terms[term].size());
    }
  }
  Automaton(terms).Scan(text, [&](std::size_t term, std::size_t end) {
    RC_ASSERT(scanned.emplace(term, end).second);  // each place once
  });
  RC_ASSERT(scanned == naive);
}

RC_GTEST_PROP(MatchLaws, ATermIsFoundWhereItFirstStandsAlone, ()) {
  const auto terms = AnyTerms();
  const std::u32string text = AnyOf(kLetters, 0, 60);
  const Found found = FindTerms(Lexicon(terms), text);
  for (TermIndex term = 0; term < terms.size(); ++term) {
    auto at = text.find(terms[term]);
    while (at != std::u32string::npos && !StandsAlone(text, at, at + terms[term].size())) {
      at = text.find(terms[term], at + 1);
    }
    RC_ASSERT(found.Has(term) == (at != std::u32string::npos));
    if (found.Has(term)) RC_ASSERT(found.At(term) == at);
  }
}

WrittenRules OneRule(const std::vector<std::u32string>& any) {
  WrittenRule rule;
  rule.verdict = {RuleId("r"), Category("c"), FeedbackType::kComplaint, Severity::kHigh,
                  Dimension::kUnsaid};
  rule.any = any;
  WrittenRules written;
  written.categories = {Category("c"), OtherCategory()};
  written.rules = {rule};
  return written;
}

RC_GTEST_PROP(MatchLaws, EvidenceLiesInsideTheTextAndFoldsToItsTerm, ()) {
  const Policy policy = Compile(OneRule(AnyTerms()), 1);
  const std::string text = ToUtf8(AnyOf(kWritten, 0, 40));
  const auto folded = FoldText(text);
  RC_ASSERT(folded.ok());
  RC_ASSERT(folded->origin.size() == folded->folded.size());
  const Classification made = Classify(*folded, Scores{}, policy);
  RC_CLASSIFY(!made.evidence.empty(), "with evidence");
  for (const Evidence& evidence : made.evidence) {
    RC_ASSERT(evidence.span.begin < evidence.span.end);
    RC_ASSERT(evidence.span.end <= CountCodePoints(text));
    const auto slice = FoldText(SliceCodePoints(text, evidence.span.begin,
                                                evidence.span.end - evidence.span.begin));
    RC_ASSERT(slice.ok());
    // More than the term only where one character became several, such as a ligature.
    RC_ASSERT(slice->folded.find(evidence.term) != std::u32string::npos);
    RC_ASSERT(slice->folded.size() <= evidence.term.size() + 4);
  }
}

// The terms as patterns that mean themselves. Nothing of kLetters is a sign of the syntax.
std::shared_ptr<const PatternSet> Literals(const std::vector<std::u32string>& terms) {
  PatternCompiler compiler;
  for (const std::u32string& term : terms) RC_ASSERT(compiler.Add(ToUtf8(term)).ok());
  auto set = std::move(compiler).Finish();
  RC_ASSERT(set.ok());
  return *std::move(set);
}

RC_GTEST_PROP(MatchLaws, APatternThatMeansItselfIsFoundWhereItFirstStands, ()) {
  const auto terms = AnyTerms();
  const std::u32string text = AnyOf(kLetters, 0, 60);
  const auto patterns = Literals(terms);
  const std::vector<bool> matched = patterns->Matched(text);
  for (PatternIndex i = 0; i < terms.size(); ++i) {
    const auto at = text.find(terms[i]);
    RC_ASSERT(matched[i] == (at != std::u32string::npos));
    if (!matched[i]) continue;
    RC_ASSERT(patterns->FirstOf({i}, text).at(0) == (FoldedSpan{at, at + terms[i].size()}));
  }
}

// Chinese terms need not stand alone, so that a rule of patterns that mean themselves is the same.
RC_GTEST_PROP(MatchLaws, ARuleOfLiteralPatternsIsARuleOfTerms, ()) {
  std::set<std::u32string> distinct;
  const auto count = *rc::gen::inRange(1, 8);
  for (int i = 0; i < count; ++i) distinct.insert(AnyOf(U"卡吞盗贷", 1, 4));
  const std::vector<std::u32string> terms(distinct.begin(), distinct.end());
  WrittenRules by_patterns = OneRule({});
  by_patterns.patterns = Literals(terms);
  for (PatternIndex i = 0; i < terms.size(); ++i) by_patterns.rules[0].patterns.push_back(i);
  const auto text = FoldText(ToUtf8(AnyOf(kWritten + U"卡吞盗贷卡吞盗贷卡吞盗贷", 0, 40)));
  RC_ASSERT(text.ok());
  const Classification made = Classify(*text, Scores{}, Compile(OneRule(terms), 1));
  RC_CLASSIFY(!made.evidence.empty(), "matched");
  RC_ASSERT(Classify(*text, Scores{}, Compile(by_patterns, 1)) == made);
}

RC_GTEST_PROP(MatchLaws, PatternsTogetherFindWhatEachFindsAlone, ()) {
  const std::vector<std::string> pieces = {"a",  "b+",    "[ab]", "卡",     "卡.", "(?:吞|a)b?",
                                           ".",  "a?",    "\\d",  "1$",     "^a",  "\\b",
                                           "a*", "卡{2}", "[^a]", "(?s:.)", " "};
  std::vector<std::string> written;
  const auto count = *rc::gen::inRange(1, 10);
  for (int i = 0; i < count; ++i) {
    std::string pattern = "a";
    const auto length = *rc::gen::inRange(0, 4);
    for (int k = 0; k < length; ++k) pattern += *rc::gen::elementOf(pieces);
    written.push_back(pattern);
  }
  PatternCompiler together;
  for (const std::string& pattern : written) RC_ASSERT(together.Add(pattern).ok());
  const auto all = std::move(together).Finish();
  RC_ASSERT(all.ok());
  const std::u32string text = AnyOf(kLetters + U"\n", 0, 40);
  const std::vector<bool> matched = (*all)->Matched(text);
  PatternCompiler again;
  for (const std::string& pattern : written) {
    PatternCompiler alone;
    RC_ASSERT(alone.Add(pattern).ok());
    const auto one = std::move(alone).Finish();
    RC_ASSERT(one.ok());
    RC_ASSERT(matched[*again.Add(pattern)] == (*one)->Matched(text).at(0));
  }
}

RC_GTEST_PROP(MatchLaws, OrderDoesNotMatterToRulesOfWhichOneMatches, ()) {
  const std::u32string letters = U"abcde卡吞盗贷";
  WrittenRules written;
  for (const char32_t letter : letters) {
    WrittenRules one = OneRule({std::u32string(1, letter)});
    one.rules[0].verdict.id = RuleId("r" + ToUtf8(std::u32string(1, letter)));
    written.rules.push_back(one.rules[0]);
  }
  const char32_t spoken = *rc::gen::elementOf(letters);
  const std::u32string text = AnyOf(U"xyz 。", 0, 9) + U" " + spoken + U" " + AnyOf(U"xy!", 0, 9);
  const auto folded = FoldText(ToUtf8(text));
  RC_ASSERT(folded.ok());
  const Classification before = Classify(*folded, Scores{}, Compile(written, 1));
  RC_ASSERT(before.rule_id == RuleId("r" + ToUtf8(std::u32string(1, spoken))));
  for (std::size_t i = written.rules.size() - 1; i > 0; --i) {
    std::swap(written.rules[i], written.rules[*rc::gen::inRange<std::size_t>(0, i + 1)]);
  }
  RC_ASSERT(Classify(*folded, Scores{}, Compile(written, 1)) == before);
}

RC_GTEST_PROP(MatchLaws, DecidingAgainChangesNothing, ()) {
  const Policy policy = Compile(OneRule(AnyTerms()), 1);
  FeedbackReceived received;
  received.feedback.feedback_id = FeedbackId(NamedUuid(kRecourseSpace, "f"));
  received.text = *FoldText(ToUtf8(AnyOf(kWritten, 1, 40)));
  const Decision first = Decide({}, received, Timestamp{}, policy);
  RC_ASSERT(first.facts.size() == 1U);
  const Policy other = Compile(OneRule(AnyTerms()), 2);
  RC_ASSERT(Decide(first.changed, received, Timestamp(Duration(5)), other) == Decision{});
}

}  // namespace
}  // namespace recourse::classify
