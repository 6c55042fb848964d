#pragma once

#include <functional>

#include "services/common/courier/address_book.h"
#include "services/common/courier/composer.h"
#include "services/common/courier/transfer.h"
#include "services/common/courier/webhook_endpoint.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

struct WebhookOptions {
  WebhookEndpoints endpoints{};
  std::string ca_file{};  // certificates to trust instead of the system's; empty for those
  TransferLimits limits{std::chrono::seconds(5), std::chrono::seconds(5), std::chrono::seconds(10),
                        64 * 1024};
  std::function<Timestamp()> clock = [] {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
  };
};

// Webhooks by HTTP/1.1 POST, signed as Standard Webhooks has it; webhook-id is the effect's id, the
// same for each attempt. Follows no redirect, and connects to public addresses alone unless the
// endpoint is wired as private.
class WebhookCourier final : public Courier {
 public:
  // `book` and `composer` outlive it.
  WebhookCourier(WebhookOptions options, AddressBook& book, Composer& composer)
      : options_(std::move(options)), book_(book), composer_(composer) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override;

 private:
  const WebhookOptions options_;
  AddressBook& book_;
  Composer& composer_;
};

}  // namespace recourse
