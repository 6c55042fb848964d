// Replays counting.txt and loops.txt through Count and compares what each fact adds, line by line.
// Rewrite the expectations with UPDATE_GOLDEN=1.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "services/kpi/domain/delta.h"

namespace recourse::kpi {
namespace {

// Recorded in minute 121; what it corrects or settles was in minute 1.
const Timestamp kRecordedTime(std::chrono::minutes(121));
const Timestamp kOriginTime(std::chrono::minutes(1));

FactKind KindOf(const std::string& word) {
  static const std::map<std::string, FactKind> kinds = {
      {"opened", FactKind::kOpened},
      {"joined", FactKind::kJoined},
      {"recorded", FactKind::kRecorded},
      {"opened_later", FactKind::kSplitOff},
      {"joined_later", FactKind::kJoinedLater},
      {"breached", FactKind::kClockBreached},
      {"revoked", FactKind::kClockBreachRevoked},
      {"reopened", FactKind::kReopened},
      {"confirmed", FactKind::kResolutionConfirmed},
      {"other", FactKind::kOther}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? FactKind::kChanged : found->second;
}

ClockState ClockStateOf(const std::string& word) {
  static const std::map<std::string, ClockState> clocks = {{"none", ClockState::kNone},
                                                           {"running", ClockState::kRunning},
                                                           {"warned", ClockState::kWarned},
                                                           {"breached", ClockState::kBreached},
                                                           {"met", ClockState::kMet},
                                                           {"missed", ClockState::kMissed},
                                                           {"cancelled", ClockState::kCancelled},
                                                           {"paused", ClockState::kPaused}};
  return clocks.at(word);
}

// first:met,resolution2:running; a word alone is the first response of an older fact. A ! after the
// state: nobody's breach.
void ReadClocks(const std::string& text, Dimensions& out) {
  static const std::map<std::string, ClockKind> kinds = {{"first", ClockKind::kFirstResponse},
                                                         {"next", ClockKind::kNextResponse},
                                                         {"resolution", ClockKind::kResolution},
                                                         {"update", ClockKind::kPeriodicUpdate}};
  std::istringstream in(text);
  std::string part;
  while (std::getline(in, part, ',')) {
    const auto colon = part.find(':');
    if (colon == std::string::npos) {
      out.response_clock = ClockStateOf(part);
      continue;
    }
    const bool excused = part.back() == '!';
    if (excused) part.pop_back();
    const auto digit = part.find_first_of("123456789:");
    const int cycle = digit == colon ? 1 : part[digit] - '0';
    out.clocks.push_back(
        {kinds.at(part.substr(0, digit)), cycle, ClockStateOf(part.substr(colon + 1)), excused});
  }
}

// open/running@n/card
Dimensions DimensionsOf(std::string text) {
  static const std::map<std::string, TicketState> states = {
      {"none", TicketState::kNone},         {"open", TicketState::kOpen},
      {"taken", TicketState::kTaken},       {"waiting", TicketState::kWaiting},
      {"resolved", TicketState::kResolved}, {"closed", TicketState::kClosed}};
  for (char& c : text) {
    if (c == '/' || c == '@') c = ' ';
  }
  std::istringstream in(text);
  std::string state, clocks, branch, category;
  in >> state >> clocks >> branch >> category;
  Dimensions out{branch, "", category, states.at(state)};
  ReadClocks(clocks, out);
  return out;
}

// kind=next, first_contact, at_origin, excused, first_response=90s
void ReadWord(const std::string& word, TicketEvent& event) {
  static const std::map<std::string, DurationKind> durations = {
      {"first_response", DurationKind::kFirstResponse},
      {"next_response", DurationKind::kNextResponse},
      {"resolution", DurationKind::kResolution}};
  const auto equals = word.find('=');
  const std::string name = word.substr(0, equals);
  if (name == "first_contact") event.first_contact = true;
  if (name == "at_origin") event.origin_time = kOriginTime;
  if (name == "excused") event.excused = true;
  if (name == "kind") {
    event.clock_kind =
        word.substr(equals + 1) == "next" ? ClockKind::kNextResponse : ClockKind::kResolution;
  }
  if (const auto found = durations.find(name); found != durations.end()) {
    event.durations_ended.push_back(
        {found->second, std::chrono::seconds(std::stoi(word.substr(equals + 1)))});
  }
}

TicketEvent ParseTicket(const std::string& text) {
  std::istringstream in(text);
  std::string kind, before, after, word;
  in >> kind >> before >> after;
  TicketEvent event{KindOf(kind), kRecordedTime, std::nullopt, DimensionsOf(after)};
  if (before != "-") event.before = DimensionsOf(before);
  const bool of_clock =
      event.kind == FactKind::kClockBreached || event.kind == FactKind::kClockBreachRevoked;
  if (of_clock) event.clock_kind = ClockKind::kFirstResponse;
  while (in >> word) ReadWord(word, event);
  return event;
}

// asked, good, bad, unheard, suppressed, cancelled
Standing StandingOf(const std::string& word) {
  static const std::map<std::string, Verdict> verdicts = {{"good", Verdict::kHeardGood},
                                                          {"bad", Verdict::kHeardBad},
                                                          {"unheard", Verdict::kUnheard},
                                                          {"suppressed", Verdict::kSuppressed},
                                                          {"cancelled", Verdict::kCancelled}};
  const auto found = verdicts.find(word);
  return found == verdicts.end() ? Standing{} : Standing{true, found->second};
}

// csat=5 nps=9 ces=7 recovered, not_recovered, again (answered before)
LoopEvent ParseLoop(const std::string& text) {
  std::istringstream in(text);
  std::string kind, before, after, word;
  in >> kind >> before >> after;
  LoopEvent event{kRecordedTime, "n", "", "card", StandingOf(before), StandingOf(after)};
  if (kind == "answered") event.answer.emplace();
  while (in >> word) {
    const auto score = [&] { return std::stoi(word.substr(word.find('=') + 1)); };
    if (word.starts_with("csat=")) event.answer->csat = score();
    if (word.starts_with("nps=")) event.answer->nps = score();
    if (word.starts_with("ces=")) event.answer->ces = score();
    if (word == "was_not_recovered") event.answer->recovery_before = Recovery::kNotRecovered;
    if (word == "unhappy") event.answer->recovery_after = Recovery::kUnhappy;
    if (word == "recovered") event.answer->recovery_after = Recovery::kRecovered;
    if (word == "not_recovered") event.answer->recovery_after = Recovery::kNotRecovered;
  }
  return event;
}

void ShowCells(const Cells& cells, std::ostream& out) {
  for (const auto& [cell, count] : cells) {
    out << " " << NameOf(cell.measure);
    if (HasDetail(cell.measure)) out << "." << cell.detail;
    out << (count > 0 ? "+" : "") << count << "@" << cell.branch_id << "/" << cell.category;
  }
}

// The same in the minute and in the hour.
void ShowTime(const char* word, Timestamp time, const Counters& counters, std::ostream& out) {
  EXPECT_EQ(counters.contains(MinuteOf(time)), counters.contains(HourOf(time)));
  if (!counters.contains(MinuteOf(time))) return;
  EXPECT_EQ(counters.at(MinuteOf(time)), counters.at(HourOf(time)));
  out << " " << word;
  ShowCells(counters.at(MinuteOf(time)), out);
}

std::string Show(const Counters& counters) {
  std::ostringstream out;
  if (counters.contains(kNowBucket)) {
    out << " now";
    ShowCells(counters.at(kNowBucket), out);
  }
  ShowTime("happened", kRecordedTime, counters, out);
  ShowTime("earlier", kOriginTime, counters, out);
  return out.str().empty() ? " -" : out.str();
}

template <typename Parse>
void Replay(const std::string& name, const Parse& parse) {
  const std::string path = std::string(RECOURSE_TESTS_DIR) + "/golden/kpi/" + name;
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  std::string line, expected, actual;
  while (std::getline(file, line)) {
    expected += line + "\n";
    const auto arrow = line.find("=>");
    if (line[0] != '#') {
      Counters counters;
      Count(parse(line.substr(0, arrow)), counters);
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

TEST(CountingGolden, WhatEachFactOfATicketAdds) { Replay("counting.txt", ParseTicket); }

TEST(CountingGolden, WhatEachFactOfALoopAdds) { Replay("loops.txt", ParseLoop); }

}  // namespace
}  // namespace recourse::kpi
