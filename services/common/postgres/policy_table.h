#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"

namespace recourse {

inline constexpr std::size_t kPolicyNoteBytesMax = 1'000;

// Who changes a policy, and why.
struct PolicyActor {
  std::string id{};
  std::string name{};
  std::string note{};
};

struct PolicyDocument {
  std::string kind;
  std::int64_t version = 0;
  std::string document;
  Timestamp recorded_time;
  bool active = false;
  PolicyActor actor{};
};

// What became of a document that was put.
struct PutPolicy {
  PolicyDocument policy;
  bool unchanged = false;  // it was there already, and no version was made

  std::int64_t version() const { return policy.version; }
};

struct PolicyActivation {
  std::string kind;
  std::int64_t activation = 0;  // 1, 2, ... of a kind
  std::int64_t version = 0;
  std::string cause;  // put, activated, rolled_back
  PolicyActor actor{};
  Timestamp recorded_time{};
};

// After which row a page begins; absent values begin at the first.
struct PolicyPage {
  std::string kind{};
  std::int64_t below = 0;
  int size = 100;
};

// Tables `policies`, `policy_activations` and `active_policies` of a service. Versions only grow;
// one of a kind is active, and each choice of it is kept. Changes of a kind wait for each other,
// and what is decided in a transaction is decided by the version that it finds. Thread-safe.
class PolicyTable {
 public:
  explicit PolicyTable(Pool& pool) : pool_(pool) {}

  // Makes a version of the document and, unless told otherwise, the active one. A document that
  // says the same as the active or the newest version makes none; the newest is then activated.
  enum class Then { kActivate, kKeep };
  StatusOr<PutPolicy> Put(const std::string& kind, const std::string& document,
                          const PolicyActor& actor = {}, Then then = Then::kActivate);
  // Of the active version the activation that is there. NOT_FOUND.
  StatusOr<PolicyActivation> Activate(const std::string& kind, std::int64_t version,
                                      const PolicyActor& actor);
  // To the version that was active before `expected`; FAILED_PRECONDITION where there was none, and
  // ABORTED where another version is active by now.
  StatusOr<PolicyActivation> RollBack(const std::string& kind, std::int64_t expected,
                                      const PolicyActor& actor);
  // The version that rolling back would make active, and the active one. NOT_FOUND for a kind
  // without versions, FAILED_PRECONDITION where there was none before.
  struct Before {
    std::int64_t active = 0;
    std::int64_t before = 0;
  };
  StatusOr<Before> VersionBefore(const std::string& kind);

  // Version 0 is the active one. NOT_FOUND.
  StatusOr<PolicyDocument> Get(const std::string& kind, std::int64_t version);
  // Without their documents. By kind, newest first: all kinds from `kind` on, or only that one.
  StatusOr<std::vector<PolicyDocument>> List(const PolicyPage& after, bool only_kind);
  // Of one kind, newest first.
  StatusOr<std::vector<PolicyActivation>> Activations(const PolicyPage& after);

  // As seen by a transaction: the active version of each kind, the newest of each, one document.
  using Versions = std::map<std::string, std::int64_t>;
  static StatusOr<Versions> ActiveVersions(Session& session);
  static StatusOr<Versions> NewestVersions(Session& session);
  static StatusOr<std::string> Document(Session& session, const std::string& kind,
                                        std::int64_t version);

 private:
  Pool& pool_;
};

}  // namespace recourse
