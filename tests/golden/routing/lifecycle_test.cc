// Replays lifecycle.txt through Decide and compares what it says, line by line. Rewrite the
// expectations with UPDATE_GOLDEN=1, and read what changed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/routing/domain/decide.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

long MinuteOf(Timestamp time) {
  return std::chrono::duration_cast<std::chrono::minutes>(time.time_since_epoch()).count();
}

// Names as the table has them, for ids that are hashes of them.
using Names = std::map<TicketId, std::string>;

struct Line {
  Timestamp now;
  Event event;
};

Line Parse(const std::string& text, Names& names) {
  std::istringstream in(text);
  int minute = 0;
  std::string verb, id, customer, last;
  in >> minute >> verb >> id >> customer >> last;
  names[TicketOf(id)] = id;
  const FileId file = IdOf<FileId>(customer);
  const TicketId ticket = TicketOf(id);
  const AgentId agent(last);
  if (verb == "take") return {At(minute), TakeTicket{file, ticket, agent}};
  if (verb == "reply") return {At(minute), ReplyTicket{file, ticket, agent, "text"}};
  if (verb == "resolve") return {At(minute), ResolveTicket{file, ticket, agent, "done"}};
  if (verb == "warn") return {At(minute), WarnTimePassed{file, ticket}};
  if (verb == "due") return {At(minute), DueTimePassed{file, ticket}};
  return {At(minute), Feedback(id, customer, last, verb)};
}

struct Show {
  const Fact& fact;
  std::string name;

  std::string operator()(const TicketOpened& what) const {
    return "opened " + name + " " + fact.after->branch_id.value() + Due(what.clock.due_time);
  }
  std::string operator()(const FeedbackJoined&) const { return "joined " + name; }
  std::string operator()(const FeedbackRecorded&) const { return "recorded"; }
  std::string operator()(const TicketTaken&) const { return "taken " + name; }
  std::string operator()(const TicketReplied&) const {
    const bool met = fact.after->response_clock == ClockState::kMet;
    return "replied " + name + (met ? " met" : " missed");
  }
  std::string operator()(const TicketResolved&) const { return "resolved " + name; }
  std::string operator()(const ClockWarned& what) const {
    return "warned " + name + Due(what.due_time);
  }
  std::string operator()(const ClockBreached& what) const {
    return "breached " + name + Due(what.due_time);
  }
  static std::string Due(Timestamp time) { return " due=" + std::to_string(MinuteOf(time)); }
};

std::string Said(const Decision& decision, const Names& names) {
  std::string text = decision.refusal ? "refused " + decision.refusal->slug : "";
  for (const Fact& fact : decision.facts) {
    const auto name = names.find(fact.ticket_id);
    if (!text.empty()) text += ", ";
    text += std::visit(Show{fact, name == names.end() ? "" : name->second}, fact.what);
  }
  return text.empty() ? "-" : text;
}

TEST(DecideGolden, Lifecycle) {
  const std::string path = std::string(RECOURSE_TESTS_DIR) + "/golden/routing/lifecycle.txt";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  const Policy policy = SmallPolicy();
  View view;
  Names names;
  std::string line, expected, actual;
  while (std::getline(file, line)) {
    expected += line + "\n";
    const auto arrow = line.find("=>");
    if (line[0] != '#') {
      const Line parsed = Parse(line.substr(0, arrow), names);
      const Decision decision = Decide(view, parsed.event, parsed.now, policy);
      for (const auto& [key, state] : decision.changed) view.insert_or_assign(key, state);
      line = line.substr(0, arrow) + "=> " + Said(decision, names);
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
}  // namespace recourse::routing
