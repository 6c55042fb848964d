#pragma once

#include "services/common/courier/address_book.h"
#include "services/followup/adapters/ingest_client.h"

namespace recourse::followup {

// Customers' contact points, asked of ingest for each attempt and kept nowhere. Goes into a
// LiteralAddressBook as its `customers`. Thread-safe.
class CustomerAddressBook final : public AddressBook {
 public:
  // `ingest` outlives it.
  explicit CustomerAddressBook(IngestClient& ingest) : ingest_(ingest) {}
  StatusOr<recourse::Contact> Find(const Recipient& recipient) override;

 private:
  IngestClient& ingest_;
};

}  // namespace recourse::followup
