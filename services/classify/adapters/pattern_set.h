#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/classify/domain/pattern_set.h"
#include "services/common/core/status.h"

namespace re2 {
class RE2;
}

namespace recourse::classify {

inline constexpr std::size_t kPatternBytesMax = 1'000;
inline constexpr std::size_t kPatternsMax = 2'000;  // different ones, over all rules
// Of one pattern: what it is compiled into, and the states that RE2 remembers of it.
inline constexpr std::int64_t kPatternMemoryBytesMax = 131'072;
// Of what finds all patterns in one pass.
inline constexpr std::int64_t kPatternSetMemoryBytesMax = 33'554'432;
// Of all patterns together: at the worst each character of a text costs every one of them.
inline constexpr int kPatternStepsMax = 50'000;
// Of a longer text patterns see the beginning, as if it ended there: rules are asked inside of a
// transaction, and what somebody sends must not hold it up.
inline constexpr std::size_t kPatternCodePointsMax = 4'096;

// Compiles the patterns of a document, in RE2's syntax, without regard to case: the text that they
// are matched with is folded. `.` is any character but the end of a line; `^` and `$` are the ends
// of the text. Not thread-safe.
class PatternCompiler {
 public:
  PatternCompiler();
  ~PatternCompiler();
  PatternCompiler(const PatternCompiler&) = delete;
  PatternCompiler& operator=(const PatternCompiler&) = delete;

  // The same pattern again is the same one. INVALID_ARGUMENT says why it cannot be used, in words
  // that go on after its place: "matches the empty text, ...".
  StatusOr<PatternIndex> Add(const std::string& pattern);
  // All that were added; null where none was. INVALID_ARGUMENT where they are too many together.
  StatusOr<std::shared_ptr<const PatternSet>> Finish() &&;

 private:
  std::map<std::string, PatternIndex> index_;
  std::vector<std::unique_ptr<re2::RE2>> patterns_;
};

}  // namespace recourse::classify
