#include "services/recoursectl/verify/answer_check.h"

#include <algorithm>
#include <set>

#include "services/followup/domain/effects.h"
#include "services/ingest/domain/feedback.h"

namespace recourse::ctl::verify {
namespace {

using followup::Verdict;

// What routing said of tickets that has to do with answers.
struct Ends {
  std::map<std::pair<Uuid, int>, bool> reopened;  // by ticket and new cycle: by a survey?
  std::set<Uuid> beyond;                          // confirmed, closed or merged
};

Ends EndsOf(const Facts<routing::Fact>& told) {
  Ends ends;
  for (const auto& [partition, by_sequence] : told) {
    for (const auto& [sequence, fact] : by_sequence) {
      const Uuid ticket_id = fact.ticket_id.uuid();
      if (const auto* reopened = std::get_if<routing::TicketReopened>(&fact.what)) {
        ends.reopened[{ticket_id, fact.cycle}] = reopened->cause == "survey";
      }
      const bool is_beyond = std::holds_alternative<routing::ResolutionConfirmed>(fact.what) ||
                             std::holds_alternative<routing::TicketClosed>(fact.what) ||
                             std::holds_alternative<routing::TicketMerged>(fact.what);
      if (is_beyond) ends.beyond.insert(ticket_id);
    }
  }
  return ends;
}

Check CheckOnce(const FollowupFolding& folding) {
  Check check{"B24", "every loop that was heard has one answer, and no other has any"};
  for (const auto& [loop_id, history] : folding.loops) {
    const auto answers = std::count_if(history.begin(), history.end(), [](const Followed& each) {
      return each.Get<followup::SurveyAnswered>() != nullptr;
    });
    const Verdict verdict = LoopTold(history).verdict;
    const bool is_heard = verdict == Verdict::kHeardGood || verdict == Verdict::kHeardBad;
    check.Examine(answers == (is_heard ? 1 : 0),
                  "loop " + ToString(loop_id) + " has " + std::to_string(answers) +
                      " answers and verdict " + std::to_string(static_cast<int>(verdict)));
  }
  return check;
}

// The ticket and cycle of each answer that is to bring its ticket back.
using Askers = std::set<std::pair<Uuid, int>>;

void JudgeReturn(const Evidence& evidence, const Ends& ends, const Followed& answered,
                 Check& check) {
  const followup::Ticket& ticket = answered.fact->ticket;
  if (!Passed(evidence.heard_by_routing, *answered.partition, answered.sequence)) return;
  const Uuid ticket_id = ticket.ticket_id.uuid();
  const auto back = ends.reopened.upper_bound({ticket_id, ticket.cycle});
  const bool is_back = back != ends.reopened.end() && back->first.first == ticket_id;
  const bool whole = IsWhole(evidence.logs, kTicketTopic);
  check.Examine(is_back || ends.beyond.contains(ticket_id) || !whole,
                "ticket " + ToString(ticket_id) + ", cycle " + std::to_string(ticket.cycle) +
                    ": a bad answer was passed by routing, and it was not reopened");
}

Check CheckReopened(const Evidence& evidence, const FollowupFolding& folding, const Ends& ends) {
  Check check{"A1",
              "every bad answer that routing has passed reopened its ticket, or found it "
              "reopened or beyond that; and no survey did without one"};
  Askers askers;
  for (const auto& [loop_id, history] : folding.loops) {
    for (const Followed& each : history) {
      const auto* answered = each.Get<followup::SurveyAnswered>();
      if (answered == nullptr || !answered->reopen) continue;
      askers.insert({each.fact->ticket.ticket_id.uuid(), each.fact->ticket.cycle});
      JudgeReturn(evidence, ends, each, check);
    }
  }
  if (!IsWhole(evidence.logs, kLoopTopic)) return check;
  for (const auto& [where, by_survey] : ends.reopened) {
    if (!by_survey) continue;
    check.Examine(askers.contains({where.first, where.second - 1}),
                  "ticket " + ToString(where.first) + " was reopened by a survey into cycle " +
                      std::to_string(where.second) + " without a bad answer");
  }
  return check;
}

// The ticket, and those that it was merged into one after the other.
std::set<Uuid> Survivors(const std::map<Uuid, Uuid>& merged, Uuid ticket_id) {
  std::set<Uuid> survivors{ticket_id};
  for (auto found = merged.find(ticket_id); found != merged.end();
       found = merged.find(found->second)) {
    if (!survivors.insert(found->second).second) break;
  }
  return survivors;
}

// Words belong to the ticket that they are about, unless there is nothing to say or it is over.
bool WordsHold(const Disposition& disposition, const std::set<Uuid>& survivors, const Ends& ends) {
  switch (disposition.kind) {
    case DispositionKind::kJoined:
      if (survivors.contains(disposition.ticket_id)) return true;
      break;
    case DispositionKind::kRecorded:
      return true;
    case DispositionKind::kOpened:
      break;
  }
  return std::any_of(survivors.begin(), survivors.end(),
                     [&](const Uuid& each) { return ends.beyond.contains(each); });
}

std::string At(const Effect& effect, const char* name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

Check CheckWords(const Evidence& evidence, const Ends& ends) {
  Check check{"A2",
              "the words of answers are registered as feedback, and join the ticket that they "
              "are about"};
  std::map<Uuid, Uuid> merged;
  for (const TicketRow& row : evidence.tickets) {
    if (row.ticket.merged_into.empty()) continue;
    merged[row.ticket_id.uuid()] = row.ticket.merged_into.uuid();
  }
  for (const EffectRow& row : evidence.effects) {
    if (row.effect.purpose != followup::kFeedback || row.state != EffectState::kDelivered) continue;
    const std::string loop_id = At(row.effect, "external_id");
    const Uuid feedback_id =
        ingest::FeedbackIdOf(ingest::SourceId(followup::kSurveySource), loop_id).uuid();
    check.Examine(evidence.registered.contains(feedback_id),
                  "the words of loop " + loop_id + " were delivered, and ingest has none");
    const auto disposition = evidence.dispositions.find(feedback_id);
    if (disposition == evidence.dispositions.end()) continue;
    const auto about = ParseUuid(At(row.effect, "about_ticket_id"));
    check.Examine(about && WordsHold(disposition->second, Survivors(merged, *about), ends),
                  "the words of loop " + loop_id + " did not join the ticket that they are about");
  }
  return check;
}

}  // namespace

std::vector<Check> CheckAnswers(const Evidence& evidence, const FollowupFolding& folding) {
  const Ends ends = EndsOf(evidence.told);
  return {CheckOnce(folding), CheckReopened(evidence, folding, ends), CheckWords(evidence, ends)};
}

}  // namespace recourse::ctl::verify
