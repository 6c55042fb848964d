#pragma once

#include <map>
#include <optional>
#include <string>

#include "services/common/core/named.h"
#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse::ingest {

using FeedbackId = Id<struct FeedbackTag>;
using CustomerId = Id<struct CustomerTag>;
using SourceId = Named<struct SourceTag>;

// A customer as a sender describes him; all of it may be empty.
struct Customer {
  std::string external_id;
  std::string name;
  std::string phone;
  std::string email;
  std::string language;
  friend bool operator==(const Customer&, const Customer&) = default;
};

// What a sender says, text in NFC.
struct Submission {
  SourceId source_id;
  std::string external_id;
  std::string channel;
  Customer customer;
  std::string text;
  std::optional<Timestamp> occurred_time{};
  std::optional<Timestamp> due_time{};
  std::string place;
  std::string product;
  std::string about_ticket_id;
  std::map<std::string, std::string> attributes{};
  // As staff found the customer; empty where the sender describes him.
  CustomerId known_customer_id{};
  friend bool operator==(const Submission&, const Submission&) = default;
};

// One piece of feedback as the register keeps it.
struct Feedback {
  std::string digest;  // SHA-256 of the submission
  CustomerId customer_id;  // empty where the customer is not known
  Timestamp occurred_time;
  Timestamp recorded_time;
  Submission submission;
  friend bool operator==(const Feedback&, const Feedback&) = default;
};

// The id follows from what the sender calls it, so sending again is known.
FeedbackId FeedbackIdOf(const SourceId& source_id, const std::string& external_id);
// A customer whom the sender knows by an id of his own.
CustomerId CustomerIdOf(const SourceId& source_id, const std::string& external_id);

}  // namespace recourse::ingest
