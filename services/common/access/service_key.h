#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "services/common/access/key.h"

namespace recourse {

// The key by which one of our services asks another in its own name, and not for a person: made
// anew for each call and good for kServiceKeyLife, so that none is kept anywhere. Thread-safe.
class ServiceKey {
 public:
  static constexpr std::chrono::seconds kServiceKeyLife{60};

  // `service` as in metrics: followup. The role is the least that the methods it calls ask for.
  ServiceKey(Secret key_secret, std::string service, Role role)
      : key_secret_(std::move(key_secret)), service_(std::move(service)), role_(role) {}

  StatusOr<std::string> Mint(Timestamp now) const;

 private:
  const Secret key_secret_;
  const std::string service_;
  const Role role_;
};

}  // namespace recourse
