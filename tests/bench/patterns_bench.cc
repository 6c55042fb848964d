// What patterns of the rules cost on the longest text that they see: the whole of them on one text.
//
//   bench.patterns         real patterns beside absurd ones, in numbers up to the limits
#include <benchmark/benchmark.h>

#include <random>
#include <string>

#include "services/classify/adapters/pattern_set.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

using Texts = std::vector<std::string>;

std::u32string TextOf(const std::string& alphabet) {
  std::u32string points;
  ToUtf32(alphabet, points);
  std::u32string text;
  std::minstd_rand random(1);
  while (text.size() < kPatternCodePointsMax) text += points[random() % points.size()];
  return text;
}

// As an operator writes them: words with something between.
std::string Phrase(int i) {
  const std::string n = std::to_string(i);
  return "word" + n + ".{0,8}(lost|stolen|gone)";
}
std::string Word(int i) { return "(lost|gone) card" + std::to_string(i); }
// Nothing in them has to be there, and each counts what it has seen.
std::string Counted(int i) {
  return "[a-m].{" + std::to_string(5 + i % 7) + "}[n-z]" + std::string(1 + i / 7 % 26, 'x') + "?" +
         std::to_string(i);
}
// States without end: each may begin at every character.
std::string Explosive(int i) {
  return "[ab][^q]{" + std::to_string(10 + i % 11) + "}[cd" + std::to_string(i % 10) + "]" +
         std::to_string(i / 10);
}
std::string Digits(int i) {
  return "\\d{" + std::to_string(4 + i % 16) + "}[a-z]{" + std::to_string(1 + i / 16) + "}";
}

// As many as are allowed, up to `count`.
std::shared_ptr<const PatternSet> Compiled(std::string (*pattern)(int), int count) {
  PatternCompiler compiler;
  for (int i = 0; i < count; ++i) {
    const auto added = compiler.Add(pattern(i));
    if (!added.ok()) std::abort();
  }
  auto all = std::move(compiler).Finish();
  return all.ok() ? *all : nullptr;
}

void Match(benchmark::State& state, std::string (*pattern)(int), const std::string& alphabet) {
  const auto patterns = Compiled(pattern, static_cast<int>(state.range(0)));
  if (patterns == nullptr) {
    state.SkipWithError("refused: too many steps");
    return;
  }
  const std::u32string text = TextOf(alphabet);
  for (auto _ : state) benchmark::DoNotOptimize(patterns->Matched(text));
}

constexpr const char* kWords = "abcdefghijklmnopqrstuvwxyz0123456789 ";

BENCHMARK_CAPTURE(Match, words, Word, kWords)->Arg(10)->Arg(200)->Arg(1000)->Arg(2000);
BENCHMARK_CAPTURE(Match, phrases, Phrase, kWords)->Arg(10)->Arg(200)->Arg(1000)->Arg(2000);
BENCHMARK_CAPTURE(Match, digits, Digits, kWords)->Arg(10)->Arg(200)->Arg(1000)->Arg(2000);
BENCHMARK_CAPTURE(Match, counted, Counted, kWords)->Arg(10)->Arg(200)->Arg(1000)->Arg(2000);
BENCHMARK_CAPTURE(Match, explosive, Explosive, "abcd1")->Arg(10)->Arg(200)->Arg(1000)->Arg(2000);

}  // namespace
}  // namespace recourse::classify

BENCHMARK_MAIN();
