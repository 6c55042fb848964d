// Replays the tables beside it through Decide and compares what it says, line by line. Rewrite the
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

// The last of a kind: first_response.
sla::ClockName LastOf(const std::string& kind) {
  for (const auto each : {sla::ClockKind::kFirstResponse, sla::ClockKind::kNextResponse,
                          sla::ClockKind::kResolution}) {
    if (kind == sla::NameOf(each)) return {each, 0};
  }
  return {};
}

// like <feedback> <customer> [<feedback>:<per cent> ...] [many:<count>]
Event LikenessOf(const std::string& text) {
  std::istringstream in(text);
  std::string minute, verb, id, customer, word;
  in >> minute >> verb >> id >> customer;
  SimilarFeedbackFound found{IdOf<FileId>(customer), IdOf<FeedbackId>(id), {}, 0};
  while (in >> word) {
    const auto colon = word.find(':');
    const int number = std::atoi(word.substr(colon + 1).c_str());
    const std::string name = word.substr(0, colon);
    if (name == "many") {
      found.like_count = number;
    } else {
      found.similar.push_back({IdOf<FeedbackId>(name), number});
    }
  }
  return found;
}

Line Parse(const std::string& text, Names& names) {
  std::istringstream in(text);
  int minute = 0;
  std::string verb, id, customer, last, more, matter;
  int ordinal = 2;
  in >> minute >> verb >> id >> customer >> last >> more >> matter >> ordinal;
  names[TicketOf(id)] = id;
  const TicketCommand on{IdOf<FileId>(customer), TicketOf(id), AgentId(last)};
  const std::map<std::string, Event> events = {
      {"take", TakeTicket{on}},
      {"reply", ReplyTicket{on, "text"}},
      {"note", NoteTicket{on, "text"}},
      {"wait", WaitTicket{on, more}},
      {"resume", ResumeTicket{on, more}},
      {"resolve", ResolveTicket{on, "done"}},
      {"transfer", TransferTicket{on, BranchId(more), "theirs"}},
      {"return", ReturnTicket{on, more}},
      {"judge", JudgeReturn{on, true, "", BranchId(more)}},
      {"reopen", ReopenTicket{on, more}},
      {"close", CloseTicket{on}},
      {"merge", MergeTicket{on, TicketOf(more)}},
      {"decline", DeclineSuggestion{on}},
      {"unmerge", UnmergeTicket{on, more}},
      {"split", SplitTicket{on, IdOf<FeedbackId>(more), matter == "same-matter", "", {}, "two"}},
      {"acknowledge", AcknowledgeEscalation{on}},
      {"revoke", RevokeBreach{on, LastOf(more), At(std::atoi(matter.c_str())), "the call's log"}},
      {"reclock", ReclockTimePassed{on.file_id, on.ticket_id}},
      {"correct", Correction(id, customer, more, matter.empty() ? "complaint" : matter,
                             ordinal < 2 ? 2 : ordinal)},
      {"alarm", AlarmTimePassed{on.file_id, on.ticket_id}},
      {"confirm", ConfirmTimePassed{on.file_id, on.ticket_id}},
      {"survey", SurveyAnsweredBadly{on.file_id, on.ticket_id, std::atoi(last.c_str())}}};
  if (verb == "like") return {At(minute), LikenessOf(text)};
  const auto event = events.find(verb);
  if (event != events.end()) return {At(minute), event->second};
  return {At(minute), Feedback(id, customer, last, verb)};
}

std::string MinuteText(std::optional<Timestamp> time) {
  return time ? std::to_string(MinuteOf(*time)) : "-";
}

std::string NameOf(const sla::ClockName& clock) {
  return std::string(sla::NameOf(clock.kind)) + "." + std::to_string(clock.cycle);
}

// What became of a clock by a fact, where something did.
std::string Became(const ClockStanding& now, const std::vector<ClockStanding>& before) {
  for (const ClockStanding& was : before) {
    if (was.name != now.name) continue;
    if (was.state == now.state) return "";
    switch (now.state) {
      case ClockState::kMet:
        return NameOf(now.name) + " met";
      case ClockState::kMissed:
        return NameOf(now.name) + " missed";
      case ClockState::kCancelled:
        return NameOf(now.name) + " cancelled";
      case ClockState::kPaused:
        return NameOf(now.name) + " paused";
      default:
        return NameOf(now.name) + " running due=" + MinuteText(now.due_time);
    }
  }
  return NameOf(now.name) + " due=" + MinuteText(now.due_time);
}

std::string ClocksOf(const Fact& fact) {
  std::string all;
  for (const ClockStanding& now : fact.after->clocks) {
    const std::string became = Became(now, fact.before->clocks);
    if (!became.empty()) all += (all.empty() ? "" : ", ") + became;
  }
  return all.empty() ? "" : " (" + all + ")";
}

struct Show {
  const Fact& fact;
  const Names& names;
  std::string name;

  std::string operator()(const TicketOpened& what) const {
    return "opened " + name + " " + Branch() + " due=" + MinuteText(what.due_time);
  }
  std::string operator()(const FeedbackJoined&) const { return With("joined"); }
  std::string operator()(const FeedbackRecorded&) const { return "recorded"; }
  std::string operator()(const TicketTaken&) const { return With("taken"); }
  std::string operator()(const TicketReplied&) const { return With("replied"); }
  std::string operator()(const TicketResolved&) const { return With("resolved"); }
  std::string operator()(const TicketNoted&) const { return With("noted"); }
  std::string operator()(const TicketWaiting&) const { return With("waiting"); }
  std::string operator()(const TicketResumed&) const { return With("resumed"); }
  std::string operator()(const TicketTransferred& what) const {
    return With("transferred", " " + Branch() + Space(what.cause));
  }
  std::string operator()(const TicketReturned&) const { return With("returned", " " + Branch()); }
  std::string operator()(const ReturnJudged&) const { return With("judged", " " + Branch()); }
  std::string operator()(const TicketReopened& what) const {
    return With("reopened", " " + what.cause);
  }
  std::string operator()(const TicketClosed&) const { return With("closed"); }
  std::string operator()(const TicketMerged& what) const {
    return With("merged", " into " + names.at(what.into_ticket_id));
  }
  std::string operator()(const ClockWarned& what) const {
    return "warned " + name + " " + NameOf(what.clock) + " due=" + MinuteText(what.due_time);
  }
  std::string operator()(const ClockBreached& what) const {
    return "breached " + name + " " + NameOf(what.clock) + " due=" + MinuteText(what.due_time) +
           Space(what.cause);
  }
  std::string operator()(const ClockEscalated& what) const {
    return "escalated " + name + " " + NameOf(what.clock) + " level=" + std::to_string(what.level);
  }
  std::string operator()(const ClockRecomputed& what) const {
    return "moved " + name + " " + NameOf(what.clock) + " " + MinuteText(what.old_due_time) +
           " -> " + MinuteText(what.new_due_time) + " " + what.cause;
  }
  std::string operator()(const TicketUnmerged& what) const {
    return With("unmerged", " from " + names.at(what.from_ticket_id));
  }
  std::string operator()(const TicketSplit& what) const {
    return With("split", " into " + names.at(what.into_ticket_id));
  }
  std::string operator()(const ClockBreachRevoked& what) const {
    return With("revoked",
                " " + NameOf(what.clock) + " answered=" + MinuteText(what.answered_time));
  }
  std::string operator()(const EscalationAcknowledged& what) const {
    return "acknowledged " + name + " " + NameOf(what.clock) +
           " level=" + std::to_string(what.level);
  }
  std::string operator()(const StandardChanged& what) const {
    return With("standard", " " + what.standard.standard_id);
  }
  std::string operator()(const TicketReclassified& what) const {
    const bool follows = fact.after->category == what.category;
    const bool work = what.type == "complaint";
    return With("reclassified", " " + what.category.value() + (work ? "" : " " + what.type) +
                                    (follows ? "" : ", stays " + fact.after->category.value()));
  }
  std::string operator()(const MatterSuggested& what) const {
    const Suggestion& suggestion = what.suggestion;
    const bool other = !suggestion.ticket_id.empty();
    return "suggested " + name +
           (other ? " " + names.at(suggestion.ticket_id) + " " +
                        std::to_string(suggestion.similarity_percent) + "%"
                  : "") +
           (suggestion.like_count > 0 ? " like=" + std::to_string(suggestion.like_count) : "");
  }
  std::string operator()(const SuggestionEnded& what) const {
    const bool other = !what.suggested_ticket_id.empty();
    return "suggestion " + name + (other ? " of " + names.at(what.suggested_ticket_id) : "") + " " +
           what.cause;
  }
  std::string operator()(const ResolutionConfirmed& what) const {
    return "confirmed " + name + (what.first_contact ? " first-contact" : " not-first-contact");
  }

  std::string With(const std::string& verb, const std::string& more = "") const {
    return verb + " " + name + more + ClocksOf(fact);
  }
  static std::string Space(const std::string& word) { return word.empty() ? "" : " " + word; }
  const std::string& Branch() const { return fact.after->branch_id.value(); }
};

std::string Said(const Decision& decision, const Names& names) {
  std::string text = decision.refusal ? "refused " + decision.refusal->slug : "";
  for (const Fact& fact : decision.facts) {
    const auto name = names.find(fact.ticket_id);
    if (!text.empty()) text += ", ";
    text += std::visit(Show{fact, names, name == names.end() ? "" : name->second}, fact.what);
  }
  return text.empty() ? "-" : text;
}

// `reclock` stands for a policy that was put for open tickets the minute before.
bool Mark(const Line& line, View& view) {
  const auto* event = std::get_if<ReclockTimePassed>(&line.event);
  if (event == nullptr) return false;
  Ticket& ticket = view.at(event->file_id).tickets.at(event->ticket_id);
  ticket.reclock = Reclock{line.now - Duration(60'000), true};
  return true;
}

// An answer to a loan within 12 minutes, to cards within 4 hours, to all else within 30 minutes; a
// resolution within 72 hours. `line` says what is done to clocks that run: policy from_change 0.
Policy CorrectionPolicy(const std::string& line) {
  static const std::map<std::string, sla::RetargetMode> kModes = {
      {"retroactive", sla::RetargetMode::kRetroactive},
      {"from_change", sla::RetargetMode::kFromChange},
      {"carry_share", sla::RetargetMode::kCarryShare}};
  std::istringstream in(line);
  std::string word, mode;
  int grace_minutes = 0;
  in >> word >> mode >> grace_minutes;
  Policy policy = SmallPolicy();
  SlaRules& rules = policy.sla.at(5);
  rules.standards.clear();
  for (const auto& [category, minutes] : std::map<std::string, int>{{"card", 240}, {"loan", 12}}) {
    sla::Standard standard = SmallStandard();
    standard.standard_id = category;
    standard.conditions = {{"category", {category}}};
    standard.targets[sla::ClockKind::kFirstResponse] = Duration(std::chrono::minutes(minutes));
    rules.standards.push_back(standard);
  }
  rules.standards.push_back(SmallStandard());
  rules.change.mode = kModes.at(mode);
  rules.change.grace = std::chrono::minutes(grace_minutes);
  return policy;
}

void Replay(const std::string& name) {
  const std::string path = std::string(RECOURSE_TESTS_DIR) + "/golden/routing/" + name;
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  Policy policy = SmallPolicy();
  View view;
  Names names;
  std::string line, expected, actual;
  while (std::getline(file, line)) {
    expected += line + "\n";
    if (line.starts_with("policy ")) policy = CorrectionPolicy(line);
    const auto arrow = line.find("=>");
    if (arrow != std::string::npos && line[0] != '#') {
      const Line parsed = Parse(line.substr(0, arrow), names);
      if (Mark(parsed, view)) policy = NextPolicy();
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

TEST(DecideGolden, Lifecycle) { Replay("lifecycle.txt"); }
TEST(DecideGolden, Corrections) { Replay("corrections.txt"); }
TEST(DecideGolden, Suggestions) { Replay("suggestions.txt"); }

}  // namespace
}  // namespace recourse::routing
