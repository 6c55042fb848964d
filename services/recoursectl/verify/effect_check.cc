#include "services/recoursectl/verify/effect_check.h"

#include <set>

#include "services/followup/domain/effects.h"

namespace recourse::ctl::verify {
namespace {

using followup::DeliveryState;

std::string Named(const EffectRow& row) {
  return "effect " + ToString(row.effect_id) + " (" + row.effect.purpose + ")";
}

std::string At(const Effect& effect, const char* name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

std::string Text(Timestamp time) { return std::to_string(time.time_since_epoch().count()); }

// Somebody outside has it, or may have.
bool MayHaveArrived(EffectState state) {
  return state == EffectState::kDelivered || state == EffectState::kUnknown;
}

std::string SurveyCause(const followup::LoopId& loop_id, const std::string& ask_time) {
  return "survey of loop " + ToString(loop_id) + " of " + ask_time;
}
std::string ReplyCause(const std::string& ticket_id, const std::string& version) {
  return "reply to ticket " + ticket_id + " in version " + version;
}
std::string WordsCause(const std::string& loop_id) { return "words of loop " + loop_id; }

// What an effect is of: two of one cause are one too many. Empty: of a purpose that is not known.
std::string CauseOf(const Effect& effect) {
  if (effect.purpose == followup::kSurvey) {
    return SurveyCause(followup::LoopOf(effect), At(effect, "ask_time"));
  }
  if (effect.purpose == followup::kReminder) return "reminder of loop " + At(effect, "loop_id");
  if (effect.purpose == followup::kReply) {
    return ReplyCause(At(effect, "ticket_id"), At(effect, "reply_version"));
  }
  if (effect.purpose == followup::kFeedback) return WordsCause(At(effect, "external_id"));
  if (effect.purpose == followup::kDigest) {
    return "digest " + At(effect, "mail") + " of " + ToString(effect.key);
  }
  return "";
}

// A notice may say several things at once; each is a cause.
std::vector<std::string> CausesOf(const Effect& effect) {
  const auto heard = followup::HeardInHouse(effect);
  if (!heard) return {CauseOf(effect)};
  const auto& told = std::get<followup::Notify>(*heard);
  std::vector<std::string> causes;
  for (const followup::Notice& notice : told.notices) {
    causes.push_back("notice " + ToString(notice.notice_id) + " to " + told.agent_id.value());
  }
  return causes;
}

// Each effect that facts promise, by its cause.
class Promises {
 public:
  explicit Promises(const FollowupFolding& folding) {
    for (const auto& [loop_id, history] : folding.loops) {
      for (const Followed& each : history) PromisedByLoop(loop_id, each);
    }
    for (const auto& [delivery_id, history] : folding.deliveries) PromisedByDelivery(history);
  }
  const std::set<std::string>& causes() const { return causes_; }

 private:
  void PromisedByLoop(const followup::LoopId& loop_id, const Followed& each) {
    if (const auto* issued = each.Get<followup::SurveyIssued>()) {
      const bool is_written =
          issued->way == followup::SurveyWay::kMail || issued->way == followup::SurveyWay::kWebhook;
      if (is_written) causes_.insert(SurveyCause(loop_id, Text(each.fact->recorded_time)));
    }
    if (each.Get<followup::ReminderSent>() != nullptr) {
      causes_.insert("reminder of loop " + ToString(loop_id));
    }
    const auto* answered = each.Get<followup::SurveyAnswered>();
    if (answered != nullptr && answered->has_words) causes_.insert(WordsCause(ToString(loop_id)));
  }

  // What the customer was told with the reply, and what there is no address for, is not sent.
  void PromisedByDelivery(const FollowedHistory& history) {
    const followup::Fact& first = *history.front().fact;
    const auto* started = history.front().Get<followup::ReplyDeliveryStarted>();
    if (started == nullptr || started->way == followup::ReplyWay::kTell) return;
    if (first.ticket.customer_id.empty()) return;
    const bool is_told_at_once = history.size() > 1 &&
                                 history[1].Get<followup::ReplyTold>() != nullptr &&
                                 history[1].fact->recorded_time == first.recorded_time;
    if (is_told_at_once) return;
    causes_.insert(
        ReplyCause(ToString(first.ticket.ticket_id), std::to_string(first.reply_version)));
  }

  std::set<std::string> causes_;
};

// A reminder is promised by its timer, and told when it left; a digest and a notice by no fact.
bool IsPromisedByFact(const Effect& effect) {
  return effect.purpose == followup::kSurvey || effect.purpose == followup::kReply ||
         effect.purpose == followup::kFeedback;
}

Check CheckPromises(const Evidence& evidence, const FollowupFolding& folding) {
  Check check{"E1", "every fact that promises an effect has it, and no effect is without its fact"};
  const bool whole = IsWhole(evidence.logs, kLoopTopic);
  const Promises promises(folding);
  std::set<std::string> kept;
  for (const EffectRow& row : evidence.effects) {
    const std::string cause = CauseOf(row.effect);
    kept.insert(cause);
    if (!IsPromisedByFact(row.effect)) continue;
    check.Examine(!whole || promises.causes().contains(cause),
                  Named(row) + ": no fact tells of the " + cause);
  }
  for (const std::string& cause : promises.causes()) {
    check.Examine(!whole || kept.contains(cause), "there is no effect for the " + cause);
  }
  return check;
}

// What was said of a survey since it was issued; null where that issue is not told.
std::optional<FollowedHistory> SinceIssue(const FollowupFolding& folding, const Effect& effect) {
  const auto loop = folding.loops.find(followup::LoopOf(effect));
  if (loop == folding.loops.end()) return std::nullopt;
  const auto& history = loop->second;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (history[i].Get<followup::SurveyIssued>() == nullptr) continue;
    if (Text(history[i].fact->recorded_time) != At(effect, "ask_time")) continue;
    return FollowedHistory(history.begin() + static_cast<std::ptrdiff_t>(i) + 1, history.end());
  }
  return std::nullopt;
}

bool SurveyHolds(const FollowedHistory& since, EffectState state) {
  const Followed* sent = LastOf<followup::SurveySent>(since);
  const bool is_answered = LastOf<followup::SurveyAnswered>(since) != nullptr;
  if (MayHaveArrived(state)) return sent != nullptr || is_answered;
  if (state != EffectState::kFailed) return sent == nullptr;
  return sent != nullptr || is_answered || LastOf<followup::LoopClosed>(since) != nullptr ||
         LastOf<followup::SurveyPostponed>(since) != nullptr;
}

// A person may settle what is unknown, have sent again what failed, or tell the customer himself.
bool ReplyHolds(DeliveryState delivery, EffectState effect) {
  if (delivery == DeliveryState::kTold) return true;
  switch (effect) {
    case EffectState::kDelivered:
      return delivery == DeliveryState::kDelivered;
    case EffectState::kFailed:
      return delivery == DeliveryState::kFailed;
    case EffectState::kUnknown:
      return delivery == DeliveryState::kUnknown;
    case EffectState::kPending:
    case EffectState::kClaimed:
    case EffectState::kSending:
      break;
  }
  return delivery != DeliveryState::kDelivered && delivery != DeliveryState::kToTell;
}

// Where a file was full, nobody is there any more to be told what became of it.
std::unordered_set<Uuid> LeftFile(const Evidence& evidence) {
  std::unordered_set<Uuid> left;
  for (const LoopRow& row : evidence.loops) {
    if (!row.is_in_file) left.insert(row.loop_id.uuid());
  }
  for (const DeliveryRow& row : evidence.deliveries) {
    if (!row.is_in_file) left.insert(row.delivery_id.uuid());
  }
  return left;
}

bool ResultHolds(const EffectRow& row, const FollowupFolding& folding) {
  const std::string& purpose = row.effect.purpose;
  if (purpose == followup::kSurvey) {
    const auto since = SinceIssue(folding, row.effect);
    return since && SurveyHolds(*since, row.state);
  }
  if (purpose == followup::kReminder && MayHaveArrived(row.state)) {
    const auto loop = folding.loops.find(followup::LoopOf(row.effect));
    return loop != folding.loops.end() && LastOf<followup::ReminderSent>(loop->second) != nullptr;
  }
  if (purpose == followup::kReply) {
    const auto delivery = folding.deliveries.find(followup::DeliveryOf(row.effect));
    return delivery != folding.deliveries.end() &&
           ReplyHolds(DeliveryTold(delivery->second).state, row.state);
  }
  return true;
}

std::string Counts(const Evidence& evidence) {
  std::map<EffectState, int> of;
  for (const EffectRow& row : evidence.effects) ++of[row.state];
  const auto text = [&](EffectState state) {
    return std::to_string(of[state]) + " " + std::string(NameOf(state));
  };
  return text(EffectState::kDelivered) + ", " + text(EffectState::kFailed) + ", " +
         text(EffectState::kUnknown) + ", " +
         std::to_string(of[EffectState::kPending] + of[EffectState::kClaimed] +
                        of[EffectState::kSending]) +
         " under way";
}

Check CheckResults(const Evidence& evidence, const FollowupFolding& folding) {
  Check check{"E2", "what became of each effect stands in the facts, and nothing else does (" +
                        Counts(evidence) + ")"};
  const bool whole = IsWhole(evidence.logs, kLoopTopic);
  const auto left = LeftFile(evidence);
  for (const EffectRow& row : evidence.effects) {
    if (left.contains(followup::LoopOf(row.effect).uuid()) ||
        left.contains(followup::DeliveryOf(row.effect).uuid())) {
      continue;
    }
    check.Examine(!whole || ResultHolds(row, folding),
                  Named(row) + " is " + std::string(NameOf(row.state)) +
                      ", and the facts say otherwise of the " + CauseOf(row.effect));
  }
  return check;
}

Check CheckDoubles(const Evidence& evidence) {
  Check check{"B22", "no two effects are of one cause or carry one Message-ID"};
  std::map<std::string, const EffectRow*> causes;
  std::map<std::string, const EffectRow*> message_ids;
  const auto judge = [&](auto& seen, const std::string& key, const EffectRow& row) {
    if (key.empty()) return;
    const auto [found, fresh] = seen.emplace(key, &row);
    check.Examine(fresh, Named(row) + " and " + Named(*found->second) + " are both the " + key);
  };
  for (const EffectRow& row : evidence.effects) {
    for (const std::string& cause : CausesOf(row.effect)) judge(causes, cause, row);
    judge(message_ids, row.message_id, row);
  }
  return check;
}

// What the customer wanted just before `time`; asked in the same instant nobody can tell.
bool IsUnwanted(const std::map<Timestamp, bool>& changes, Timestamp time) {
  const auto next = changes.lower_bound(time);
  return next != changes.begin() && !std::prev(next)->second;
}

Check CheckWishes(const Evidence& evidence, const FollowupFolding& folding) {
  Check check{"B23", "nobody is asked who does not want to be"};
  for (const auto& [loop_id, history] : folding.loops) {
    const auto wishes = folding.preferences.find(FileOf(history.front().fact->ticket));
    if (wishes == folding.preferences.end()) continue;
    for (const Followed& each : history) {
      if (each.Get<followup::SurveyIssued>() == nullptr) continue;
      check.Examine(!IsUnwanted(wishes->second, each.fact->recorded_time),
                    "loop " + ToString(loop_id) + " was asked after its customer opted out");
    }
  }
  for (const LoopRow& row : evidence.loops) {
    const auto wishes = folding.preferences.find(row.file_id);
    if (wishes == folding.preferences.end() || !IsOpen(row.loop)) continue;
    check.Examine(wishes->second.rbegin()->second,
                  "loop " + ToString(row.loop_id) + " is open, and its customer opted out");
  }
  return check;
}

}  // namespace

std::vector<Check> CheckEffects(const Evidence& evidence, const FollowupFolding& folding) {
  return {CheckPromises(evidence, folding), CheckResults(evidence, folding), CheckDoubles(evidence),
          CheckWishes(evidence, folding)};
}

}  // namespace recourse::ctl::verify
