#include "services/common/courier/webhook_courier.h"

#include <utility>

#include "services/common/courier/prepare.h"
#include "services/common/courier/webhook_signature.h"

namespace recourse {
namespace {

class WebhookParcel final : public Parcel {
 public:
  WebhookParcel(const WebhookOptions& options, const WebhookEndpoint& endpoint, std::string id,
                const std::string& body)
      : message_id_(std::move(id)),
        transfer_(Speech::kWeb, body, options.limits, !endpoint.private_network) {
    transfer_.Set(CURLOPT_PROTOCOLS_STR, endpoint.private_network ? "http,https" : "https");
    transfer_.Set(CURLOPT_URL, endpoint.url.c_str());
    if (!options.ca_file.empty()) transfer_.Set(CURLOPT_CAINFO, options.ca_file.c_str());
    transfer_.Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    transfer_.Set(CURLOPT_POST, 1L);
    transfer_.Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    auto headers = WebhookHeaders(message_id_, options.clock(), body, endpoint.secrets);
    headers.insert(headers.end(), {"Content-Type: application/json", "User-Agent: recourse",
                                   "Expect:", "Connection: close"});
    transfer_.SetList(CURLOPT_HTTPHEADER, headers);
  }
  const std::string& message_id() const override { return message_id_; }
  SendOutcome Send(const std::stop_token& stop) override {
    return JudgeWebhook(transfer_.Run(stop));
  }

 private:
  const std::string message_id_;
  Transfer transfer_;
};

}  // namespace

PreparedEffect WebhookCourier::Prepare(const ClaimedEffect& claimed) {
  const auto endpoint = options_.endpoints.find(claimed.effect.endpoint);
  if (endpoint == options_.endpoints.end()) {
    // An operator may wire it yet.
    return SendOutcome{
        SendOutcome::Kind::kAgain, "endpoint-not-wired",
        PlainDetail("RECOURSE_WEBHOOK_FILE has no endpoint " + claimed.effect.endpoint)};
  }
  const auto contact = book_.Find(claimed.effect.recipient);
  if (!contact.ok()) return JudgeAddress(contact.status());
  const auto body = composer_.WriteWebhook(claimed.effect, *contact);
  if (!body.ok()) return JudgeComposing(body.status());
  return std::make_unique<WebhookParcel>(options_, endpoint->second, ToString(claimed.id), *body);
}

}  // namespace recourse
