#pragma once

#include <map>
#include <optional>
#include <string>

#include "services/common/core/time.h"

namespace recourse::console {

// What a client of the JSON door sends. Empty is unsaid; what must be said is ingest's to judge, so
// that every door gives the same refusal.
struct Customer {
  std::string external_id;
  std::string name;
  std::string phone;
  std::string email;
  std::string language;
  friend bool operator==(const Customer&, const Customer&) = default;
};

struct Feedback {
  std::string source_id;
  std::string external_id;
  std::string channel;
  std::optional<Customer> customer;
  std::string text;
  std::optional<Timestamp> occurred_time;
  std::optional<Timestamp> due_time;
  std::string place;
  std::string product;
  std::string about_ticket_id;
  std::map<std::string, std::string> attributes;
  // The customer as staff found him.
  std::string customer_id;
  friend bool operator==(const Feedback&, const Feedback&) = default;
};

}  // namespace recourse::console
