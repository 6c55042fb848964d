#pragma once

#include <memory>
#include <string>

#include "recourse/ingest/v1/customer_service.grpc.pb.h"
#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/access/service_key.h"
#include "services/common/core/effect.h"
#include "services/common/courier/address_book.h"
#include "services/common/grpc/client.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse::followup {

// What followup asks of ingest, in its own name. Each call blocks, for at most kDeadline.
// Thread-safe.
class IngestClient {
 public:
  static constexpr std::chrono::milliseconds kDeadline{5'000};
  static_assert(kDeadline < AddressBook::kFindWaitMax);
  static_assert(kDeadline <= Parcel::kAnswerWaitStopping);

  IngestClient(const Address& peer, Secret key_secret);

  // NOT_FOUND: there is no such customer, or no more. Any other error is worth another try.
  StatusOr<recourse::Contact> GetContact(const std::string& customer_id);
  // A survey's words, as the domain's WordsEffect says them. Sending them again is safe: ingest
  // knows them by their source and the survey's id. INVALID_ARGUMENT: they will never be taken, and
  // the message is the slug why; any other error is worth another try.
  Status SubmitWords(const Effect& effect);

 private:
  Status Begin(grpc::ClientContext& context) const;

  const ServiceKey key_;
  std::unique_ptr<ingest::v1::CustomerService::Stub> customers_;
  std::unique_ptr<ingest::v1::FeedbackService::Stub> feedback_;
};

}  // namespace recourse::followup
