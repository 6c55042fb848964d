#include "services/followup/adapters/customer_address_book.h"

namespace recourse::followup {

StatusOr<recourse::Contact> CustomerAddressBook::Find(const Recipient& recipient) {
  auto contact = ingest_.GetContact(recipient.reference);
  if (contact.ok() && contact->email.empty() && contact->phone.empty()) {
    return absl::NotFoundError("no contact point is known");
  }
  if (contact.ok() || absl::IsNotFound(contact.status())) return contact;
  // Whatever else it is, it says nothing of the customer: a word that would end the effect must not
  // come from a peer that restarts, or from a key that it does not believe.
  return absl::UnavailableError("ingest does not answer: " +
                                std::string(contact.status().message()));
}

}  // namespace recourse::followup
