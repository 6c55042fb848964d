#pragma once

#include "recourse/ingest/v1/customer_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/ingest/adapters/customer_store.h"

namespace recourse::ingest {

// Who the customers are: found masked, in clear only for who writes to them. Thread-safe.
class CustomerGrpc final : public v1::CustomerService::CallbackService {
 public:
  static constexpr std::size_t kQueryBytesMin = 2;
  static constexpr std::size_t kQueryBytesMax = 256;
  static constexpr int kPageSize = 10;
  static constexpr int kPageSizeMax = 20;

  CustomerGrpc(Calls& calls, CustomerQueries& queries) : calls_(calls), queries_(queries) {}

  // Refuses with `query-size` and `page-size`.
  grpc::ServerUnaryReactor* FindCustomers(grpc::CallbackServerContext* context,
                                          const v1::FindCustomersRequest* request,
                                          v1::FindCustomersResponse* response) override;
  grpc::ServerUnaryReactor* GetContact(grpc::CallbackServerContext* context,
                                       const v1::GetContactRequest* request,
                                       v1::GetContactResponse* response) override;

 private:
  grpc::Status Find(const v1::FindCustomersRequest& in, v1::FindCustomersResponse& out);
  grpc::Status Get(const v1::GetContactRequest& in, v1::GetContactResponse& out);

  Calls& calls_;
  CustomerQueries& queries_;
};

}  // namespace recourse::ingest
