#include "services/followup/adapters/token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <utility>

#include "services/common/access/base64url.h"
#include "services/common/core/check.h"

namespace recourse::followup {
namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kProofBytes = 16;
constexpr std::size_t kMacBytes = 32;
// So that a proof of this kind is none of any other that the same key might ever make.
constexpr std::string_view kPrefix = "recourse survey link 1\n";

std::string ProofOf(const Secret& key, std::string_view id) {
  const std::string text = std::string(kPrefix) + std::string(id);
  std::string mac(kMacBytes, '\0');
  unsigned length = 0;
  const auto* done = HMAC(EVP_sha256(), key.Reveal().data(), static_cast<int>(key.Reveal().size()),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                          reinterpret_cast<unsigned char*>(mac.data()), &length);
  RECOURSE_CHECK(done != nullptr && length == kMacBytes);
  mac.resize(kProofBytes);
  return mac;
}

}  // namespace

SurveyTokens::SurveyTokens(std::vector<Secret> keys) : keys_(std::move(keys)) {
  RECOURSE_CHECK(!keys_.empty() && !keys_.front().empty());
}

std::string SurveyTokens::TokenOf(const LoopId& loop_id) const {
  const Uuid uuid = loop_id.uuid();
  const std::string id(reinterpret_cast<const char*>(uuid.bytes.data()), kIdBytes);
  return EncodeBase64Url(id + ProofOf(keys_.front(), id));
}

std::optional<LoopId> SurveyTokens::LoopOf(std::string_view token) const {
  if (token.size() != kTokenLength) return std::nullopt;
  const auto bytes = DecodeBase64Url(token);
  if (!bytes || bytes->size() != kIdBytes + kProofBytes) return std::nullopt;
  const std::string id = bytes->substr(0, kIdBytes);
  bool ours = false;
  for (const Secret& key : keys_) {
    if (key.empty()) continue;
    const std::string proof = ProofOf(key, id);
    ours |= CRYPTO_memcmp(proof.data(), bytes->data() + kIdBytes, kProofBytes) == 0;
  }
  if (!ours) return std::nullopt;
  Uuid uuid;
  std::copy(id.begin(), id.end(), uuid.bytes.begin());
  return LoopId(uuid);
}

std::string SurveyUrl(const std::string& public_url, const std::string& token) {
  return public_url + "/s/" + token;
}

}  // namespace recourse::followup
