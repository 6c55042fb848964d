#include "services/recoursectl/verify/followup_fold.h"

namespace recourse::ctl::verify {
namespace {

using followup::LoopState;

bool IsBeginning(const followup::Fact& fact) {
  return std::holds_alternative<followup::LoopOpened>(fact.what) ||
         std::holds_alternative<followup::ReplyDeliveryStarted>(fact.what);
}

// A verdict is given once, and nothing that is said afterwards changes it.
bool VerdictStands(const followup::Standing& before, const followup::Standing& after) {
  if (before.state != LoopState::kClosed) return true;
  return after.state == before.state && after.verdict == before.verdict &&
         after.reason == before.reason;
}

bool Follows(const followup::Fact& fact, const followup::Fact& last) {
  return fact.version == last.version + 1 && fact.before && fact.after && last.after &&
         *fact.before == *last.after && VerdictStands(*fact.before, *fact.after) &&
         fact.ticket.ticket_id == last.ticket.ticket_id && fact.ticket.cycle == last.ticket.cycle;
}

void Append(const Followed& followed, const std::string& name, bool whole, FollowedHistory& history,
            Check& check) {
  const followup::Fact& fact = *followed.fact;
  const std::string where = name + ", " + PlaceText(*followed.partition, followed.sequence) + ": ";
  if (history.empty()) {
    const bool begins = IsBeginning(fact) && fact.version == 1 && !fact.before;
    check.Examine(begins || !whole, where + "does not begin with its first fact");
  } else {
    check.Examine(Follows(fact, *history.back().fact) && !IsBeginning(fact),
                  where + "version " + std::to_string(fact.version) +
                      " does not begin where version " +
                      std::to_string(history.back().fact->version) + " ended");
  }
  history.push_back(followed);
}

void Take(const Followed& followed, bool whole, FollowupFolding& folding) {
  const followup::Fact& fact = *followed.fact;
  if (const auto* changed = followed.Get<followup::ContactPreferenceChanged>()) {
    folding.preferences[FileOf(fact.ticket)][fact.recorded_time] = changed->surveys;
  } else if (!fact.loop_id.empty()) {
    folding.history.Examine(
        fact.loop_id == followup::LoopOf(fact.ticket.ticket_id, fact.ticket.cycle),
        "loop " + ToString(fact.loop_id) + " is not that of its ticket and cycle");
    Append(followed, "loop " + ToString(fact.loop_id), whole, folding.loops[fact.loop_id],
           folding.history);
  } else {
    const auto delivery_id = followup::DeliveryOf(fact.ticket.ticket_id, fact.reply_version);
    Append(followed, "delivery " + ToString(delivery_id), whole, folding.deliveries[delivery_id],
           folding.history);
  }
}

void ApplyToLoop(const Followed& followed, followup::Loop& loop) {
  const followup::Fact& fact = *followed.fact;
  if (const auto* opened = followed.Get<followup::LoopOpened>()) {
    loop.way = opened->way;
    loop.ask_time = opened->ask_time;
  }
  if (const auto* issued = followed.Get<followup::SurveyIssued>()) {
    loop.way = issued->way;
    loop.ask_time = fact.recorded_time;
    loop.expire_time = issued->expire_time;
  }
  if (const auto* postponed = followed.Get<followup::SurveyPostponed>()) {
    loop.ask_time = postponed->ask_time;
    loop.expire_time.reset();
  }
  if (loop.state == LoopState::kClosed && !loop.close_time) loop.close_time = fact.recorded_time;
}

void ApplyToDelivery(const Followed& followed, followup::Delivery& delivery) {
  const followup::Fact& fact = *followed.fact;
  if (const auto* started = followed.Get<followup::ReplyDeliveryStarted>()) {
    delivery.way = started->way;
    delivery.agent_id = started->agent_id;
  }
  if (const auto* failed = followed.Get<followup::ReplyDeliveryFailed>()) {
    delivery.reason = failed->reason;
  }
  if (const auto* unknown = followed.Get<followup::ReplyDeliveryUnknown>()) {
    delivery.reason = unknown->reason;
  }
  if (const auto* told = followed.Get<followup::ReplyTold>()) {
    delivery.agent_id = told->agent_id;
    delivery.told_time = told->told_time;
  }
  if (!IsSettled(delivery)) return;
  delivery.reason.clear();
  delivery.settle_time = fact.recorded_time;
}

}  // namespace

FollowupFolding FoldFollowup(const Facts<followup::Fact>& followed, bool whole) {
  FollowupFolding folding;
  for (const auto& [partition, by_sequence] : followed) {
    for (const auto& [sequence, fact] : by_sequence) {
      Take({&fact, &partition, sequence}, whole, folding);
    }
  }
  return folding;
}

followup::Loop LoopTold(const FollowedHistory& history) {
  followup::Loop loop;
  for (const Followed& followed : history) {
    const followup::Fact& fact = *followed.fact;
    loop.version = fact.version;
    loop.ticket = fact.ticket;
    if (fact.after) {
      loop.state = fact.after->state.value_or(loop.state);
      loop.verdict = fact.after->verdict;
      loop.reason = fact.after->reason;
      loop.is_asked = fact.after->is_asked;
    }
    ApplyToLoop(followed, loop);
  }
  return loop;
}

followup::Delivery DeliveryTold(const FollowedHistory& history) {
  followup::Delivery delivery;
  for (const Followed& followed : history) {
    const followup::Fact& fact = *followed.fact;
    delivery.version = fact.version;
    delivery.ticket = fact.ticket;
    delivery.reply_version = fact.reply_version;
    if (fact.after && fact.after->delivery) delivery.state = *fact.after->delivery;
    ApplyToDelivery(followed, delivery);
  }
  return delivery;
}

}  // namespace recourse::ctl::verify
