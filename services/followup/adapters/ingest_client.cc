#include "services/followup/adapters/ingest_client.h"

#include <chrono>
#include <utility>

#include "services/common/grpc/status.h"

namespace recourse::followup {
namespace {

namespace wire = ingest::v1;

std::string At(const Effect& effect, const char* name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

wire::SubmitFeedbackRequest WordsOf(const Effect& effect) {
  wire::SubmitFeedbackRequest request;
  request.set_source_id(At(effect, "source_id"));
  request.set_external_id(At(effect, "external_id"));
  request.set_channel(At(effect, "channel"));
  request.set_text(At(effect, "text"));
  request.set_about_ticket_id(At(effect, "about_ticket_id"));
  const std::string language = At(effect, "language");
  if (!language.empty()) request.mutable_customer()->set_language(language);
  if (effect.recipient.kind == Recipient::Kind::kCustomer) {
    request.set_customer_id(effect.recipient.reference);
  }
  return request;
}

}  // namespace

// Contact points, and words of a customer by our own id of him: ingest gives both to
// nobody less.
IngestClient::IngestClient(const Address& peer, Secret key_secret)
    : key_(std::move(key_secret), "followup", Role::kAdministrator) {
  const auto channel = MakeChannel(peer);
  customers_ = wire::CustomerService::NewStub(channel);
  feedback_ = wire::FeedbackService::NewStub(channel);
}

Status IngestClient::Begin(grpc::ClientContext& context) const {
  auto key = key_.Mint(std::chrono::floor<Duration>(std::chrono::system_clock::now()));
  if (!key.ok()) return key.status();
  Prepare(context, {*std::move(key), kDeadline});
  return absl::OkStatus();
}

StatusOr<recourse::Contact> IngestClient::GetContact(const std::string& customer_id) {
  grpc::ClientContext context;
  if (Status s = Begin(context); !s.ok()) return s;
  wire::GetContactRequest request;
  request.set_customer_id(customer_id);
  wire::GetContactResponse response;
  const grpc::Status status = customers_->GetContact(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  const wire::Customer& customer = response.customer();
  return recourse::Contact{customer.email(), customer.phone(), customer.name(),
                           customer.language()};
}

Status IngestClient::SubmitWords(const Effect& effect) {
  grpc::ClientContext context;
  if (Status s = Begin(context); !s.ok()) return s;
  wire::SubmitFeedbackResponse response;
  const grpc::Status status = feedback_->SubmitFeedback(&context, WordsOf(effect), &response);
  if (const auto refusal = RefusalOf(status)) return absl::InvalidArgumentError(refusal->slug);
  if (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT) {
    return absl::InvalidArgumentError("words-refused");
  }
  return FromGrpc(status);
}

}  // namespace recourse::followup
