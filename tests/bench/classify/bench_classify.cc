// What the classifier's first tier makes of lines of text, and what that costs.
//
//   bench_classify MODEL FILE [SECONDS]    JSON: texts, CPU-seconds, whole and of folding alone
//   bench_classify --answers HEAD MODEL FILE    a line each: label, probability, 1 for abstained
//   bench_classify --count MODEL FILE...   each file once, for an instruction counter
//
// A text is folded, scored by all heads at once and made into probabilities of each head, one after
// the other, as the service does. FILE has a text a line.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/model.h"
#include "services/classify/domain/model/score.h"
#include "services/common/text/disguise.h"
#include "services/recoursectl/model/aligned.h"

namespace recourse::bench {

using classify::Model;
using Lines = std::vector<std::string>;

constexpr double kSecondsShort = 0.05;

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "bench_classify: %s\n", what.c_str());
  std::exit(1);
}

std::string ReadAll(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail(std::string("cannot read ") + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Lines ReadLines(const char* path) {
  std::ifstream file(path);
  if (!file) Fail(std::string("cannot read ") + path);
  Lines lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) Fail(std::string(path) + " has no text");
  return lines;
}

std::shared_ptr<const Model> Load(const char* path) {
  const std::string bytes = ReadAll(path);
  const auto memory = ctl::model::Aligned(bytes);
  auto model = Model::Open({memory.get(), bytes.size()}, memory);
  if (!model.ok()) Fail(std::string(path) + ": " + std::string(model.status().message()));
  return *std::move(model);
}

// What one thread uses again for each text.
struct Work {
  Folded folded;
  classify::Scratch scratch;
  std::vector<float> probabilities;
};

void FoldOne(const std::string& text, Work& work) {
  if (!FoldDisguised(text, work.folded).ok()) Fail("a line is not UTF-8");
}

// The sum of what the heads are sure of, so that nothing of the work can be left out.
float AnswerOne(const Model& model, const std::string& text, Work& work) {
  FoldOne(text, work);
  const auto sums = classify::Score(model, work.folded.text, work.scratch);
  float sure = 0;
  for (const classify::Head& head : model.heads()) {
    classify::Probabilities(model, head, sums, work.probabilities);
    sure += classify::AnswerOf(model, head, work.probabilities).probability;
  }
  return sure;
}

// The counter is set to nought before CountedPass and read after CountedLines, by their names; see
// harness/instructions.py. Two functions, since it does only one thing at each.
[[gnu::noinline]] float CountedLines(const Model& model, const Lines& lines, Work& work) {
  float sure = 0;
  for (const std::string& line : lines) sure += AnswerOne(model, line, work);
  return sure;
}
[[gnu::noinline]] float CountedPass(const Model& model, const Lines& lines, Work& work) {
  return 0.0F + CountedLines(model, lines, work);
}

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// CPU-seconds a text, of whole passes that take at least `seconds`.
template <typename One>
double CostOf(const Lines& lines, double seconds, One one) {
  for (const std::string& line : lines) one(line);  // memory and tables are there
  const double begin = CpuSeconds();
  std::size_t texts = 0;
  double spent = 0;
  do {
    for (const std::string& line : lines) one(line);
    texts += lines.size();
    spent = CpuSeconds() - begin;
  } while (spent < seconds);
  return spent / static_cast<double>(texts);
}

int Measure(const Model& model, const Lines& lines, double seconds) {
  Work work;
  float sure = 0;
  const double whole = CostOf(
      lines, seconds, [&](const std::string& line) { sure += AnswerOne(model, line, work); });
  const double fold =
      CostOf(lines, seconds / 2, [&](const std::string& line) { FoldOne(line, work); });
  std::printf(
      "{\"texts\": %zu, \"seconds_a_text\": %.9g, \"fold_seconds_a_text\": %.9g, "
      "\"sure\": %.3g}\n",
      lines.size(), whole, fold, static_cast<double>(sure));
  return 0;
}

int TellAnswers(const Model& model, std::string_view name, const Lines& lines) {
  const classify::Head* head = model.FindHead(name);
  if (head == nullptr) Fail("the model has no head '" + std::string(name) + "'");
  Work work;
  for (const std::string& line : lines) {
    FoldOne(line, work);
    const auto sums = classify::Score(model, work.folded.text, work.scratch);
    classify::Probabilities(model, *head, sums, work.probabilities);
    const auto answer = classify::AnswerOf(model, *head, work.probabilities);
    const std::string label(model.LabelsOf(*head)[answer.label].name);
    std::printf("%s\t%.6f\t%d\n", label.c_str(), static_cast<double>(answer.probability),
                answer.abstained ? 1 : 0);
  }
  return 0;
}

int Count(const Model& model, const std::vector<const char*>& files) {
  Work work;
  for (const char* file : files) {
    const Lines lines = ReadLines(file);
    float sure = 0;
    for (const std::string& line : lines) sure += AnswerOne(model, line, work);  // not counted
    std::printf("%s %g\n", file, static_cast<double>(sure - CountedPass(model, lines, work)));
  }
  return 0;
}

int Main(const std::vector<const char*>& given) {
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < given.size() && given[i] == word;
  };
  if (is(0, "--answers") && given.size() == 4) {
    return TellAnswers(*Load(given[2]), given[1], ReadLines(given[3]));
  }
  if (is(0, "--count") && given.size() >= 3) {
    return Count(*Load(given[1]), {given.begin() + 2, given.end()});
  }
  if (given.size() < 2 || given.size() > 3) Fail("usage stands at the head of its source");
  const double seconds = given.size() == 3 ? std::atof(given[2]) : kSecondsShort;
  return Measure(*Load(given[0]), ReadLines(given[1]), seconds);
}

}  // namespace recourse::bench

int main(int argc, char** argv) { return recourse::bench::Main({argv + 1, argv + argc}); }
