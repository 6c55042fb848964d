#include "services/common/courier/address_book.h"

namespace recourse {

StatusOr<Contact> LiteralAddressBook::Find(const Recipient& recipient) {
  switch (recipient.kind) {
    case Recipient::Kind::kNobody:
      return Contact{};
    case Recipient::Kind::kAddress:
      return Contact{recipient.reference};
    case Recipient::Kind::kCustomer:
      break;
  }
  if (customers_ != nullptr) return customers_->Find(recipient);
  return absl::NotFoundError("this service knows no customers' addresses");
}

}  // namespace recourse
