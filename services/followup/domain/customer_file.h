#pragma once

#include <map>
#include <optional>

#include "services/followup/domain/contact.h"
#include "services/followup/domain/delivery.h"
#include "services/followup/domain/loop.h"

namespace recourse::followup {

// What a customer wants of us; unset: he never said.
struct ContactPreference {
  bool surveys = true;
  Timestamp set_time;
  friend bool operator==(const ContactPreference&, const ContactPreference&) = default;
};

// All that is followed up with one customer.
struct CustomerFile {
  std::map<LoopId, Loop> loops;
  std::map<DeliveryId, Delivery> deliveries;
  Contacts contacts;
  std::optional<ContactPreference> preference{};
  friend bool operator==(const CustomerFile&, const CustomerFile&) = default;
};

// A file holds no more; beyond it what was closed or settled longest ago leaves the file, and where
// nothing is, the oldest.
inline constexpr std::size_t kLoopsInFileMax = 200;
inline constexpr std::size_t kDeliveriesInFileMax = 200;

}  // namespace recourse::followup
