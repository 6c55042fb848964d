// What `sla explain` says of a file: the contract's own example, a table of cases and of errors
// that anyone can read and correct, and the text for a person (text.json; UPDATE_GOLDEN=1 rewrites
// text.txt, and one reads what changed).
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/recoursectl/sla/sla_file.h"
#include "services/recoursectl/sla/sla_json.h"
#include "services/recoursectl/sla/sla_text.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

std::string PathOf(const std::string& name) {
  return std::string(RECOURSE_TESTS_DIR) + "/golden/recoursectl/" + name;
}

std::string Content(const std::string& name) {
  std::ifstream file(PathOf(name));
  EXPECT_TRUE(file) << name;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string JsonLines(const std::string& text) {
  const auto file = SlaFile::Read(text);
  EXPECT_TRUE(file.ok()) << file.status();
  std::string lines;
  for (std::size_t i = 0; file.ok() && i < file->clock_count(); ++i) {
    const auto explained = file->Explained(i);
    if (const auto* clock = std::get_if<Explanation>(&explained)) {
      AppendJson(*clock, lines);
    } else {
      AppendJson(file->IdOf(i), std::get<ClockFault>(explained), lines);
    }
  }
  return lines;
}

std::string Text(const std::string& text) {
  const auto file = SlaFile::Read(text);
  EXPECT_TRUE(file.ok()) << file.status();
  std::string out;
  for (std::size_t i = 0; file.ok() && i < file->clock_count(); ++i) {
    const auto explained = file->Explained(i);
    if (const auto* clock = std::get_if<Explanation>(&explained)) {
      AppendText(*clock, file->calendars(), out);
    } else {
      AppendText(file->IdOf(i), std::get<ClockFault>(explained), out);
    }
  }
  return out;
}

// Every field that `says` names has the value that it names.
void ExpectSaid(const json::object& says, const json::object& said, const std::string& name) {
  for (const auto& field : says) {
    const json::value* found = said.if_contains(field.key());
    ASSERT_NE(found, nullptr) << name << ": no " << field.key() << " in " << json::serialize(said);
    EXPECT_EQ(*found, field.value()) << name << ": " << field.key();
  }
}

struct Case {
  std::string name;
  json::object clock;
  json::object says;
};

std::vector<Case> CasesOf(const std::string& name) {
  std::vector<Case> cases;
  std::istringstream in(Content(name));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("case ")) cases.push_back({line.substr(5), {}, {}});
    if (line.starts_with("clock ")) cases.back().clock = json::parse(line.substr(6)).as_object();
    if (line.starts_with("says ")) cases.back().says = json::parse(line.substr(5)).as_object();
  }
  return cases;
}

// The clock of a case stands behind a sound one, which it must not harm.
std::string FileOf(const Case& test) {
  json::object clock = test.clock;
  if (!clock.contains("id")) clock["id"] = "asked";
  const json::value sound = json::parse(
      R"({"id": "sound", "target_ms": 60000,
          "events": [{"time": "2026-03-03T02:00:00Z", "kind": "started"}]})");
  return json::serialize(json::object{{"calendars", json::parse(Content("calendars.json"))},
                                      {"clocks", json::array{sound, clock}}});
}

void ExpectCases(const std::string& name, std::size_t least) {
  const auto cases = CasesOf(name);
  EXPECT_GE(cases.size(), least) << "the table is cut off";
  for (const Case& test : cases) {
    std::istringstream lines(JsonLines(FileOf(test)));
    std::string sound, asked;
    ASSERT_TRUE(std::getline(lines, sound) && std::getline(lines, asked)) << test.name;
    EXPECT_EQ(json::parse(sound).at("due_time"), "2026-03-03T02:01:00.000Z") << test.name;
    ASSERT_FALSE(test.says.empty()) << test.name;
    const json::object said = json::parse(asked).as_object();
    ExpectSaid(test.says, said, test.name);
    EXPECT_EQ(said.contains("error"), test.says.contains("error")) << test.name << asked;
    if (said.contains("error")) {
      EXPECT_GT(said.at("detail").as_string().size(), 20U) << test.name << ": says what to do";
    }
  }
}

TEST(ExplainGolden, TheContractsExampleHasExactlyItsNumbers) {
  const std::string line = JsonLines(Content("contract.json"));
  const json::object said = json::parse(line).as_object();
  ExpectSaid(json::parse(Content("contract_says.json")).as_object(), said, "contract");
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "one line a clock";
}

TEST(ExplainGolden, EachCaseIsSaid) { ExpectCases("cases.txt", 34); }

TEST(ExplainGolden, EachErrorIsSaidAndHarmsNoOtherClock) { ExpectCases("errors.txt", 40); }

TEST(ExplainGolden, TheTextForAPerson) {
  const std::string text = Text(Content("text.json"));
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(PathOf("text.txt")) << text;
  }
  EXPECT_EQ(text, Content("text.txt"));
}

}  // namespace
}  // namespace recourse::ctl
