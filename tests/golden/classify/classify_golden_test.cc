// Classifies each text of texts.txt by the rules of rules.json, as the codec would, and compares.
// Rewrite the expectations with UPDATE_GOLDEN=1.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/rules_json.h"
#include "services/classify/domain/decide.h"
#include "services/classify/domain/words.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

const std::string kFolder = std::string(RECOURSE_TESTS_DIR) + "/golden/classify/";
const std::string kArrow = " =>";

std::string Unescape(const std::string& line) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const auto escape = line.find("\\u{", at);
    if (escape == std::string::npos) return text + line.substr(at);
    text += line.substr(at, escape - at);
    std::size_t digits = 0;
    AppendUtf8(static_cast<char32_t>(std::stoul(line.substr(escape + 3), &digits, 16)), text);
    at = escape + 3 + digits + 1;
  }
  return text;
}

// What is shown stands where it is said to stand: the slice folds to something with the term.
void ExpectShowsItsTerm(const std::string& text, const Evidence& evidence) {
  const std::size_t count = evidence.span.end - evidence.span.begin;
  const auto folded = FoldText(SliceCodePoints(text, evidence.span.begin, count));
  ASSERT_TRUE(folded.ok());
  EXPECT_NE(folded->folded.find(evidence.term), std::u32string::npos) << text;
}

std::string Show(const Classification& made) {
  std::ostringstream out;
  out << WordOf(made.type) << "/" << WordOf(made.severity) << " " << made.category << " "
      << (made.dimension == Dimension::kUnsaid ? "-" : WordOf(made.dimension)) << " "
      << static_cast<int>(made.sentiment) << " " << WordOf(made.language) << " "
      << (made.rule_id.value().empty() ? "-" : made.rule_id.value());
  for (const Evidence& evidence : made.evidence) {
    out << " [" << evidence.span.begin << "," << evidence.span.end << ")"
        << ToUtf8(evidence.term);
  }
  return out.str();
}

std::string ClassifyLine(const std::string& line, const Policy& policy) {
  const std::string written = line.substr(0, line.find(kArrow));
  const std::string text = Unescape(written);
  const auto folded = FoldText(text);
  if (!folded.ok()) return written + kArrow + " " + folded.status().ToString();
  const Classification made = Classify(*folded, Scores{}, policy);
  for (const Evidence& evidence : made.evidence) ExpectShowsItsTerm(text, evidence);
  return written + kArrow + " " + Show(made);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return std::string((std::istreambuf_iterator<char>(file)), {});
}

TEST(ClassifyGolden, Texts) {
  const auto rules = ReadRules(ReadFile(kFolder + "rules.json"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  const Policy policy = Compile(*rules, 1);
  const std::string expected = ReadFile(kFolder + "texts.txt");
  std::istringstream lines(expected);
  std::string actual;
  for (std::string line; std::getline(lines, line);) {
    const bool is_case = !line.empty() && line[0] != '#';
    actual += (is_case ? ClassifyLine(line, policy) : line) + "\n";
  }
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kFolder + "texts.txt") << actual;
    return;
  }
  EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace recourse::classify
