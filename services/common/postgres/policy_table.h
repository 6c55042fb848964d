#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"

namespace recourse {

struct PolicyDocument {
  std::string kind;
  std::int64_t version = 0;
  std::string document;
  Timestamp recorded_time;
  bool active = false;
};

// Table `policies` of a service: versions only grow, and the newest of a kind is the active one.
// Thread-safe.
class PolicyTable {
 public:
  explicit PolicyTable(Pool& pool) : pool_(pool) {}
  StatusOr<PolicyDocument> Put(const std::string& kind, const std::string& document);
  // Version 0 is the active one. NOT_FOUND.
  StatusOr<PolicyDocument> Get(const std::string& kind, std::int64_t version);
  // Newest first, without their documents, at most 1,000.
  StatusOr<std::vector<PolicyDocument>> List();

  // As seen by a transaction: the active version of each kind, and one document.
  static StatusOr<std::map<std::string, std::int64_t>> ActiveVersions(Session& session);
  static StatusOr<std::string> Document(Session& session, const std::string& kind,
                                        std::int64_t version);

 private:
  Pool& pool_;
};

}  // namespace recourse
