#include "services/common/courier/webhook_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "services/common/core/check.h"
#include "services/common/courier/base64.h"

namespace recourse {
namespace {

constexpr std::size_t kMacBytes = 32;

std::string MacOf(const Secret& secret, std::string_view text) {
  std::string mac(kMacBytes, '\0');
  unsigned length = 0;
  const auto* done =
      HMAC(EVP_sha256(), secret.Reveal().data(), static_cast<int>(secret.Reveal().size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(mac.data()), &length);
  RECOURSE_CHECK(done != nullptr && length == kMacBytes);
  return mac;
}

}  // namespace

std::vector<std::string> WebhookHeaders(std::string_view id, Timestamp time, std::string_view body,
                                        const std::vector<Secret>& secrets) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  const std::string timestamp = std::to_string(seconds);
  const std::string signed_text = std::string(id) + "." + timestamp + "." + std::string(body);
  std::string signatures;
  for (const Secret& secret : secrets) {
    signatures += (signatures.empty() ? "v1," : " v1,") + EncodeBase64(MacOf(secret, signed_text));
  }
  return {"webhook-id: " + std::string(id), "webhook-timestamp: " + timestamp,
          "webhook-signature: " + signatures};
}

}  // namespace recourse
