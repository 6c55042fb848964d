#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/rules_json.h"
#include "services/classify/domain/rules.h"
#include "services/common/text/utf8.h"

namespace {

namespace classify = recourse::classify;

constexpr std::string_view kText =
    "I want my money back, 请问 card 1234 1,000 ＡＴＭ 吞卡 😡 x x x x";

void Require(bool law) {
  if (!law) std::abort();
}

// Where a term stands first as a word, by looking at every place; `npos` for nowhere.
std::size_t PlaceOf(const std::u32string& term, const std::u32string& text) {
  std::size_t at = text.find(term);
  while (at != std::u32string::npos && !classify::StandsAlone(text, at, at + term.size())) {
    at = text.find(term, at + 1);
  }
  return at;
}

void CheckTerms(const classify::Reading& reading) {
  const auto& terms = reading.policy().lexicon.terms();
  for (classify::TermIndex i = 0; i < terms.size(); ++i) {
    const std::size_t place = PlaceOf(terms[i], reading.text().folded);
    Require(reading.Has(i) == (place != std::u32string::npos));
    if (reading.Has(i)) Require(reading.terms().At(i) == place);
  }
}

// What is shown of a match lies in the text, and nothing is shown of what does not match.
void CheckPatterns(const classify::Rule& rule, const classify::Reading& reading) {
  if (rule.patterns.empty()) return;
  const auto spans = reading.policy().patterns->FirstOf(rule.patterns, reading.text().folded);
  Require(spans.size() == rule.patterns.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].begin == spans[i].end) continue;
    Require(spans[i].begin < spans[i].end && spans[i].end <= reading.text().folded.size());
    Require(reading.HasPattern(rule.patterns[i]));
  }
}

void CheckEvidence(const classify::Rule& rule, const classify::Reading& reading,
                   std::size_t points) {
  const auto evidence = classify::EvidenceFor(rule, reading);
  Require(evidence.size() <= classify::kEvidenceMax);
  for (const auto& piece : evidence) {
    Require(piece.span.begin < piece.span.end && piece.span.end <= points);
  }
}

}  // namespace

// A document of rules and a text, parted by a NUL (a text of its own where there is none): the
// document is refused or can be obeyed; the automaton finds what looking everywhere finds; the
// first rule that matches is the first, and its evidence lies in the text as sent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t nul = input.find('\0');
  const auto written = classify::ReadRules(input.substr(0, nul));
  if (!written.ok()) return 0;
  const std::string_view text = nul == std::string_view::npos ? kText : input.substr(nul + 1);
  const auto folded = classify::FoldText(text);
  if (!folded.ok()) return 0;
  const classify::Policy policy = classify::Compile(*written, 1);
  const classify::Feedback feedback;
  const classify::Reading reading(policy, *folded, feedback);
  CheckTerms(reading);
  const classify::Rule* first = classify::FirstMatch(reading);
  for (const classify::Rule& rule : policy.rules) {
    CheckPatterns(rule, reading);
    if (&rule == first) break;
    Require(!classify::Matches(rule, reading));
  }
  if (first != nullptr) CheckEvidence(*first, reading, recourse::CountCodePoints(text));
  return 0;
}
