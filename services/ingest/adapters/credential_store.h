#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/access/caller.h"
#include "services/common/postgres/pool.h"

namespace recourse::ingest {

struct KeptKey {
  Caller caller;  // whom the key lets in
  std::optional<Timestamp> expire_time{};
  Timestamp recorded_time{};
  std::string actor_name{};  // who made it
  std::optional<Timestamp> revoked_time{};
  std::string revoked_by_name{};
  std::string revoked_note{};
};

// Tables `keys` and `revoked_keys`. Thread-safe.
class CredentialStore {
 public:
  explicit CredentialStore(Pool& pool) : pool_(pool) {}

  Status Keep(const Caller& key, const std::string& hash, std::optional<Timestamp> expire_time,
              const Caller& actor);
  // Newest first, those after `after`, a key's id; keys without a row of their own come in the
  // order of their revocation.
  StatusOr<std::vector<KeptKey>> List(const std::string& after, int limit);
  // As it was revoked first.
  StatusOr<KeptKey> Revoke(const std::string& key_id, const Caller& actor, const std::string& note);
  // In ascending order, without those that have ended by themselves.
  StatusOr<std::vector<std::string>> Revoked(int limit);

 private:
  Pool& pool_;
};

}  // namespace recourse::ingest
