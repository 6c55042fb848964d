#pragma once

#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/ingest/domain/feedback.h"

namespace recourse::ingest {

struct KnownCustomer {
  CustomerId customer_id;
  std::string source_id;
  Customer customer;
};

// Reads of the customers, contact points in clear. Thread-safe.
class CustomerQueries {
 public:
  explicit CustomerQueries(Pool& pool) : pool_(pool) {}

  // By number (however it is written), mail address, the sender's own id, each exact, then by the
  // beginning of the name; exact ones first, of equals those that were heard of last.
  StatusOr<std::vector<KnownCustomer>> Find(const std::string& query, int limit);
  // NotFound where there is no such customer.
  StatusOr<KnownCustomer> Contact(const CustomerId& id);

 private:
  Pool& pool_;
};

}  // namespace recourse::ingest
