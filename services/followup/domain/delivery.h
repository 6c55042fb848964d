#pragma once

#include <optional>
#include <string>

#include "services/followup/domain/ticket.h"

namespace recourse::followup {

// How a public reply reaches its customer: by mail, by whoever sends text messages for us, or by an
// agent who tells him.
enum class ReplyWay { kMail = 1, kWebhook = 2, kTell = 3 };

enum class DeliveryState {
  kSending = 1,
  kToTell = 2,
  kDelivered = 3,
  kTold = 4,
  kFailed = 5,
  kUnknown = 6,
};

// A public reply on its way. Its text is in its effect, and in the ticket.
struct Delivery {
  std::int64_t version = 0;  // 1, 2, 3: one a fact
  Ticket ticket;             // as it stood at the reply
  std::int64_t reply_version = 0;
  ReplyWay way = ReplyWay::kMail;
  DeliveryState state = DeliveryState::kSending;
  AgentId agent_id;  // who replied; who told the customer, once it is told
  Timestamp reply_time;
  std::optional<Timestamp> settle_time{};
  std::optional<Timestamp> told_time{};  // as the agent says
  std::string reason;                    // why it failed or is unknown
  std::int64_t policy_version = 0;
  friend bool operator==(const Delivery&, const Delivery&) = default;
};

// Nobody needs to see to it.
inline bool IsSettled(const Delivery& delivery) {
  return delivery.state == DeliveryState::kDelivered || delivery.state == DeliveryState::kTold;
}

// How long before his reply an agent may say that he told the customer.
inline constexpr Duration kToldBeforeReplyMax = std::chrono::hours(24);

}  // namespace recourse::followup
