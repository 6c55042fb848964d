#pragma once

#include <functional>
#include <string>

#include "recourse/ingest/v1/feedback_service.pb.h"
#include "services/common/process/metrics.h"
#include "services/common/process/secret.h"
#include "services/common/runtime/commands.h"
#include "services/ingest/domain/decide.h"

namespace recourse::ingest {

// The one way in for all doors: checks, names and submits a piece of feedback. Thread-safe.
class Intake {
 public:
  // With Kafka away the outbox grows; at this many rows ingest refuses rather than fill the disk.
  static constexpr std::int64_t kOutboxRowsMax = 1'000'000;
  using Done = typename Commands<Domain>::Done;

  // `pending_rows` says how many facts wait for the log.
  Intake(Commands<Domain>& commands, std::function<std::int64_t()> pending_rows,
         Secret customer_secret);
  // `done` is called once: at once with a refusal of what can never be right, or
  // RESOURCE_EXHAUSTED; from another thread when it is durable or decided otherwise.
  void Submit(const v1::SubmitFeedbackRequest& request, Done done);

 private:
  CustomerId CustomerOf(const Submission& submission) const;

  Commands<Domain>& commands_;
  const std::function<std::int64_t()> pending_rows_;
  const Secret customer_secret_;
  Counter accepted_;
  Counter duplicate_;
  Counter refused_;
};

// A sentence for the person who sent it.
std::string SentenceOf(const Refusal& refusal);

}  // namespace recourse::ingest
