#include "services/followup/domain/telling.h"

#include <utility>

#include "services/common/core/check.h"

namespace recourse::followup {

Decision Refuse(std::string slug, std::map<std::string, std::string> parameters) {
  Decision decision;
  decision.refusal = Refusal{std::move(slug), std::move(parameters)};
  return decision;
}

Telling::Telling(FileId file_id, const View& view, Timestamp now, const Policy& policy)
    : file_id_(file_id), view_(view), now_(now), policy_(policy), file_(before()) {}

const CustomerFile& Telling::before() const {
  static const CustomerFile kEmpty;
  const auto found = view_.find(file_id_);
  if (found == view_.end()) return kEmpty;
  const auto* file = std::get_if<CustomerFile>(&found->second);
  RECOURSE_CHECK(file != nullptr);  // a person's key is in a space of its own
  return *file;
}

Loop* Telling::FindLoop(const LoopId& loop_id) {
  const auto found = file_.loops.find(loop_id);
  return found == file_.loops.end() ? nullptr : &found->second;
}

Delivery* Telling::FindDelivery(const DeliveryId& delivery_id) {
  const auto found = file_.deliveries.find(delivery_id);
  return found == file_.deliveries.end() ? nullptr : &found->second;
}

template <typename Key, typename Part>
void Telling::SayOf(const Key& key, Part& part, const std::map<Key, Part>& before,
                    std::map<Key, Standing>& said, Fact fact) {
  fact.version = ++part.version;
  fact.ticket = part.ticket;
  fact.recorded_time = now_;
  fact.policy_version = part.policy_version;
  if (const auto last = said.find(key); last != said.end()) {
    fact.before = last->second;
  } else if (const auto old = before.find(key); old != before.end()) {
    fact.before = StandingOf(old->second);
  }
  fact.after = StandingOf(part);
  said.insert_or_assign(key, *fact.after);
  facts_.push_back(std::move(fact));
}

void Telling::Say(const LoopId& loop_id, What what, std::vector<EndedDuration> ended) {
  Fact fact;
  fact.loop_id = loop_id;
  fact.occurred_time = now_;
  fact.durations_ended = std::move(ended);
  fact.what = std::move(what);
  SayOf(loop_id, file_.loops.at(loop_id), before().loops, said_of_loops_, std::move(fact));
}

void Telling::Say(const DeliveryId& delivery_id, What what, std::vector<EndedDuration> ended) {
  Delivery& delivery = file_.deliveries.at(delivery_id);
  const auto* told = std::get_if<ReplyTold>(&what);
  Fact fact;
  fact.reply_version = delivery.reply_version;
  fact.occurred_time = told == nullptr ? now_ : told->told_time;
  fact.durations_ended = std::move(ended);
  fact.what = std::move(what);
  SayOf(delivery_id, delivery, before().deliveries, said_of_deliveries_, std::move(fact));
}

void Telling::SayOf(const CustomerId& customer_id, ContactPreferenceChanged what) {
  Fact fact;
  fact.ticket.customer_id = customer_id;
  if (customer_id.empty()) fact.ticket.ticket_id = TicketId(file_id_.uuid());  // his file is its
  fact.occurred_time = now_;
  fact.recorded_time = now_;
  fact.policy_version = policy_.version;
  fact.what = std::move(what);
  facts_.push_back(std::move(fact));
}

void Telling::Send(Effect effect) {
  effect.key = file_id_.uuid();
  effects_.push_back(std::move(effect));
}

Decision Telling::Done(Receipt receipt) const {
  Decision decision;
  if (file_ != before()) decision.changed.emplace(file_id_, file_);
  decision.facts = facts_;
  decision.effects = effects_;
  decision.answer = receipt;
  return decision;
}

}  // namespace recourse::followup
