// Replays lifecycle.txt through Decide and compares what it says, line by line. Rewrite the
// expectations with UPDATE_GOLDEN=1, and read what changed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <sstream>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

constexpr const char* kVerdicts[] = {"",         " heard_good", " heard_bad",
                                     " unheard", " suppressed", " cancelled"};
constexpr const char* kReasons[] = {"",         " opt_out",  " budget",        " no_contact_point",
                                    " channel", " late",     " undeliverable", " reopened",
                                    " merged",  " declined", " displaced",     " not_called"};
constexpr const char* kStates[] = {"", " waiting", " sending", " asked", ""};
constexpr const char* kRecoveries[] = {"", " unhappy", " recovered", " not_recovered"};

std::string Clock(Timestamp time) {
  const auto since = time - At(0, 0);
  const auto day = std::chrono::floor<std::chrono::days>(since);
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(since - day).count();
  std::ostringstream out;
  out << day.count() << " " << std::setfill('0') << std::setw(2) << minute / 60 << ":"
      << std::setw(2) << minute % 60;
  return out.str();
}

Timestamp ReadTime(std::istream& in) {
  int day = 0, hour = 0, minute = 0;
  char colon = 0;
  in >> day >> hour >> colon >> minute;
  return At(day, hour, minute);
}

struct Show {
  const Fact& fact;

  std::string operator()(const LoopOpened& what) const {
    return "opened" + Loop() + (what.ask_time ? ", ask=" + Clock(*what.ask_time) : "");
  }
  std::string operator()(const SurveyIssued&) const { return "issued" + Loop(); }
  std::string operator()(const SurveySent& what) const {
    return (what.is_unknown ? "sent?" : "sent") + Loop();
  }
  std::string operator()(const SurveyPostponed& what) const {
    return "postponed" + Loop() + " until " + Clock(what.ask_time);
  }
  std::string operator()(const ReminderSent&) const { return "reminded" + Loop(); }
  std::string operator()(const CallStarted&) const { return "called" + Loop(); }
  std::string operator()(const CallEnded&) const { return "hung up" + Loop(); }
  std::string operator()(const SurveyAnswered& what) const {
    std::string text = "answered" + Loop() + (what.reopen ? " reopen by" : "");
    for (const auto& score : what.bad_scores) text += " " + score;
    const bool is_news = what.recovery_after != what.recovery_before;
    return text + (is_news ? kRecoveries[static_cast<int>(what.recovery_after)] : "");
  }
  std::string operator()(const LoopClosed&) const { return "closed" + Loop(); }
  std::string operator()(const ContactPreferenceChanged& what) const {
    return std::string("preference ") + (what.surveys ? "yes" : "no");
  }
  std::string operator()(const ReplyDeliveryStarted&) const {
    const bool sends = fact.after->delivery == DeliveryState::kSending;
    return "started" + Name() + (sends ? " sending" : " to_tell");
  }
  std::string operator()(const ReplyDelivered&) const { return "delivered" + Name(); }
  std::string operator()(const ReplyDeliveryFailed&) const { return "failed" + Name(); }
  std::string operator()(const ReplyDeliveryUnknown&) const { return "unknown" + Name(); }
  std::string operator()(const ReplyTold&) const { return "told" + Name(); }

  std::string Name() const {
    return " " + fact.ticket.number + "." + std::to_string(fact.ticket.cycle);
  }
  std::string Loop() const {
    const Standing& after = *fact.after;
    return Name() + kStates[static_cast<int>(*after.state)] +
           kVerdicts[static_cast<int>(after.verdict)] + kReasons[static_cast<int>(after.reason)];
  }
};

std::string Leaving(const Effect& effect) {
  if (effect.purpose == kNotice) return "notice " + effect.parameters.at("agent_id");
  const bool ends = effect.expire_time.has_value();
  return "send " + effect.purpose + (ends ? " until " + Clock(*effect.expire_time) : "");
}

// The table's tickets by name ("t1.2"), and the course that its lines are told to.
class Table {
 public:
  Table() { course_.policy.survey.budget = {2, 168h}; }

  // What the event of one line came to.
  std::string Play(std::istringstream line) {
    const Timestamp now = ReadTime(line);
    std::string verb;
    line >> verb;
    const Decision decision = Tell(verb, line, now);
    std::string text = decision.refusal ? "refused " + decision.refusal->slug : "";
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
    for (const Fact& fact : decision.facts) add(std::visit(Show{fact}, fact.what));
    for (const Effect& effect : decision.effects) add(Leaving(effect));
    return text.empty() ? "-" : text;
  }

 private:
  Decision Tell(const std::string& verb, std::istream& line, Timestamp now) {
    std::string name, word;
    line >> name;
    if (verb == "prefer") {
      line >> word;
      const auto customer_id = IdOf<CustomerId>(name);
      return course_.Tell(
          SetContactPreference{FileId(customer_id.uuid()), customer_id, word == "yes", AgentId()},
          now);
    }
    if (verb == "resolved" || verb == "reply") ReadTicket(name, line);
    const Ticket& ticket = TicketNamed(name);
    if (verb == "reply" || verb == "told" || verb == "replied") {
      return TellOfReply(verb, ticket, line, now);
    }
    return TellOfLoop(verb, ticket, line, now);
  }

  Decision TellOfLoop(const std::string& verb, const Ticket& ticket, std::istream& line,
                      Timestamp now) {
    const FileId file = FileOf(ticket);
    const LoopId loop = LoopOf(ticket.ticket_id, ticket.cycle);
    if (verb == "resolved") return course_.Tell(Resolved(ticket, now), now);
    if (verb == "reopened") {
      return course_.Tell(FactOf(ticket, Reopening{}, ticket.cycle * 10 - 5, now), now);
    }
    if (verb == "ask") return course_.Tell(AskTimePassed{file, loop}, now);
    if (verb == "remind") return course_.Tell(RemindTimePassed{file, loop}, now);
    if (verb == "expire") return course_.Tell(ExpireTimePassed{file, loop}, now);
    if (verb == "survey" || verb == "reminder") return Conclude(verb, ticket, line, now);
    std::string agent;
    if (verb != "answer") line >> agent;
    if (verb == "call") return course_.Tell(StartCall{file, loop, AgentId(agent)}, now);
    if (verb == "hangup") {
      std::string how;
      line >> how;
      return course_.Tell(EndCall{file, loop, AgentId(agent), how == "unreached"}, now);
    }
    return course_.Tell(SubmitAnswer{file, loop, ReadAnswer(line, agent)}, now);
  }

  Decision TellOfReply(const std::string& verb, const Ticket& ticket, std::istream& line,
                       Timestamp now) {
    if (verb == "replied") return Conclude(kReply, ticket, line, now);
    std::string agent;
    line >> agent;
    if (verb == "reply") {
      return course_.Tell(FactOf(ticket, PublicReply{AgentId(agent), "text", {}}, 5, now), now);
    }
    const Timestamp told_time = ReadTime(line);
    return course_.Tell(
        MarkTold{FileOf(ticket), DeliveryOf(ticket.ticket_id, 5), AgentId(agent), told_time}, now);
  }

  // What became of the last effect of a purpose about a ticket.
  Decision Conclude(const std::string& purpose, const Ticket& ticket, std::istream& line,
                    Timestamp now) {
    std::string outcome, reason;
    line >> outcome >> reason;
    const auto loop_id = ToString(LoopOf(ticket.ticket_id, ticket.cycle));
    for (auto it = course_.effects.rbegin(); it != course_.effects.rend(); ++it) {
      if (it->purpose != purpose) continue;
      const auto loop = it->parameters.find("loop_id");
      if (loop != it->parameters.end() && loop->second != loop_id) continue;
      if (it->parameters.at("ticket_id") != ToString(ticket.ticket_id)) continue;
      const EffectResult result{EffectId(), *it, *ParseEffectOutcome(outcome), reason, 1};
      return course_.Tell(EffectEnded{FileOf(ticket), result}, now);
    }
    ADD_FAILURE() << "no effect " << purpose << " of " << ticket.number;
    return {};
  }

  static Answer ReadAnswer(std::istream& line, const std::string& agent) {
    Answer answer;
    answer.agent_id = AgentId(agent);
    answer.via = agent.empty() ? AnswerVia::kLink : AnswerVia::kPhone;
    std::string word;
    while (line >> word) {
      const auto equals = word.find('=');
      const std::string score = word.substr(0, equals);
      if (score == "csat") answer.scores.csat = std::stoi(word.substr(equals + 1));
      if (score == "nps") answer.scores.nps = std::stoi(word.substr(equals + 1));
      if (score == "put_right") answer.scores.put_right = word.substr(equals + 1) == "yes";
      if (score == "words") answer.words = "words";
    }
    return answer;
  }

  // "t1.2 c1 mail": the second cycle of t1.
  void ReadTicket(const std::string& name, std::istream& line) {
    std::string customer, channel;
    line >> customer >> channel;
    const auto dot = name.find('.');
    tickets_[name.substr(0, dot)] =
        TicketOf(name.substr(0, dot), customer == "-" ? "" : customer, channel);
  }
  const Ticket& TicketNamed(const std::string& name) {
    const auto dot = name.find('.');
    Ticket& ticket = tickets_.at(name.substr(0, dot));
    ticket.cycle = std::stoi(name.substr(dot + 1));
    return ticket;
  }

  Course course_;
  std::map<std::string, Ticket> tickets_;
};

TEST(DecideGolden, Lifecycle) {
  const std::string path = std::string(RECOURSE_TESTS_DIR) + "/golden/followup/lifecycle.txt";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  Table table;
  std::string line, expected, actual;
  while (std::getline(file, line)) {
    expected += line + "\n";
    const auto arrow = line.find("=>");
    if (!line.empty() && line[0] != '#') {
      line = line.substr(0, arrow) + "=> " + table.Play(std::istringstream(line.substr(0, arrow)));
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
}  // namespace recourse::followup
