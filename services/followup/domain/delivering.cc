#include "services/followup/domain/delivering.h"

#include <algorithm>
#include <utility>

#include "services/followup/domain/effects.h"
#include "services/followup/domain/notifying.h"

namespace recourse::followup {
namespace {

// What was settled longest ago first, then what was replied longest ago.
bool LeavesBefore(const Delivery& a, const Delivery& b) {
  if (IsSettled(a) != IsSettled(b)) return IsSettled(a);
  return a.reply_time < b.reply_time;
}

void MakeRoom(std::map<DeliveryId, Delivery>& deliveries) {
  while (deliveries.size() >= kDeliveriesInFileMax) {
    deliveries.erase(std::min_element(
        deliveries.begin(), deliveries.end(),
        [](const auto& a, const auto& b) { return LeavesBefore(a.second, b.second); }));
  }
}

Delivery NewDelivery(const Telling& telling, const TicketFact& fact, const AgentId& agent_id) {
  Delivery delivery;
  delivery.ticket = fact.ticket;
  delivery.reply_version = fact.version;
  delivery.way = ReplyWayOf(telling.policy(), fact.ticket.dimensions.channel);
  delivery.agent_id = agent_id;
  delivery.reply_time = fact.recorded_time;
  delivery.policy_version = telling.policy().version;
  if (delivery.way == ReplyWay::kTell) delivery.state = DeliveryState::kToTell;
  return delivery;
}

void Settle(Telling& telling, const DeliveryId& delivery_id, DeliveryState state, What what) {
  Delivery& delivery = telling.file().deliveries.at(delivery_id);
  delivery.state = state;
  delivery.settle_time = telling.now();
  telling.Say(delivery_id, std::move(what),
              {Ended("delivery", delivery.reply_time, telling.now())});
}

void Told(Telling& telling, const DeliveryId& delivery_id, const AgentId& agent_id,
          Timestamp told_time) {
  Delivery& delivery = telling.file().deliveries.at(delivery_id);
  delivery.agent_id = agent_id;
  delivery.told_time = told_time;
  delivery.reason.clear();
  Settle(telling, delivery_id, DeliveryState::kTold, ReplyTold{agent_id, told_time});
}

// It comes back to the agent as a task, and he is told.
void Return(Telling& telling, const DeliveryId& delivery_id, bool is_unknown,
            const std::string& reason) {
  Delivery& delivery = telling.file().deliveries.at(delivery_id);
  delivery.state = is_unknown ? DeliveryState::kUnknown : DeliveryState::kFailed;
  delivery.reason = reason;
  if (is_unknown) {
    telling.Say(delivery_id, ReplyDeliveryUnknown{reason});
  } else {
    telling.Say(delivery_id, ReplyDeliveryFailed{reason});
  }
  TellOfReply(telling, delivery);
}

bool IsBelieved(const Delivery& delivery, Timestamp told_time, Timestamp now) {
  return told_time <= now && told_time >= delivery.reply_time - kToldBeforeReplyMax;
}

}  // namespace

void Deliver(Telling& telling, const TicketFact& fact, const PublicReply& reply) {
  const DeliveryId delivery_id = DeliveryOf(fact.ticket.ticket_id, fact.version);
  auto& deliveries = telling.file().deliveries;
  if (deliveries.contains(delivery_id)) return;
  MakeRoom(deliveries);
  const Delivery& delivery =
      deliveries.emplace(delivery_id, NewDelivery(telling, fact, reply.agent_id)).first->second;
  telling.Say(delivery_id, ReplyDeliveryStarted{delivery.way, reply.agent_id});
  if (reply.told_time) return Told(telling, delivery_id, reply.agent_id, *reply.told_time);
  if (delivery.way == ReplyWay::kTell) return;
  if (fact.ticket.customer_id.empty()) {
    return Return(telling, delivery_id, false, "contact-not-found");
  }
  telling.Send(ReplyEffect(telling, delivery, reply.text));
}

void HearOfReply(Telling& telling, const EffectResult& result) {
  const DeliveryId delivery_id = DeliveryOf(result.effect);
  Delivery* delivery = telling.FindDelivery(delivery_id);
  if (delivery == nullptr || IsSettled(*delivery)) return;
  if (result.outcome == EffectOutcome::kDelivered) {
    delivery->reason.clear();
    return Settle(telling, delivery_id, DeliveryState::kDelivered, ReplyDelivered{});
  }
  const bool is_unknown = result.outcome == EffectOutcome::kUnknown;
  const DeliveryState state = is_unknown ? DeliveryState::kUnknown : DeliveryState::kFailed;
  if (delivery->state != state) Return(telling, delivery_id, is_unknown, result.reason);
}

Decision Mark(Telling& telling, const MarkTold& event) {
  const Delivery* delivery = telling.FindDelivery(event.delivery_id);
  if (delivery == nullptr) return Refuse("reply-unknown");
  const Receipt receipt{{}, event.delivery_id, false, 0};
  if (delivery->state == DeliveryState::kTold) {
    const bool is_same =
        delivery->agent_id == event.agent_id && delivery->told_time == event.told_time;
    return is_same ? telling.Done(receipt) : Refuse("reply-already-told");
  }
  if (delivery->state == DeliveryState::kDelivered) return Refuse("reply-delivered");
  if (!IsBelieved(*delivery, event.told_time, telling.now())) {
    return Refuse("told-time-out-of-range");
  }
  Told(telling, event.delivery_id, event.agent_id, event.told_time);
  return telling.Done(receipt);
}

}  // namespace recourse::followup
