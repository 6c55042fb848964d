#pragma once

#include <map>
#include <optional>
#include <vector>

#include "services/followup/domain/event.h"
#include "services/followup/domain/fact.h"
#include "services/followup/domain/policy.h"
#include "services/followup/domain/staff_digest.h"

namespace recourse::followup {

// A file is a customer's, or, by its key, a person's of the staff.
using State = std::variant<CustomerFile, StaffDigest>;
using View = std::map<FileId, State>;
using Decision = recourse::Decision<FileId, State, Fact, Receipt>;

Decision Refuse(std::string slug, std::map<std::string, std::string> parameters = {});
inline Decision Nothing() { return {}; }

// Gathers what one event makes of one customer's file: its parts are changed in `file()` and then
// said; each fact raises its loop's or delivery's version and carries its standing from the fact
// before it.
class Telling {
 public:
  // All three are referred to, not copied.
  Telling(FileId file_id, const View& view, Timestamp now, const Policy& policy);

  FileId file_id() const { return file_id_; }
  CustomerFile& file() { return file_; }
  Timestamp now() const { return now_; }
  const Policy& policy() const { return policy_; }
  // Nothing where there is none.
  Loop* FindLoop(const LoopId& loop_id);
  Delivery* FindDelivery(const DeliveryId& delivery_id);

  void Say(const LoopId& loop_id, What what, std::vector<EndedDuration> ended = {});
  void Say(const DeliveryId& delivery_id, What what, std::vector<EndedDuration> ended = {});
  void SayOf(const CustomerId& customer_id, ContactPreferenceChanged what);
  void Send(Effect effect);
  // The file where it is not as it was, what was said, what is sent.
  Decision Done(Receipt receipt = {}) const;

 private:
  template <typename Key, typename Part>
  void SayOf(const Key& key, Part& part, const std::map<Key, Part>& before,
             std::map<Key, Standing>& said, Fact fact);
  const CustomerFile& before() const;

  FileId file_id_;
  const View& view_;
  Timestamp now_;
  const Policy& policy_;
  CustomerFile file_;
  std::map<LoopId, Standing> said_of_loops_;
  std::map<DeliveryId, Standing> said_of_deliveries_;
  std::vector<Fact> facts_;
  std::vector<Effect> effects_;
};

inline EndedDuration Ended(const char* kind, Timestamp from, Timestamp to) {
  return {kind, (to - from).count()};
}

}  // namespace recourse::followup
