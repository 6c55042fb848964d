// Replays counting.txt through Count and compares what each fact adds, line by line. Rewrite the
// expectations with UPDATE_GOLDEN=1.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "services/kpi/domain/delta.h"

namespace recourse::kpi {
namespace {

FactKind KindOf(const std::string& word) {
  static const std::map<std::string, FactKind> kinds = {
      {"opened", FactKind::kOpened},       {"joined", FactKind::kJoined},
      {"recorded", FactKind::kRecorded},   {"taken", FactKind::kTaken},
      {"replied", FactKind::kReplied},     {"resolved", FactKind::kResolved},
      {"warned", FactKind::kClockWarned},  {"breached", FactKind::kClockBreached},
      {"other", FactKind::kOther}};
  return kinds.at(word);
}

// open/running@n/card
Dimensions DimensionsOf(std::string text) {
  static const std::map<std::string, TicketState> states = {{"none", TicketState::kNone},
                                                            {"open", TicketState::kOpen},
                                                            {"taken", TicketState::kTaken},
                                                            {"resolved", TicketState::kResolved}};
  static const std::map<std::string, ClockState> clocks = {
      {"none", ClockState::kNone},         {"running", ClockState::kRunning},
      {"warned", ClockState::kWarned},     {"breached", ClockState::kBreached},
      {"met", ClockState::kMet},           {"missed", ClockState::kMissed},
      {"cancelled", ClockState::kCancelled}};
  for (char& c : text) {
    if (c == '/' || c == '@') c = ' ';
  }
  std::istringstream in(text);
  std::string state, clock, branch, category;
  in >> state >> clock >> branch >> category;
  return {branch, "", category, states.at(state), clocks.at(clock)};
}

TicketEvent Parse(const std::string& text) {
  std::istringstream in(text);
  std::string kind, before, after;
  in >> kind >> before >> after;
  TicketEvent event{KindOf(kind), Timestamp(std::chrono::seconds(90)), std::nullopt,
                    DimensionsOf(after)};
  if (before != "-") event.before = DimensionsOf(before);
  return event;
}

void ShowCells(const Cells& cells, std::ostream& out) {
  for (const auto& [cell, count] : cells) {
    out << " " << NameOf(cell.measure) << (count > 0 ? "+" : "") << count << "@" << cell.branch_id
        << "/" << cell.category;
  }
}

// What is so now, then what happened, which is the same in the minute and in the hour.
std::string Show(const Counters& counters) {
  const Bucket minute{Bucket::Kind::kMinute, 1};
  const Bucket hour{Bucket::Kind::kHour, 0};
  std::ostringstream out;
  if (counters.contains(kNowBucket)) {
    out << " now";
    ShowCells(counters.at(kNowBucket), out);
  }
  EXPECT_EQ(counters.contains(minute), counters.contains(hour));
  if (counters.contains(minute)) {
    EXPECT_EQ(counters.at(minute), counters.at(hour));
    out << " happened";
    ShowCells(counters.at(minute), out);
  }
  return out.str().empty() ? " -" : out.str();
}

TEST(CountingGolden, WhatEachFactAdds) {
  const std::string path = std::string(RECOURSE_TESTS_DIR) + "/golden/kpi/counting.txt";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  std::string line, expected, actual;
  while (std::getline(file, line)) {
    expected += line + "\n";
    const auto arrow = line.find("=>");
    if (line[0] != '#') {
      Counters counters;
      Count(Parse(line.substr(0, arrow)), counters);
      line = line.substr(0, arrow) + "=>" + Show(counters);
    }
    actual += line + "\n";
  }
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << actual;
    return;
  }
  EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace recourse::kpi
