#pragma once

#include <string>

#include "services/common/core/effect.h"
#include "services/common/core/status.h"

namespace recourse {

// How somebody is reached. It lives as long as one attempt to send and is kept, logged and shown
// nowhere. What is not known is empty.
struct Contact {
  std::string email{};
  std::string phone{};
  std::string name{};
  std::string language{};  // BCP 47, such as zh-CN
};

// From a reference to a contact, within kFindWaitMax. NOT_FOUND: there is none, or no more.
// FAILED_PRECONDITION: there is one that is not to be written to; the message is the slug why. Any
// other error is worth another try. Thread-safe.
class AddressBook {
 public:
  virtual ~AddressBook() = default;
  virtual StatusOr<Contact> Find(const Recipient& recipient) = 0;
  static constexpr Duration kFindWaitMax = std::chrono::seconds(10);
};

// Addresses of our own staff, which are what they say, and endpoints without a recipient. Customers
// are asked of `customers`, which outlives this; without it they are not found.
class LiteralAddressBook final : public AddressBook {
 public:
  explicit LiteralAddressBook(AddressBook* customers = nullptr) : customers_(customers) {}
  StatusOr<Contact> Find(const Recipient& recipient) override;

 private:
  AddressBook* const customers_;
};

}  // namespace recourse
