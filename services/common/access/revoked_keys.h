#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/process/secret.h"

namespace recourse {

inline constexpr std::size_t kMaxRevokedKeys = 10'000;

// Of a list in ascending order: HMAC-SHA256 over the ids, under the secret that signs keys.
std::string MacOfRevokedKeys(const Secret& secret, const std::vector<std::string>& key_ids);

// The keys that this process believes no more, as it was told last. One list a process, as there is
// one secret: CheckKey asks it. Thread-safe.
class RevokedKeys {
 public:
  static RevokedKeys& OfProcess();

  bool Has(std::string_view key_id) const;
  // False, and nothing changes, where the mac is not the list's.
  bool Set(const Secret& secret, const std::vector<std::string>& key_ids, const std::string& mac);
  // Of the list that is held; empty before the first.
  std::string mac() const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> ids_;
  std::string mac_;
};

}  // namespace recourse
