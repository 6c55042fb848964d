#include "services/classify/adapters/rules_json.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/json_fields.h"
#include "services/classify/adapters/pattern_set.h"
#include "services/classify/adapters/rule_fields_json.h"
#include "services/classify/domain/words.h"
#include "services/common/process/json.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

// A code point has at most four bytes; what is invisible goes when folding.
constexpr std::size_t kTermBytesMax = 4 * kTermCodePointsMax;

// Of a word of the document that a sentence repeats.
constexpr std::size_t kQuotedBytesMax = 60;

std::string Quoted(const std::string& text) {
  return "\"" + std::string(ClipUtf8(text, kQuotedBytesMax)) + "\"";
}

// Only what may stand in a metric's label, an address and a table alike.
bool IsCategoryName(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// Reads one document. Faults are gathered, so that what is read is of use only without them.
class RulesReader {
 public:
  explicit RulesReader(Faults& faults) : faults_(faults) {}

  WrittenRules Read(const boost::json::value& document) {
    const Field root(&document, "", faults_);
    if (!root.IsObjectOf(
            {"taxonomy", "types", "severities", "dimensions", "rules", "sentiment"})) {
      return {};
    }
    ReadTaxonomy(root.Member("taxonomy"));
    CheckWords(root.Member("types"), FeedbackTypeNamed);
    CheckWords(root.Member("severities"), SeverityNamed);
    CheckWords(root.Member("dimensions"), DimensionNamed);
    const Field rules = root.Member("rules");
    if (!rules.present()) rules.Fault("is absent");
    for (const Field& rule : rules.Elements(kRulesMax)) ReadRule(rule);
    ReadSentiments(root.Member("sentiment"));
    if (terms_.size() > kTermsMax) {
      faults_.Add("rules and sentiment", "have " + std::to_string(terms_.size()) +
                                             " different terms, at most " +
                                             std::to_string(kTermsMax) + " are allowed");
    }
    if (faults_.count() == 0) TakePatterns();
    return std::move(written_);
  }

 private:
  void ReadTaxonomy(const Field& taxonomy) {
    std::map<std::string, std::string> parents;
    for (const Field& entry : taxonomy.Elements(kCategoriesMax)) {
      if (!entry.IsObjectOf({"category", "parent", "name_zh", "name_en"})) continue;
      const std::string category = entry.Member("category").NeededText(kCategoryBytesMax);
      if (!IsCategoryName(category)) {
        entry.Member("category").Fault("may have only a to z, 0 to 9, _ and -");
      }
      if (!parents.emplace(category, entry.Member("parent").Text(kCategoryBytesMax)).second) {
        entry.Member("category").Fault(Quoted(category) + " is there twice");
      }
      entry.Member("name_zh").NeededText(kNameBytesMax);
      entry.Member("name_en").NeededText(kNameBytesMax);
      written_.categories.insert(Category(category));
    }
    CheckParents(parents);
    if (!parents.contains(OtherCategory().value())) {
      taxonomy.Fault("has no category \"other\": it is what nothing else decides");
    }
  }

  void CheckParents(const std::map<std::string, std::string>& parents) {
    for (const auto& [category, parent] : parents) {
      if (parent.empty()) continue;
      const auto found = parents.find(parent);
      if (found == parents.end()) {
        faults_.Add("taxonomy", "has " + Quoted(category) + " under " + Quoted(parent) +
                                    ", which is not in it");
      } else if (!found->second.empty()) {
        faults_.Add("taxonomy", "has " + Quoted(category) + " on a third level, it has two");
      }
    }
  }

  template <typename Named>
  void CheckWords(const Field& words, Named named) {
    for (const Field& word : words.Elements(kCategoriesMax)) ReadWord(word, named);
  }

  template <typename Named>
  auto ReadWord(const Field& field, Named named) -> decltype(named("")) {
    const std::string word = field.NeededText(kNameBytesMax);
    const auto value = named(word);
    if (!value && !word.empty()) field.Fault("is not a word that is known here: " + Quoted(word));
    return value;
  }

  void ReadRule(const Field& field) {
    if (!field.IsObjectOf({"id", "category", "type", "severity", "dimension", "any", "all", "none",
                           "patterns", "fields"})) {
      return;
    }
    const std::size_t faults_before = faults_.count();
    WrittenRule rule;
    rule.verdict = ReadVerdict(field);
    rule.any = ReadTerms(field.Member("any"));
    rule.all = ReadTerms(field.Member("all"));
    rule.none = ReadTerms(field.Member("none"));
    rule.patterns = ReadPatterns(field.Member("patterns"));
    rule.fields = ReadFieldConditions(field.Member("fields"));
    if (faults_.count() == faults_before) CheckCanMatch(field, rule);
    written_.rules.push_back(std::move(rule));
  }

  Verdict ReadVerdict(const Field& field) {
    Verdict verdict;
    verdict.id = RuleId(field.Member("id").NeededText(kRuleIdBytesMax));
    if (!ids_.insert(verdict.id).second) {
      field.Member("id").Fault(Quoted(verdict.id.value()) + " is there twice");
    }
    verdict.category = Category(field.Member("category").NeededText(kCategoryBytesMax));
    if (!verdict.category.value().empty() && !written_.categories.contains(verdict.category)) {
      field.Member("category").Fault(Quoted(verdict.category.value()) +
                                     " is not in the taxonomy");
    }
    verdict.type = ReadWord(field.Member("type"), FeedbackTypeNamed).value_or(verdict.type);
    if (const Field severity = field.Member("severity"); severity.present()) {
      verdict.severity = ReadWord(severity, SeverityNamed).value_or(verdict.severity);
    }
    if (const Field dimension = field.Member("dimension");
        !dimension.Text(kNameBytesMax).empty()) {
      verdict.dimension = ReadWord(dimension, DimensionNamed).value_or(verdict.dimension);
    }
    return verdict;
  }

  void CheckCanMatch(const Field& field, const WrittenRule& rule) {
    if (rule.any.empty() && rule.all.empty() && rule.patterns.empty() && rule.fields.empty()) {
      field.Fault(
          "has nothing in \"any\", \"all\", \"patterns\" or \"fields\" and would match every text");
    }
    const std::set<std::u32string> none(rule.none.begin(), rule.none.end());
    const auto excluded = [&](const std::u32string& term) { return none.contains(term); };
    if (std::any_of(rule.all.begin(), rule.all.end(), excluded)) {
      field.Fault("has a term in \"all\" and in \"none\" and can never match");
    }
  }

  // Each once.
  std::vector<PatternIndex> ReadPatterns(const Field& field) {
    std::set<PatternIndex> patterns;
    for (const Field& element : field.Elements(kPatternsMax)) {
      const std::string pattern = element.NeededText(kPatternBytesMax);
      if (pattern.empty()) continue;
      const auto index = compiler_.Add(pattern);
      if (index.ok()) {
        patterns.insert(*index);
      } else {
        element.Fault(std::string(index.status().message()));
      }
    }
    return {patterns.begin(), patterns.end()};
  }

  void TakePatterns() {
    auto patterns = std::move(compiler_).Finish();
    if (patterns.ok()) {
      written_.patterns = *std::move(patterns);
    } else {
      faults_.Add("rules", std::string(patterns.status().message()));
    }
  }

  void ReadSentiments(const Field& field) {
    if (!field.present() || !field.IsObjectOf({"very_negative", "negative", "neutral", "positive",
                                               "very_positive"})) {
      return;
    }
    for (const Sentiment sentiment :
         {Sentiment::kVeryNegative, Sentiment::kNegative, Sentiment::kNeutral,
          Sentiment::kPositive, Sentiment::kVeryPositive}) {
      written_.sentiments.emplace(sentiment, ReadTerms(field.Member(WordOf(sentiment))));
    }
  }

  // Folded, each once.
  std::vector<std::u32string> ReadTerms(const Field& field) {
    std::set<std::u32string> seen;
    std::vector<std::u32string> terms;
    for (const Field& element : field.Elements(kTermsMax)) {
      const std::u32string term = ReadTerm(element);
      if (term.empty() || !seen.insert(term).second) continue;
      terms_.insert(term);
      terms.push_back(term);
    }
    return terms;
  }

  std::u32string ReadTerm(const Field& field) {
    const std::string written = field.NeededText(kTermBytesMax);
    const auto folded = FoldText(written);
    if (!folded.ok() || written.empty()) return {};
    const std::u32string& term = folded->folded;
    const bool blank = std::all_of(term.begin(), term.end(), [](char32_t c) { return c == U' '; });
    if (blank) field.Fault("has nothing to look for: only spaces or invisible characters");
    if (term.size() <= kTermCodePointsMax) return blank ? std::u32string() : term;
    field.Fault("has more than " + std::to_string(kTermCodePointsMax) + " characters");
    return {};
  }

  Faults& faults_;
  WrittenRules written_;
  PatternCompiler compiler_;
  std::set<RuleId> ids_;
  std::set<std::u32string> terms_;
};

}  // namespace

StatusOr<WrittenRules> ReadRules(std::string_view document) {
  if (document.size() > kRulesDocumentBytesMax) {
    return absl::InvalidArgumentError(
        "rules refused: the document has " + std::to_string(document.size()) +
        " bytes, at most " + std::to_string(kRulesDocumentBytesMax) + " are allowed");
  }
  const auto parsed = ParseJson(document);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError("rules refused: " + fault->slug + ": " + fault->detail);
  }
  Faults faults;
  WrittenRules written = RulesReader(faults).Read(std::get<boost::json::value>(parsed));
  if (Status s = faults.ToStatus(); !s.ok()) return s;
  return written;
}

Status CheckRules(const std::string& kind, const std::string& document) {
  if (kind != kRulesKind) {
    return absl::NotFoundError("classify has no policy of kind " + Quoted(kind) +
                               ", only \"rules\"");
  }
  return ReadRules(document).status();
}

}  // namespace recourse::classify
