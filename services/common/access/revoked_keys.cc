#include "services/common/access/revoked_keys.h"

#include <openssl/crypto.h>

#include "services/common/access/key.h"

namespace recourse {

std::string MacOfRevokedKeys(const Secret& secret, const std::vector<std::string>& key_ids) {
  // Its first word keeps it apart from the mac of a key.
  std::string text = "revoked";
  for (const std::string& id : key_ids) text += "\n" + id;
  return KeyMac(secret, text);
}

RevokedKeys& RevokedKeys::OfProcess() {
  static RevokedKeys keys;
  return keys;
}

bool RevokedKeys::Has(std::string_view key_id) const {
  const std::lock_guard lock(mutex_);
  return ids_.find(key_id) != ids_.end();
}

bool RevokedKeys::Set(const Secret& secret, const std::vector<std::string>& key_ids,
                      const std::string& mac) {
  const std::string right = MacOfRevokedKeys(secret, key_ids);
  if (mac.size() != right.size() || CRYPTO_memcmp(mac.data(), right.data(), mac.size()) != 0) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  ids_ = {key_ids.begin(), key_ids.end()};
  mac_ = mac;
  return true;
}

std::string RevokedKeys::mac() const {
  const std::lock_guard lock(mutex_);
  return mac_;
}

}  // namespace recourse
