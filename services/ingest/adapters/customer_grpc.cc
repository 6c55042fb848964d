#include "services/ingest/adapters/customer_grpc.h"

#include "services/common/grpc/status.h"
#include "services/ingest/domain/mask.h"

namespace recourse::ingest {
namespace {

grpc::Status Refused(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

std::string Trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

void PutMasked(const KnownCustomer& from, v1::FoundCustomer& out) {
  out.set_customer_id(ToString(from.customer_id));
  out.set_name(from.customer.name);
  out.set_phone(MaskPhone(from.customer.phone));
  out.set_email(MaskEmail(from.customer.email));
  out.set_language(from.customer.language);
  out.set_source_id(from.source_id);
  out.set_external_id(from.customer.external_id);
}

}  // namespace

grpc::ServerUnaryReactor* CustomerGrpc::FindCustomers(grpc::CallbackServerContext* context,
                                                      const v1::FindCustomersRequest* request,
                                                      v1::FindCustomersResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::FindCustomersRequest& in,
                                v1::FindCustomersResponse& out) { return Find(in, out); });
}

grpc::Status CustomerGrpc::Find(const v1::FindCustomersRequest& in,
                                v1::FindCustomersResponse& out) {
  const std::string query = Trimmed(in.query());
  if (query.size() < kQueryBytesMin || query.size() > kQueryBytesMax ||
      query.find('\0') != std::string::npos) {
    return Refused("query-size",
                   "query has 2 to 256 bytes: a whole number, a mail address, the sender's own id "
                   "or the beginning of a name");
  }
  if (in.page_size() < 0 || in.page_size() > kPageSizeMax) {
    return Refused("page-size", "page_size is 1 to 20, or 0 for 10");
  }
  const auto found = queries_.Find(query, in.page_size() == 0 ? kPageSize : in.page_size());
  if (!found.ok()) return ToGrpc(found.status());
  for (const KnownCustomer& customer : *found) PutMasked(customer, *out.add_customers());
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* CustomerGrpc::GetContact(grpc::CallbackServerContext* context,
                                                   const v1::GetContactRequest* request,
                                                   v1::GetContactResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::GetContactRequest& in,
                                v1::GetContactResponse& out) { return Get(in, out); });
}

grpc::Status CustomerGrpc::Get(const v1::GetContactRequest& in, v1::GetContactResponse& out) {
  const auto id = ParseUuid(in.customer_id());
  if (!id) return Refused("id-malformed", "customer_id must be a UUID");
  const auto found = queries_.Contact(CustomerId(*id));
  if (!found.ok()) return ToGrpc(found.status());
  out.set_customer_id(in.customer_id());
  v1::Customer& customer = *out.mutable_customer();
  customer.set_external_id(found->customer.external_id);
  customer.set_name(found->customer.name);
  customer.set_phone(found->customer.phone);
  customer.set_email(found->customer.email);
  customer.set_language(found->customer.language);
  return grpc::Status::OK;
}

}  // namespace recourse::ingest
