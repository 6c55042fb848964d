#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/followup/domain/decide.h"
#include "tests/support/followup/night.h"

namespace recourse::followup::testing {

// What the world saw of one customer and what was said of him, kept and judged apart from the code:
// how often he was come to and when, what he wanted, what became of each resolution.
class Ledger {
 public:
  explicit Ledger(const Policy& policy)
      : rules_(policy.survey),
        night_(rules_.quiet.value_or(QuietHours{}), policy.zones.otherwise) {}

  // We came to him, or tried to: `reached` where he saw it or may have.
  void Came(const std::string& what, Timestamp time, bool reached) {
    EXPECT_FALSE(rules_.quiet && night_.IsQuiet(time)) << what << " in quiet hours";
    EXPECT_TRUE(wants_.value_or(!rules_.consent_needed)) << what << " to one who opted out";
    if (!reached) return;
    contacts_.push_back(time);
    const auto recent = [&](Timestamp other) { return other > time - rules_.budget.window; };
    const auto count = std::count_if(contacts_.begin(), contacts_.end(), recent);
    EXPECT_LE(count, rules_.budget.most) << what << " above the budget";
    EXPECT_EQ(++seen_[what], 1) << what << " seen twice";
  }
  void Wants(bool surveys) { wants_ = surveys; }
  void Resolved(const Ticket& ticket) { resolved_.insert(LoopOf(ticket.ticket_id, ticket.cycle)); }
  void Words(const LoopId& loop_id) { ++words_[loop_id]; }
  // Of whichever customer it is.
  void WordsIfKnown(const LoopId& loop_id) {
    if (loops_.contains(loop_id)) Words(loop_id);
  }

  void Said(const Fact& fact) {
    if (fact.loop_id.empty()) return;
    Story& story = loops_[fact.loop_id];
    EXPECT_EQ(fact.version, ++story.version);
    EXPECT_EQ(fact.before, story.standing) << "a fact begins where the last one ended";
    Judge(fact, story);
    story.standing = fact.after;
  }

  // At the end of all things: each resolution heard of has one loop and that one verdict, and words
  // went to ingest as often as there were any.
  void CheckEnd() const {
    for (const LoopId& loop_id : resolved_) EXPECT_TRUE(loops_.contains(loop_id));
    for (const auto& [loop_id, story] : loops_) {
      EXPECT_TRUE(resolved_.contains(loop_id)) << "a loop of no resolution";
      EXPECT_EQ(story.closed, 1) << "a resolution without one verdict";
      EXPECT_LE(story.answered, 1);
      const auto words = words_.find(loop_id);
      EXPECT_EQ(words == words_.end() ? 0 : words->second, story.had_words ? 1 : 0);
    }
  }
  // The file is the fold of its facts.
  void CheckFile(const CustomerFile& file) const {
    for (const auto& [loop_id, loop] : file.loops) {
      EXPECT_EQ(StandingOf(loop), loops_.at(loop_id).standing);
      EXPECT_EQ(loop.version, loops_.at(loop_id).version);
    }
  }
  // What it all came to.
  std::size_t contacts() const { return contacts_.size(); }
  std::vector<Standing> Standings() const {
    std::vector<Standing> standings;
    for (const auto& [loop_id, story] : loops_) standings.push_back(*story.standing);
    return standings;
  }

 private:
  struct Story {
    std::int64_t version = 0;
    std::optional<Standing> standing{};
    int closed = 0;
    int answered = 0;
    bool had_words = false;
    std::optional<Timestamp> expire_time{};
    std::optional<Timestamp> ask_time{};
  };

  void Judge(const Fact& fact, Story& story) {
    EXPECT_TRUE(story.closed == 0 || fact.after->verdict == story.standing->verdict);
    if (const auto* opened = std::get_if<LoopOpened>(&fact.what)) {
      story.ask_time = opened->ask_time;
    }
    if (const auto* issued = std::get_if<SurveyIssued>(&fact.what)) {
      EXPECT_GE(fact.recorded_time, *story.ask_time) << "asked too early";
      story.expire_time = issued->expire_time;
    }
    if (const auto* answered = std::get_if<SurveyAnswered>(&fact.what)) {
      ++story.answered;
      story.had_words = answered->has_words;
      EXPECT_LE(fact.recorded_time, *story.expire_time) << "answered too late";
      EXPECT_EQ(fact.after->verdict,
                answered->bad_scores.empty() ? Verdict::kHeardGood : Verdict::kHeardBad);
    }
    const bool is_closed = fact.after->state == LoopState::kClosed;
    const bool was_closed = fact.before && fact.before->state == LoopState::kClosed;
    if (is_closed && !was_closed) ++story.closed;
    EXPECT_EQ(is_closed, fact.after->verdict != Verdict::kNone);
    const bool is_unheard = fact.after->verdict == Verdict::kUnheard && !was_closed;
    if (is_unheard && fact.after->reason == LoopReason::kNone) {
      EXPECT_GT(fact.recorded_time, *story.expire_time) << "given up too early";
    }
  }

  const SurveyRules rules_;
  const Night night_;
  std::optional<bool> wants_;
  std::vector<Timestamp> contacts_;
  std::map<std::string, int> seen_;
  std::map<LoopId, int> words_;
  std::set<LoopId> resolved_;
  std::map<LoopId, Story> loops_;
};

}  // namespace recourse::followup::testing
