#include "services/classify/adapters/pattern_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "services/classify/adapters/folding.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

using re2::RE2;

// Of what a sentence repeats of a pattern.
constexpr std::size_t kQuotedBytesMax = 60;

RE2::Options OptionsOf(std::int64_t memory_bytes) {
  RE2::Options options;
  options.set_log_errors(false);  // they are told to whoever wrote the pattern
  options.set_case_sensitive(false);
  options.set_never_capture(true);
  options.set_max_mem(memory_bytes);
  return options;
}

bool Has(const RE2& pattern, std::string_view text) {
  return pattern.Match(text, 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

Status Unusable(const std::string& what) { return absl::InvalidArgumentError(what); }

std::string Quoted(std::string_view text) {
  return "\"" + MendUtf8(ClipUtf8(text, kQuotedBytesMax)) + "\"";
}

// RE2 takes \C for one byte, which would cut a character in pieces. Between \Q and \E, and after
// another backslash, it is none.
bool AsksForBytes(std::string_view pattern) {
  for (std::size_t at = 0; at + 1 < pattern.size(); ++at) {
    if (pattern[at] != '\\') continue;
    const char escaped = pattern[++at];
    if (escaped == 'C') return true;
    if (escaped == 'Q') at = std::min(pattern.find("\\E", at), pattern.size() - 1);
  }
  return false;
}

// Whether a part of the pattern is the same in a folded text, but for its case, which does not
// matter.
bool SurvivesFolding(std::u32string_view written, std::u32string_view folded) {
  if (written == folded) return true;
  if (written.size() != 1 || folded.size() != 1) return false;
  if (written[0] < 0x80) return true;
  const RE2 same(RE2::QuoteMeta(ToUtf8(written)), OptionsOf(kPatternMemoryBytesMax));
  return Has(same, ToUtf8(folded));
}

// A character that folding changes or drops is in no folded text: the pattern would never match,
// and its writer would not know why. OK where there is none.
Status CheckFolded(const std::string& pattern) {
  const auto folded = FoldText(pattern);
  if (!folded.ok()) return Unusable("is not UTF-8");
  std::u32string written;
  ToUtf32(pattern, written);
  std::size_t at = 0;  // of what was written, where the next part begins
  for (std::size_t first = 0, next = 0; first < folded->folded.size(); first = next) {
    const Span span = folded->origin[first];
    while (next < folded->folded.size() && folded->origin[next] == span) ++next;
    const auto part = std::u32string_view(written).substr(span.begin, span.end - span.begin);
    const auto made = std::u32string_view(folded->folded).substr(first, next - first);
    if (span.begin != at) break;
    if (!SurvivesFolding(part, made)) {
      return Unusable("has " + Quoted(ToUtf8(part)) + ", which no folded text has: write " +
                      Quoted(RE2::QuoteMeta(ToUtf8(made))));
    }
    at = span.end;
  }
  if (at == written.size()) return absl::OkStatus();
  return Unusable("has an invisible character, which no folded text has, after " +
                  std::to_string(at) + " others: leave it out");
}

class Re2PatternSet final : public PatternSet {
 public:
  Re2PatternSet(std::vector<std::unique_ptr<RE2>> patterns, std::unique_ptr<const RE2::Set> all)
      : patterns_(std::move(patterns)), all_(std::move(all)) {}

  std::vector<bool> Matched(std::u32string_view folded) const override {
    const std::string text = SeenOf(folded);
    std::vector<bool> matched(patterns_.size());
    std::vector<int> found;
    RE2::Set::ErrorInfo error{};
    if (all_->Match(text, &found, &error)) {
      for (const int index : found) matched[static_cast<std::size_t>(index)] = true;
    } else if (error.kind != RE2::Set::kNoError) {
      // The one pass had not enough memory. One by one they manage with what they have.
      for (std::size_t i = 0; i < patterns_.size(); ++i) matched[i] = Has(*patterns_[i], text);
    }
    return matched;
  }

  std::vector<FoldedSpan> FirstOf(const std::vector<PatternIndex>& patterns,
                                  std::u32string_view folded) const override {
    const std::string text = SeenOf(folded);
    std::vector<FoldedSpan> spans;
    for (const PatternIndex index : patterns) spans.push_back(FirstOf(*patterns_[index], text));
    return spans;
  }

 private:
  static std::string SeenOf(std::u32string_view folded) {
    return ToUtf8(folded.substr(0, kPatternCodePointsMax));
  }
  static FoldedSpan FirstOf(const RE2& pattern, const std::string& text) {
    re2::StringPiece match;
    if (!pattern.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) return {};
    const auto before = static_cast<std::size_t>(match.data() - text.data());
    const std::size_t begin = CountCodePoints(std::string_view(text).substr(0, before));
    return {begin, begin + CountCodePoints({match.data(), match.size()})};
  }

  const std::vector<std::unique_ptr<RE2>> patterns_;
  const std::unique_ptr<const RE2::Set> all_;
};

// Of one that RE2 has compiled.
Status CheckUse(const std::string& pattern, const RE2& compiled) {
  if (!compiled.ok()) {
    return Unusable("cannot be compiled: " + MendUtf8(ClipUtf8(compiled.error(), kQuotedBytesMax)));
  }
  if (AsksForBytes(pattern)) return Unusable("has \\C, which cuts characters: write . instead");
  if (Has(compiled, "")) return Unusable("matches the empty text, and so every text");
  return CheckFolded(pattern);
}

}  // namespace

PatternCompiler::PatternCompiler() = default;
PatternCompiler::~PatternCompiler() = default;

StatusOr<PatternIndex> PatternCompiler::Add(const std::string& pattern) {
  if (const auto known = index_.find(pattern); known != index_.end()) return known->second;
  if (patterns_.size() == kPatternsMax) {
    return Unusable("is one pattern too many: at most " + std::to_string(kPatternsMax) +
                    " different ones are allowed");
  }
  auto compiled = std::make_unique<RE2>(pattern, OptionsOf(kPatternMemoryBytesMax));
  if (Status s = CheckUse(pattern, *compiled); !s.ok()) return s;
  const auto index = static_cast<PatternIndex>(patterns_.size());
  index_.emplace(pattern, index);
  patterns_.push_back(std::move(compiled));
  return index;
}

StatusOr<std::shared_ptr<const PatternSet>> PatternCompiler::Finish() && {
  if (patterns_.empty()) return std::shared_ptr<const PatternSet>();
  auto all = std::make_unique<RE2::Set>(OptionsOf(kPatternSetMemoryBytesMax), RE2::UNANCHORED);
  int steps = 0;
  for (const auto& pattern : patterns_) {
    steps += pattern->ProgramSize();
    all->Add(pattern->pattern(), nullptr);
  }
  if (steps > kPatternStepsMax || !all->Compile()) {
    return Unusable("have patterns of " + std::to_string(steps) + " steps together, at most " +
                    std::to_string(kPatternStepsMax) + " are allowed: write fewer or shorter ones");
  }
  return std::shared_ptr<const PatternSet>(
      std::make_shared<const Re2PatternSet>(std::move(patterns_), std::move(all)));
}

}  // namespace recourse::classify
